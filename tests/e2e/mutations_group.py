"""Damaged inputs: the sample's article, data and layout with random edits. Whatever they say, the program ends in time with an
exit status that it documents, and an error has a message. Seeded, so that a failure comes again; a failing input is kept in build/mutants."""
import os
import random
import shutil
from concurrent.futures import ThreadPoolExecutor

from harness import diagnostics_of, read, write

MUTANTS = 160
SEED = 20260615
# What damages most: signs of YAML, Markdown, CSV and formats, numbers at the edge, and text that is hard to set.
INSERTS = ["{{", "}}", "[", "]", "{", "}", ": ", "- ", "|", ">", "*", "**", "&a ", "*a ", "!x ", "'", '"', "#", "\t", "\r", "\n", "\n\n", "\\", "`", "![](", "](x)", "<b>",
           "&amp;", "&#0;", "0", "-", "1e999", "-1", "0.0000001", "999999999999999999", "..", "+", "<", ",", ",,", ";", "%", "$", "a", "\0", "\x07", "\u00ad", "\u200b", "\u202e",
           "\u0301", "\u2028", "é", "漢字", "שלום", "😀", "ﬁ", " ", " " * 40, "x" * 300, "~", "null", "true", "2026-02-30"]
TARGETS = ("article.yaml", "article.yaml", "article.yaml", "data/alab-forecast.csv", "data/alab-content.csv", "layouts/conviction-note.yaml", "layouts/clauses/goai-standard.yaml")


def damaged(data, chance):
    """One to four edits."""
    for _ in range(chance.randint(1, 4)):
        begin = chance.randrange(len(data) + 1)
        end = min(len(data), begin + chance.choice((0, 1, 1, 2, 8, 60)))
        kind = chance.randrange(5)
        if kind == 0:
            data = data[:begin] + data[end:]
        elif kind == 1:
            data = data[:end] + data[begin:end] * chance.choice((1, 2, 30)) + data[end:]
        elif kind == 2:
            data = data[:begin] + bytes([chance.randrange(256)]) + data[begin + 1:]
        else:
            data = data[:begin] + chance.choice(INSERTS).encode() + data[end if kind == 3 else begin:]
    return data


def test_mutant(run, number):
    chance = random.Random(SEED + number)
    folder = run.scratch(f"mutant-{number}")
    for part in ("layouts", "data"):
        shutil.copytree(run.path(part), os.path.join(folder, part))
    shutil.copy(run.path("offprint.yaml"), folder)
    shutil.copy(run.path("samples/astera-labs/article.yaml"), folder)
    target = os.path.join(folder, chance.choice(TARGETS))
    write(target, damaged(read(target), chance))
    result = run.offprint("check", "article.yaml", cwd=folder, timeout=60)
    said_why = result.returncode == 0 or any(d.severity == "error" for d in diagnostics_of(result.stderr))
    if not run.check(result.returncode in (0, 2, 3) and said_why, f"mutant {number} of {os.path.basename(target)}: exit status {result.returncode}", result.stderr[-2500:]):
        kept = run.path("build/mutants", str(number))
        shutil.rmtree(kept, ignore_errors=True)
        shutil.copytree(folder, kept)
        print(f"    kept in build/mutants/{number}")
    shutil.rmtree(folder)


def test(run):
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for job in [pool.submit(test_mutant, run, number) for number in range(MUTANTS)]:
            job.result()
