"""Disclosures: for each rule an article that keeps it and one that does not, told at its line; attempts to hide a disclosure, all refused; what is set aside is recorded.

The articles are samples/rated-note with a few words changed. Attempts that YAML cannot express stand in tests/unit/compliance/sight_test.cpp."""
import os
import re
import shutil
from concurrent.futures import ThreadPoolExecutor

from harness import diagnostics_of, read, write

ARTICLE, FACTS, POLICY = "article.yaml", "facts.yaml", "policy.yaml"

THIRD_PARTY = "third_party: {provider: Northgate Research, conflicts: The provider holds no position., altered: no}\n"
PERFORMANCE = "performance: {from: 2025-11-25, to: 2026-11-25, basis: net, currency: EUR, hypothetical: no}\n"
CHART = """  - chart:
      kind: line
      title: The price and what we said of it
      x: [Jan, Feb, Mar]
      y: [35.1, 38.7, 41.2]
      source: Sample Exchange.
    id: price
"""
PRICE_CHART = "price_chart: {exhibit: price, from: 2024-09-30, to: 2026-11-20, frequency: daily, changes: yes}\n"
RATED_LONG = (FACTS, "since: 2026-03-05", "since: 2024-09-30")
WITH_CHART = [RATED_LONG, (ARTICLE, "  - section: {title: What it is worth}\n", CHART + "  - section: {title: What it is worth}\n")]
COMPENDIUM = [(ARTICLE, "kind: equity", "kind: compendium"), (FACTS, "issuer_sponsored: no\n", "issuer_sponsored: no\ncompendium: {issuers: 7, disclosures_at: merrow.example/all}\n")]
SAYS_WHERE = (ARTICLE, "Orders rose 4%", "Disclosures of all issuers: merrow.example/all. Orders rose 4%")


def after(text):
    return (FACTS, "issuer_sponsored: no\n", "issuer_sponsored: no\n" + text)


# Rule, what is done: edits (file, old, new), and where the fault is told: file and the words on its line. No place: the article keeps the rule.
CASES = [
    ("K101", "as it is", [], None),
    ("K101", "a second author without a certificate", [(ARTICLE, "authors: [R. Okafor]", "authors: [R. Okafor, A. Silva]")], (FACTS, "{name: R. Okafor")),
    ("K101", "views that are not the analyst's own", [(FACTS, "views_own: yes", "views_own: no")], (FACTS, "views_own: no")),
    ("K101", "pay tied, and nobody says how", [(FACTS, "pay_tied: no", "pay_tied: yes")], (FACTS, "{name: R. Okafor")),
    ("K101", "pay tied, and told", [(FACTS, "pay_tied: no", "pay_tied: yes, pay_words: a bonus for accuracy")], None),
    ("K102", "as it is", [], None),
    ("K102", "no registration", [(FACTS, " registration: Series 86/87,", "")], (FACTS, "{name: R. Okafor")),
    ("K103", "as it is", [], None),
    ("K103", "no time of completion", [(ARTICLE, "  completed_at: 2026-11-25T18:40+01:00\n", "")], (ARTICLE, "  regimes:")),
    ("K103", "sent out before it is completed", [(ARTICLE, "completed_at: 2026-11-25", "completed_at: 2026-11-27")], (ARTICLE, "  disseminated_at:")),
    ("K103", "another date printed", [(ARTICLE, "date: 2026-11-26\n", "date: 2026-11-25\n")], (ARTICLE, "date: 2026-11-25")),
    ("K110", "as it is", [], None),
    ("K110", "a stale price", [(FACTS, "date: 2026-11-24, time", "date: 2026-11-12, time")], (FACTS, "symbol: TRNH")),
    ("K110", "a price that is shown and not told", [(ARTICLE, "price: 41.20", "price: 41.30")], (ARTICLE, "instrument:")),
    ("K110", "no venue", [(FACTS, " venue: Sample Exchange,", "")], (FACTS, "symbol: TRNH")),
    ("K110", "a target without horizon", [(FACTS, "target: {value: 52, currency: EUR, horizon: twelve months}", "target: {value: 52, currency: EUR}")], (FACTS, "target:")),
    ("K111", "as it is", [], None),
    ("K111", "no risks", [(FACTS, "  risks: A slower recovery of orders, dearer semiconductors, and a weaker dollar.\n", "")], (FACTS, "  method:")),
    ("K120", "as it is", [], None),
    ("K120", "no benchmark", [(FACTS, " benchmark: the Sample Industrials Index,", "")], (FACTS, "rating: {")),
    ("K120", "a hold that is called buy", [(FACTS, "direction: buy, meaning", "direction: hold, meaning")], (FACTS, "rating: {")),
    ("K120", "another rating shown", [(ARTICLE, "rating: Buy\n", "rating: Outperform\n")], (FACTS, "rating: {")),
    ("K121", "as it is", [], None),
    ("K121", "a quarter that is stale", [(FACTS, "as_of: 2026-09-30", "as_of: 2026-06-30")], (FACTS, "as_of: 2026-06-30")),
    ("K121", "shares that do not add up", [(FACTS, "buy: {share: 48", "buy: {share: 58")], (FACTS, "as_of: 2026-09-30")),
    ("K122", "rated for less than a year", [], None),
    ("K122", "rated for long, with the chart", WITH_CHART + [after(PRICE_CHART)], None),
    ("K122", "rated for long, without a chart", [RATED_LONG], (FACTS, "since: 2024-09-30")),
    ("K122", "a chart that ends too early", WITH_CHART + [after(PRICE_CHART.replace("to: 2026-11-20", "to: 2026-06-30"))], (FACTS, "price_chart:")),
    ("K122", "a chart that is not in the article", [RATED_LONG, after(PRICE_CHART)], (FACTS, "price_chart:")),
    ("K123", "as it is", [], None),
    ("K123", "no history", [(FACTS, re.compile(r"history:\n(  - .*\n)+"), "")], (ARTICLE, "  regimes:")),
    ("K123", "the first recommendation", [(FACTS, re.compile(r"history:\n(  - .*\n)+"), "initiation: yes\n")], None),
    ("K123", "a changed target, and nothing said of it", [(FACTS, re.compile(r', change: "[^"]*"'), "")], (FACTS, "rating: {")),
    ("K123", "a recommendation without a price", [(FACTS, ", price: EUR 35.10", "")], (FACTS, "date: 2026-03-05, rating")),
    ("K130", "as it is", [], None),
    ("K130", "one question unanswered", [(FACTS, "  offering: {answer: no}\n", "")], (FACTS, "  as_of: 2026-10-31")),
    ("K130", "yes without words", [(FACTS, "officer: {answer: no}", "officer: {answer: yes}")], (FACTS, "officer: {answer: yes}")),
    ("K131", "as it is", [], None),
    ("K131", "conflicts of a month before the last", [(FACTS, "as_of: 2026-10-31", "as_of: 2026-09-30")], (FACTS, "  as_of: 2026-09-30")),
    ("K131", "the month before, within the days of grace", [(FACTS, "as_of: 2026-10-31", "as_of: 2026-09-30"), (POLICY, "month_end_days: 10", "month_end_days: 26")], None),
    ("K132", "as it is", [], None),
    ("K132", "shown, and nobody says whether it was changed", [(FACTS, "issuer_review: {shown: yes, changed: no}", "issuer_review: {shown: yes}")], (FACTS, "issuer_review:")),
    ("K132", "not shown", [(FACTS, "issuer_review: {shown: yes, changed: no}", "issuer_review: {shown: no}")], None),
    ("K133", "independent", [], None),
    ("K133", "a marketing communication", [(FACTS, "label: independent", "label: marketing")], None),
    ("K133", "no label", [(FACTS, "label: independent\n", "")], (ARTICLE, "  regimes:")),
    ("K133", "paid for by the issuer, and labelled", [(FACTS, "issuer_sponsored: no", "issuer_sponsored: yes")], None),
    ("K133", "paid for by the issuer, without the clause", [(FACTS, "issuer_sponsored: no", "issuer_sponsored: yes"), (POLICY, re.compile(r"eu-mifid/sponsored, "), "")], (FACTS, "issuer_sponsored: yes")),
    ("K140", "as it is", [], None),
    ("K140", "a table without a source", [(ARTICLE, "      source: Company reports, Merrow Research estimates.\n", "")], (ARTICLE, "  - table:")),
    ("K140", "an estimate that is not marked", [(ARTICLE, "2026E, 2027E]", '2026E, "2027"]')], (ARTICLE, '"2027"]')),
    ("K141", "as it is", [], None),
    ("K141", "performance, told in full", [after(PERFORMANCE)], None),
    ("K141", "performance without its currency", [after(PERFORMANCE.replace(" currency: EUR,", ""))], (FACTS, "performance:")),
    ("K141", "a promise", [(ARTICLE, "and we think it will.", "and the return is *guaran*teed.")], (ARTICLE, "guaran*teed")),
    ("K141", "a promise that only the page shows", [(ARTICLE, "and we think it will.", "and the return is guar&shy;anteed.")], (ARTICLE, "Sixteen times")),
    ("K141", "a promise in a cell", [(ARTICLE, "[Free cash flow, 61", "[Guaranteed flow, 61")], (ARTICLE, "Guaranteed flow")),
    ("K150", "as it is: a link on page 1", [], None),
    ("K150", "the author's own words for it", [(ARTICLE, "Orders rose 4%", "Disclosures: [@disclosures page]. Orders rose 4%")], None),
    ("K150", "a compendium that says where", COMPENDIUM + [SAYS_WHERE], None),
    ("K150", "a compendium that does not say where", COMPENDIUM, (FACTS, "compendium:")),
    ("K151", "as it is", [], None),
    ("K151", "smaller than the policy wants", [(POLICY, "least_type: 7,", "least_type: 9,")], (ARTICLE, "disclosures: [")),
    ("K152", "as it is", [], None),
    ("K152", "three regions", [(ARTICLE, "regions: [us]", "regions: [us, eu, uk]")], None),
    ("K152", "a restricted region", [(ARTICLE, "regions: [us]", "regions: [us, jp]")], (ARTICLE, "regions: [us, jp]")),
    ("K152", "a region of which the policy does not know", [(ARTICLE, "regions: [us]", "regions: [us, br]")], (ARTICLE, "regions: [us, br]")),
    ("K152", "no words for a region", [(POLICY, "clauses: [house/region-us]", "clauses: [house/region-uk]")], (ARTICLE, "regions: [us]")),
    ("K161", "as it is", [], None),
    ("K161", "a clause that is no longer in force", [("layouts/clauses/old.yaml", None, "clause: old\nversion: 1\nregime: house\nvalid_to: 2026-06-30\ntitle: Old\ntext: Words.\n"),
                                                     (ARTICLE, "[invented-rating]", "[invented-rating, old]")], (ARTICLE, "disclosures: [")),
    ("K161", "an older version asked for", [("layouts/clauses/two@1.yaml", None, "clause: two\nversion: 1\nregime: house\ntitle: Two\ntext: Words.\n"),
                                            ("layouts/clauses/two@2.yaml", None, "clause: two\nversion: 2\nregime: house\ntitle: Two\ntext: Other words.\n"),
                                            (ARTICLE, "[invented-rating]", "[invented-rating, two@1]")], (ARTICLE, "disclosures: [")),
    ("K161", "the newest version in force", [("layouts/clauses/two@1.yaml", None, "clause: two\nversion: 1\nregime: house\ntitle: Two\ntext: Words.\n"),
                                             ("layouts/clauses/two@2.yaml", None, "clause: two\nversion: 2\nregime: house\nvalid_from: 2027-01-01\ntitle: Two\ntext: Other words.\n"),
                                             (ARTICLE, "[invented-rating]", "[invented-rating, two]")], None),
    ("K161", "something left to fill in", [("layouts/clauses/gap.yaml", None, "clause: gap\nversion: 1\nregime: house\ntitle: Gap\ntext: By {third_party.provider}.\n"),
                                           (ARTICLE, "[invented-rating]", "[invented-rating, gap]")], (ARTICLE, "  regimes:")),
    ("K161", "an unknown fact", [("layouts/clauses/gap.yaml", None, "clause: gap\nversion: 1\nregime: house\ntitle: Gap\ntext: By {third_party.proviter}.\n"),
                                 (ARTICLE, "[invented-rating]", "[invented-rating, gap]")], ("gap.yaml", "proviter")),
    ("K170", "no research of others", [], None),
    ("K170", "research of others", [after(THIRD_PARTY)], None),
    ("K170", "altered", [after(THIRD_PARTY.replace("altered: no", "altered: yes"))], (FACTS, "third_party:")),
]


def workspace(run, name, edits, approved=False):
    """A copy of the sample with edits."""
    folder = run.scratch("case-" + re.sub(r"[^a-z0-9]+", "-", name.lower()))
    for file in ("offprint.yaml", ARTICLE, FACTS, POLICY):
        shutil.copy(run.path("samples/rated-note", file), folder)
    if approved:
        change(run, folder, ARTICLE, "eu-mifid]", "eu-mifid, approved]")
    for file, old, new in edits:
        change(run, folder, file, old, new)
    return folder


def change(run, folder, file, old, new):
    path = os.path.join(folder, file)
    if old is None:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        write(path, new)
        return
    text = read(path).decode()
    changed = old.sub(new, text, 1) if isinstance(old, re.Pattern) else text.replace(old, new, 1)
    run.check(changed != text, f"{file}: there is '{old}' to change")
    write(path, changed)


def render(run, folder, *options):
    return run.render(ARTICLE, os.path.join(folder, "out.pdf"), *options, cwd=folder)


def written(folder):
    return os.path.exists(os.path.join(folder, "out.pdf"))


def test_case(run, rule, what, edits, place):
    name = f"{rule}, {what}"
    folder = workspace(run, name, edits)
    result = render(run, folder)
    if place is None:
        run.check(result.returncode == 0 and written(folder) and not diagnostics_of(result.stderr), f"{name}: passes", result.stderr)
        return
    file, words = place
    path = next((os.path.join(base, file) for base, _, names in os.walk(folder) if file in names), None)
    lines = [n for n, line in enumerate(read(path).decode().splitlines(), 1) if words in line]
    found = [d for d in diagnostics_of(result.stderr) if d.message.endswith(f"[{rule}]")]
    run.check(result.returncode == 2 and not written(folder), f"{name}: is refused, nothing is written", result.stderr)
    run.check(any(d.file == file and d.line in lines for d in found), f"{name}: told at {file}:{lines}", result.stderr)
    run.check(all(d.message.endswith(f"[{rule}]") for d in diagnostics_of(result.stderr)), f"{name}: nothing else is told", result.stderr)


# ---------------------------------------------------------------- attempts to hide

LAYOUT = "layout: hide\nextends: {}\n{}\n"
LEGAL = "styles: {{legal: {{font: sans, size: {}, leading: {}, color: {}}}}}"
NOTE = "offprint: 1\nlayout: hide\ntitle: A note\ndate: 2026-06-15\ndisclosures: [{}]\nbody:\n{}"
WORDS = "  - Some words.\n"
COVER = '<svg xmlns="http://www.w3.org/2000/svg" width="500" height="700"><rect width="500" height="700" fill="#ffffff"/></svg>'


def attempts():
    """(what, layout it extends, its keys, clause text or None, body)."""
    yield "white on white", "classic-note", LEGAL.format(7.5, 10, "paper"), None, WORDS
    yield "pale grey", "classic-note", LEGAL.format(7.5, 10, '"#C0C0C0"'), None, WORDS
    yield "just below the contrast", "classic-note", LEGAL.format(7.5, 10, '"#7B7B7B"'), None, WORDS
    yield "white on a house colour of white", "classic-note", "palette: {secret: '#FFFFFF'}\n" + LEGAL.format(7.5, 10, "secret"), None, WORDS
    yield "dark on dark paper", "dark-one-pager", LEGAL.format(7.5, 10, '"#20262E"'), None, WORDS
    yield "a paper of the letters' colour", "classic-note", 'palette: {paper: "#5B6470"}', None, WORDS
    yield "5.9 points", "classic-note", LEGAL.format(5.9, 9, "ink"), None, WORDS
    yield "one point", "classic-note", LEGAL.format(1, 2, "ink"), None, WORDS
    yield "a hundredth of a point", "classic-note", LEGAL.format(0.01, 2, "ink"), None, WORDS
    yield "lines that stand on one another", "classic-note", LEGAL.format(7.5, 1, "ink"), None, WORDS
    yield "no leading at all", "classic-note", LEGAL.format(7.5, 0, "ink"), None, WORDS
    yield "letters on one another", "classic-note", "styles: {legal: {font: sans, size: 7.5, leading: 10, color: ink, tracking: -500}}", None, WORDS
    yield "letters far apart", "classic-note", "styles: {legal: {font: sans, size: 7.5, leading: 10, color: ink, tracking: 2000}}", None, WORDS
    yield "columns on one another", "classic-note", "blocks: {disclaimer: {gutter: -300}}", None, WORDS
    yield "a heading pushed into the text", "classic-note", "blocks: {disclaimer: {heading_gap: -14}}", None, WORDS
    yield "the foot's rule over the page", "classic-note", "foot: {rule: 800, rule_width: 790, rule_color: paper}", None, WORDS
    yield "the foot's text over the page", "classic-note", "foot: {baseline: 640, rule_width: 0}", None, WORDS
    yield "a logo over the page", "classic-note", "foot: {logo: cover.svg, logo_alt: Nothing, logo_height: 700, baseline: 20}", None, WORDS
    yield "above the page", "classic-note", "papers: {a4: {width: 595.276, height: 841.89, top: -400, bottom: 800, left: 92, right: 92}}", None, WORDS
    yield "beside the page", "classic-note", "papers: {a4: {width: 595.276, height: 841.89, top: 76, bottom: 50, left: 700, right: -500}}", None, WORDS
    yield "a paragraph pulled over the one before", "classic-note", "blocks: {disclaimer: {paragraph_gap: -30}}", None, WORDS
    yield "an empty clause", "classic-note", "", '" "', WORDS
    yield "a clause of blanks that nobody sees", "classic-note", "", '"\\u200b\\u200b"', WORDS
    yield "a clause of breaks", "classic-note", "", '"&nbsp;&shy;"', WORDS
    yield "pressed flat by its own leading in a pale tone", "conviction-note", LEGAL.format(7, 5.5, '"#777777"'), None, WORDS


def test_attempt(run, number, attempt):
    what, base, keys, clause, body = attempt
    folder = run.scratch(f"hide-{number}")
    write(os.path.join(folder, "offprint.yaml"), "workspace: 1\n")
    os.makedirs(os.path.join(folder, "layouts/clauses"))
    write(os.path.join(folder, "layouts/hide.yaml"), LAYOUT.format(base, keys))
    write(os.path.join(folder, "layouts/cover.svg"), COVER)
    if clause is not None:
        write(os.path.join(folder, "layouts/clauses/house.yaml"), f"clause: house\nversion: 1\nlang: en\ntitle: Disclosures\nshort: See there.\ntext: {clause}\n")
    write(os.path.join(folder, ARTICLE), NOTE.format("goai-standard" if clause is None else "house", body))
    result = render(run, folder)
    run.check(result.returncode == 2 and "error: " in result.stderr and not written(folder), f"hidden by {what}: refused", result.stderr or "it was written")
    lenient = render(run, folder, "--lenient")
    if "[K151]" in result.stderr:
        run.check(not written(folder), f"hidden by {what}: refused with --lenient too", lenient.stderr)


# ---------------------------------------------------------------- what is set aside, and approvals

def test_override(run):
    stale = [(FACTS, "date: 2026-11-24, time", "date: 2026-11-12, time")]
    folder = workspace(run, "override released", stale)
    result = render(run, folder, "--allow", "K110=feed <late>", "--approver", "M. Lindqvist", "--profile", "archive")
    run.check(result.returncode == 0 and written(folder), "a rule set aside: the report goes out", result.stderr)
    run.check(any(d.severity == "warning" and "[K110]" in d.message for d in diagnostics_of(result.stderr)), "a rule set aside is told as a warning", result.stderr)
    pdf = os.path.join(folder, "out.pdf")
    run.check(b"<rdf:li>K110: feed &lt;late&gt; (M. Lindqvist)</rdf:li>" in read(pdf), "a rule set aside stands in XMP")
    verified = run.offprint("verify", pdf)
    run.check(verified.returncode == 0, "an archive copy with a rule set aside proves itself", verified.stdout.decode() + verified.stderr)
    manifest = run.tool("pdfdetach", "-savefile", "manifest.json", "-o", os.path.join(folder, "manifest.json"), pdf)
    if manifest is not None:
        text = read(os.path.join(folder, "manifest.json")).decode()
        run.check('"name": "K110", "value": "feed <late>"' in text and '"approver": "M. Lindqvist"' in text, "a rule set aside stands in the manifest", text)
    words = run.tool("pdftotext", "-layout", pdf, "-")
    run.check(words is None or "DRAFT" not in words.stdout, "a rule that may be released makes no draft")

    drafted = workspace(run, "override draft", [(FACTS, "as_of: 2026-09-30", "as_of: 2026-06-30")])
    result = render(run, drafted, "--allow", "K121=next week", "--approver", "M. Lindqvist")
    run.check(result.returncode == 0, "a rule set aside without release: written", result.stderr)
    pages = run.tool("pdftotext", "-layout", os.path.join(drafted, "out.pdf"), "-")
    if pages is not None:
        each = [p for p in pages.stdout.split("\f") if p.strip()]
        run.check(len(each) > 1 and all("K121 set aside by M. Lindqvist" in p for p in each), "DRAFT on every page", pages.stdout)

    for what, options, code in [("no approver", ["--allow", "K110=late"], "E905"), ("an approver alone", ["--approver", "M."], "E905"),
                                ("no reason", ["--allow", "K110=", "--approver", "M."], "E905"), ("a rule that may not be", ["--allow", "K130=why", "--approver", "M."], "E906"),
                                ("what is always asked", ["--allow", "K151=why", "--approver", "M."], "E906"), ("no rule", ["--allow", "K999=why", "--approver", "M."], "E906")]:
        refused = workspace(run, "override " + what, stale)
        result = render(run, refused, *options)
        run.check(result.returncode == 2 and f"[{code}]" in result.stderr and not written(refused), f"--allow with {what}: refused", result.stderr)


def test_policy_beside_the_article(run):
    """The workspace's policy holds, whatever lies beside the article."""
    folder = workspace(run, "policy beside", [(FACTS, "as_of: 2026-10-31", "as_of: 2026-01-31")])
    notes = os.path.join(folder, "notes")
    os.makedirs(notes)
    for file in (ARTICLE, FACTS):
        shutil.move(os.path.join(folder, file), notes)
    write(os.path.join(notes, POLICY), "policy: 1\nregimes: [" + ", ".join(f"{{regime: {r}, rules: []}}" for r in ("us-reg-ac", "us-finra", "eu-mar", "eu-mifid")) + "]\n")
    result = render(run, notes)
    run.check(result.returncode == 2 and "[K131]" in result.stderr, "a policy beside the article changes nothing", result.stderr)


def test_approval(run):
    folder = workspace(run, "approval", [(ARTICLE, "    role: supervisory-analyst\n", "    role: supervisory-analyst\n    content: none\n")], approved=True)
    result = render(run, folder)
    content = re.search(r"the content now: ([0-9a-f]{64})", result.stderr)
    run.check(result.returncode == 2 and "[K160]" in result.stderr and content, "an approval of other content is refused, and the content told", result.stderr)
    if not content:
        return
    change(run, folder, ARTICLE, "content: none", f"content: {content.group(1)}")
    result = render(run, folder)
    run.check(result.returncode == 0 and written(folder), "an approval of this content passes", result.stderr)
    for what, edit in [("a word", (ARTICLE, "Orders rose 4%", "Orders rose 5%")), ("a fact that is printed", (FACTS, "buy: {share: 48", "buy: {share: 48.5")),
                       ("the look", (ARTICLE, "layout: conviction-note", "layout: classic-note"))]:
        later = run.scratch("approval-" + what.replace(" ", "-"))
        shutil.copytree(folder, later, dirs_exist_ok=True, ignore=shutil.ignore_patterns("out.pdf"))
        change(run, later, *edit)
        result = render(run, later)
        run.check(result.returncode == 2 and "[K160]" in result.stderr and not written(later), f"{what} changed after approval voids it", result.stderr)


def test(run):
    hidden = list(attempts())
    run.check(len(hidden) >= 20, "there are at least 20 attempts to hide in YAML")
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        jobs = [pool.submit(test_case, run, *case) for case in CASES] + [pool.submit(test_attempt, run, i, attempt) for i, attempt in enumerate(hidden)]
        jobs += [pool.submit(test_override, run), pool.submit(test_approval, run), pool.submit(test_policy_beside_the_article, run)]
        for job in jobs:
            job.result()
    rules = {case[0] for case in CASES} | {"K160"}
    policy = read(run.path("samples/rated-note", POLICY)).decode()
    run.equal(rules, set(re.findall(r"K\d{3}", policy.split("limits:")[0])), "every rule of the sample's policy has cases")
    for rule in sorted(rules - {"K160"}):
        outcomes = {place is None for code, _, _, place in CASES if code == rule}
        run.equal(outcomes, {True, False}, f"{rule}: an article that passes, and one that does not")
