"""Broken articles: tests/diagnostics/**/X.yaml with X.expect beside it, and some that are too large to keep.

X.expect:  args: --strict                      (optional) further options of `render`
           exit: 2
           FILE:LINE:COLUMN: error: MESSAGE    every diagnostic's first line, in order, files by base name
Every case also proves that no file was written, that an older output survives, and that the JSON form says the same.
"""
import json
import os
import shlex
from concurrent.futures import ThreadPoolExecutor

from harness import MINIMAL_ARTICLE, as_line, diagnostics_of, read, write


def cases(run):
    for folder, _, names in sorted(os.walk(run.path("tests/diagnostics"))):
        for name in sorted(names):
            if name.endswith(".expect"):
                yield os.path.join(folder, name)


def expectation(path):
    args, code, lines = [], 0, []
    for line in read(path).decode().splitlines():
        if line.startswith("args: "):
            args = shlex.split(line[6:])
        elif line.startswith("exit: "):
            code = int(line[6:])
        elif line and not line.startswith("#"):
            lines.append(line)
    return args, code, lines


def render(run, path, args, output):
    return run.render(os.path.basename(path)[:-len(".expect")] + ".yaml", output, *args, cwd=os.path.dirname(path))


def test_case(run, path):
    name = os.path.relpath(path, run.path("tests/diagnostics"))[:-len(".expect")]
    args, code, lines = expectation(path)
    folder = run.scratch("case-" + name.replace("/", "-"))
    output = write(os.path.join(folder, "out.pdf"), "the old one")
    result = render(run, path, args, output)
    found = [as_line(d) for d in diagnostics_of(result.stderr)]
    run.check(result.returncode == code, f"{name}: exit status {result.returncode}, expected {code}", result.stderr)
    run.check(found == lines, f"{name}: diagnostics", "found:\n      " + "\n      ".join(found) + "\n    expected:\n      " + "\n      ".join(lines))
    if code != 0:
        run.check(os.listdir(folder) == ["out.pdf"] and read(output) == b"the old one", f"{name}: the older output is untouched, nothing is left beside it")
        run.check(result.stdout == b"", f"{name}: nothing on stdout")
    test_json(run, name, render(run, path, args + ["--diagnostics", "json"], os.path.join(folder, "json.pdf")), result)


def test_json(run, name, result, text):
    try:
        rows = [json.loads(line) for line in result.stderr.splitlines()]
    except ValueError as fault:
        run.check(False, f"{name}: --diagnostics json: {fault}", result.stderr)
        return
    said = []
    for row in rows:
        if "message" in row:
            place = f"{os.path.basename(row['file'])}:{row['line']}:{row['column']}: " if "file" in row else ""
            said.append(f"{place}{row['severity']}: {row['message']} [{row['code']}]")
    run.equal(said, [as_line(d) for d in diagnostics_of(text.stderr)], f"{name}: JSON says the same as the text")
    run.equal(result.returncode, text.returncode, f"{name}: exit status with --diagnostics json")


def generated():
    """(name, article bytes, exit status, what stderr must contain): too large to be kept as files."""
    head = MINIMAL_ARTICLE.encode()
    yield "a file over the limit", head + b"#" * (17 << 20), 2, "larger than"
    yield "a million nodes and more", head + b"  - [" + b"a," * 1_100_000 + b"a]\n", 2, "error: "
    yield "nested 100,000 deep", head + b"  - " + b"[" * 100_000 + b"]" * 100_000 + b"\n", 2, "deep"
    yield "nested maps 5,000 deep", head + b"".join(b" " * (k + 4) + b"a:\n" for k in range(5000)).replace(b"    a:", b"  - a:", 1), 2, "error: "
    yield "1,500 faults", head + b"  - calout: {}\n" * 1500, 2, "500 more errors"
    yield "random bytes", bytes((k * 197 + k // 7 * 31) % 256 for k in range(4096)), 2, "error: "
    yield "one line of 5 MB without a blank", head + b"  - " + b"x" * (5 << 20) + b"\n", 2, "error: "


def test_generated(run, name, article, code, words):
    folder = run.scratch("generated-" + name.replace(" ", "-").replace(",", ""))
    path = write(os.path.join(folder, "article.yaml"), article)
    output = os.path.join(folder, "out.pdf")
    result = run.render(path, output, cwd=folder, timeout=300)
    run.check(result.returncode == code, f"{name}: exit status {result.returncode}, expected {code}", result.stderr)
    run.check(words in result.stderr, f"{name}: says '{words}'", result.stderr)
    run.equal(os.listdir(folder), ["article.yaml"], f"{name}: nothing is written")


def test_articles_that_are_none(run):
    folder = run.scratch("none")
    fifo = os.path.join(folder, "pipe.yaml")
    os.mkfifo(fifo)
    for what, path in (("missing", os.path.join(folder, "missing.yaml")), ("a folder", folder), ("a pipe", fifo), ("a device", "/dev/zero")):
        result = run.render(path, os.path.join(folder, "out.pdf"), timeout=60)
        run.check(result.returncode == 2, f"an article that is {what}: exit status {result.returncode}, expected 2", result.stderr)
        run.check("error: " in result.stderr, f"an article that is {what}: says so", result.stderr)
    run.equal(os.listdir(folder), ["pipe.yaml"], "articles that are none: nothing is written")


def test(run):
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        jobs = [pool.submit(test_case, run, path) for path in cases(run)]
        jobs += [pool.submit(test_generated, run, *case) for case in generated()]
        run.check(len(jobs) >= 60, "there are at least 60 broken articles")
        for job in jobs:
            job.result()
    test_articles_that_are_none(run)


def place_of(line):
    return [(d.file, d.line, d.column, d.severity) for d in diagnostics_of(line)]


def update(run, names):
    """Rewrites expectations from what the program says; shouts where a place or an exit status moved, which messages may not do."""
    for path in cases(run):
        name = os.path.relpath(path, run.path("tests/diagnostics"))[:-len(".expect")]
        if names and name not in names:
            continue
        args, code, lines = expectation(path)
        result = render(run, path, args, os.path.join(run.scratch("update-" + name.replace("/", "-")), "out.pdf"))
        found = [as_line(d) for d in diagnostics_of(result.stderr)]
        if (code, lines) == (result.returncode, found):
            continue
        moved = result.returncode != code or [place_of(l) for l in found] != [place_of(l) for l in lines]
        print(f"{name}: {'PLACE OR STATUS CHANGED' if moved else 'message only'}")
        for line in [f"exit: {code}"] + lines:
            print(f"  - {line}")
        for line in [f"exit: {result.returncode}"] + found:
            print(f"  + {line}")
        comments = [l for l in read(path).decode().splitlines() if l.startswith(("#", "args: "))]
        write(path, "\n".join(comments + [f"exit: {result.returncode}"] + found) + "\n")
