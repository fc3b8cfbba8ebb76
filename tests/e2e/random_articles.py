"""Long articles from a seed: sections, prose, lists, callouts, tables, pictures of numbers and footnotes, with words by which a reader of the pages
finds every part again.

Every part begins and ends with a word of its own: prose `Para7 … Last7.`, a section `Sect7`, a table `Head7`, `Row7a`, `Total7`, a
mark of note 7 follows the word `Mark7m` and the note begins `Note7` and ends `Done7.`. All other words of notes are capitals, which no prose has.
"""
import random

WORDS = ("berth crane dues tide channel line port box harbour margin volume growth contract month quarter revenue price share debt interest year rate "
         "ship call coast rival demand supply order delay figure report guidance board model estimate range practice operator region customer "
         "receivable difference utilisation characteristically international development consideration particularly infrastructure of the and to in "
         "a is that it for on with as at by from or not which but than more less same other first second last new small large").split()
NOTE_WORDS = "SEE ALSO TABLE PAGE AND THE SAME YEAR OF OLD DATA AS GIVEN BY PORT DUES IN A NOTE ON PRICE".split()


class Facts:
    """What stands in an article."""

    def __init__(self):
        self.paragraphs, self.sections, self.tables = 0, 0, []  # tables: (rows, whether a total follows)
        self.notes = 0


class Maker:
    def __init__(self, seed, noted):
        self.dice, self.formula_dice = random.Random(seed), random.Random(seed + 1)
        self.noted = noted
        self.facts = Facts()
        self.body = []
        self.open_notes = []  # written below the next prose

    def words(self, least, most):
        return [self.dice.choice(WORDS) for _ in range(self.dice.randint(least, most))]

    def note_text(self, number):
        least, most = (250, 900) if self.dice.random() < 0.08 else (3, 25)
        words = [self.dice.choice(NOTE_WORDS) for _ in range(self.dice.randint(least, most))]
        return f"Note{number} " + " ".join(words) + f" Done{number}."

    def mark(self, inline_only):
        """A word with a note behind it."""
        self.facts.notes += 1
        number = self.facts.notes
        if inline_only or self.dice.random() < 0.6:
            return f"Mark{number}m^[{self.note_text(number)}]"
        self.open_notes.append((number, self.note_text(number)))
        return f"Mark{number}m[^n{number}]"

    def sprinkled(self, words, inline_only=True):
        if self.noted:
            for _ in range(self.dice.choice([0, 0, 1, 1, 2])):
                words.insert(self.dice.randint(1, len(words)), self.mark(inline_only))
        return words

    def paragraph(self):
        self.facts.paragraphs += 1
        number = self.facts.paragraphs
        words = self.sprinkled(self.words(12, 150) if self.dice.random() < 0.8 else self.words(4, 14), inline_only=False)
        for i in range(9, len(words), self.dice.randint(9, 16)):
            if not words[i].startswith("Mark"):
                words[i] += self.dice.choice([",", ",", ";", ":"])
        return f"Para{number} " + " ".join(words) + f" Last{number}."

    def prose(self):
        paragraphs = [self.paragraph() for _ in range(self.dice.randint(1, 4))]
        for number, text in self.open_notes:
            paragraphs.append(f"[^n{number}]: {text}")
        self.open_notes = []
        lines = "\n\n    ".join(paragraphs)
        self.body.append(f"  - |\n    {lines}\n")

    def section(self):
        self.facts.sections += 1
        title = " ".join(self.words(1, 5))
        self.body.append(f"  - section: {{title: Sect{self.facts.sections} {title}}}\n")

    def items(self):
        items = [" ".join(self.sprinkled(self.words(3, 30))) for _ in range(self.dice.randint(2, 6))]
        self.body.append("  - list:\n      items:\n" + "".join(f'        - "{item}"\n' for item in items))

    def callout(self):
        text = " ".join(self.sprinkled(self.words(8, 60)))
        self.body.append(f'  - callout: {{title: {" ".join(self.words(1, 5))}, text: "{text}"}}\n')

    def quote(self):
        text = " ".join(self.sprinkled(self.words(8, 40)))
        self.body.append(f'  - quote: {{text: "{text}", by: Somebody}}\n')

    def formula(self):
        tex = self.formula_dice.choice((r"V = \\sum_{t=1}^{n} \\frac{C_t}{(1 + r)^t}", r"g = b \\times ROE", r"\\beta = \\frac{\\sigma_{im}}{\\sigma_m^2}"))
        self.body.append(f'  - formula: {{tex: "{tex}", alt: A formula, number: {self.formula_dice.choice(["true", "false"])}}}\n')

    def table(self):
        number = len(self.facts.tables) + 1
        rows, total = self.dice.randint(3, 26), self.dice.random() < 0.7
        self.facts.tables.append((rows, total))
        out = [f'  - table:\n      title: {" ".join(self.words(1, 5))}\n      columns: [{{field: a, label: Head{number}}}, {{field: b, label: First}}, {{field: c, label: Second}}]\n']
        if self.noted:
            out.append(f'      caption: "{" ".join(self.sprinkled(self.words(3, 12)))}"\n')
        out.append("      rows:\n")
        for row in range(rows):
            out.append(f"        - [Row{number}n{row}, {self.dice.randint(1, 999)}.{self.dice.randint(0, 9)}, {self.dice.randint(-99, 99)}]\n")
        if total:
            out.append(f"        - {{a: Total{number}, b: 1000.0, c: 12, kind: total}}\n")
        self.body.append("".join(out))

    def stats(self):
        tiles = ", ".join(f"{{label: {self.dice.choice(WORDS)}, value: {self.dice.randint(1, 99)}, note: {self.dice.choice(WORDS)}}}" for _ in range(3))
        self.body.append(f"  - stats: [{tiles}]\n")

    def article(self, layout, paper, pages):
        kinds = [self.prose] * 8 + [self.section] * 2 + [self.items, self.callout, self.quote, self.table, self.table, self.stats]
        self.section()
        for _ in range(pages * 3):
            self.prose()
            if self.formula_dice.random() < 0.1:
                self.formula()
            kind = self.dice.choice(kinds)
            kind()
            if kind == self.section:
                self.prose()
        self.prose()
        return (f"offprint: 1\nlayout: {layout}\npaper: {paper}\nlang: en-US\ntitle: A random article\ndate: 2026-06-15\npublisher: Example Research\n"
                "disclosures: [goai-standard]\nbody:\n" + "".join(self.body))


def make(seed, layout="conviction-note", paper="a4", pages=6, noted=False):
    """An article of about so many pages, as YAML, and what stands in it."""
    maker = Maker(seed, noted)
    return maker.article(layout, paper, pages), maker.facts
