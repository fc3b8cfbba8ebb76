#!/usr/bin/env python3
"""How much memory the workers of a batch take while it goes on, and how fast it is.

usage: bench/batch_memory.py [--rows 10000] [--jobs 2] [--program build/release/offprint] [--article A.yaml --rows-file ROWS.csv]
Prints, for each tenth of the run, the largest RSS and PSS of a worker and those of the parent (MiB, of /proc/PID/smaps_rollup), then rows a second. Without an
article it makes one of a page and a half: text with values of the row, a table of its own rows of a CSV, a chart. With one, its rows are repeated with a
number behind each text, so that no two are alike.
"""
import argparse
import csv
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time

ARTICLE = """offprint: 1
layout: conviction-note
lang: en-US
title: "What {{ params.client }} holds"
date: 2026-06-15
disclosures: [goai-standard]
params: {client: string, city: string, value: "money(USD)", change: percent, note: string}
data:
  held: {csv: holdings.csv, types: {weight: percent, value: "money(USD, M)"}, only: {client: "{{ params.client }}"}, sort: -weight}
body:
  - "Dear {{ params.client }} of {{ params.city }}: on this day you hold {{ params.value | money(1, 'M') }}, {{ params.change | pct(1) }} from a year ago."
  - "{{ params.note }}"
  - table: {title: Holdings, data: held, columns: [name, weight, value]}
  - chart: {kind: bar, title: Weights, alt: Weights of what is held, data: held, x: name, y: weight}
  - "The figures are those of the custodian; those of {{ params.client }} were taken at the close."
"""
WORDS = "north harbour amber quiet signal copper meadow lattice vector orchard granite summit willow beacon cobalt ridge".split()


def make_rows(folder, count):
    chance = random.Random(3)
    word = lambda n: " ".join(chance.choice(WORDS).capitalize() for _ in range(n))  # noqa: E731
    with open(os.path.join(folder, "rows.csv"), "w") as rows, open(os.path.join(folder, "holdings.csv"), "w") as holdings:
        rows.write("client,city,value,change,note\n")
        holdings.write("client,name,weight,value\n")
        for i in range(count):
            client = f"{word(2)} {i:06}"
            rows.write(f"{client},{word(1)},{chance.randrange(10**6, 10**9)},{chance.uniform(-0.3, 0.3):.4f},{word(chance.randrange(20, 60))}\n")
            for name in chance.sample(WORDS, 5):
                holdings.write(f"{client},{name.capitalize()},{chance.uniform(0.05, 0.4):.4f},{chance.uniform(1, 90):.2f}\n")
    with open(os.path.join(folder, "article.yaml"), "w") as article:
        article.write(ARTICLE)
    with open(os.path.join(folder, "offprint.yaml"), "w") as workspace:
        workspace.write("workspace: 1\n")
    return os.path.join(folder, "article.yaml"), os.path.join(folder, "rows.csv")


def repeat_rows(folder, path, count):
    with open(path, newline="") as file:
        head, *rows = csv.reader(file)
    target = os.path.join(folder, "rows.csv")
    with open(target, "w", newline="") as file:
        out = csv.writer(file)
        out.writerow(head)
        for i in range(count):
            row = rows[i % len(rows)]
            out.writerow([f"{i:06}"] + [f"{cell} {i}" if " " in cell else cell for cell in row[1:]])
    return target


def memory_of(pid):
    sizes = {}
    try:
        with open(f"/proc/{pid}/smaps_rollup") as file:
            for line in file:
                name, _, rest = line.partition(":")
                if name in ("Rss", "Pss"):
                    sizes[name] = int(rest.split()[0]) / 1024
    except OSError:
        return None
    return sizes if len(sizes) == 2 else None


def workers_of(pid):
    found = []
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat") as file:
                    if int(file.read().rsplit(")", 1)[1].split()[1]) == pid:
                        found.append(int(name))
            except OSError:
                pass
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=10000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--program", default="build/release/offprint")
    parser.add_argument("--article")
    parser.add_argument("--rows-file")
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="offprint-batch-memory-")
    try:
        if options.article:
            article, rows = options.article, repeat_rows(folder, options.rows_file, options.rows)
        else:
            article, rows = make_rows(folder, options.rows)
        out = os.path.join(folder, "out")
        begun = time.time()
        run = subprocess.Popen([options.program, "batch", article, "--rows", rows, "--out", out, "--jobs", str(options.jobs), "--progress", "none"], stdout=subprocess.PIPE)
        ledger, samples = os.path.join(out, ".offprint/ledger.jsonl"), []
        while run.poll() is None:
            time.sleep(0.5)
            workers = [size for size in map(memory_of, workers_of(run.pid)) if size]
            parent = memory_of(run.pid)
            if workers and parent:
                done = subprocess.run(["wc", "-l", ledger], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False).stdout.split()
                samples.append((int(done[0]) if done else 0, max(s["Rss"] for s in workers), max(s["Pss"] for s in workers), parent["Rss"], parent["Pss"]))
        seconds = time.time() - begun
        print(f"{'rows':>8} {'worker RSS':>11} {'worker PSS':>11} {'parent RSS':>11} {'parent PSS':>11}")
        for tenth in range(10):
            part = [s for s in samples if tenth * options.rows <= 10 * s[0] < (tenth + 1) * options.rows + (tenth == 9) * 100]
            if part:
                print(f"{part[-1][0]:>8} " + " ".join(f"{max(s[i] for s in part):>11.1f}" for i in (1, 2, 3, 4)))
        disk = subprocess.run(["du", "-sb", out], stdout=subprocess.PIPE, check=True).stdout.split()[0]
        print(f"{options.rows} rows in {seconds:.1f} s, {options.rows / seconds:.0f} a second; {int(disk) / options.rows / 1024:.1f} KiB a row on disk, "
              f"of them {os.path.getsize(ledger)} bytes of ledger in all")
        sys.stdout.write(run.stdout.read().decode())
        return run.returncode
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
