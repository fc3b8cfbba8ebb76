"""Cross references: articles made up by chance, in which every printed page and number is compared with where its target stands in the text of the
pages, and every link with where it leads.

`random_article` and `faults_of` serve any group that makes articles of its own.
"""
import json
import os
import random
import re

from harness import write

ARTICLES = int(os.environ.get("OFFPRINT_E2E_DOCUMENTS", "300"))  # fewer where the program is slow by its sanitizers
WORDS = "copper carries the links inside a rack and light will carry those between racks where reach matters more than price".split()
NBSP = "\u00a0"
LAYOUTS = (("conviction-note", "a4"), ("classic-note", "letter"), ("conviction-note", "letter"), ("classic-note", "a4"), ("journal", "a4"), ("fact-sheet", "letter"))


class Article:
    """An article in the making: blocks as YAML, and what its references must come out as.

    A target is told by a token in its title or text that stands nowhere else; a reference stands between two tokens, tied to them by no-break
    spaces, so that all three are on one line.
    """

    def __init__(self, dice, layout, paper):
        self.dice, self.layout, self.paper = dice, layout, paper
        self.blocks, self.targets, self.references, self.notes = [], {}, [], {}
        self.exhibits = self.sections = 0
        self.terms = []  # entry, token before the words that lead to it

    def words(self, least, most):
        return " ".join(self.dice.choice(WORDS) for _ in range(self.dice.randint(least, most)))

    def refer(self, target, form):
        """The Markdown of a reference; its words are looked for in the pages."""
        number = len(self.references)
        self.references.append((f"Q{number}Q", f"Z{number}Z", target, form))
        mark = "^" if target.startswith("note") else ""
        return f"Q{number}Q&nbsp;[@{mark}{target}{' ' + form if form != 'name' else ''}]&nbsp;Z{number}Z"

    def sentence(self):
        """Some words, perhaps with a reference, perhaps with a note."""
        out = self.words(4, 22)
        if self.targets and self.dice.random() < 0.45:
            target = self.dice.choice(sorted(self.targets))
            out += " " + self.refer(target, self.dice.choice(["page", "page", "full", "name", "number"]))
        if self.dice.random() < 0.1:
            out += f"^[{self.words(3, 30)}{self.term()}]"
        out += self.term()
        return out + f" {self.words(1, 12)}."

    def term(self):
        """Words that the index leads to, perhaps, behind a token on the same line."""
        if self.index is None or self.dice.random() > 0.12:
            return ""
        entry, token = f"Entry{self.dice.randint(1, 9)}E", f"I{len(self.terms)}I"
        self.terms.append((entry, token))
        return f" {token}&nbsp;[{self.dice.choice(WORDS)}]{{index={entry}}}"

    def paragraph(self):
        return " ".join(self.sentence() for _ in range(self.dice.randint(1, 6)))

    def fill(self, count):
        """Targets first, so that references lead forward as well as back."""
        self.has_contents = self.dice.random() < 0.5
        self.index = self.dice.choice([None, None, "first", "last"])
        if self.has_contents:
            self.blocks.append("- contents:\n- exhibits:")
        plan = [self.dice.choice(["section", "chart", "table", "prose", "prose", "prose", "list", "callout", "note"]) for _ in range(count)]
        for n, kind in enumerate(plan):
            if kind in ("section", "chart", "table", "note"):
                self.targets[f"{kind}-{n}"] = f"T{n}T"
        for n, kind in enumerate(plan):
            getattr(self, kind)(n)
        if self.index and not self.terms:
            self.blocks.append(f"- I0I&nbsp;[copper]{{index=Entry1E}}")
            self.terms.append(("Entry1E", "I0I"))
        if self.index == "first":
            self.blocks.insert(0, "- index:")
        elif self.index == "last":
            self.blocks.append("- index:")

    def section(self, n):
        self.sections += 1
        self.blocks.append(f"- section: {{number: \"{self.sections:02d}\", kicker: K, title: T{n}T {self.words(1, 5)}}}\n  id: section-{n}")
        self.targets[f"section-{n}"] = (f"T{n}T", f"Section {self.sections}", str(self.sections))

    def exhibit(self, n, kind, body):
        self.exhibits += 1
        self.targets[f"{kind}-{n}"] = (f"T{n}T", f"Exhibit {self.exhibits}", str(self.exhibits))
        self.blocks.append(f"- {kind}: {{title: T{n}T {self.words(2, 6)}, {body}}}\n  id: {kind}-{n}")

    def chart(self, n):
        self.exhibit(n, "chart", "kind: bar, x: [a, b], y: [1, 2], caption: \"" + self.sentence() + "\"")

    def table(self, n):
        cell = json.dumps("x" + self.term())  # as YAML has it too
        self.exhibit(n, "table", f"columns: [a, b], rows: [[{cell}, 1], [y, 2]]")

    def prose(self, _):
        self.blocks.append("- |\n  " + "\n\n  ".join(self.paragraph() for _ in range(self.dice.randint(1, 4))))

    def list(self, _):
        self.blocks.append("- list:\n" + "\n".join(f"    - \"{self.sentence()}\"" for _ in range(self.dice.randint(1, 4))))

    def callout(self, _):
        self.blocks.append(f"- callout: {{title: {self.words(1, 4)}, text: \"{self.sentence()}\"}}")

    def note(self, n):
        self.notes[f"note-{n}"] = f"T{n}T {self.words(2, 40)}"
        self.targets[f"note-{n}"] = (f"T{n}T", None, None)  # numbered in the order of their marks: read off the page
        self.blocks.append(f"- {self.words(5, 60)}[^note-{n}]")

    def text(self):
        body = "\n".join("  " + line for block in self.blocks for line in block.split("\n"))
        notes = "\n".join(f"  {name}: {words}" for name, words in self.notes.items())
        return (f"offprint: 1\nlayout: {self.layout}\npaper: {self.paper}\ntitle: References\ndate: 2026-06-15\ndisclosures: [goai-standard]\n"
                + (f"notes:\n{notes}\n" if notes else "") + f"body:\n{body}\n")


def random_article(seed, layout="conviction-note", paper="a4"):
    dice = random.Random(seed)
    article = Article(dice, layout, paper)
    article.fill(dice.randint(5, 60))
    return article


def pages_of(run, pdf):
    """The text of each page, lines in the order in which they were painted."""
    result = run.tool("pdftotext", "-raw", pdf, "-")
    return None if result is None else result.stdout.replace("\u00ad\n", "").split("\f")[:-1]


def page_of(article, token, pages):
    """Where a target stands: the last page with its token, as lists of contents come first."""
    return max((n for n, page in enumerate(pages, 1) if re.search(rf"\b{token}\b", page)), default=None)


def listing_faults(article, pages):
    """Pages in tables of contents and lists of exhibits that are not true."""
    faults = []
    whole = "\n".join(pages)
    for target, (token, _, _) in article.targets.items():
        if not article.has_contents or target.startswith("note"):
            continue
        listed = re.search(rf"\b{token}\b[^\n]* (\d+)\n", whole)
        stands = page_of(article, token, pages)
        if listed is None or int(listed[1]) != stands:
            faults.append(f"{target}: listed on page {listed and listed[1]}, stands on page {stands}")
    return faults


def index_faults(article, pages):
    """Pages in the index that are not those of its terms."""
    faults = []
    whole = "\n".join(pages)
    for entry in {entry for entry, _ in article.terms}:
        # No word's edge is asked for: spaces of a tight line get lost.
        stands = sorted({max((n for n, page in enumerate(pages, 1) if token in page), default=0) for other, token in article.terms if other == entry})
        listed = re.search(rf"\b{entry}((?:,\s+\d+(?:–\d+)?)+)", whole)
        said = []
        for part in re.findall(r"\d+(?:–\d+)?", listed[1] if listed else ""):
            first, _, last = part.partition("–")
            said += range(int(first), int(last or first) + 1)
        if said != stands:
            faults.append(f"{entry}: the index says {said}, its terms stand on {stands}")
    return faults


def faults_of(article, pages):
    """What is printed by references and is not true."""
    faults = []
    whole = "\f".join(pages).replace(NBSP, " ")
    for begin, end, target, form in article.references:
        token, name, number = article.targets[target]
        stands = page_of(article, token, pages)
        said = re.search(rf"{begin}\s*(.*?)\s*{end}", whole, re.S)
        if stands is None or said is None:
            faults.append(f"{target}: {'the target' if stands is None else 'the reference'} is not in the text")
            continue
        if name is None:
            mark = re.search(rf"\b(\d+)\s+{token}\b", pages[stands - 1])
            number = mark[1] if mark else "?"
            name = f"note {number}"
        true = {"name": name, "number": number, "page": f"page {stands}", "full": f"{name}, page {stands}"}[form]
        # "Exhibit 4, page 7" may go on on the next line, or page: then foot and head stand between. Spaces of a tight line get lost.
        gap = r"\s*(?:[^\f]*\f[^\f]*?\s)?"
        if not re.fullmatch(gap.join(re.escape(word) for word in true.split()), said[1]):
            faults.append(f"{target} {form}: printed '{said[1]}', true is '{true}'")
    return faults


def link_faults(run, pdf):
    """Links inside the document whose words name another page than the one that they lead to."""
    result = run.tool("qpdf", "--json", pdf)
    if result is None:
        return []
    file = json.loads(result.stdout[result.stdout.index("{"):])
    objects = file["objects"] if "objects" in file else file["qpdf"][1]
    body = {key.removeprefix("obj:"): value.get("value", value.get("stream", value)) if isinstance(value, dict) and ("value" in value or "stream" in value) else value
            for key, value in objects.items()}
    numbers = {page["object"]: n for n, page in enumerate(file["pages"], 1)}
    faults = []
    for value in body.values():
        if not isinstance(value, dict) or value.get("/Subtype") != "/Link" or "/Dest" not in value:
            continue
        said = re.search(r"\bpage (\d+)$", value.get("/Contents", "").removeprefix("u:").replace(NBSP, " "))
        if said and int(said[1]) != numbers[value["/Dest"][0]]:
            faults.append(f"'{said[0]}' leads to page {numbers[value['/Dest'][0]]}")
    return faults


def test(run):
    folder = run.scratch("references")
    for seed in range(ARTICLES):
        layout, paper = LAYOUTS[seed % len(LAYOUTS)]
        article = random_article(seed, layout, paper)
        source, pdf = os.path.join(folder, f"{seed}.yaml"), os.path.join(folder, f"{seed}.pdf")
        write(source, article.text())
        result = run.render(source, pdf)
        if not run.check(result.returncode == 0 and "error" not in result.stderr, f"article {seed} renders", result.stderr):
            continue
        pages = pages_of(run, pdf)
        if pages is None:
            return
        run.equal(faults_of(article, pages), [], f"article {seed}: all {len(article.references)} references are true")
        if layout != "journal":  # where a line of the list takes two, its page is not beside its token
            run.equal(listing_faults(article, pages), [], f"article {seed}: the contents are true")
        run.equal(index_faults(article, pages), [], f"article {seed}: the index is true")
        run.equal(link_faults(run, pdf), [], f"article {seed}: links lead where they say")
        if seed < 6:
            check = run.tool("qpdf", "--check", pdf)
            run.check(check is None or check.returncode == 0, f"article {seed}: qpdf finds no fault", "" if check is None else check.stdout)
