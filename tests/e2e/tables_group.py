"""Long tables: a made-up order book of 240 rows under a head of three levels, looked at from outside, by the text of the pages and where it stands.

Decimal points of a column stand in line whatever the cell wears (bold, parentheses, suffixes, note marks); carried-forward figures are
the running sums of the CSV; "(continued)" stands on the later pages only; totals and labels do not stand alone.
"""
import decimal
import random
import re
import xml.etree.ElementTree as ElementTree

from harness import write

ROWS = 240
NUMBERS = ("q1", "q2", "nine")
TOLERANCE = 0.01  # pt

ARTICLE = """offprint: 1
layout: {layout}
paper: {paper}
title: Order intake
date: 2026-06-15
publisher: Example Research
disclosures: [goai-standard]
data: {{orders: orders.csv}}
body:
  - table:
      title: Order intake of invented companies
      data: orders
      row_kind: kind
      carry: true
      total: Sum of all
      columns:
        - {{field: name, label: Company}}
        - {{field: q1, label: Q1, group: [Reported, Quarters], type: money}}
        - {{field: q2, label: Q2, group: [Reported, Quarters], type: money}}
        - {{field: nine, label: Nine months, group: [Reported, Year], type: number, format: '#,##0.00'}}
        - {{field: margin, label: Margin, group: [Reported, Year], type: percent, format: '0.0%'}}
      notes: {{a: Restated., b: Without the coatings business.}}
"""


def make_rows(seed):
    """Rows of the CSV: every dress a number can wear, bold ones (subtotals of the author's own) among them."""
    dice = random.Random(seed)
    rows = []
    for n in range(ROWS):
        kind = "group" if n % 40 == 0 else "subtotal" if n % 40 == 39 else ""
        if kind == "group":
            rows.append({"kind": kind, "name": f"Region {n // 40 + 1}", "q1": "", "q2": "", "nine": "", "margin": ""})
            continue
        row = {"kind": kind, "name": f"Company {n:03d} {dice.choice(['plc', 'AG', 'SA'])}"}
        for field, decimals in (("q1", 1), ("q2", 1), ("nine", 2)):
            text = f"{dice.uniform(-900, 9000):.{decimals}f}"
            if dice.random() < 0.1:
                text += "E"
            if dice.random() < 0.12:
                text += dice.choice(["[a]", "[b]", "[a][b]"])
            row[field] = "n.a." if dice.random() < 0.02 else text
        row["margin"] = f"{dice.uniform(-0.2, 0.5):.3f}"
        rows.append(row)
    return rows


def value(cell):
    match = re.match(r"-?\d+(\.\d+)?", cell)
    return decimal.Decimal(match.group()) if match else decimal.Decimal(0)


def printed(number, decimals, parentheses):
    text = f"{abs(number):,.{decimals}f}"
    if number >= 0:
        return text
    return f"({text})" if parentheses else "\u2212" + text


def characters(run, pdf):
    """Lines of characters of each page as MuPDF sees them: (text, x of origin, y of origin, font)."""
    result = run.tool("mutool", "draw", "-q", "-F", "stext", pdf)
    if result is None:
        return None
    text = result.stdout
    text = text[text.index("<?xml"):]
    text = re.sub(r"&#x[0-8bcefBCEF];|&#x1[0-9a-fA-F];", "", text)
    pages = []
    for page in ElementTree.fromstring(text).iter("page"):
        found = []
        for line in page.iter("line"):
            for font in line.iter("font"):
                found += [(c.get("c"), float(c.get("x")), float(c.get("y")), font.get("name")) for c in font.iter("char")]
        pages.append(found)
    return pages


def points_of(page):
    """Decimal points, full stops between digits: their places, their fonts, and what their numbers wear."""
    places = []
    for n, (before, dot, after) in enumerate(zip(page, page[1:], page[2:])):
        if not (dot[0] == "." and before[0].isdigit() and after[0].isdigit() and abs(before[2] - dot[2]) < 0.01):
            continue
        end = n + 2
        while end < len(page) and page[end][0].isdigit() and page[end][2] == dot[2] and page[end][1] > page[end - 1][1]:
            end += 1
        wears = set()
        while end < len(page) and 0 < page[end][1] - page[end - 1][1] < 12 and abs(page[end][2] - dot[2]) < 5:
            raised = page[end][2] < dot[2] - 1
            wears.add("note" if raised and page[end][0] in "ab" else {")": "parentheses", "E": "suffix"}.get(page[end][0], ""))
            end += 1
        places.append((dot[1], dot[3], wears - {""}))
    return places


def check_points(run, name, pages):
    """All decimal points of a page lie on as many places as there are columns, to 1/100 pt."""
    fonts = {}
    worn = {"note": 0, "parentheses": 0, "suffix": 0}
    seen = 0
    for number, page in enumerate(pages, 1):
        columns = []
        for x, font, wears in sorted(points_of(page), key=lambda place: place[0]):
            fonts[font] = fonts.get(font, 0) + 1
            seen += 1
            for dress in wears:
                worn[dress] += 1
            if not columns or x - columns[-1][-1] > 3:
                columns.append([])
            columns[-1].append(x)
        if not columns:
            continue
        run.equal(len(columns), 4, f"{name}, page {number}: columns with decimal points")
        worst = max(column[-1] - column[0] for column in columns)
        run.check(worst <= TOLERANCE, f"{name}, page {number}: decimal points within {TOLERANCE} pt", f"they differ by {worst:.4f}")
    run.check(seen > 3 * ROWS, f"{name}: decimal points were found", str(seen))
    # Subtotals and the sum: six rows of four figures and more.
    run.check(len(fonts) >= 2 and sorted(fonts.values())[-2] >= 24, f"{name}: bold figures among them", str(fonts))
    for dress, count in worn.items():
        run.check(count >= 20, f"{name}: figures with {dress} among them", str(worn))


def check_words(run, name, pdf):
    """The right edges of words that end with one decimal, by another program."""
    result = run.tool("pdftotext", "-bbox-layout", pdf, "-")
    if result is None:
        return
    edges = {}
    for match in re.finditer(r'<word xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)" yMax="[\d.]+">([\d,]+\.\d)</word>', result.stdout):
        edges.setdefault(round(float(match[2])), []).append(float(match[2]))
    for edge, found in edges.items():
        if len(found) <= 20:
            continue
        # Bold figures end a little farther out: what stands in line is the point.
        found.sort()
        dresses = [[found[0]]]
        for x in found[1:]:
            if x - dresses[-1][-1] > 0.05:
                dresses.append([])
            dresses[-1].append(x)
        run.check(len(dresses) <= 2 and all(d[-1] - d[0] <= TOLERANCE for d in dresses), f"{name}: plain figures end in line at {edge} pt",
                  str([(d[0], d[-1]) for d in dresses]))


def check_carried(run, name, texts, rows, pages):
    """`pages`: those with rows of the table, from 1. Figures at the foot and at the head of pages against the running sums of the CSV."""
    bodies = [row for row in rows if row["kind"] == ""]
    for number, text in enumerate(texts, 1):
        lines = text.splitlines()
        names = [line.split("  ")[0].strip() for line in lines if line.startswith("Company ")]
        last = next((line for line in lines if line.startswith("Carried forward")), None)
        run.equal(last is not None, number in pages[:-1], f"{name}, page {number}: figures are carried from every page of the table but the last")
        run.equal(any(line.startswith("Brought forward") for line in lines), number in pages[1:], f"{name}, page {number}: figures are brought forward")
        if last is None:
            continue
        until = next(i for i, row in enumerate(bodies) if names[-1] == row["name"]) if names[-1] in {r["name"] for r in bodies} else None
        if until is None:  # the page ends with a subtotal: its rows are all summed
            until = max(i for i, row in enumerate(bodies) if row["name"] in names)
        sums = [sum(value(row[field]) for row in bodies[: until + 1]) for field in NUMBERS]
        expected = [printed(sums[0], 1, True), printed(sums[1], 1, True), printed(sums[2], 2, False)]
        run.equal(last.split()[2:], expected, f"{name}, page {number}: carried forward")
        first = next((line for line in texts[number].splitlines() if line.startswith("Brought forward")), "")
        run.equal(first.split()[2:], expected, f"{name}, page {number + 1}: brought forward")


def check_one(run, layout, paper):
    name = f"{layout}, {paper}"
    folder = run.scratch(f"table-{layout}-{paper}")
    rows = make_rows(20)
    keys = ["kind", "name", *NUMBERS, "margin"]
    write(f"{folder}/offprint.yaml", "workspace: 1\n")
    write(f"{folder}/orders.csv", ",".join(keys) + "\n" + "".join(",".join(row[key] for key in keys) + "\n" for row in rows))
    write(f"{folder}/article.yaml", ARTICLE.format(layout=layout, paper=paper))
    pdf = f"{folder}/table.pdf"
    result = run.render(f"{folder}/article.yaml", pdf)
    if not run.check(result.returncode == 0 and not result.stderr.strip(), f"{name}: renders without a diagnostic", result.stderr):
        return
    pages = characters(run, pdf)
    if pages is not None:
        run.check(len(pages) >= 6, f"{name}: six pages or more", str(len(pages)))
        check_points(run, name, pages)
    check_words(run, name, pdf)
    texts = []
    for number in range(1, len(pages or []) + 1):
        result = run.tool("pdftotext", "-layout", "-f", str(number), "-l", str(number), pdf, "-")
        if result is None:
            return
        # Figures keep their marks and suffixes apart from what is compared here.
        texts.append("\n".join(line.strip() for line in result.stdout.replace("\f", "").splitlines()))
    table_pages = [n for n, text in enumerate(texts) if "Company " in text]
    for n, text in enumerate(texts):
        continued = "(continued)" in text.lower()
        run.equal(continued, n in table_pages[1:], f"{name}, page {n + 1}: '(continued)'")
    check_carried(run, name, texts, rows, [n + 1 for n in table_pages])
    run.check(len(table_pages) >= 6, f"{name}: the table stands on six pages or more", str(table_pages))
    total = [sum(value(row[f]) for row in rows if row["kind"] == "") for f in NUMBERS]
    last = next((line for line in texts[table_pages[-1]].splitlines() if line.startswith("Sum of all")), "")
    run.equal(last.split()[3:], [printed(total[0], 1, True), printed(total[1], 1, True), printed(total[2], 2, False)], f"{name}: the sum of all")
    for n in table_pages:
        count = len(re.findall(r"^Company ", texts[n], re.M))
        run.check(count >= 2, f"{name}, page {n + 1}: two rows or more", texts[n])
    tags = run.tool("pdfinfo", "-struct", pdf)
    if tags is not None:
        run.equal(len(re.findall(r"^\s*Table\b", tags.stdout, re.M)), 1, f"{name}: one Table over all pages")
        head = re.search(r"^( *)THead\b.*\n((?:\1 .*\n)+)", tags.stdout, re.M)
        run.equal(len(re.findall(r"^\s*TR\b", head[2], re.M)) if head else 0, 3, f"{name}: a head of three levels")
        # Three rows of the head, the rows of the CSV, the sum.
        run.equal(len(re.findall(r"^\s*TR\b", tags.stdout, re.M)), ROWS + 4, f"{name}: each row once")
    result = run.tool("qpdf", "--check", pdf)
    if result is not None:
        run.check(result.returncode == 0, f"{name}: qpdf finds no fault", result.stdout)


NOTES_ARTICLE = """offprint: 1
layout: {layout}
paper: a4
title: Remarks
date: 2026-06-15
publisher: Example Research
disclosures: [goai-standard]
body:
  - table:
      title: Items with footnotes
      columns: [{{field: item, label: "Item^[HEADNOTE said once.]"}}, {{field: words, label: Words}}, {{field: value, label: Value, type: number}}]
      rows:
{rows}
"""


def check_notes(run, layout):
    """Footnotes in cells stand on the page of their row, each once, and so does that of a label in the head."""
    folder = run.scratch(f"table-notes-{layout}")
    dice = random.Random(7)
    marked = sorted(dice.sample(range(200), 30))
    rows = []
    for n in range(200):
        item = f"Item {n:03d}" + (f"^[NOTE{n:03d} says something of its row.]" if n in marked else "")
        words = dice.choice(["plain words", "*slanted* and **strong** words", "[a link](https://example.org/a) in words"])
        rows.append(f"        - ['{item}', '{words}', {dice.randrange(1000)}]")
    write(f"{folder}/offprint.yaml", "workspace: 1\n")
    write(f"{folder}/article.yaml", NOTES_ARTICLE.format(layout=layout, rows="\n".join(rows)))
    pdf = f"{folder}/notes.pdf"
    result = run.render(f"{folder}/article.yaml", pdf)
    if not run.check(result.returncode == 0 and not result.stderr.strip(), f"{layout}, notes: renders without a diagnostic", result.stderr):
        return
    result = run.tool("pdftotext", "-layout", pdf, "-")
    if result is None:
        return
    pages = result.stdout.split("\f")
    run.equal(sum(page.count("HEADNOTE") for page in pages), 1, f"{layout}, notes: the note of a label is printed once")
    run.check("HEADNOTE" in pages[next(n for n, page in enumerate(pages) if "Item 000" in page)], f"{layout}, notes: and on the first page", "")
    for n in marked:
        rows_on = [i for i, page in enumerate(pages) if re.search(rf"Item {n:03d}", page)]
        notes_on = [i for i, page in enumerate(pages) if f"NOTE{n:03d}" in page]
        run.equal(notes_on, rows_on, f"{layout}, notes: note of row {n} stands on the page of its row, once")
    tags = run.tool("pdfinfo", "-struct", pdf)
    if tags is not None:
        run.equal(len(re.findall(r"^\s*Note\b", tags.stdout, re.M)), 31, f"{layout}, notes: a Note each")


TYPED = ["*stars* and **more**", "[a link](https://example.org/)", "`ticks`", "x^[no note]", "[^id]", "<b>tag</b>", "{{ name }}", "[@id]", "a_b_c \\\\ d", "# 1. - 2"]


def check_typed(run):
    """Cells of a CSV are data: Markdown, tags and braces in them are printed as typed."""
    folder = run.scratch("table-typed")
    write(f"{folder}/offprint.yaml", "workspace: 1\n")
    write(f"{folder}/cells.csv", "words,value\n" + "".join('"%s",%d\n' % (words, n) for n, words in enumerate(TYPED)))
    write(f"{folder}/article.yaml", "offprint: 1\nlayout: classic-note\ntitle: As typed\ndate: 2026-06-15\npublisher: Example Research\ndisclosures: [goai-standard]\n"
          "data: {cells: cells.csv}\nbody:\n  - table:\n      title: Cells\n      data: cells\n      columns: [{field: words, label: '*Words*'}, {field: value, label: Value, type: number}]\n")
    pdf = f"{folder}/typed.pdf"
    result = run.render(f"{folder}/article.yaml", pdf)
    if not run.check(result.returncode == 0 and not result.stderr.strip(), "typed: renders without a diagnostic", result.stderr):
        return
    result = run.tool("pdftotext", "-layout", pdf, "-")
    if result is None:
        return
    for n, words in enumerate(TYPED):
        run.check(re.search(re.escape(words) + rf"\s+{n}$", result.stdout, re.M) is not None, f"typed: {words}", result.stdout)
    run.check("*Words*" not in result.stdout, "typed: a label is Markdown all the same", result.stdout)


def check_turned(run):
    """A table too wide for its page stands whole on a page lying on its side; with `wide: slice` it is cut into parts."""
    folder = run.scratch("table-turned")
    write(f"{folder}/offprint.yaml", "workspace: 1\n")
    columns = ", ".join(f"{{field: c{n}, label: Q{n % 4 + 1} {2024 + n // 4}}}" for n in range(12))
    row = ", ".join(f"{1000 + 7 * n}.5" for n in range(12))
    for wide, sides in (("turn", ["595.28 x 841.89", "841.89 x 595.28", "595.28 x 841.89"]), ("slice", ["595.28 x 841.89"])):
        write(f"{folder}/{wide}.yaml", "offprint: 1\nlayout: classic-note\npaper: a4\ntitle: Wide\ndate: 2026-06-15\npublisher: Example Research\ndisclosures: [goai-standard]\nbody:\n"
              f"  - Words before.\n  - table:\n      title: Quarters\n      wide: {wide}\n      columns: [{{field: item, label: Item}}, {columns}]\n"
              f"      rows:\n        - [Revenue of all products, {row}]\n        - [Cost of sales, {row}]\n  - Words after.\n")
        pdf = f"{folder}/{wide}.pdf"
        result = run.render(f"{folder}/{wide}.yaml", pdf)
        if not run.check(result.returncode == 0 and ("[W660]" if wide == "turn" else "[W657]") in result.stderr, f"{wide}: told as a warning", result.stderr):
            continue
        info, text = run.tool("pdfinfo", "-l", "9", pdf), run.tool("pdftotext", "-layout", pdf, "-")
        if info is None or text is None:
            return
        run.equal(re.findall(r"size: +([0-9.]+ x [0-9.]+) pts", info.stdout), sides, f"{wide}: the pages lie as they should")
        pages = text.stdout.split("\f")
        if wide == "turn":
            run.check(len(re.findall(r"\bQ\d 202\d", pages[1])) == 12 and "Words" not in pages[1], "turn: the whole table is on the page lying on its side", pages[1])


ARTICLE_HEAD = "offprint: 1\nlayout: classic-note\npaper: a4\ntitle: A table\ndate: 2026-06-15\npublisher: Example Research\ndisclosures: [goai-standard]\n"


def rendered(run, name, body, files=None):
    """The diagnostics and the text of the pages of an article with that body and those files beside it; None if it could not be rendered."""
    folder = run.scratch("table-" + name)
    write(f"{folder}/offprint.yaml", "workspace: 1\n")
    for file, text in (files or {}).items():
        write(f"{folder}/{file}", text)
    write(f"{folder}/article.yaml", ARTICLE_HEAD + body)
    pdf = f"{folder}/table.pdf"
    result = run.render(f"{folder}/article.yaml", pdf)
    if not run.check(result.returncode == 0, f"{name}: renders", result.stderr):
        return None
    text = run.tool("pdftotext", "-layout", pdf, "-")
    checked = run.tool("qpdf", "--check", pdf)
    if checked is not None:
        run.check(checked.returncode == 0, f"{name}: qpdf finds no fault", checked.stdout)
    return None if text is None else (result.stderr, text.stdout.split("\f"), pdf)


def check_merged(run):
    """A cell of several rows: one cell for the structure tree; where a page ends in it, its words stand again on the next."""
    cells = "region,city,value\n" + "".join(f"North {n // 10},City {n},{n}\n" for n in range(30)) + "".join(f"South,City {n},{n}\n" for n in range(30, 130))
    found = rendered(run, "merged", "data: {cells: cells.csv}\nbody:\n  - table:\n      title: Regions\n      data: cells\n"
                     "      columns: [{field: region, merge: true}, {field: city}, {field: value}]\n", {"cells.csv": cells})
    if found is None:
        return
    faults, pages, pdf = found
    run.check(not faults.strip(), "merged: no diagnostic", faults)
    text = "\f".join(pages)
    run.equal([text.count(f"North {n}") for n in range(3)], [1, 1, 1], "merged: a cell that stays on its page stands once")
    with_cities = [page for page in pages if "City" in page and any(f"City {n} " in page for n in range(31, 130))]
    run.check(len(with_cities) > 1, "merged: the long cell stands on several pages", str(len(pages)))
    run.equal([page.count("South") for page in with_cities], [1] * len(with_cities), "merged: its words stand on each of them once")
    tags = run.tool("pdfinfo", "-struct", pdf)
    if tags is not None:
        run.equal(sorted(re.findall(r"/RowSpan (\d+)", tags.stdout)), ["10", "10", "10", "100"], "merged: spans in the structure tree")


def check_references(run):
    """References in cells and labels say the pages that their targets come to stand on."""
    filler = "".join("  - " + "Some words of a paragraph that fills its page. " * 60 + "\n" for _ in range(28))
    found = rendered(run, "references", "notes: {n: Noted.}\nsources: {k: A source.}\nbody:\n  - table:\n      title: Where things stand\n"
                     "      columns: [Thing, {field: a, label: 'Page of [@late page]'}, b]\n      rows:\n"
                     "        - ['[@late]', '[@late page]', 'see [@k]']\n        - ['Far', '[@far page]', 'as [@^n] says']\n        - [{text: '[@far], [@far page]', rows: 2}, x, y]\n        - [x, y]\n"
                     + filler + "  - section: {number: '07', title: Late}\n    id: late\n  - Words[^n].\n" + filler + filler
                     + "  - section: {number: '08', title: Far}\n    id: far\n  - Words.\n")
    if found is None:
        return
    faults, pages, pdf = found
    run.check(not faults.strip(), "references: no diagnostic", faults)
    late = next(n for n, page in enumerate(pages, 1) if re.search(r"^\s*(07\s+)?Late$", page, re.M))
    far = next(n for n, page in enumerate(pages, 1) if re.search(r"^\s*(08\s+)?Far$", page, re.M))
    run.check(1 < late < 100 and far > 9, "references: the targets are far away", f"{late}, {far}")
    for words in (f"Page of page {late}", f"Section 7 +page {late} +see \\[1\\]", f"Far +page {far} +as note 1 says", f"Section 8, page {far}"):
        run.check(re.search(words.replace(" ", r"[\s\u00a0]"), pages[0]) is not None, f"references: {words}", pages[0])


def test(run):
    check_references(run)
    check_merged(run)
    check_typed(run)
    check_turned(run)
    for layout in ("conviction-note", "classic-note"):
        check_notes(run, layout)
    for layout in ("conviction-note", "classic-note"):
        for paper in ("a4", "letter"):
            check_one(run, layout, paper)
