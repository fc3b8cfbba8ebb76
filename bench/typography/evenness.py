#!/usr/bin/env python3
"""Measures how evenly the justified body text of a PDF is set, from the positions that poppler reports.

usage: evenness.py FILE.pdf [...]    (needs pdftotext)

Body = the most common (line height, left edge) classes with at least 6 words a line on average.
A line counts as justified when its right edge lies within 1 pt of its class's usual right edge (up to 0.35 em beyond it where it
ends in hung punctuation, up to 0.12 em for other protruding letters) and another
line of the class follows within 2.2 line heights (so the last line of a paragraph is left out).
Per file: lines, mean word space in em, CV of the per-line word space (0 = perfect), p95/median,
share of loose lines (> 1.5 x median), hyphen-ended lines, longest hyphen ladder, runts (last lines < 12 % of measure), overfull lines (they stick out, and
count as no justified lines).
"""
import re, subprocess, sys, statistics as st
from collections import Counter, defaultdict
from xml.etree import ElementTree as ET

def lines_of(pdf):
    xml = subprocess.run(["pdftotext", "-bbox-layout", pdf, "-"], capture_output=True, check=True).stdout.decode("utf8", "replace")
    xml = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", xml)
    root = ET.fromstring(xml)
    ns = "{http://www.w3.org/1999/xhtml}"
    for pno, page in enumerate(root.iter(ns + "page")):
        for line in page.iter(ns + "line"):
            ws = [(float(w.get("xMin")), float(w.get("xMax")), w.text or "", float(w.get("yMax")) - float(w.get("yMin"))) for w in line.iter(ns + "word")]
            if not ws: continue
            yield dict(page=pno, x0=ws[0][0], x1=ws[-1][1], y=float(line.get("yMin")), h=round(st.median(w[3] for w in ws), 1), words=ws)

def measure(pdf):
    ls = list(lines_of(pdf))
    groups = defaultdict(list)
    for l in ls: groups[(l["h"], round(l["x0"]))].append(l)
    body = [g for g in groups.values() if len(g) >= 6 and st.mean(len(x["words"]) for x in g) >= 6]
    spaces, hyph, just, ladder, runts, paras, over = [], 0, 0, 0, 0, 0, 0
    def at_edge(l, right):
        over = l["x1"] - right
        hang = (0.35 if l["words"][-1][2][-1:] in ".,;:-\u2010\u2013\u2014\u00ad'\"\u2019\u201d)" else 0.12) * l["h"]
        return -1.0 <= over <= max(1.0, hang)
    for g in body:
        right = Counter(round(l["x1"]) for l in g).most_common(1)[0][0]
        left = g[0]["x0"]; measure_w = right - left
        g.sort(key=lambda l: (l["page"], l["y"]))
        run = 0
        for a, b in zip(g, g[1:] + [None]):
            over += a["x1"] > right and not at_edge(a, right)
            follows = b is not None and b["page"] == a["page"] and 0 < b["y"] - a["y"] < 2.2 * a["h"]
            hy = a["words"][-1][2].endswith(("-", "\u2010", "\u00ad"))
            if at_edge(a, right) and follows and len(a["words"]) >= 4:
                just += 1
                gaps = [w2[0] - w1[1] for w1, w2 in zip(a["words"], a["words"][1:])]
                spaces.append(st.mean(gaps) / a["h"])
            if hy: hyph += 1; run += 1; ladder = max(ladder, run)
            else: run = 0
            if not follows or not at_edge(a, right):
                paras += 1
                if (a["x1"] - a["x0"]) < 0.12 * measure_w: runts += 1
    n = sum(len(g) for g in body)
    if len(spaces) < 5: return dict(file=pdf, body_lines=n, justified=len(spaces), note="not justified text")
    med = st.median(spaces)
    return dict(file=pdf, body_lines=n, justified=just, space_em=round(st.mean(spaces), 4), cv=round(st.pstdev(spaces) / st.mean(spaces), 4),
                p95_over_median=round(sorted(spaces)[int(.95 * len(spaces))] / med, 3), loose_share=round(sum(s > 1.5 * med for s in spaces) / len(spaces), 4),
                hyphen_share=round(hyph / max(1, n), 4), hyphen_ladder=ladder, runts=runts, overfull=over, paragraph_ends=paras)

if __name__ == "__main__":
    for f in sys.argv[1:]:
        print("  ".join(f"{k}={v}" for k, v in measure(f).items()))
