"""The pages of many long articles, looked at from outside: where the words stand on them, by another program.

No heading stands without text, no first or last line of a paragraph alone at a page's edge, no table head with fewer than two rows, no total
with fewer than two rows above it, unless `offprint explain` lists it for the page with what it cost. With notes everywhere, each note begins on the page of its mark and
is printed once, in order. The articles are those of random_articles.py, whose parts can be told by their words; the same eyes look at a layout to which none of
this matters, and must find it there.
"""
import concurrent.futures
import os
import re

import random_articles
from harness import write

DOCUMENTS = int(os.environ.get("OFFPRINT_E2E_DOCUMENTS", "200"))
NOTED = DOCUMENTS * 3 // 2

LAYOUTS = [("conviction-note", "a4"), ("classic-note", "letter"), ("conviction-note", "letter"), ("classic-note", "a4")]

# Nothing that the checks look for costs anything here.
CARELESS = """layout: careless
extends: conviction-note
costs: {widow: 0, orphan: 0, heading_alone: 0, table_head: 0, table_total: 0, table_group: 0, split_paragraph: 0, split_table: 0, hyphen_at_page_end: 0}
"""

WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')
NOTE_WORDS = set(random_articles.NOTE_WORDS)
FLOW_WORDS = set(random_articles.WORDS)


class Line:
    def __init__(self, top, words):
        self.top, self.words = top, words

    def has(self, start):
        return any(re.match(start + r"\b", word) for word in self.words)

    def number(self, name):
        """Of the first word such as `Para7`."""
        for word in self.words:
            match = re.match(name + r"(\d+)", word)
            if match:
                return int(match[1])
        return None


# Between them stands the text of all layouts here, outside them what runs: points from the upper and the lower edge of the paper.
HEAD, FOOT = 72, 49


def lines_of(page):
    """Words of a page by their baselines, from the top; y of small and large words on a line differ a little."""
    height = float(re.search(r'height="([\d.]+)"', page)[1])
    words = sorted((float(m[4]), float(m[1]), m[5]) for m in WORD.finditer(page) if HEAD < float(m[4]) < height - FOOT)
    lines = []
    for bottom, x, text in words:
        if not lines or bottom - lines[-1][0] > 4:
            lines.append([bottom, []])
        lines[-1][1].append((x, text))
    return [Line(bottom, [text for _, text in sorted(found)]) for bottom, found in lines]


def is_note(line):
    return any(word in NOTE_WORDS or re.match(r"Note\d+|Done\d+", word) for word in line.words)


def is_flow(line):
    """Words of the article's text."""
    own = ("Para", "Last", "Sect", "Head", "Row", "Total")
    return not is_note(line) and any(word.rstrip(".,;:") in FLOW_WORDS or word.startswith(own) for word in line.words)


def faults_on(number, page, facts):
    """What a page should not show: (page whose end is to blame, what `explain` calls it, what was seen)."""
    flow = [line for line in page if is_flow(line)]
    if not flow:
        return []
    found = []
    words = " ".join(" ".join(line.words) for line in page)
    first, last = flow[0], flow[-1]
    end = first.number("Last")
    if end is not None and first.number("Para") is None and number > 1:
        found.append((number - 1, "widow", f"the last line of paragraph {end}"))
    begin = last.number("Para")
    if begin is not None and not last.has(f"Last{begin}"):
        found.append((number, "orphan", f"the first line of paragraph {begin}"))
    for at, line in enumerate(flow):
        section = line.number("Sect")
        if section is None:
            continue
        below = [other for other in flow[at:] if other.number("Para") is not None]
        enough = below and (below[0].has(f"Last{below[0].number('Para')}") or flow.index(below[0]) + 1 < len(flow))
        if not enough:
            found.append((number, "heading", f"section {section}"))
    for table, (rows, _) in enumerate(facts.tables, 1):
        count = len(re.findall(rf"\bRow{table}n", words))
        total = f"Total{table}" in words
        if f"Head{table}" in words.split() and count + total < 2:
            found.append((number if f"Row{table}n0" not in words or count < 2 else number - 1, "table head", f"table {table}"))
        if total and count < 2:
            found.append((number - 1, "total alone", f"table {table}"))
    return found


def pages_of(run, pdf):
    result = run.tool("pdftotext", "-bbox-layout", pdf, "-")
    if result is None:
        return None
    return [lines_of(page) for page in result.stdout.split("<page ")[1:]]


def render(run, folder, seed, layout, paper, noted, pages):
    text, facts = random_articles.make(seed, layout, paper, pages, noted)
    article, pdf = write(f"{folder}/{layout}-{seed}.yaml", text), f"{folder}/{layout}-{seed}.pdf"
    result = run.render(article, pdf)
    run.check(result.returncode == 0, f"article {seed} in {layout}: renders", result.stderr)
    return article, pdf, facts, result


def check_faults(run, folder, seed):
    layout, paper = LAYOUTS[seed % len(LAYOUTS)]
    article, pdf, facts, result = render(run, folder, seed, layout, paper, seed % 4 == 3, 2 + seed % 5)
    pages = pages_of(run, pdf) if result.returncode == 0 else None
    if pages is None:
        return 0, 0
    listed = 0
    for number, page in enumerate(pages, 1):
        for blamed, reason, seen in faults_on(number, page, facts):
            said = run.offprint("explain", article, "--page", str(blamed)).stdout.decode()
            costs = next((line for line in said.splitlines() if line.startswith("  costs ")), "")
            listed += 1
            run.check(reason in costs, f"article {seed} in {layout}, page {number}: {seen} alone is told by explain", f"{costs}\n{article}")
    return len(pages), listed


def check_careless(run, folder, seed):
    """What a layout shows that does not mind."""
    _, pdf, facts, result = render(run, folder, seed, "careless", "a4", False, 5)
    pages = pages_of(run, pdf) if result.returncode == 0 else None
    return [reason for number, page in enumerate(pages or [], 1) for _, reason, _ in faults_on(number, page, facts)]


def check_notes(run, folder, seed):
    """Each note once, in order, whole, begun on the page of its mark."""
    layout, paper = LAYOUTS[seed % len(LAYOUTS)]
    _, pdf, facts, result = render(run, folder, 10_000 + seed, layout, paper, True, 2)
    pages = pages_of(run, pdf) if result.returncode == 0 else None
    if pages is None:
        return 0
    name = f"article {10_000 + seed} in {layout}"
    run.check("W554" not in result.stderr, f"{name}: no note begins late", result.stderr)
    places = {"Mark": {}, "Note": {}, "Done": {}}
    for number, page in enumerate(pages, 1):
        for line in page:
            for word in line.words:
                match = re.search(r"(Mark|Note|Done)(\d+)(?:m|\.|$)", word)  # figures of a mark may follow: Mark7m12
                if match:
                    places[match[1]].setdefault(int(match[2]), []).append(number)
    wanted = list(range(1, facts.notes + 1))
    run.equal(sorted(places["Note"]), wanted, f"{name}: every note is printed")
    run.equal(sorted(places["Done"]), wanted, f"{name}: to its end")
    run.check(all(len(pages) == 1 for pages in places["Note"].values()), f"{name}: and printed once", str(places["Note"]))
    late = [n for n in wanted if n in places["Note"] and places["Mark"].get(n, [0]) != places["Note"][n]]
    run.equal(late, [], f"{name}: each begins on the page of its mark")
    run.check(all(places["Done"][n][0] >= places["Note"][n][0] for n in wanted if n in places["Note"] and n in places["Done"]), f"{name}: notes go on forwards")
    return sum(1 for n in wanted if places["Done"].get(n) != places["Note"].get(n))


def check_long_names(run, folder):
    """Names too long for a running head are cut short there, in every layout; the date stays whole, and nothing runs into its neighbour."""
    write(f"{folder}/long.yaml", "offprint: 1\nlayout: classic-note\ntitle: Names\ndate: 2026-06-15\npublisher: The Applied Credit Research Desk of the House\n"
          "disclosures: [goai-standard]\nbody:\n  - section: {title: A section whose title is so long that no running head of any page could ever hold it beside the rest}\n"
          "  - Words.\n  - prose: More words.\n    page: new\n")
    for layout in ("classic-note", "conviction-note", "journal", "fact-sheet", "dark-one-pager"):
        pdf = f"{folder}/long-{layout}.pdf"
        result = run.render(f"{folder}/long.yaml", pdf, "--layout", layout)
        if not run.check(result.returncode == 0 and not result.stderr.strip(), f"{layout}, long names: renders without a diagnostic", result.stderr):
            continue
        text = run.tool("pdftotext", "-f", "2", "-l", "2", "-layout", pdf, "-")
        if text is None:
            return
        head = text.stdout.strip("\n").split("\n")[0]
        run.check(re.match(r"(?i)The Applied Credit\b.*\s{2,}15 June 2026$", head) is not None, f"{layout}, long names: publisher and date", head)
        if "section whose" in head:
            run.check(re.search(r"\S\u2026\s{2,}15 June 2026$", head) is not None, f"{layout}, long names: the section's is cut short", head)


def test(run):
    folder = run.scratch("pages")
    write(f"{folder}/offprint.yaml", "workspace: 1\n")
    check_long_names(run, folder)
    os.makedirs(f"{folder}/layouts")
    write(f"{folder}/layouts/careless.yaml", CARELESS)
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        looked = list(pool.map(lambda seed: check_faults(run, folder, seed), range(1, DOCUMENTS + 1)))
        careless = [reason for found in pool.map(lambda seed: check_careless(run, folder, seed), range(1, 25)) for reason in found]
        parted = sum(pool.map(lambda seed: check_notes(run, folder, seed), range(1, NOTED + 1)))
    pages, listed = sum(n for n, _ in looked), sum(n for _, n in looked)
    if pages == 0:
        return
    print(f"{pages} pages of {DOCUMENTS} articles, {listed} faults that explain tells; {parted} notes parted in {NOTED} articles; careless: {len(careless)}")
    run.check(listed * 100 <= pages, "such faults are rare", f"{listed} on {pages} pages")
    for reason in ("widow", "orphan", "heading"):
        run.check(reason in careless, f"these eyes see a {reason}", str(careless))
    run.check(parted > NOTED // 20, "some notes are parted", str(parted))
