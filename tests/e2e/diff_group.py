"""What changed between two issues of a document: told in words, as JSON, and in reports as HTML and PDF."""
import html.parser
import json
import os
import random
import re
import sqlite3

from harness import read, write

ARTICLE = """offprint: 1
layout: conviction-note
lang: en-US
title: Wires before chips
kicker: Note
authors: [GoAI]
date: 2026-06-15
disclosures: [house]
data:
  points: points.csv
body:
  - section: {number: "01", kicker: The insight, title: Movement is scarce}
  - |
    The first two years of this cycle rewarded one idea, which was to own the accelerators.

    At cluster scale the scarce thing is movement, and margin rises from 12.4% to a third of sales.[^rack]

    Revenue of $317.0 million passed our estimate, and copper carries the links inside a rack.

    [^rack]: Company presentation of 12 May 2026.
  - chart: {kind: bar, title: The climb in dollar content, subtitle: In $, data: points, x: year, y: content}
  - section: {number: "02", kicker: The numbers, title: What it earns}
  - table:
      title: Margins widen as volumes grow
      subtitle: $ million
      columns:
        - {field: item, label: ""}
        - {field: fy25, label: FY25}
        - {field: fy26, label: FY26E}
      rows:
        - [Revenue, 308.4, 421.0]
        - [Cost of sales, -74.1, -98.2]
        - [Gross profit, 234.3, 322.8]
  - list: {items: [Margin must hold., The ramp stays on schedule.]}
  - callout: {title: The edge, text: An idle accelerator is the dearest part of the rack.}
"""
POINTS = "year,content\n2025,200\n2026E,640\n2027E,1200\n"
CLAUSE = "clause: house\nversion: 1\nlang: en\ntitle: Disclosures\nshort: For information.\ntext: |\n  Nothing in this note is advice.\n\n  Figures are as of the dates noted.\n"
HOSTILE = "<script>alert(1)</script> & \"x\" 'y' *z* \\\\[w\\\\](q)"


def test(run):
    run.pdfs = {}
    test_same(run)
    test_variants(run)
    test_form(run)
    test_data(run)
    test_other_sources(run)
    test_articles(run)
    test_json(run)
    test_html(run)
    test_pdf(run)
    test_samples(run)
    test_refused(run)
    test_damage(run)


def workspace(run, name, article=ARTICLE, points=POINTS, clause=CLAUSE):
    folder = run.scratch("diff-" + name)
    write(os.path.join(folder, "offprint.yaml"), "workspace: 1\n")
    os.makedirs(os.path.join(folder, "layouts/clauses"))
    write(os.path.join(folder, "layouts/clauses/house.yaml"), clause)
    write(os.path.join(folder, "points.csv"), points)
    return write(os.path.join(folder, "note.yaml"), article)


def pdf(run, name, *options, **parts):
    """A variant as a PDF, rendered once."""
    if name not in run.pdfs:
        path = os.path.join(run.folder, f"diff-{name}.pdf")
        result = run.render(workspace(run, name, **parts), path, *options)
        run.check(result.returncode == 0, f"{name}: renders", result.stderr)
        run.pdfs[name] = path
    return run.pdfs[name]


def old(run):
    return pdf(run, "old")


def diff(run, before, after, *options, code=1):
    result = run.offprint("diff", before, after, *options, cwd=run.folder)
    run.equal((result.returncode, result.stderr), (code, ""), f"diff {os.path.basename(before)} {os.path.basename(after)}")
    return result.stdout.decode()


def test_same(run):
    said = diff(run, old(run), old(run), code=0)
    run.check("no change of content" in said and said.count("\n") == 1, "a file and itself are the same", said)
    run.equal(diff(run, old(run), pdf(run, "again"), code=0).splitlines()[0].split(": ")[1], "no change of content", "an article rendered twice has no changes")


# What is replaced in the article, and what must be said of it; nothing else may be.
VARIANTS = [
    ("word", "first two years", "first three years", ["1  paragraph changed, p. 1 -> p. 1, under “Movement is scarce”", r"The first \[-two-\] {\+three\+} years of this cycle"]),
    ("number", "12.4%", "12.9%", ["paragraph changed", r"from \[-12\.4%-\] {\+12\.9%\+} to", r"12\.4% -> 12\.9%: \+0\.5 pp"]),
    ("cell", "-98.2", "-99.4", ["table changed “Margins widen as volumes grow”", "Cost of sales, FY26E: −98.2 -> −99.4: −1.2"]),
    ("row", "        - [Gross profit, 234.3, 322.8]\n", "", ["table changed", r"Row removed: Gross profit \| 234\.3 \| 322\.8"]),
    ("heading", "title: What it earns", "title: What it will earn", ["heading changed", r"What it \[-earns-\] {\+will earn\+}"]),
    ("removed", "  - callout: {title: The edge, text: An idle accelerator is the dearest part of the rack.}\n", "", ["heading removed", "paragraph removed", r"\[-An idle"]),
    ("item", "Margin must hold.", "Margin must grow.", ["list item changed", r"must \[-hold-\] {\+grow\+}\."]),
    ("note", "12 May 2026", "14 May 2026", ["footnote changed", r"\[-12-\] {\+14\+} May"]),
    ("title", "title: Wires before chips", "title: Wires, not chips", ["title: Wires before chips -> Wires, not chips", "heading changed"]),
    ("authors", "authors: [GoAI]", "authors: [GoAI, E. Vance]", ["authors: GoAI -> GoAI, E. Vance"]),
    ("date", "date: 2026-06-15", "date: 2026-06-16", ["date: 2026-06-15 -> 2026-06-16"]),
    ("moved", None, None, ["paragraph moved, p. 1 -> p. 1", "Revenue of \\$317.0 million"]),
]


def moved_article():
    paragraph = "    Revenue of $317.0 million passed our estimate, and copper carries the links inside a rack.\n\n"
    text = ARTICLE.replace(paragraph, "")
    first = "    The first two years"
    return text.replace(first, paragraph + first)


def test_variants(run):
    counts = {"removed": 2, "title": 2}
    for name, was, becomes, expected in VARIANTS:
        article = moved_article() if was is None else ARTICLE.replace(was, becomes)
        run.check(article != ARTICLE, f"{name}: the article differs")
        said = diff(run, old(run), pdf(run, name, article=article))
        for pattern in expected:
            run.check(re.search(pattern, said) or pattern in said, f"{name}: says {pattern}", said)
        wanted = counts.get(name, 1)
        run.check(said.splitlines()[0].endswith(f": {wanted} change" + "s" * (wanted != 1)), f"{name}: {wanted} and no more", said)
    clause = pdf(run, "clause", clause=CLAUSE.replace("is advice", "is investment advice"))
    said = diff(run, old(run), clause)
    run.check("under “Disclosures”" in said and "{+investment+}" in said and ": 1 change\n" in said, "a changed clause", said)


def test_form(run):
    """What only looks otherwise has no change of content: another paper, another layout, another profile."""
    for name, options in (("letter", ["--paper", "letter"]), ("classic", ["--layout", "classic-note"]), ("modern", ["--profile", "modern"]), ("record", ["--profile", "archive"])):
        said = diff(run, old(run), pdf(run, name, *options), code=0)
        run.check("no change of content" in said, f"{name}: no change of content", said)
    said = diff(run, old(run), pdf(run, "record"), code=0)
    run.check("claims: PDF/A-2a, PDF/UA-1 -> PDF/A-3a, PDF/UA-1" in said, "another claim is told, but not counted", said)


def test_data(run):
    """The data of a chart: by their cells where both carry them, else by the alternative text."""
    points = POINTS.replace("640", "660")
    said = diff(run, pdf(run, "record", "--profile", "archive"), pdf(run, "record-points", "--profile", "archive", points=points))
    run.check("“The climb in dollar content”" in said and "2026E, content: 640 -> 660: +20 (+3.1%)" in said and ": 1 change\n" in said, "a chart's datum in archive copies", said)
    end = POINTS.replace("1200", "1300")
    said = diff(run, old(run), pdf(run, "points-end", points=end))
    run.check("figure changed" in said and "1,200" in said and "1,300" in said, "the end of a chart in client copies", said)
    run.equal(len(re.findall(r"^ *\d+  ", said, re.M)), 1, "and nothing else")


def test_other_sources(run):
    """The data of a chart that come from JSON or out of a database: an archive copy says which of its files a source asked for."""
    def note(name, content):
        article = workspace(run, name, article=ARTICLE.replace("  points: points.csv\n", '  points: {json: points.json, at: /rows}\n  asked: {sqlite: points.db, query: "select year, content from points order by year"}\n')
                            .replace("data: points, x: year, y: content}", "data: points, x: year, y: content}\n  - chart: {kind: bar, title: Out of a database, data: asked, x: year, y: content}"))
        rows = [("2025", 200), ("2026E", content), ("2027E", 1200)]
        write(os.path.join(os.path.dirname(article), "points.json"), json.dumps({"rows": [{"year": year, "content": value} for year, value in rows]}))
        with sqlite3.connect(os.path.join(os.path.dirname(article), "points.db")) as base:
            base.execute("create table points(year text, content int)")
            base.executemany("insert into points values(?, ?)", rows)
        base.close()
        return article
    before = os.path.join(run.folder, "diff-sources.pdf")
    result = run.render(note("sources", 640), before, "--profile", "archive")
    run.check(result.returncode == 0, "sources: renders", result.stderr)
    said = diff(run, before, note("sources-new", 660))
    for title, source in (("The climb in dollar content", "points"), ("Out of a database", "asked")):
        run.check(re.search(rf"“{title}”[^\n]*\n *2026E, content: 640 -> 660: \+20 \(\+3.1%\)\n *Data source: {source}", said), f"{title}: its datum", said)
    run.check(": 2 changes\n" in said, "and nothing else", said)
    run.check("identical" in run.offprint("verify", before).stdout.decode(), "the copy is rebuilt from what it carries")


def test_articles(run):
    before, after = workspace(run, "yaml-old"), workspace(run, "yaml-new", article=ARTICLE.replace("first two", "first three"), points=POINTS.replace("640", "660"))
    said = diff(run, before, after)
    run.check("{+three+}" in said and "640 -> 660" in said and ": 2 changes\n" in said, "two articles", said)
    run.check("no change of content" in diff(run, old(run), before, code=0), "a PDF and its article")
    faulty = workspace(run, "yaml-bad", article=ARTICLE.replace("callout:", "calout:"))
    result = run.offprint("diff", before, faulty)
    run.check(result.returncode == 2 and "did you mean 'callout'" in result.stderr and not result.stdout, "faults of an article are told at their places", result.stderr)


def test_json(run):
    data = json.loads(diff(run, old(run), pdf(run, "number"), "--format", "json"))
    run.equal((data["same"], data["facts"], len(data["changes"])), (False, [], 1), "JSON: one change")
    change = data["changes"][0]
    run.equal((change["number"], change["kind"], change["block"], change["section"]), (1, "changed", "paragraph", "Movement is scarce"), "JSON: what it is")
    run.equal(change["numbers"], [{"old": "12.4%", "new": "12.9%", "difference": "+0.5 pp"}], "JSON: its numbers")
    run.check(change["old"][0]["page"] == 1 and change["new"][0]["box"][0] < change["new"][0]["box"][2], "JSON: its place", str(change["new"]))
    run.equal(json.loads(diff(run, old(run), old(run), "--format", "json", code=0))["same"], True, "JSON: the same")


class Page(html.parser.HTMLParser):
    """Holds that tags close as they open, and gathers what is there."""
    VOID = {"meta", "img", "link", "br"}

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.wrong, self.tags, self.text, self.ids, self.links, self.kept = [], [], [], "", [], [], {"ins": [], "del": []}

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        self.tags.append(tag)
        self.ids += [values["id"]] if "id" in values else []
        self.links += [values[k] for k in ("href", "src") if k in values]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data):
        if self.open and self.open[-1] != "style":
            self.text += data
        if self.open and self.open[-1] in self.kept:
            self.kept[self.open[-1]].append(data)


def parsed(run, path, what):
    page = Page()
    page.feed(read(path).decode())
    page.close()
    run.equal((page.wrong, page.open), ([], []), f"{what}: its tags close as they open")
    run.equal(len(page.ids), len(set(page.ids)), f"{what}: no id stands twice")
    run.equal([link for link in page.links if not link.startswith(("#", "data:image/png;base64,"))], [], f"{what}: nothing is fetched")
    run.check("script" not in page.tags, f"{what}: no scripts")
    return page


def test_html(run):
    article = moved_article().replace("first two", "first three").replace("-98.2", "-99.4").replace("Margin must hold.", json.dumps(HOSTILE.replace("\\\\", "\\")))
    after = pdf(run, "many", article=article)
    folder = run.scratch("diff-html")
    said = diff(run, old(run), after, "-o", os.path.join(folder, "a.html"))
    page = parsed(run, os.path.join(folder, "a.html"), "HTML")
    for number in re.findall(r"^ *(\d+)  ", said, re.M):
        run.check("c" + number in page.ids, f"HTML: change {number} is told")
    run.check("two" in page.kept["del"] and "three" in page.kept["ins"] and "−98.2" in page.kept["del"], "HTML: words and cells are marked", str(page.kept))
    run.check("<script>alert(1)</script>" in page.text, "HTML: a hostile text is a text", page.text[:2000])
    pictures = [link for link in page.links if link.startswith("data:")]
    run.check(len(pictures) >= 2 and all(link.startswith("data:image/png;base64,iVBORw0KGgo") for link in pictures), "HTML: pages are pictured side by side")
    diff(run, old(run), after, "-o", os.path.join(folder, "b.html"))
    run.check(read(os.path.join(folder, "a.html")) == read(os.path.join(folder, "b.html")), "HTML: the same bytes twice")
    diff(run, old(run), old(run), "-o", os.path.join(folder, "same.html"), code=0)
    run.check("No change of content" in parsed(run, os.path.join(folder, "same.html"), "HTML of no change").text, "HTML: no change")


def test_pdf(run):
    folder = run.scratch("diff-pdf")
    outs = [os.path.join(folder, name) for name in ("a.pdf", "b.pdf")]
    for out in outs:
        diff(run, old(run), pdf(run, "many"), "-o", out)
    run.check(read(outs[0]) == read(outs[1]), "PDF: the same bytes twice")
    checked = run.tool("qpdf", "--check", outs[0])
    if checked is not None:
        run.equal(checked.returncode, 0, "PDF: qpdf finds no fault")
    text = run.tool("pdftotext", "-layout", outs[0], "-")
    if text is not None:
        run.check("<script>alert(1)</script>" in text.stdout.replace("\u200b", ""), "PDF: a hostile text is a text", text.stdout)
        for words in ("Wires before chips", "three", "[two]", "−98.2", "−99.4", "Movement is scarce"):
            run.check(words in text.stdout, f"PDF: says {words}", text.stdout)
    images = run.tool("pdfimages", "-list", outs[0])
    if images is not None:
        run.check(images.stdout.count("image") >= 2, "PDF: pages are pictured", images.stdout)
    # A report is a tagged document like any other.
    run.check("no change of content" in diff(run, outs[0], outs[1], code=0), "PDF: the report can be compared itself")


def test_samples(run):
    """Whole samples on other paper and in another layout: pages, lines and columns break elsewhere, captions stand elsewhere, and nothing else."""
    for name in ("astera-labs", "earnings-note", "macro-weekly", "journal-article", "fund-fact-sheet", "one-pager"):
        article = run.path("samples", name, "article.yaml")
        before, after = (os.path.join(run.folder, f"sample-{name}-{paper}.pdf") for paper in ("a4", "letter"))
        results = [run.render(article, before, "--paper", "a4"), run.render(article, after, "--paper", "letter")]
        if run.check([r.returncode for r in results] == [0, 0], f"{name}: renders", results[1].stderr):
            said = diff(run, before, after, code=0)
            run.check("no change of content" in said, f"{name}: on another paper nothing changed", said)
    for name in ("astera-labs", "earnings-note", "macro-weekly", "journal-article"):
        before, after = (os.path.join(run.folder, f"sample-{name}-{layout}.pdf") for layout in ("conviction-note", "classic-note"))
        for path in (before, after):
            run.render(run.path("samples", name, "article.yaml"), path, "--layout", os.path.basename(path)[len(f"sample-{name}-"):-4])
        said = diff(run, before, after, code=0)
        run.check("no change of content" in said, f"{name}: in another layout nothing changed", said)


def test_refused(run):
    folder = run.scratch("diff-refused")
    untagged = os.path.join(folder, "untagged.pdf")
    objects = ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 1/Kids[3 0 R]>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>"]
    body, places = "%PDF-1.7\n", []
    for number, value in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{value}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    write(untagged, f"{body}xref\n0 4\n0000000000 65535 f \n{table}trailer\n<</Size 4/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF\n")
    out = os.path.join(folder, "out.html")
    for path, code in ((untagged, "E870"), (os.path.join(folder, "missing.pdf"), "E803"), (write(os.path.join(folder, "broken.pdf"), "%PDF-1.7\nnothing"), "E803")):
        for pair in ((old(run), path), (path, old(run))):
            result = run.offprint("diff", *pair, "-o", out)
            run.check(result.returncode == 2 and code in result.stderr and not result.stdout and not os.path.exists(out), f"{os.path.basename(path)}: {code}", result.stderr)
    encrypted = os.path.join(folder, "encrypted.pdf")
    if run.tool("qpdf", "--encrypt", "", "x", "256", "--", old(run), encrypted) is not None:
        result = run.offprint("diff", old(run), encrypted)
        run.check(result.returncode == 2 and "encrypted" in result.stderr, "an encrypted file", result.stderr)
    result = run.offprint("diff", old(run), old(run), "-o", os.path.join(folder, "out.doc"))
    run.check(result.returncode == 2 and "E872" in result.stderr, "a report of no known kind", result.stderr)
    result = run.offprint("diff", old(run), pdf(run, "word"), "-o", os.path.join(folder, "none/out.html"))
    run.check(result.returncode == 4 and "E704" in result.stderr, "a report that cannot be written", result.stderr)


def test_damage(run):
    """Any bytes: an answer or an error, never a crash; with pictures, which another library draws."""
    folder = run.scratch("diff-damage")
    plain = os.path.join(folder, "plain.pdf")
    run.render(workspace(run, "plain"), plain, "--plain-objects")
    whole, chance, wrong = read(plain), random.Random(5), []
    for round in range(30):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        damaged = write(os.path.join(folder, "damaged.pdf"), bytes(data))
        result = run.offprint("diff", plain, damaged, *(["-o", os.path.join(folder, "damaged.html")] if round % 3 == 0 else []))
        if result.returncode not in (0, 1, 2):
            wrong.append((round, result.returncode, result.stderr[-300:]))
    run.equal(wrong, [], "each damaged file gets an answer, and none crashes the program")
