"""Archive copies prove themselves; whatever is changed in one is found, and named where it can be."""
import json
import os
import random
import re
import shutil

from harness import CHECKED, MINIMAL_ARTICLE, read, write

SAMPLES = [c for c in CHECKED if c[1].startswith("samples/") or c[0] == "pictures"]


def test(run):
    for name, article, options in SAMPLES:
        test_sample(run, name, article, options)
    test_outside_a_workspace(run)
    test_settings(run)
    test_other_files(run)
    test_tampering(run)
    test_damage(run)


def archive(run, name, article, *options):
    pdf = os.path.join(run.scratch("verify-" + name), "out.pdf")
    result = run.render(article, pdf, *options, "--profile", "archive")
    run.check(result.returncode == 0, f"{name}: renders to the profile 'archive'", result.stderr)
    return pdf


def proved(run, what, pdf, **keywords):
    result = run.offprint("verify", pdf, cwd=os.path.dirname(pdf), **keywords)
    words = result.stdout.decode()
    run.check(result.returncode == 0 and ": proved\n" in words and "made again, identical" in words and "DIFFERS" not in words, f"{what}: proved", words + result.stderr)


def refused(run, what, pdf, *expected):
    result = run.offprint("verify", pdf)
    words = result.stdout.decode()
    run.check(result.returncode == 1 and "NOT PROVED" in words, f"{what}: not proved", f"{result.returncode} {words} {result.stderr}")
    for pattern in expected:
        run.check(re.search(pattern, words), f"{what}: says {pattern}", words)


def test_sample(run, name, article, options):
    pdf = archive(run, name, article, *options)
    # Elsewhere, alone, in another surrounding: only what it carries may matter.
    moved = shutil.copy(pdf, os.path.join(run.scratch("moved-" + name), "copy.pdf"))
    proved(run, name, moved, env={"TZ": "Asia/Tokyo", "LC_ALL": "de_DE.UTF-8", "SOURCE_DATE_EPOCH": "1"})
    listed = run.tool("pdfdetach", "-list", moved)
    if listed is not None:
        names = re.findall(r"^\d+: (.*)$", listed.stdout, re.M)
        # Names start at the workspace, which may be the sample's own folder.
        run.check("manifest.json" in names and any(article == n or article.endswith("/" + n) for n in names), f"{name}: manifest and article ride along", listed.stdout)


def test_outside_a_workspace(run):
    folder = run.scratch("verify-alone")
    write(os.path.join(folder, "points.csv"), "x,y\nA,1\nB,2\n")
    article = write(os.path.join(folder, "note.yaml"), MINIMAL_ARTICLE.replace("date: 2026-06-15\n", "data: {points: points.csv}\n") +
                    "  - chart: {kind: bar, title: Two, data: points, x: x, y: y}\n")
    pdf = os.path.join(folder, "note.pdf")
    result = run.render(article, pdf, "--profile", "archive", "--date", "2026-07-01")
    if run.check(result.returncode == 0, "an article without a workspace", result.stderr):
        os.remove(article)
        proved(run, "an article without a workspace, its date from the command line", pdf)


def test_settings(run):
    folder = run.scratch("verify-settings")
    article = write(os.path.join(folder, "note.yaml"), MINIMAL_ARTICLE)
    pdf = os.path.join(folder, "note.pdf")
    result = run.render(article, pdf, "--profile", "archive", "--set", "title=Another \"title\"", "--layout", "classic-note", "--paper", "letter", "--plain-objects")
    if run.check(result.returncode == 0, "settings of the command line", result.stderr):
        proved(run, "settings of the command line", pdf)


def test_other_files(run):
    folder = run.scratch("verify-others")
    article = write(os.path.join(folder, "note.yaml"), MINIMAL_ARTICLE)
    run.render(article, os.path.join(folder, "client.pdf"))
    for file, code in (("client.pdf", "E804"), ("note.yaml", "E803"), ("missing.pdf", "E803")):
        result = run.offprint("verify", os.path.join(folder, file))
        run.check(result.returncode == 2 and code in result.stderr and not result.stdout, f"{file}: refused with {code}", result.stderr)


def test_tampering(run):
    """One byte of each attached input in turn; then an input together with its hash in the manifest, as a forger would."""
    pdf = archive(run, "tampering", "samples/astera-labs/article.yaml")
    folder = os.path.dirname(pdf)
    if run.tool("qpdf", "--version") is None or run.tool("pdfdetach", "-saveall", "-o", folder, pdf) is None:
        return
    names = re.findall(r"^\d+: (.*)$", run.tool("pdfdetach", "-list", pdf).stdout, re.M)
    run.check(len(names) >= 7, "the sample's inputs ride along", str(names))
    for number, name in enumerate(names, 1):
        inner = os.path.join(folder, "inner")
        run.tool("pdfdetach", "-save", str(number), "-o", inner, pdf)
        data = bytearray(read(inner))
        data[len(data) // 2] ^= 1
        replaced = replace(run, pdf, {name: bytes(data)})
        if name == "manifest.json":
            result = run.offprint("verify", replaced)
            run.check(result.returncode in (1, 2), "a changed byte of the manifest is found", result.stdout.decode())
        else:
            refused(run, f"a changed byte of {name}", replaced, f"attached files +'{re.escape(name)}' was altered")
    test_forgery(run, pdf, names)


def test_forgery(run, pdf, names):
    import hashlib
    contents = {}
    for number, name in enumerate(names, 1):
        inner = os.path.join(os.path.dirname(pdf), "inner")
        run.tool("pdfdetach", "-save", str(number), "-o", inner, pdf)
        contents[name] = read(inner)
    for name, old, new, said in (("samples/astera-labs/article.yaml", b"They counted chips", b"They counted ships", "article.yaml:"),
                                 ("data/alab-forecast.csv", b"2.18", b"2.81", "")):
        forged = contents[name].replace(old, new, 1)
        if not run.check(forged != contents[name], f"{name} holds {old!r}"):
            continue
        manifest = json.loads(contents["manifest.json"])
        for file in manifest["files"]:
            if file["name"] == name:
                file["sha256"] = hashlib.sha256(forged).hexdigest()
        replaced = replace(run, pdf, {name: forged, "manifest.json": json.dumps(manifest, indent=1).encode()})
        refused(run, f"{name} forged with its hash", replaced, r"DIFFERS +document +page \d+: the file says “.*”, its inputs say “.*" + said)


def replace(run, pdf, files):
    current = pdf
    for i, (name, data) in enumerate(files.items()):
        folder = run.scratch("replace-" + str(len(os.listdir(run.folder))))
        inner = write(os.path.join(folder, "inner"), data)
        after = os.path.join(folder, "after.pdf")
        run.tool("qpdf", current, "--remove-attachment=" + name, after + ".less")
        result = run.tool("qpdf", after + ".less", "--add-attachment", inner, "--key=" + name, "--filename=" + name, "--", after)
        run.check(result.returncode == 0, f"{name} is replaced", result.stdout)
        current = after
    return current


def test_damage(run):
    """Any bytes: a verdict or an error, never a crash."""
    folder = run.scratch("verify-damage")
    article = write(os.path.join(folder, "note.yaml"), MINIMAL_ARTICLE)
    pdf = os.path.join(folder, "note.pdf")
    run.render(article, pdf, "--profile", "archive")
    whole = read(pdf)
    chance = random.Random(5)
    wrong = []
    for round in range(40):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 3)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        if bytes(data) == whole:
            continue
        damaged = write(os.path.join(folder, "damaged.pdf"), bytes(data[:chance.randrange(len(data))] if round % 5 == 0 else data))
        result = run.offprint("verify", damaged)
        if result.returncode not in (1, 2):
            wrong.append((round, result.returncode, result.stderr[-300:]))
    run.equal(wrong, [], "each damaged file is refused, and none crashes the program")
