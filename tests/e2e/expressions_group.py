"""Expressions through the program: values in texts, loops, conditions, inclusions, facts; values that look like markup; copies of a batch."""
import csv
import os
import re

from harness import write

HEAD = "offprint: 1\nlayout: classic-note\ntitle: A\ndate: 2026-06-15\ndisclosures: [goai-standard]\n"
HOSTILE = ["**A** {{ 1 + 1 }}", "[^1] [@b page] ^[c]", "`d` <b>&amp;</b> \\*", "1. e", "# f", "> g", "'); DROP TABLE x; --", "${h} %s {0}", "O'Neil \"Q\"", "https://i.jk", "|a|b|",
           "a_b_c *d* ~~e~~", "]{lang=fr}", "{% raw %}", "- k", "\u00a0l"]


def test(run):
    folder = run.scratch("expressions")
    files = {"offprint.yaml": "workspace: 1\n", "part.yaml": "- Included words.\n", "us.yaml": "- American words.\n", "self.yaml": "- include: self.yaml\n"}
    for name, text in files.items():
        write(os.path.join(folder, name), text)
    test_page(run, folder)
    test_faults(run, folder)
    test_hostile_values(run, folder)
    test_copies(run, folder)
    test_numbers(run, folder)
    result = run.offprint("check", "samples/client-statement/article.yaml", "--param", "id=P0001")
    run.equal(set(re.findall(r"\[([EW]\d+)\]", result.stderr)), {"E334"}, f"without a parameter nothing else is told ({result.stderr[:400]})")


def words_of(run, pdf):
    return re.sub(r"\s+", " ", run.tool("pdftotext", "-raw", pdf, "-").stdout)


def test_page(run, folder):
    path = os.path.join(folder, "page.yaml")
    write(path, HEAD + """lang: de
params: {n: int, region: string}
data:
  d: {rows: [{k: x, v: 1.5, c: p}, {k: y, v: 2, c: q}, {k: z, v: 3, c: p}], types: {v: decimal}}
facts: {a: 100M, b: 117M, g: "{{ growth(facts.a, facts.b) }}"}
asserts: [{that: facts.g, equals: 17%, tol: 0.5pp}, {that: facts.a < facts.b}]
body:
  - "Sum {{ data.d.sum('v') | num('0.00') }}, growth {{ facts.g | pct(1) }}, row {{ data.d['y'].v }}, {{ run.as_of | date('d MMMM yyyy') }}."
  - for: r in data.d limit 2
    do: ["Row {{ r.k }}."]
    empty: []
  - for: g in data.d group by c
    do:
      - for: r in g.rows
        do: ["In {{ g.key }}: {{ r.k }}."]
        empty: []
    empty: []
  - {if: params.n > 3, then: [Large.], else: [Small.]}
  - include: part.yaml
  - include: {file: "{{ params.region }}.yaml", only: [us, eu]}
""")
    result = run.offprint("render", path, "--param", "n=4", "--param", "region=us", "-o", os.path.join(folder, "page.pdf"))
    run.equal(result.returncode, 0, f"a page of expressions ({result.stderr})")
    words = words_of(run, os.path.join(folder, "page.pdf"))
    for wanted in ("Sum 6,50, growth 17,0\u00a0%, row 2, 15 Juni 2026.".replace("\u00a0", " "), "Row x.", "Row y.", "In p: x.", "In p: z.", "In q: y.", "Large.", "Included words.", "American words."):
        run.check(wanted in words, f"the page says '{wanted}'", words)
    run.check("Row z." not in words and "Small." not in words, "it says nothing else", words)


def test_faults(run, folder):
    cases = {
        'body: ["{{ nobody }}"]': "E351", 'body: ["{{ nil }}"]': "E330", 'body: ["{{ 1 +"]': "E350", 'body: ["{{ data.d }} x"]': "E352", "body: [{for: 'x in {}', do: [a]}]": "E359",
        "body: [{for: x of y, do: [a]}]": "E357", "body: [{include: self.yaml}]": "E358", 'body: [{include: {file: "{{ 1 }}.yaml", only: [a]}}]': "E357",
        "facts: {a: 1}\nasserts: [{that: facts.a, equals: 2}]\nbody: [a]": "E360", "asserts: [{that: 1 + 1}]\nbody: [a]": "E361", "body: [{include: ../x.yaml}]": "E32",
    }
    for text, code in cases.items():
        path = os.path.join(folder, "fault.yaml")
        write(path, HEAD + text + "\n")
        result = run.offprint("render", path, "-o", os.path.join(folder, "fault.pdf"))
        run.equal(result.returncode, 2, f"{text}: exit code ({result.stderr})")
        run.check(f"[{code}" in result.stderr, f"{text}: {code}", result.stderr)
        run.check(not os.path.exists(os.path.join(folder, "fault.pdf")), f"{text}: no file")


def test_hostile_values(run, folder):
    with open(os.path.join(folder, "hostile.csv"), "w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "value"])
        rows.writerows(enumerate(HOSTILE))
    path = os.path.join(folder, "hostile.yaml")
    write(path, HEAD + """data: {h: hostile.csv}
body:
  - for: r in data.h
    do: ["Prose {{ r.id }} ({{ r.value }}) *end*."]
    empty: []
  - table: {title: T, data: h, columns: [id, value]}
""")
    result = run.offprint("render", path, "-o", os.path.join(folder, "hostile.pdf"))
    run.equal(result.returncode, 0, f"hostile values ({result.stderr})")
    words = words_of(run, os.path.join(folder, "hostile.pdf")).replace("\u00a0", " ")
    for number, value in enumerate(HOSTILE):
        value = re.sub(r"\s+", " ", value.replace("\u00a0", " "))
        run.check(f"Prose {number} ({value}) end." in words, f"in prose as typed: {value}", words)
        run.check(f" {number} {value.strip()} " in words, f"in a cell as typed: {value}", words)


def test_copies(run, folder):
    """A copy of a batch is the file that a render with its parameters makes, whatever copies came before it."""
    write(os.path.join(folder, "copy.yaml"), HEAD + """client: "{{ params.name }}"
params: {id: string, name: string, n: int}
data:
  h: {csv: held.csv, only: {id: "{{ params.id }}"}, types: {v: decimal}}
body:
  - "Dear **{{ params.name }}**, your {{ params.n | plural('fund', 'funds') }} are worth {{ data.h.sum('v') | money(2) }}."
  - {if: data.h.count > 0, then: [{table: {title: Held, data: h, columns: [name, v], total: Total}}], else: [Nothing.]}
""")
    write(os.path.join(folder, "held.csv"), "id,name,v\n1,A *b*,10\n2,C,20\n1,D,5.5\n4,E,1\n")
    write(os.path.join(folder, "rows.csv"), "id,name,n\n1,Ada,2\n2,Bob & Co,1\n3,Cy,0\n4,**Di**,1\nx,Eve,many\n")
    result = run.offprint("batch", "copy.yaml", "--rows", "rows.csv", "--out", "out", "--name", "{id}.pdf", "--jobs", "1", "--progress", "none", cwd=folder)
    run.equal(result.returncode, 1, f"a batch with a bad row ({result.stderr})")
    with open(os.path.join(folder, "out/failed.csv"), encoding="utf-8") as file:
        failed = file.read()
    run.check("rows.csv:6:7" in failed and "x,Eve,many" in failed, "the bad row is told at its cell", failed)
    for client, name, count in (("1", "Ada", "2"), ("2", "Bob & Co", "1"), ("3", "Cy", "0"), ("4", "**Di**", "1")):
        alone = os.path.join(folder, f"alone{client}.pdf")
        result = run.offprint("render", "copy.yaml", "--param", f"id={client}", "--param", f"name={name}", "--param", f"n={count}", "-o", alone, cwd=folder)
        run.equal(result.returncode, 0, f"copy {client} alone ({result.stderr})")
        with open(alone, "rb") as one, open(os.path.join(folder, f"out/{client}.pdf"), "rb") as other:
            run.check(one.read() == other.read(), f"copy {client} is the same file")
    result = run.offprint("batch", "copy.yaml", "--rows", "rows.csv", "--out", "out", "--name", "{id}.pdf", "--progress", "none", cwd=folder)
    run.check("0 made, 4 there already" in (result.stdout.decode() + result.stderr), "a second run makes nothing", result.stdout.decode() + result.stderr)


def test_numbers(run, folder):
    """check --numbers: what the words say and nothing else does."""
    write(os.path.join(folder, "n.csv"), "year,sales,share\n2025,308400000,0.931\n2026E,1550,-0.04\n")
    path = os.path.join(folder, "numbers.yaml")
    write(path, HEAD.replace("title: A", "title: Up 55%") + """params: {least: {type: percent, default: 10%}}
dek: Data of 2 years, and 3 more.
data: {n: {csv: n.csv, types: {share: percent}}}
facts: {guide: 360M, text: "12.5x", rate: "{{ growth(300, 375) }}"}
notes: {a: "A note of 77 words, on 5 May 2026."}
body:
  - |
    Sales of $308.4 million and $1.55B, a share of 93% that fell 4%; 360 million, 12.5x, 25 percent. Computed: {{ 1234 + 1 }}. Typed: $308.5 million and 94%.[^a]

    1. First of 2
    2. In Q1 2026, H100 and `x = 99`.
  - stats: [{label: Tile, value: 512, note: of 512 or 513}]
  - chart: {kind: bar, title: Bars of 41, x: [a, b], y: [41, 42.5]}
  - callout: {title: Forty, text: About 43 of 42.5.}
  - list: [One of 61]
  - table: {title: T, columns: [w, v], rows: [[a, 7001], [b, 8002]], note: 8002 stands there.}
""")
    result = run.offprint("check", path, "--numbers")
    found = re.findall(r"say '([^']*)' \[W362\]", result.stderr)
    run.equal((result.returncode, found), (0, ["55%", "3", "77", "308.5 million", "94%", "513", "43", "61"]), f"numbers that nothing says ({result.stderr[:600]})")
    run.check("22 numbers in the prose: 1 printed by expressions, 13 said by facts or data, 8 by nothing" in result.stdout.decode(), "all of them are counted", result.stdout.decode())
    run.equal(run.offprint("check", path, "--numbers", "--strict").returncode, 2, "with --strict they are errors")
    run.equal(run.offprint("check", path).stderr, "", "nobody asked: nothing is told")
    places = re.findall(r":(\d+:\d+): warning: no fact and no data say '513'", result.stderr)
    run.equal(places, ["17:55"], "each at its place")
