"""The sample client-statement: its data are what its generator makes, and a batch of clients of all sizes and languages says what it should, in their language."""
import csv
import os
import re
import shutil
import subprocess
import sys

from harness import read, write

SAMPLE = "samples/client-statement"
FILES = ["rows.csv", "data/instruments.csv", "data/holdings.csv", "data/transactions.csv", "data/course.csv"]
# Empty; odd names in all languages; the largest; one holding and a sum that falls due; who came in spring; others.
CLIENTS = [f"P{number:04}" for number in (*range(1, 18), 20, 32, 40, 100, 500, 999, 1000)]
THOUSANDS = {"en": ",", "de": ".", "fr": " ", "it": "."}


def test(run):
    sample = os.path.join(run.root, SAMPLE)
    test_generator(run, sample)
    rows = {row["id"]: row for row in csv.DictReader(read(os.path.join(sample, "rows.csv")).decode().splitlines())}
    run.equal(sorted({rows[client]["lang"] for client in CLIENTS}), ["de", "en", "fr", "it"], "the clients of the test have all languages")
    folder = run.scratch("statements")
    lines = read(os.path.join(sample, "rows.csv")).decode().splitlines(keepends=True)
    write(os.path.join(folder, "rows.csv"), lines[0] + "".join(line for line in lines if line[:5] in CLIENTS))
    result = run.offprint("batch", os.path.join(sample, "article.yaml"), "--rows", "rows.csv", "--out", "out", "--name", "{id}.pdf", "--progress", "none", cwd=folder)
    run.check(result.returncode == 0 and f"{len(CLIENTS)} made" in result.stdout.decode(), "statements of clients of all sizes are made and pass the check of what is claimed", result.stdout.decode() + result.stderr)
    words = {row["key"]: row for row in csv.DictReader(read(os.path.join(sample, "words.csv")).decode().splitlines())}
    for client in CLIENTS:
        text = run.tool("pdftotext", "-layout", os.path.join(folder, "out", client + ".pdf"), "-")
        if text is None:
            return
        test_statement(run, rows[client], words, text.stdout)
    test_others_stay_away(run, sample, rows, folder)


def test_generator(run, sample):
    folder = run.scratch("statement-data")
    subprocess.run([sys.executable, os.path.join(sample, "generate.py"), folder], check=True, env={"PYTHONHASHSEED": "7", "LC_ALL": "C"})
    for name in FILES:
        run.check(read(os.path.join(folder, name)) == read(os.path.join(sample, name)), f"{name} is what generate.py makes")
    values = {}
    for row in csv.DictReader(read(os.path.join(folder, "data/holdings.csv")).decode().splitlines()):
        values[row["client"]] = values.get(row["client"], 0) + 1
    run.equal((1000 - len(values), max(values.values())), (1, 400), "one client without holdings, one with 400")


def amount(value, language):
    """1234567.89 as the language writes it, to the unit."""
    return f"{int(float(value) + 0.5):,}".replace(",", THOUSANDS[language])


def test_statement(run, row, words, text):
    client, language = row["id"], row["lang"]
    flat = re.sub(r"\s+", " ", text)
    # The head of the page stands beside the title: its words are taken one by one.
    missing = [word for word in row["name"].replace("-", " ").split() if word not in flat.replace("-", " ")]
    run.equal(missing, [], f"{client}: the name stands as it was typed: {row['name']}")
    others = [key for key, word in words.items() for other in THOUSANDS if other != language and len(word[other]) > 9 and " " in word[other] and word[other] in flat and word[other] not in word[language]]
    run.equal(others, [], f"{client}: no words of another language")
    run.check(words["months"][language] in flat, f"{client}: the period in its language", flat[:400])
    empty = float(row["total"]) == 0
    run.equal(words["holdings"][language] + "\n" in text and (words["course"][language] in text or words["course_short"][language] in text), not empty, f"{client}: chart and holdings only where there are some")
    if empty:
        run.check("keine Bestände" in flat and "\f" in text and text.count("\f") == 1, f"{client}: one page that says that there is nothing", text)
        return
    run.check(amount(row["total"], language) in flat, f"{client}: its total, {row['total']}", flat[:800])
    run.equal(bool(re.search(r"Due on|Fällig am|Échéance au|In scadenza", flat)), bool(row["due"]), f"{client}: what is due is told where something is")


def test_others_stay_away(run, sample, rows, folder):
    """Archive copies of two clients hold nothing of each other."""
    shutil.copy(os.path.join(folder, "rows.csv"), os.path.join(folder, "all.csv"))
    lines = read(os.path.join(folder, "all.csv")).decode().splitlines(keepends=True)
    write(os.path.join(folder, "two.csv"), lines[0] + "".join(line for line in lines if line[:5] in ("P0010", "P0011")))
    result = run.offprint("batch", os.path.join(sample, "article.yaml"), "--rows", "two.csv", "--out", "copies", "--name", "{id}.pdf", "--profile", "archive", "--progress", "none", cwd=folder)
    run.equal(result.returncode, 0, f"archive copies of statements ({result.stderr[:300]})")
    for client, other in (("P0010", "P0011"), ("P0011", "P0010")):
        pdf = os.path.join(folder, "copies", client + ".pdf")
        proof = run.offprint("verify", pdf)
        run.check(proof.returncode == 0, f"{client}: proved", proof.stdout.decode())
        plain = os.path.join(folder, client + "-plain.pdf")
        if run.tool("qpdf", "--qdf", "--object-streams=disable", pdf, plain) is None:
            continue
        text = read(plain)
        found = [word for word in (other, rows[other]["portfolio"], *rows[other]["name"].split()) if word.encode() in text or word.encode("utf-16-be") in text]
        run.equal(found, [], f"the copy of {client} holds nothing of {other}")
        run.check(rows[client]["portfolio"].encode() in text and text.count(b'"excerpt": true') == 3, f"the copy of {client} holds its own")
        # Nobody else at all.
        run.equal(sorted({word for word in re.findall(rb"^P\d{4}(?=,)", text, re.M)}), [client.encode()], f"the lines of {client} alone")
