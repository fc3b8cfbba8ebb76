"""The samples' PDFs through programs that are not ours: structure, rendering, fonts, tags, and the facts of the piece."""
import collections
import json
import os
import re
import unicodedata

from harness import CHECKED, read

# Keys of the catalogue that a document for clients must not have (ISO 19005-2, 6.5 and 6.6).
FORBIDDEN_IN_CATALOG = ("/OpenAction", "/AA", "/AcroForm", "/Names")

# What an article must come out as: its facts (a file of this folder), pages, author, the tags beside those of every article, and how
# many sections it has at least.
Expected = collections.namedtuple("Expected", "facts fewest most author tags sections")
LISTS = {"/L", "/LI", "/LBody"}
EXPECTED = {
    "samples/astera-labs/article.yaml": Expected("astera-facts.txt", 3, 6, "GoAI", LISTS | {"/Figure"}, 4),
    "samples/earnings-note/article.yaml": Expected("earnings-facts.txt", 5, 8, "GoAI", LISTS | {"/Figure", "/Table", "/TH", "/TD", "/Note"}, 4),
    "samples/fund-fact-sheet/article.yaml": Expected("fund-facts.txt", 2, 2, "Merrow Asset Management", {"/Figure", "/Table", "/TH", "/TD"}, 2),
    "samples/macro-weekly/article.yaml": Expected("weekly-facts.txt", 3, 4, "GoAI", {"/Figure", "/Table", "/TH", "/TD", "/Note"}, 6),
    "samples/journal-article/article.yaml": Expected("journal-facts.txt", 3, 4, "Ines Vahlkamp", {"/Figure", "/Table", "/TH", "/TD", "/Note"}, 7),
    "samples/rated-note/article.yaml": Expected(None, 2, 2, "R. Okafor", {"/Table", "/TH", "/TD", "/Link"}, 3),
    "samples/one-pager/article.yaml": Expected("idea-facts.txt", 1, 1, "GoAI", {"/Figure", "/Table", "/TH", "/TD"}, 3),
    "samples/client-statement/article.yaml": Expected(None, 2, 2, "Banque Auster", {"/Figure", "/Table", "/TH", "/TD"}, 1),
    "tests/e2e/pictures.yaml": Expected("pictures-facts.txt", 1, 2, "Example Research", {"/Figure", "/Caption"}, 1),
    "tests/golden/columns/article.yaml": Expected(None, 2, 5, "Example Research", {"/Note", "/Table"}, 1),
    "tests/golden/sidebar/article.yaml": Expected(None, 1, 3, "Example Research", {"/P"}, 1),
    "tests/golden/formulas/article.yaml": Expected(None, 1, 2, "Example Research", {"/Formula"}, 1),
    "tests/golden/footnotes/article.yaml": Expected(None, 2, 4, "Example Research", LISTS | {"/Note", "/Reference"}, 1),
}
# Those that are not in American English.
LANGUAGES = {"client-statement-en": "en-GB", "client-statement-de": "de", "client-statement-fr": "fr", "client-statement-it": "it"}


def test(run):
    for name, article, options in CHECKED:
        pdf = os.path.join(run.scratch("validate-" + name), "out.pdf")
        result = run.render(article, pdf, *options)
        if not run.check(result.returncode == 0 and os.path.exists(pdf), f"{name}: renders", result.stderr):
            continue
        run.equal(result.stderr, "", f"{name}: renders without a warning")
        check_syntax(run, name, pdf)
        expected = EXPECTED[article]
        check_catalog(run, name, pdf, expected)
        check_rendering(run, name, pdf)
        check_fonts(run, name, pdf, expected)
        check_text(run, name, pdf, expected)


def check_syntax(run, name, pdf):
    result = run.tool("qpdf", "--check", pdf)
    if result is not None:
        run.check(result.returncode == 0 and "WARNING" not in result.stdout, f"{name}: qpdf --check", result.stdout)
    result = run.tool("mutool", "info", pdf)
    if result is not None:
        run.check(result.returncode == 0 and not re.search(r"warning|error", result.stdout), f"{name}: mutool info", result.stdout)
    data = read(pdf)
    run.check(data.startswith(b"%PDF-1.7\n%") and all(b >= 0x80 for b in data[10:14]), f"{name}: header (ISO 19005-2, 6.1.2)", repr(data[:16]))
    run.check(data.rstrip(b"\r\n").endswith(b"%%EOF"), f"{name}: ends with %%EOF")


def resolve(objects, value):
    """Follows a reference of qpdf's JSON to the object's value (a stream's dictionary)."""
    while isinstance(value, str) and value.endswith(" R") and "obj:" + value in objects:
        held = objects["obj:" + value]
        value = held["value"] if "value" in held else held["stream"]["dict"]
    return value


def check_catalog(run, name, pdf, expected):
    result = run.tool("qpdf", "--json=2", "--json-stream-data=none", pdf)
    if result is None:
        return
    objects = json.loads(result.stdout)["qpdf"][1]
    trailer = objects["trailer"]["value"]
    catalog = resolve(objects, trailer["/Root"])
    run.equal(catalog.get("/Lang"), "u:" + LANGUAGES.get(name, "en-US"), f"{name}: language")
    run.equal(resolve(objects, catalog.get("/MarkInfo", {})).get("/Marked"), True, f"{name}: marked as tagged")
    run.equal(resolve(objects, catalog.get("/ViewerPreferences", {})).get("/DisplayDocTitle"), True, f"{name}: shows its title")
    for key in ("/StructTreeRoot", "/Metadata", "/OutputIntents", "/Outlines"):
        run.check(key in catalog, f"{name}: the catalogue has {key}")
    run.equal([key for key in FORBIDDEN_IN_CATALOG if key in catalog], [], f"{name}: nothing in the catalogue that acts")
    run.check(len(trailer.get("/ID", [])) == 2, f"{name}: file id")
    check_pages(run, name, objects, expected)
    check_tags(run, name, objects, expected)


def dictionaries(objects):
    for held in objects.values():
        value = held["value"] if "value" in held else held["stream"]["dict"]
        if isinstance(value, dict):
            yield value


def check_pages(run, name, objects, expected):
    pages = [d for d in dictionaries(objects) if d.get("/Type") == "/Page"]
    run.check(expected.fewest <= len(pages) <= expected.most, f"{name}: {len(pages)} pages, {expected.fewest} to {expected.most} expected")
    run.check(all("/StructParents" in p for p in pages), f"{name}: every page is in the parent tree")
    run.check(all(p.get("/Tabs") == "/S" for p in pages if "/Annots" in p), f"{name}: tab order follows the structure (ISO 14289-1, 7.18.3)")
    links = [d for d in dictionaries(objects) if d.get("/Subtype") == "/Link"]
    run.check(all("/StructParent" in l and "/Contents" in l for l in links), f"{name}: links are tagged and described (ISO 14289-1, 7.18.5)")


def check_tags(run, name, objects, expected):
    elements = [d for d in dictionaries(objects) if "/S" in d and "/P" in d]
    kinds = [e["/S"] for e in elements]
    run.equal(kinds.count("/Document"), 1, f"{name}: one Document")
    run.equal(kinds.count("/H1"), 1, f"{name}: one H1")
    run.check(kinds.count("/H2") >= expected.sections, f"{name}: sections are H2", str(sorted(set(kinds))))
    run.check({"/P"} | expected.tags <= set(kinds), f"{name}: paragraphs, lists and what else it has are tagged", str(sorted(set(kinds))))
    figures = [e for e in elements if e["/S"] == "/Figure"]
    run.check(all(len(e.get("/Alt", "")) > 12 for e in figures), f"{name}: each figure says what it shows", str(figures))


def check_rendering(run, name, pdf):
    result = run.tool("mutool", "draw", "-q", "-r", "36", "-F", "pnm", "-o", os.devnull, pdf)
    if result is not None:
        said = result.stdout.replace("warning: ICC support is not available\n", "")  # Debian's build has none
        run.check(result.returncode == 0 and not said.strip(), f"{name}: mutool draws without a word", said)
    result = run.tool("gs", "-dBATCH", "-dNOPAUSE", "-dQUIET", "-dPDFSTOPONERROR", "-dPDFSTOPONWARNING", "-sDEVICE=nullpage", pdf)
    if result is not None:
        run.check(result.returncode == 0 and not result.stdout.strip(), f"{name}: ghostscript draws without a word", result.stdout)


def check_fonts(run, name, pdf, expected):
    result = run.tool("pdffonts", pdf)
    if result is None:
        return
    rows = [re.match(r"(\S+) .* (yes|no) +(yes|no) +(yes|no) +\d+ +\d+$", line) for line in result.stdout.splitlines()[2:]]
    run.check(rows and all(rows), f"{name}: pdffonts lists fonts", result.stdout)
    run.check(all(row and row.groups()[1:] == ("yes", "yes", "yes") for row in rows), f"{name}: all fonts embedded, subset, with Unicode", result.stdout)
    names = [row[1] for row in rows if row]
    run.equal(len(set(names)), len(names), f"{name}: each face is embedded once")
    result = run.tool("pdfinfo", pdf)
    for row in ("Tagged: +yes", "JavaScript: +no", "Encrypted: +no", "Suspects: +no", f"Author: +{expected.author}"):
        run.check(re.search("^" + row, result.stdout, re.M), f"{name}: pdfinfo: {row.replace(' +', ' ')}", result.stdout)


def plain(text):
    """Text as it is compared: lines that a hyphen broke joined, quotes and signs unified, no case, one space between words."""
    text = unicodedata.normalize("NFC", text).replace("\f", "\n")
    text = re.sub("\u00ad\n", "", text).replace("\u00ad", "")
    text = re.sub(r"(?<=\w)([-/–])\n", r"\1", text)
    for signs, sign in (("‘’", "'"), ("“”", '"'), ("×", "x"), ("\u2009\u202f\u00a0\u2007", " "), ("\u2060\u200b", "")):
        text = re.sub(f"[{signs}]", sign, text)
    return re.sub(r"\s+", " ", text).casefold()


def facts(run, file):
    """The facts of the piece: (in order, anywhere). Sections are expected in the order in which the file names them."""
    ordered, anywhere = [], []
    for line in read(run.path("tests/e2e", file)).decode().splitlines():
        if line and not line.startswith("#"):
            (ordered if line.startswith("> ") else anywhere).append(line.removeprefix("> "))
    return ordered, anywhere


def check_text(run, name, pdf, expected):
    ordered, anywhere = facts(run, expected.facts) if expected.facts else ([], [])
    extracted = run.tool("pdftotext", "-raw", "-enc", "UTF-8", pdf, "-")
    if extracted is None:
        return
    text = plain(extracted.stdout)
    missing = [fact for fact in ordered + anywhere if plain(fact) not in text]
    run.equal(missing, [], f"{name}: every figure and name of the piece is in the text")
    structure = run.tool("pdfinfo", "-struct-text", pdf)
    run.check(structure.returncode == 0 and not re.search("(Syntax )?(Error|Warning)", structure.stdout), f"{name}: pdfinfo -struct-text", structure.stdout)
    quoted = plain("\n".join(re.findall(r'"(.*)"', structure.stdout)))
    at, out_of_order = 0, []
    for words in ordered:
        found = quoted.find(plain(words), at)
        if found < 0:
            out_of_order.append(words)
        else:
            at = found
    run.equal(out_of_order, [], f"{name}: reading order")
