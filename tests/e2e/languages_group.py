"""Each language that the program knows: words divided at line ends, quotes, spaces, the words that it adds, and a few words of another language among them."""
import os
import re

from harness import read, write

# Words that are long enough to be divided, by language; what `"x"` becomes.
LANGUAGES = {
    "en-US": ("infrastructure consideration international development", "\u201cx\u201d"),
    "de": ("Wertpapierhandel Verantwortung Wirtschaftlichkeit Unternehmen", "\u201ex\u201c"),
    "fr": ("d\u00e9veloppement consid\u00e9ration internationale gouvernement", "\u00ab\u202fx\u202f\u00bb"),
    "es": ("informaci\u00f3n internacional consideraci\u00f3n desarrollo", "\u00abx\u00bb"),
    "it": ("considerazione internazionale sviluppo amministrazione", "\u00abx\u00bb"),
    "pt": ("considera\u00e7\u00e3o internacional desenvolvimento administra\u00e7\u00e3o", "\u201cx\u201d"),
    "nl": ("ontwikkeling verantwoordelijkheid internationale overweging", "\u201cx\u201d"),
    "pl": ("odpowiedzialno\u015b\u0107 mi\u0119dzynarodowy rozwojowy gospodarczy", "\u201ex\u201d"),
}

ARTICLE = """offprint: 1
layout: {layout}
lang: {language}
title: X
date: 2026-06-15
publisher: Example Research
disclosures: [house]
body:
  - |
    x "x" {words}.

    x ["x" ; [z "x"]{{lang=de}} !]{{lang=fr}} x; {words}.
  - table: {{title: X, source: X, columns: [a, b], rows: [[x, 1]]}}
"""


CLAUSE = "clause: house\nversion: 1\ntitle: x\nshort: x\ntext: x\n"


def message(run, language, key):
    text = read(run.path("messages", language[:2] + ".yaml")).decode()
    return re.search(rf'^{key}: "(.*)"$', text, re.M)[1]


def check_language(run, folder, language, layout):
    words, quoted = LANGUAGES[language]
    name = f"{language} in {layout}"
    article = write(f"{folder}/{layout}-{language}.yaml", ARTICLE.format(layout=layout, language=language, words=" ".join([words] * 25)))
    result = run.offprint("render", article, "--dump", "-o", "-")
    if not run.check(result.returncode == 0 and not result.stderr.strip(), f"{name}: renders without a diagnostic", result.stderr):
        return
    dump = re.sub(r"\\u\{([0-9A-F]+)\}", lambda code: chr(int(code[1], 16)), result.stdout.decode())
    pages = len(re.findall(r"^page \d+$", dump, re.M))
    run.check("\u00ad" in dump, f"{name}: words are divided")
    run.check("x " + quoted in dump, f"{name}: quotes", dump[:1500])
    run.check("\u00ab\u202fx\u202f\u00bb\u202f; " in dump, f"{name}: French quotes and spaces among its words", dump[:1500])
    run.check("\u201ex\u201c" in dump, f"{name}: German quotes among those", dump[:1500])
    run.check('lang="de"' in dump or language == "de", f"{name}: the German words say so")
    run.check('lang="fr"' in dump or language == "fr", f"{name}: the French words say so")
    run.equal("x\u202f; " in dump, language == "fr", f"{name}: a space before a semicolon")
    exhibit = message(run, language, "exhibit").replace("{number}", "1")
    run.check(exhibit.lower() in dump.lower(), f"{name}: '{exhibit}'")
    for key in ("source", "page_of"):
        said = message(run, language, key).replace("{page}", "1").replace("{pages}", str(pages))
        run.check(said.lower() in dump.lower(), f"{name}: '{said}'")


def test(run):
    folder = run.scratch("languages")
    write(f"{folder}/offprint.yaml", "workspace: 1\n")
    os.makedirs(f"{folder}/layouts/clauses")
    write(f"{folder}/layouts/clauses/house.yaml", CLAUSE)
    for layout in ("conviction-note", "classic-note"):
        for language in LANGUAGES:
            check_language(run, folder, language, layout)
    article = write(f"{folder}/swiss.yaml", ARTICLE.format(layout="classic-note", language="de-CH", words="x^[x] [@^note]").replace("x^[x]", "x[^note]")
                    .replace("  - table", "    [^note]: x\n  - table"))
    result = run.offprint("render", article, "--dump", "-o", "-")
    run.check("Fussnote" in result.stdout.decode() and "Fu\u00df" not in result.stdout.decode(), "Swiss German has no sharp s", result.stderr)
    article = write(f"{folder}/clause.yaml", ARTICLE.format(layout="classic-note", language="fr", words="x").replace("house", "goai-standard"))
    result = run.offprint("render", article, "--dump", "-o", "-")
    run.check("[W524]" in result.stderr, "an English clause in a French article is told", result.stderr)
    run.check(re.search(r'H2[^\n]*lang="en"', result.stdout.decode()), "its heading says that it is English", result.stdout.decode()[:1500])
