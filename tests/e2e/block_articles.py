"""Articles from a seed over every kind of block, in all layouts, papers and languages: what is written must conform whatever an author puts together.

Written as JSON, which is YAML too.
"""
import json
import random

LAYOUTS = ("conviction-note", "classic-note", "fact-sheet", "journal", "dark-one-pager")
LANGUAGES = ("en-US", "en-GB", "de", "fr", "es", "it", "pt", "nl", "pl")
PICTURES = ("rings.svg", "mark.svg", "relief.jpg")
WORDS = ("berth crane dues tide channel line port harbour margin volume growth contract month quarter revenue price share debt interest year rate ship coast "
         "demand supply order delay figure report guidance estimate range region customer difference utilisation development of the and to in a is that it "
         "for on with as at by from café naïve œuvre Łódź 12% $4.5 “quoted” ½ №").split()


class Maker:
    def __init__(self, seed):
        self.dice = random.Random(f"blocks {seed}")
        self.used = set()
        self.ids = []
        self.in_box = 0

    # Words

    def plain(self, least=1, most=6):
        return " ".join(self.dice.choice(WORDS) for _ in range(self.dice.randint(least, most)))

    def title(self):
        return self.plain(1, 5).capitalize()

    def marked(self, least=4, most=40):
        """Words in Markdown: emphasis, links, code, languages, index terms, references and footnotes among them."""
        words = [self.plain(1, 3) for _ in range(self.dice.randint(least, most) // 2 + 1)]
        forms = [lambda: f"*{self.plain()}*", lambda: f"**{self.plain()}**", lambda: f"`{self.plain(1, 2)}`", lambda: f"[{self.plain()}](https://example.org/a?b=c)",
                 lambda: "[l'effet de levier]{lang=fr}"]
        if not self.in_box:
            forms += [lambda: f"{self.plain(1, 1)}^[{self.plain(2, 20)}]", lambda: f"[{self.dice.choice(('berth', 'crane'))}]{{index}}",
                      lambda: "[@source]"]
            if self.ids:
                forms.append(lambda: f"[@{self.dice.choice(self.ids)} page]")
        for _ in range(self.dice.choice((0, 0, 1, 2, 3))):
            words.insert(self.dice.randint(0, len(words)), self.dice.choice(forms)())
        return "A " + " ".join(words) + "."

    def number(self):
        return round(self.dice.uniform(-2000, 90000), self.dice.choice((0, 1, 2)))

    # Blocks: each gives the block's map

    def prose(self):
        return {"prose": "\n\n".join([self.marked(8, 90) for _ in range(self.dice.randint(1, 4))] +
                                     (["- one\n- two\n  1. inner\n  2. list"] if self.dice.random() < 0.2 else []))}

    def section(self):
        return {"section": {"number": "01", "kicker": self.title(), "title": self.title()} if self.dice.random() < 0.5 else {"title": self.title()}}

    def stats(self):
        return {"stats": {"items": [{"label": self.title(), "value": self.number(), "note": self.plain()} for _ in range(self.dice.randint(2, 4))],
                          "note": self.marked(2, 8)}}

    def callout(self):
        tone = self.dice.choice(("insight", "note", "caution", "evidence"))
        if self.dice.random() < 0.4 and not self.in_box:
            return {"callout": {"title": self.title(), "tone": tone, "body": self.boxed(2)}}
        return {"callout": {"title": self.title(), "tone": tone, "text": self.marked(5, 60)}}

    def chart(self):
        head = {"title": self.title(), "subtitle": "In $ million", "source": "Own data."}
        years = ["2024", "2025", "2026E"]
        kind = self.dice.choice(("bar", "line", "combo", "ladder"))
        if kind == "ladder":
            return {"chart": {**head, "kind": "ladder", "rows": [{"label": f"Step {i}", "note": self.plain(1, 2), "value": 100 * (i + 1)} for i in range(4)]}}
        if kind == "combo":
            return {"chart": {**head, "kind": "combo", "data": "sales", "x": "year", "bars": "sales", "line": {"field": "profit", "axis": "right"}}}
        return {"chart": {**head, "kind": kind, "x": years, "y": [self.dice.randint(1, 90) for _ in years]}}

    def table(self):
        columns = [{"field": "item", "label": self.title()}]
        columns += [{"field": f"c{i}", "label": f"FY{24 + i}", **({"group": "Actual" if i < 2 else "Estimates"} if self.dice.random() < 0.6 else {})}
                    for i in range(self.dice.randint(1, 3))]
        rows = []
        for _ in range(self.dice.randint(2, 14)):
            if self.dice.random() < 0.15:
                rows.append([self.title()])
            cell = self.plain(1, 3) if self.dice.random() < 0.8 else f"*{self.plain()}* [x](https://example.org)"
            rows.append([cell] + [self.number() for _ in columns[1:]])
        if self.dice.random() < 0.5:
            rows.append({"item": "Total", **{c["field"]: self.number() for c in columns[1:]}, "kind": "total"})
        return {"table": {"title": self.title(), "columns": columns, "rows": rows, "source": "Own data."}}

    def figure(self):
        if self.dice.random() < 0.2:
            return {"figure": {"src": self.dice.choice(PICTURES), "decorative": True, "width": "30%"}}
        figure = {"src": self.dice.choice(PICTURES), "alt": f"A picture of {self.plain(2, 8)}", "width": f"{self.dice.choice((40, 60, 90))}%"}
        if self.dice.random() < 0.6:
            figure.update(title=self.title(), source="Own drawing.")
        return {"figure": figure}

    def cards(self):
        return {"cards": {"title": self.title(), "items": [{"title": self.title(), "kicker": self.title(), "text": self.marked(3, 20)} for _ in range(self.dice.randint(2, 4))]}}

    def side_by_side(self):
        return {"side_by_side": {"widths": [1, 1], "columns": [self.boxed(1), self.boxed(1)]}}

    def list(self):
        return {"list": {"items": [self.marked(3, 25) for _ in range(self.dice.randint(2, 5))]}}

    def quote(self):
        return {"quote": {"text": self.marked(5, 30), "by": self.title(), "source": self.plain()}}

    def formula(self):
        tex = self.dice.choice((
            r"EV = \sum_{t=1}^{n} \frac{FCF_t}{(1 + WACC)^t} + \frac{TV}{(1 + WACC)^n}", r"\hat\beta = \frac{\sum_i (x_i - \bar x)(y_i - \bar y)}{\sum_i (x_i - \bar x)^2}",
            r"\text{ROE} = \frac{\text{net income}}{\text{equity}}", r"\sigma = \sqrt{\frac{1}{n - 1} \sum_{i=1}^{n} \left( r_i - \bar r \right)^2} \ge 0",
            r"p = \begin{cases} 1 & x > 0 \\ \tfrac{1}{2} & \text{else} \end{cases}"))
        if self.in_box:
            tex = r"V = \frac{D}{r - g}"  # a box may be narrow
        number = {} if self.dice.random() < 0.5 else {"number": self.dice.random() < 0.5}
        return {"formula": {"tex": tex, "alt": f"A formula of {self.plain(2, 8)}", **number}}

    def code(self):
        return {"code": {"language": self.dice.choice(("python", "sql", "plain")), "title": self.title(), "text": "x = 1\n\tif x: # é\n  return 'y'\n"}}

    def facts(self):
        return {"facts": {"title": self.title(), "columns": 1, "items": [{"label": self.plain(1, 2), "value": self.number()} for _ in range(self.dice.randint(2, 5))]}}

    def timeline(self):
        return {"timeline": [{"date": f"2026-{m:02}-18", "title": self.title(), "text": self.marked(2, 12)} for m in range(1, self.dice.randint(3, 6))]}

    def pros_cons(self):
        return {"pros_cons": {"pros": [self.marked(2, 12), self.marked(2, 12)], "cons": [self.marked(2, 12)]}}

    def rating(self):
        return {"rating": {"rating": "Buy", "previous": "Hold", "scale": ["Sell", "Hold", "Buy"], "target": 420, "price": 367.15, "priced": "2026-06-15"}}

    def sidebar(self):
        return {"sidebar": [self.facts(), self.list()]}

    def takeaway(self):
        return {"takeaway": {"kicker": "Takeaway", "title": self.title(), "text": self.marked(3, 20)}}

    def contents(self):
        return {"contents": None}

    def exhibits(self):
        return {"exhibits": None}

    def endnotes(self):
        return {"endnotes": None}

    def bibliography(self):
        return {"bibliography": {"all": True}}

    def index(self):
        return {"index": None}

    def hero(self):
        return {"hero": {"facts": [{"label": "Forward P/E", "value": 19.6}]}}

    def disclaimer(self):
        return {"disclaimer": None}

    def boxed(self, count):
        """Blocks that may stand in others. They have no notes: the one who reads a box would have to leave it."""
        self.in_box += 1
        kinds = (self.prose, self.list, self.quote, self.facts, self.code, self.formula)
        blocks = [self.dice.choice(kinds)() for _ in range(count)]
        self.in_box -= 1
        self.used.update(next(iter(block)) for block in blocks)
        return blocks

    # Articles

    def named(self, block):
        """Sections, charts, tables and formulas get a name sometimes, which later words refer to."""
        kind = next(iter(block))
        if kind in ("section", "chart", "table", "formula") and self.dice.random() < 0.4:
            name = f"n{len(self.ids)}"
            self.ids.append(name)
            block["id"] = name
        return block

    def body(self, layout):
        one_page = layout in ("dark-one-pager", "fact-sheet")
        blocks = [] if one_page else [self.sidebar()] if self.dice.random() < 0.3 else [self.hero()] if self.dice.random() < 0.5 else []
        if not one_page and self.dice.random() < 0.4:
            blocks += [self.contents(), self.exhibits()]
        kinds = [self.prose] * 4 + [self.stats, self.callout, self.chart, self.table, self.table, self.figure, self.cards, self.side_by_side, self.list, self.quote,
                                    self.formula, self.code, self.facts, self.timeline, self.pros_cons, self.rating, self.takeaway]
        for _ in range(self.dice.randint(1, 2) if one_page else self.dice.randint(1, 4)):
            blocks.append(self.named(self.section()))
            for _ in range(self.dice.randint(1, 2 if one_page else 4)):
                blocks.append(self.prose())
                blocks.append(self.named(self.dice.choice(kinds)()))
        text = json.dumps(blocks, ensure_ascii=False)
        ends = [self.bibliography, self.disclaimer] + [self.endnotes] * ("^[" in text) + [self.index] * ("]{index" in text)
        blocks += [make() for make in ends if self.dice.random() < 0.4]
        self.used.update(next(iter(block)) for block in blocks)
        return blocks


def make(seed):
    """An article as text, what it is to be rendered with, and the kinds of blocks in it."""
    maker = Maker(seed)
    layout = maker.dice.choice(LAYOUTS)
    article = {
        "offprint": 1, "layout": layout, "paper": maker.dice.choice(("a4", "letter")), "lang": maker.dice.choice(LANGUAGES), "title": maker.title(),
        "kicker": "Example", "rating": "Buy", "date": "2026-06-15", "publisher": "Example Research", "authors": ["Ada Example"],
        "instrument": {"symbol": "EXA", "exchange": "NASDAQ", "price": 367.15, "market_cap": 62.9e9, "priced": "2026-06-15"}, "disclosures": ["goai-standard"],
        "sources": {"source": "Ada Example: *A source*. 2026."},
        "data": {"sales": {"rows": [{"year": 2024 + i, "sales": 310.5 + 90 * i, "profit": 1.2 + i} for i in range(4)]}},
        "body": maker.body(layout),
    }
    return json.dumps(article, ensure_ascii=False, indent=1), maker.used
