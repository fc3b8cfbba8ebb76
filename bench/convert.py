#!/usr/bin/env python3
"""Turns a neutral report (JSON, or YAML where PyYAML is installed), as a comparison with other programs uses it, into an article.

usage: convert.py REPORT.json ARTICLE.yaml     one report
       convert.py FOLDER                       every N.json and N.yaml of a folder, to N.json.offprint.yaml beside it
       convert.py --rows FOLDER OUT            the N.json of a folder, alike but for texts and numbers, to one OUT/article.yaml and OUT/rows.csv
The folder of the article becomes a workspace of its own (offprint.yaml, layouts/, the report's disclaimer as its clause), set in
layout `neutral`, whose two faces come from --font-dir. The neutral form: {title: [..], lead, kicker, badges, client, author,
doctitle, footer, disclaimer, blocks: [{t: para|stats|note|section|callout|ladder|cards|sub|combo|bullets|takeaway, ...}]}.
"""
import csv
import glob
import json
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


def quoted(value):
    """A value as JSON on one line, which is YAML as well."""
    return json.dumps(value, ensure_ascii=False)


def item(block):
    """An item of the body: prose as an author writes it, all else on one line."""
    if isinstance(block, str) and not re.match(r"[ \t]", block):
        return "  - |\n" + "\n".join("    " + line if line else "" for line in block.split("\n"))
    return f"  - {quoted(block)}"


def markdown(text):
    """Plain words, so that Markdown prints them as they are."""
    text = re.sub(r"([\\`*_\[\]<>&#~|])", r"\\\1", text)
    return re.sub(r"^(\d+)([.)])", r"\1\\\2", re.sub(r"^([-+=])", r"\\\1", text))


class Converter:
    def __init__(self, report, params=None):
        self.report = report
        self.params = params
        self.data = {}
        self.body = []

    def article(self):
        report = self.report
        facts = [{"label": label, "text": text} for label, text in zip(("Listing", "Price"), report["badges"][1:])]
        if report.get("client"):
            facts.append({"label": "Prepared for", "text": report["client"]})
        self.body.append({"hero": {"facts": facts}})
        for block in report["blocks"]:
            getattr(self, "block_" + block["t"])(block)
        head = {"offprint": 1, "layout": "neutral", "lang": "en-US", "title": "\n".join(report["title"]), "kicker": report["kicker"],
                "dek": markdown(report["lead"]), "rating": report["badges"][0], "publisher": report["author"], "authors": [report["author"]],
                "date": "2026-06-15", **({"client": report["client"]} if report.get("client") else {}), "subject": report["doctitle"], "disclosures": ["neutral"]}
        lines = [f"{key}: {quoted(value)}" for key, value in head.items()]
        if self.params:
            lines.append(f"params: {quoted(self.params)}")
        if self.data:
            lines += ["data:"] + [f"  {name}: {quoted({'rows': rows})}" for name, rows in self.data.items()]
        return "\n".join(lines + ["body:"] + [item(block) for block in self.body]) + "\n"

    def block_para(self, block):
        self.body.append(markdown(block["text"]))

    def block_sub(self, block):
        self.body.append(f"**{markdown(block['text'])}**")

    def block_note(self, block):
        last = self.body[-1]
        if isinstance(last, dict) and "stats" in last and "note" not in last["stats"]:
            last["stats"]["note"] = block["text"]
        else:
            self.block_para(block)

    def block_stats(self, block):
        self.body.append({"stats": {"items": [{"label": l, "text": t, **({"note": n} if n else {})} for l, t, n in block["items"]]}})

    def block_section(self, block):
        match = re.match(r"(\d+) / (.*)", block["eyebrow"])
        opener = {"number": match[1], "kicker": match[2]} if match else {"kicker": block["eyebrow"]}
        self.body.append({"section": {**opener, "title": block["title"]}})

    def block_callout(self, block):
        self.body.append({"callout": {"title": block["title"], "tone": "insight", "text": markdown(block["text"])}})

    def block_ladder(self, block):
        rows = [{"label": label, "note": note, "value": share if isinstance(share, str) else round(share * 1000, 3), "text": text} for label, note, text, share in block["rows"]]
        self.body.append({"chart": {"kind": "ladder", "title": block["title"], "rows": rows, "caption": markdown(block["caption"])}})

    def block_cards(self, block):
        self.body.append({"cards": {"title": block["title"], "items": [{"title": t, "kicker": k, "text": markdown(w)} for t, k, w in block["items"]]}})

    def block_combo(self, block):
        name = f"forecast{len(self.data) + 1}"
        self.data[name] = [{"x": x, "bar": bar, "line": line} for x, bar, line in zip(block["x"], block["rev"], block["eps"])]
        self.body.append({"chart": {
            "kind": "combo", "title": block["title"], "subtitle": markdown(f"{block['bar']}, {block['line']}"), "data": name, "x": "x",
            "bars": {"field": "bar", "label": block["bar"], "format": '$0.00"B"'},
            "line": {"field": "line", "label": block["line"], "axis": "right", "format": "$0.00"}}})

    def block_bullets(self, block):
        self.body.append({"list": {"items": [markdown(item) for item in block["items"]]}})

    def block_takeaway(self, block):
        self.body.append({"takeaway": {"kicker": block["eyebrow"], "title": block["title"], "text": "\n\n".join(map(markdown, block["paras"]))}})


def read_report(path):
    with open(path, encoding="utf-8") as file:
        if path.endswith(".json"):
            return json.load(file)
        import yaml  # only for the YAML form
        return yaml.load(file, getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def make_workspace(folder, report):
    """What the article needs around it. The clause is the same for all reports of a folder."""
    write(os.path.join(folder, "offprint.yaml"), "workspace: 1\nlayout: neutral\n")
    with open(os.path.join(HERE, "layout/neutral.yaml"), encoding="utf-8") as file:
        write(os.path.join(folder, "layouts/neutral.yaml"), file.read())
    short = re.sub(r"^Prepared for .*? · ", "", report["footer"]) if report.get("client") else report["footer"]  # the layout says whom for
    clause = {"clause": "neutral", "version": "1", "title": "Disclaimer", "short": short, "text": markdown(report["disclaimer"])}
    write(os.path.join(folder, "layouts/clauses/neutral.yaml"), "".join(f"{k}: {quoted(v)}\n" for k, v in clause.items()))


def convert(source, target):
    report = read_report(source)
    make_workspace(os.path.dirname(os.path.abspath(target)), report)
    write(os.path.abspath(target), Converter(report).article())


def merged(reports, columns):
    """The reports as one; what differs becomes an expression, its values a column of texts."""
    first = reports[0]
    if isinstance(first, dict):
        return {key: merged([report[key] for report in reports], columns) for key in first if key != "svg"}
    if isinstance(first, list):
        if any(len(report) != len(first) for report in reports):
            sys.exit("convert: the reports are not alike")
        return [merged(list(items), columns) for items in zip(*reports)]
    if all(report == first for report in reports):
        return first
    name = f"v{len(columns) + 1}"
    columns[name] = [str(report) for report in reports]
    return "{{ params." + name + " }}"


def convert_rows(folder, out):
    paths = sorted((int(m[1]), os.path.join(folder, m[0])) for m in (re.fullmatch(r"(\d+)\.json", name) for name in os.listdir(folder)) if m)
    reports = [read_report(path) for _, path in paths]
    make_workspace(out, reports[0])
    for report in reports:
        report["footer"] = ""
        for block in report["blocks"]:
            if block["t"] == "ladder":
                block["rows"] = [[label, note, text, round(share * 1000, 3)] for label, note, text, share in block["rows"]]
    columns = {}
    report = merged(reports, columns)
    for block in report["blocks"]:
        if block["t"] == "ladder":
            block["rows"] = [[label, note, text, share if isinstance(share, str) else share / 1000] for label, note, text, share in block["rows"]]
    write(os.path.join(out, "article.yaml"), Converter(report, {name: "string" for name in columns}).article())
    with open(os.path.join(out, "rows.csv"), "w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", *columns])
        rows.writerows(zip([f"{number:03}" for number, _ in paths], *columns.values()))


def main():
    if len(sys.argv) == 4 and sys.argv[1] == "--rows":
        return convert_rows(sys.argv[2], sys.argv[3])
    if len(sys.argv) == 3:
        convert(sys.argv[1], sys.argv[2])
    elif len(sys.argv) == 2 and os.path.isdir(sys.argv[1]):
        for path in sorted(glob.glob(os.path.join(sys.argv[1], "*"))):
            if re.fullmatch(r"r?\d+\.(json|yaml)", os.path.basename(path)):
                convert(path, path + ".offprint.yaml")
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
