"""The command line as its users meet it: help, exit statuses, outputs, what is left behind."""
import os
import random
import re
import stat
import struct
import zlib

from harness import MINIMAL_ARTICLE, diagnostics_of, read, write

COMMANDS = ("render", "check", "explain", "schema", "fonts", "new", "verify")


def test(run):
    test_help(run)
    test_wrong_command_lines(run)
    test_outputs(run)
    test_unwritable(run)
    test_options(run)
    test_check(run)
    test_explain(run)
    test_lenient_and_strict(run)
    test_schema_and_fonts(run)
    test_new(run)


def test_help(run):
    result = run.offprint("--help")
    text = result.stdout.decode()
    run.equal((result.returncode, result.stderr), (0, ""), "--help: status, stderr")
    run.equal([c for c in COMMANDS if not re.search(rf"^\s+{c}\b", text, re.M)], [], "--help names every command")
    for command in COMMANDS:
        run.equal(run.offprint(command, "--help").returncode, 0, f"{command} --help")
    version = run.offprint("--version")
    run.check(version.returncode == 0 and re.search(rb"\d+\.\d+\.\d+", version.stdout), "--version", version.stdout.decode())


def test_wrong_command_lines(run):
    for arguments in ([], ["rendre", "a.yaml"], ["render"], ["render", "a.yaml", "--colour"], ["render", "a.yaml", "-o"], ["--no-such"],
                      ["render", "a.yaml", "--diagnostics", "xml"], ["render", "a.yaml", "--threads", "many"], ["check"], ["fonts", "--what"]):
        result = run.offprint(*arguments, cwd=run.folder)
        run.check(result.returncode == 2, f"'offprint {' '.join(arguments)}': exit status {result.returncode}, expected 2", result.stderr)
        run.check(result.stderr.strip() and not result.stdout, f"'offprint {' '.join(arguments)}': says so on stderr only")


def test_outputs(run):
    folder = run.scratch("outputs")
    article = write(os.path.join(folder, "article.yaml"), MINIMAL_ARTICLE)
    result = run.render(article, os.path.join(folder, "out.pdf"))
    if not run.check(result.returncode == 0 and result.stderr == "", "a minimal article renders outside of any workspace", result.stderr):
        return
    expected = read(os.path.join(folder, "out.pdf"))
    streamed = run.render(article, "-")
    run.check(streamed.returncode == 0 and streamed.stdout == expected, "'-o -' writes the same bytes to stdout", streamed.stderr)
    elsewhere = run.scratch("elsewhere")
    result = run.offprint("render", article, cwd=elsewhere)
    run.check(result.returncode == 0, "without -o", result.stderr)
    run.equal(os.listdir(elsewhere), ["article.pdf"], "without -o: the input's name in the current folder")
    write(os.path.join(folder, "out.pdf"), "older")
    run.render(article, os.path.join(folder, "out.pdf"))
    run.check(read(os.path.join(folder, "out.pdf")) == expected, "an older output is replaced")
    run.equal(sorted(os.listdir(folder)), ["article.yaml", "out.pdf"], "no temporary file is left")
    result = run.render(article, os.path.join(folder, "out.pdf"), "--timings")
    run.check(result.returncode == 0 and result.stderr and read(os.path.join(folder, "out.pdf")) == expected, "--timings speaks on stderr and changes nothing")
    run.check("self-check" in result.stderr, "and the file is looked at before it goes out", result.stderr)
    write(os.path.join(folder, "noise.png"), noise(1800, 1700))
    article = write(os.path.join(folder, "article.yaml"), MINIMAL_ARTICLE + "  - figure: {src: noise.png, alt: Noise}\n")
    result = run.render(article, os.path.join(folder, "out.pdf"), "--timings")
    run.check(result.returncode == 0 and "self-check" in result.stderr and os.path.getsize(os.path.join(folder, "out.pdf")) > 8 << 20,
              "so is one of over 8 MiB", f"{result.stdout} {result.stderr}")


def noise(width, height):
    """A PNG that nothing makes smaller."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    dice = random.Random(1)
    rows = b"".join(b"\0" + dice.randbytes(3 * width) for _ in range(height))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows, 0)) + chunk(b"IEND", b"")


def test_unwritable(run):
    folder = run.scratch("unwritable")
    article = write(os.path.join(folder, "article.yaml"), MINIMAL_ARTICLE)
    os.makedirs(os.path.join(folder, "taken"))
    targets = [("a folder that is missing", os.path.join(folder, "none", "out.pdf")), ("a folder in its place", os.path.join(folder, "taken"))]
    if os.geteuid() != 0:  # root may write anywhere
        closed = run.scratch("closed")
        os.chmod(closed, stat.S_IRUSR | stat.S_IXUSR)
        targets.append(("a folder without permission", os.path.join(closed, "out.pdf")))
    for what, target in targets:
        result = run.render(article, target)
        run.check(result.returncode == 4, f"{what}: exit status {result.returncode}, expected 4", result.stderr)
        run.check("error: " in result.stderr, f"{what}: says so", result.stderr)
    with open("/dev/full", "wb") as full:
        result = run.render(article, "-", stdout=full)
    run.check(result.returncode == 4, f"a full disk behind stdout: exit status {result.returncode}, expected 4", result.stderr)
    run.equal(sorted(os.listdir(folder)), ["article.yaml", "taken"], "unwritable outputs leave nothing behind")


def pdfinfo(run, pdf):
    result = run.tool("pdfinfo", pdf)
    return {} if result is None else dict(re.findall(r"^([^:\n]+): +(.*)$", result.stdout, re.M))


def test_options(run):
    folder = run.scratch("options")
    article = write(os.path.join(folder, "article.yaml"), MINIMAL_ARTICLE)
    for options, key, expected in ((["--paper", "letter"], "Page size", r"612 x 792 pts \(letter\)"), (["--paper", "a4"], "Page size", r"595\.2\d+ x 841\.89\d* pts \(A4\)"),
                                   (["--set", "title=Another"], "Title", "Another")):
        pdf = os.path.join(folder, "out.pdf")
        result = run.render(article, pdf, *options)
        if run.check(result.returncode == 0, " ".join(options), result.stderr):
            info = pdfinfo(run, pdf)
            if info:
                run.check(re.fullmatch(expected, info.get(key, "")), " ".join(options), f"{info.get(key)} does not match {expected}")
    test_date(run, article, folder)
    for wrong in (["--set", "titel=x"], ["--set", "title"], ["--date", "soon"], ["--paper", "a7"], ["--layout", "no-such"], ["--font-dir", os.path.join(folder, "none")]):
        result = run.render(article, os.path.join(folder, "wrong.pdf"), *wrong)
        run.check(result.returncode == 2 and "error: " in result.stderr, f"{' '.join(wrong[:2])}: exit status {result.returncode}, expected 2", result.stderr)
    run.check(not os.path.exists(os.path.join(folder, "wrong.pdf")), "wrong options write nothing")


def test_date(run, article, folder):
    """The article's date, else --date, else SOURCE_DATE_EPOCH, else an error; never the clock."""
    undated = write(os.path.join(folder, "undated.yaml"), MINIMAL_ARTICLE.replace("date: 2026-06-15\n", ""))
    expected = run.render(article, "-").stdout
    run.equal(run.render(article, "-", "--date", "2020-01-01", env={"SOURCE_DATE_EPOCH": "1"}).stdout, expected, "the article's own date stands")
    run.check(run.render(undated, "-").returncode == 2, "no date at all is an error")
    run.equal(run.render(undated, "-", "--date", "2026-06-15").stdout, expected, "--date")
    run.equal(run.render(undated, "-", env={"SOURCE_DATE_EPOCH": "1781481600"}).stdout, expected, "SOURCE_DATE_EPOCH")


def test_check(run):
    folder = run.scratch("check")
    good = write(os.path.join(folder, "good.yaml"), MINIMAL_ARTICLE)
    bad = write(os.path.join(folder, "bad.yaml"), MINIMAL_ARTICLE.replace("title:", "titel:"))
    result = run.offprint("check", good, cwd=folder)
    run.equal((result.returncode, diagnostics_of(result.stderr)), (0, []), "check: a good article")
    checked, rendered = run.offprint("check", bad, cwd=folder), run.render(bad, os.path.join(folder, "bad.pdf"))
    run.equal(checked.returncode, 2, "check: a broken article")
    run.equal(diagnostics_of(checked.stderr), diagnostics_of(rendered.stderr), "check and render say the same")
    run.equal(sorted(os.listdir(folder)), ["bad.yaml", "good.yaml"], "check writes nothing")
    result = run.offprint("check", "samples/astera-labs/article.yaml")
    run.equal((result.returncode, result.stderr), (0, ""), "check: the sample")


def test_explain(run):
    folder = run.scratch("explain")
    article, pdf = write(os.path.join(folder, "article.yaml"), MINIMAL_ARTICLE), os.path.join(folder, "out.pdf")
    result = run.offprint("explain", article, "--page", "1")
    run.equal((result.returncode, result.stderr), (0, ""), "explain: an article")
    run.check(result.stdout.startswith(b"page 1 of 1\n") and b"The article ends here." in result.stdout, "explain: the last page", result.stdout.decode())
    run.equal(result.stdout, run.offprint("explain", article, "--page", "1").stdout, "explain says the same twice")
    run.equal(sorted(os.listdir(folder)), ["article.yaml"], "explain writes nothing")
    result = run.offprint("explain", article, "--page", "2")
    run.check(result.returncode == 2 and "E705" in result.stderr, "explain: a page that there is not", result.stderr)
    run.render(article, pdf)
    result = run.offprint("explain", pdf, "--page", "1")
    run.check(result.returncode == 2 and "E706" in result.stderr and "hint" in result.stderr, "explain: a PDF that carries no article", result.stderr)
    run.render(article, pdf, "--profile", "archive")
    result = run.offprint("explain", pdf, "--page", "1")
    run.equal((result.returncode, result.stderr), (0, ""), "explain: a PDF that carries its article")
    places = re.compile(rb"\([^()]*?([^/()]*:\d+:\d+)\)")  # named by where the files lie, which differs
    run.equal(places.sub(rb"\1", result.stdout), places.sub(rb"\1", run.offprint("explain", article, "--page", "1").stdout), "explain says the same of both")
    run.equal(run.offprint("explain", article).returncode, 2, "explain: without a page")


def test_lenient_and_strict(run):
    folder = run.scratch("lenient")
    overfull = write(os.path.join(folder, "overfull.yaml"), MINIMAL_ARTICLE.replace("Some words.", "A word " + "x" * 400 + " too long."))
    result = run.render(overfull, os.path.join(folder, "out.pdf"))
    run.check(result.returncode == 2 and not os.path.exists(os.path.join(folder, "out.pdf")), "an overfull line is an error", result.stderr)
    result = run.render(overfull, os.path.join(folder, "out.pdf"), "--lenient")
    run.check(result.returncode == 0 and os.path.exists(os.path.join(folder, "out.pdf")), "--lenient shows the page with an overfull line", result.stderr)
    run.check(diagnostics_of(result.stderr), "--lenient still says what is wrong")
    # A value that is missing prints as [?], and the page says that it is a draft; without --lenient it is an error.
    missing = write(os.path.join(folder, "missing.yaml"), MINIMAL_ARTICLE.replace("body:", "params:\n  who: {type: string}\nbody:").replace("- Some words.", '- "Words for {{ params.who }}."'))
    result = run.render(missing, os.path.join(folder, "missing.pdf"))
    run.check(result.returncode == 2 and "[E330]" in result.stderr, "a missing value is an error", result.stderr)
    for name, options, drafts in (("missing", ["--lenient"], True), ("given", ["--param", "who=Ann"], False), ("looked-at", ["--param", "who=Ann", "--lenient"], True)):
        path = os.path.join(folder, name + ".pdf")
        result = run.render(missing, path, *options)
        run.check(result.returncode == 0, f"{name}: renders", result.stderr)
        text = run.tool("pdftotext", path, "-")
        if text is None:
            continue
        run.equal(("DRAFT · made with --lenient, not for clients" in text.stdout, "[?]" in text.stdout), (drafts, name == "missing"), f"{name}: DRAFT across the page")
        run.equal(b"pdfaid:part" in read(path), not drafts, f"{name}: what it claims")


def test_schema_and_fonts(run):
    result = run.offprint("schema")
    path = run.path("schema/article.schema.json")
    run.check(result.returncode == 0 and os.path.exists(path) and result.stdout == read(path), "schema/article.schema.json is what 'offprint schema' says",
              "write it again: build/release/offprint schema > schema/article.schema.json")
    result = run.offprint("fonts")
    run.equal(result.returncode, 0, "fonts")
    run.equal([f for f in ("Source Serif 4", "Inter", "IBM Plex Mono") if f.encode() not in result.stdout], [], "fonts names the families")


def test_new(run):
    folder = run.scratch("new")
    result = run.offprint("new", "first-note", cwd=folder)
    if not run.check(result.returncode == 0, "new first-note", result.stderr):
        return
    articles = [os.path.join(base, name) for base, _, names in os.walk(folder) for name in names if name in ("article.yaml", "first-note.yaml")]
    if run.equal(len(articles), 1, "new makes one article"):
        result = run.render(articles[0], os.path.join(folder, "out.pdf"), cwd=folder)
        run.check(result.returncode == 0 and read(os.path.join(folder, "out.pdf")).startswith(b"%PDF-"), "what 'new' makes renders at once", result.stderr)
    before = read(articles[0])
    again = run.offprint("new", "first-note", cwd=folder)
    run.check(again.returncode in (2, 4) and read(articles[0]) == before, "new does not overwrite", again.stderr)
