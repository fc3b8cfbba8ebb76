"""Values that look like markup, code, SQL or commands, in every place of an article where a value can stand: each is printed as typed, or refused with its place."""
import csv
import io
import os
import random
import re

from harness import read, write

ARTICLE = """offprint: 1
layout: classic-note
lang: en-US
title: "T {{ params.v }} t"
kicker: "K {{ params.v }} k"
dek: "D {{ params.v }} d"
date: 2026-06-15
subject: "S {{ params.v }} s"
keywords: ["W {{ params.v }} w"]
authors: ["A {{ params.v }} a"]
client: "C {{ params.v }} c"
disclosures: [goai-standard]
params: {id: string, v: string}
data:
  h: {rows: [{k: "{{ params.v }}", n: 1}, {k: plain, n: 2}]}
  s: {rows: [{m: 1, a: 1, b: 3}, {m: 2, a: 2, b: 2}, {m: 3, a: 3, b: 1}]}
  o: {csv: rows.csv, only: {id: "{{ params.id }}"}}
  q: {sql: "select 'Q ' || v || ' q' v, :id id, count(*) n from o where v = :v group by v"}
notes: {a: "Fn {{ params.v }} fn"}
body:
  - hero: {facts: [{label: "Hl {{ params.v }} hl", text: "Ht {{ params.v }} ht"}]}
  - stats: {items: [{label: "Sl {{ params.v }} sl", text: "St {{ params.v }} st", note: "Sn {{ params.v }} sn"}, {label: B, text: c}]}
  - section: {number: "1", kicker: "Xk {{ params.v }} xk", title: "Xt {{ params.v }} xt"}
  - "P {{ params.v }} p[^a]"
  - "**{{ params.v }}** and [{{ params.v }}](https://example.com) end"
  - callout: {title: "Ct {{ params.v }} ct", text: "Cx {{ params.v }} cx"}
  - table: {title: "Tt {{ params.v }} tt", subtitle: "Ts {{ params.v }} ts", data: h, columns: [{field: k, label: "Tl {{ params.v }} tl"}, n], note: "Tn {{ params.v }} tn", source: "Tr {{ params.v }} tr"}
  - table: {title: From a file, data: o, columns: [v, id]}
  - table: {title: From a query, data: q, columns: [v, id, n]}
  - chart: {kind: bar, title: "Bt {{ params.v }} bt", subtitle: "Bs {{ params.v }} bs", alt: "Ba {{ params.v }} ba", data: h, x: k, y: n, caption: "Bn {{ params.v }} bn", source: "Br {{ params.v }} br"}
  - chart: {kind: line, title: Series, alt: Two lines, data: s, x: m, y: [{field: a, label: "Le {{ params.v }} le"}, b]}
  - quote: {text: "Qt {{ params.v }} qt", by: "Qb {{ params.v }} qb"}
  - timeline: {items: [{when: "Tw {{ params.v }} tw", title: "Ti {{ params.v }} ti", text: "Tx {{ params.v }} tx"}]}
  - pros_cons: {pros: ["Pp {{ params.v }} pp"], cons: ["Pc {{ params.v }} pc"]}
  - facts: {items: [{label: "Fl {{ params.v }} fl", text: "Ft {{ params.v }} ft"}]}
  - takeaway: {title: "Yt {{ params.v }} yt", text: "Yx {{ params.v }} yx"}
  - code: {text: "Co {{ params.v }} co"}
  - for: r in data.o
    do: ["Lo {{ r.v }} lo"]
    empty: []
"""
PLACES = re.findall(r"(\w+) \{\{ \w+\.v \}\} \w+", ARTICLE) + ["Q"]
UNSEEN = ("S", "W", "A", "Ba")  # in metadata and tags
VALUES = ["*a*", "**b** _c_", "`d`", "[e](f)", "![g](h)", "<b>i</b>", "&amp; &#65;", "\\* \\n \\", "# j", "> k", "- l", "1. m", "+ n", "---", "[^a]", "^[o]", "[@p page]", "{{ 1 + 1 }}", "{{", "}}", "{% q %}",
          "${r}", "%s %d %n", "'); DROP TABLE o; --", "' OR '1'='1", "\" or 1=1", "s;t|u", "$(id) `id`", "=1+1", "@x", "~~y~~", "|z|", "a:b", "{c: d}", "!e", "&f *f", "O'Neil \"Q\"", "///", "http://g.h", "i@j.kl",
          "é ü ß", "a\u200fb", "n.a.", "null", "~", "true", "1e5", "0x1F", "(", ")", "\\)", "<<>>", "/Tag", "%PDF", "endstream"]
# What no text of a client's file may be, and where that is told: the file, or the place that asks for it.
REFUSED = [(b"a\x00b", 2, "r.csv:2:4"), (b"a\x1bb", 2, "r.csv:2:4"), (b"a\xffb", 2, "r.csv:2:4"), (b'"a\rb"', 2, "r.csv:2:5"), ("a\u202eb".encode(), 1, "a.yaml:4:11"), ("\u2066a".encode(), 1, "a.yaml:4:11"),
           ("\u0627\u0628".encode(), 1, "a.yaml:4:11"), ("\ufffe".encode(), 1, "a.yaml:4:11"), ("\U0001f600".encode(), 1, "a.yaml:4:11")]
PIECES = ("**", "_", "`", "{{", "}}", "{%", "[^a]", "[@b]", "](x)", "<b>", "&amp;", "\\", "|", "~~", "#", "- ", "'", "\"", ";--", "drop", ":v", "$1", "%s", "a", "b c", "(", ")", "<<", ">>", "*", "!", "=", "@")


def test(run):
    folder = run.scratch("hostile")
    write(os.path.join(folder, "offprint.yaml"), "workspace: 1\n")
    write(os.path.join(folder, "a.yaml"), ARTICLE)
    dice = random.Random(20260615)
    values = VALUES + ["".join(dice.choice(PIECES) for _ in range(dice.randrange(2, 5))).strip() for _ in range(40)]
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([("id", "v"), *enumerate(values)])
    write(os.path.join(folder, "rows.csv"), text.getvalue())
    result = run.offprint("batch", "a.yaml", "--rows", "rows.csv", "--out", "out", "--name", "{id}.pdf", "--progress", "none", cwd=folder)
    run.equal(result.returncode, 0, f"hostile values make PDFs ({result.stderr[:800]})")
    for number, value in enumerate(values):
        see(run, os.path.join(folder, f"out/{number}.pdf"), value)
    for number, (cell, code, place) in enumerate(REFUSED):
        write(os.path.join(folder, "r.csv"), b"id,v\n0," + cell + b"\n")
        result = run.offprint("batch", "a.yaml", "--rows", "r.csv", "--out", f"refused{number}", "--name", "{id}.pdf", "--progress", "none", cwd=folder)
        run.equal(result.returncode, code, f"{cell}: refused ({result.stderr[:300]})")
        run.check(f"{place}: error: " in result.stderr, f"{cell}: with its place", result.stderr[:800])
        run.check(not os.path.exists(os.path.join(folder, f"refused{number}/0.pdf")), f"{cell}: no PDF")


def see(run, pdf, value):
    """All places on the pages, and the metadata."""
    # Readers put marks of direction around what turns it; an apostrophe is set as one in the labels of charts (chart/set_text.cpp).
    bare = lambda text: re.sub(r"[\s\u202a-\u202e]", "", text).replace("\u2019", "'")  # noqa: E731
    words = bare(run.tool("pdftotext", "-raw", pdf, "-").stdout)
    missing = [place for place in PLACES if place not in UNSEEN and bare(place + value) not in words]
    run.equal(missing, [], f"{value!r} stands everywhere as typed")
    run.check(bare(value + "and" + value + "end") in words, f"{value!r} in bold and in a link", words[:1500])
    info = bare(run.tool("pdfinfo", pdf).stdout)
    for place in ("T", "S", "W", "A"):
        run.check(bare(place + value) in info, f"{value!r} in the metadata as typed ({place})", info)
    run.check(b"JavaScript" not in read(pdf), f"{value!r} makes nothing that runs")
