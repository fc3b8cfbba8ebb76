"""References that a person has looked at, in tests/golden/NAME: the display list and structure tree (pages.dump), why the
second page ends where it ends (explain.txt), and the text as two programs of poppler read it out of the PDF (layout.txt, reading-order.txt). `scripts/update-golden NAME` rewrites them."""
import difflib
import os
import re

from harness import CHECKED, RENDITIONS, read, write

# A run of text in the display list: its node, where it stands, by how much its glyphs are wider, its words.
RUN = re.compile(r"^#(\d+) \S+ text .* at [-\d.]+ ([-\d.]+) width [-\d.]+(?: expansion ([-\d.]+)%)? \"")


def products(run, name, article, options):
    """(file name, text) of each reference, as the program makes it now; None for what could not be made."""
    folder = run.scratch("golden-" + name)
    dumped = run.offprint("render", article, "--dump", "-o", "-", *options)
    run.check(dumped.returncode == 0, f"{name}: --dump", dumped.stderr)
    explained = run.offprint("explain", article, "--page", "2", *options)
    run.check(explained.returncode == 0, f"{name}: explain", explained.stderr)
    yield "explain.txt", explained.stdout.decode("utf-8", "replace") if explained.returncode == 0 else None
    yield "pages.dump", dumped.stdout.decode("utf-8", "replace") if dumped.returncode == 0 else None
    pdf = os.path.join(folder, "out.pdf")
    rendered = run.render(article, pdf, *options)
    if not run.check(rendered.returncode == 0, f"{name}: renders", rendered.stderr):
        return
    for file, command in (("layout.txt", ("pdftotext", "-layout", "-enc", "UTF-8", pdf, "-")), ("reading-order.txt", ("pdfinfo", "-struct-text", pdf))):
        result = run.tool(*command)
        if result is not None:
            yield file, re.sub(r"[ \t]+$", "", result.stdout, flags=re.M)


def check_expansion(run, name, dump):
    """Lines of a paragraph below each other differ by at most 1 % in the width of their glyphs. How many pairs there were."""
    pairs, before = 0, None
    for line in dump.splitlines():
        found = RUN.match(line)
        here = (found[1], float(found[2]), float(found[3] or 0)) if found else None
        if here and before and here[0] == before[0] and 0 < here[1] - before[1] < 20:
            pairs += 1
            run.check(abs(here[2] - before[2]) <= 1.001, f"{name}: neighbouring lines expand by {before[2]} % and {here[2]} %", line)
        if not (here and before and here[0] == before[0] and here[1] == before[1]):
            before = here
    return pairs


def test(run):
    pairs = 0
    for name, article, options in CHECKED:
        dumped = run.offprint("render", article, "--dump", "-o", "-", *options)
        run.check(dumped.returncode == 0, f"{name}: --dump", dumped.stderr)
        pairs += check_expansion(run, name, dumped.stdout.decode("utf-8", "replace"))
    run.check(pairs > 500, f"only {pairs} pairs of lines were compared")
    for name, article, options in RENDITIONS:
        for file, text in products(run, name, article, options):
            path = run.path("tests/golden", name, file)
            if text is None:
                continue
            if not os.path.exists(path):
                run.check(False, f"{name}/{file}: there is no reference; look at the pages, then run scripts/update-golden {name}")
                continue
            expected = read(path).decode()
            difference = difflib.unified_diff(expected.splitlines(), text.splitlines(), "reference", "now", lineterm="", n=1)
            run.check(text == expected, f"{name}/{file}: differs; look at the pages, then run scripts/update-golden {name}", "\n    ".join(list(difference)[:40]))


def update(run, names):
    for name, article, options in RENDITIONS:
        if names and name not in names:
            continue
        os.makedirs(run.path("tests/golden", name), exist_ok=True)
        for file, text in products(run, name, article, options):
            path = run.path("tests/golden", name, file)
            if text is not None and (not os.path.exists(path) or read(path).decode() != text):
                write(path, text)
                print(f"rewritten: tests/golden/{name}/{file}")
