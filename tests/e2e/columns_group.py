"""Pages of columns from outside, by the characters of the pages and where they stand: made-up articles of different lengths in two and in three columns.

Lines of neighbouring columns share their baselines; nothing stands in the gutter; the text reads down one column after the other; the columns of
the last page end within a line or two of each other, the last one not lowest; every note stands in the column of its mark.
"""
import os
import random
import re
import xml.etree.ElementTree as ElementTree

from harness import write

GRID = 12
TOLERANCE = 0.02  # pt
WORDS = "river lock hull barge gauge freight season depth cargo mill tonne draught channel dredger stock winter water price carrier margin".split()
LAYOUTS = {
    "two": "layout: two\nextends: classic-note\ncolumns: {count: 2, gutter: 20}\n",
    "three": "layout: three\nextends: classic-note\ncolumns: {count: 3, gutter: 16}\n",
}
SHARED = f"grid: {GRID}\nstyles:\n  body: {{size: 8.6, leading: {GRID}}}\n"
ARTICLE = """offprint: 1
layout: {layout}
title: A test of columns
date: 2026-06-15
publisher: Example Research
disclosures: [goai-standard]
body:
  - |
{text}
"""


def make_text(dice, paragraphs):
    """Paragraphs of numbered words, so that their order can be seen again; some have a note."""
    lines, number = [], 0
    for p in range(paragraphs):
        words = []
        for _ in range(dice.randrange(25, 110)):
            words.append(f"{dice.choice(WORDS)}{number}x")
            number += 1
            if dice.random() < 0.008:
                words[-1] += f"^[note at {number - 1}z with a few more words in it.]"
        lines += ["    " + " ".join(words) + ".", ""]
    return "\n".join(lines), number


def words_of(run, pdf):
    """Pages of words as (text, left, right, bottom of the line)."""
    result = run.tool("pdftotext", "-bbox-layout", pdf, "-")
    if result is None:
        return None
    text = re.sub(r"<!DOCTYPE[^>]*>", "", result.stdout).replace(' xmlns="http://www.w3.org/1999/xhtml"', "")
    pages = []
    for page in ElementTree.fromstring(text).iter("page"):
        pages.append([(w.text or "", float(w.get("xMin")), float(w.get("xMax")), float(w.get("yMax"))) for w in page.iter("word")])
    return pages


def check_pages(run, name, pages, columns, number):
    """Every numbered word stands in a column; their order, grid and last feet."""
    width, left, right = 595.276, 92, 92
    gutter = 20 if columns == 2 else 16
    column = (width - left - right - gutter * (columns - 1)) / columns
    edges = [left + k * (column + gutter) for k in range(columns)]
    found, marks = [], {}
    for at, page in enumerate(pages):
        feet = {}
        for text, x0, x1, bottom in page:
            numbered = re.match(r"^[a-z]+(\d+)x", text)
            if not numbered:
                continue
            slot = max(k for k in range(columns) if x0 >= edges[k] - 8)
            run.check(x1 <= edges[slot] + column + 8, f"{name}, page {at + 1}: '{text}' stands in its column", f"{x0} to {x1}, column {edges[slot]} to {edges[slot] + column}")
            feet.setdefault(slot, []).append(bottom)
            found.append((at, slot, bottom, int(numbered[1])))
            marks[int(numbered[1])] = (at, slot)
        bottoms = sorted({round(b % GRID, 2) for all_feet in feet.values() for b in all_feet})
        run.check(not bottoms or min(bottoms[-1] - bottoms[0], GRID - bottoms[-1] + bottoms[0]) <= TOLERANCE, f"{name}, page {at + 1}: lines on one grid", str(bottoms))
        if at + 1 == len(pages) and len(feet) == columns:
            lowest = [max(feet[k]) for k in range(columns)]
            run.check(max(lowest) - min(lowest) <= 3 * GRID + TOLERANCE, f"{name}: the last columns are balanced", str(lowest))
            run.check(lowest[-1] <= max(lowest[:-1]) + TOLERANCE, f"{name}: the last column is not the lowest", str(lowest))
    for (at, slot, bottom, n), after in zip(sorted(found, key=lambda f: f[3]), sorted(found, key=lambda f: f[3])[1:]):
        run.check((at, slot, bottom) <= (after[0], after[1], after[2] + TOLERANCE), f"{name}: word {after[3]} stands after word {n}", f"{(at, slot, bottom)}, {after}")
    run.check(len(marks) > number * 9 // 10, f"{name}: the words were found", f"{len(marks)} of {number}")
    notes = 0
    for at, page in enumerate(pages):
        for text, x0, _, _ in page:
            note = re.match(r"^(\d+)z$", text)
            if not note or int(note[1]) not in marks:
                continue
            notes += 1
            slot = max(k for k in range(columns) if x0 >= edges[k] - 8)
            run.equal((at, slot), marks[int(note[1])], f"{name}: the note at {note[1]} stands in the column of its mark")
    return notes


def test(run):
    folder = run.scratch("columns")
    os.makedirs(os.path.join(folder, "layouts"))
    write(os.path.join(folder, "offprint.yaml"), "workspace: 1\n")
    for layout, head in LAYOUTS.items():
        write(os.path.join(folder, "layouts", layout + ".yaml"), head + SHARED)
    notes = 0
    for seed in range(1, 13):
        dice = random.Random(seed)
        layout = ("two", "three")[seed % 2]
        text, number = make_text(dice, dice.randrange(3, 45))
        article = write(os.path.join(folder, f"article-{seed}.yaml"), ARTICLE.format(layout=layout, text=text))
        pdf = os.path.join(folder, f"{seed}.pdf")
        rendered = run.render(article, pdf)
        if not run.check(rendered.returncode == 0, f"article {seed} renders", rendered.stderr):
            continue
        pages = words_of(run, pdf)
        if pages is None:
            return
        notes += check_pages(run, f"article {seed}, {layout} columns", pages, 2 if layout == "two" else 3, number)
    run.check(notes > 30, "notes were found", str(notes))
