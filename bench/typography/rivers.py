#!/usr/bin/env python3
"""Counts rivers in the text of a PDF: word spaces that stand under each other on successive lines, from the positions that poppler reports.

usage: rivers.py FILE.pdf [...]    (needs pdftotext; `bench/typography/run --keep DIR` leaves files to look at)

A space goes on in the line below when it overlaps one there by half of the narrower of both. For chains of three, four and five lines: how
many there are, and how many on average when the same lines stand in any other order (thirty of them), which is chance.
"""
import random
import statistics
import sys
from collections import defaultdict

sys.dont_write_bytecode = True
import evenness  # noqa: E402


def text_lines(pdf):
    """Lines in reading order, but for what stands alone in its size and edge."""
    classes = defaultdict(list)
    for line in evenness.lines_of(pdf):
        classes[(line["h"], round(line["x0"]))].append(line)
    return sorted((line for found in classes.values() if len(found) >= 3 for line in found), key=lambda line: (line["page"], line["y"]))


def chains(lines, least):
    """How many chains reach `least` lines, and the longest of all."""
    count, longest, above = 0, 0, {}
    for line in lines:
        here = {}
        for before, after in zip(line["words"], line["words"][1:]):
            space = (before[1], after[0])
            reached = 0
            for other, length in above.items():
                overlap = min(space[1], other[1]) - max(space[0], other[0])
                if overlap >= 0.5 * min(space[1] - space[0], other[1] - other[0]):
                    reached = max(reached, length)
            here[space] = reached + 1
            count += reached + 1 == least
            longest = max(longest, reached + 1)
        above = here
    return count, longest


def main():
    for pdf in sys.argv[1:]:
        lines = text_lines(pdf)
        parts = []
        for least in (3, 4, 5):
            count, longest = chains(lines, least)
            dice = random.Random(1)
            by_chance = []
            for _ in range(30):
                shuffled = lines[:]
                dice.shuffle(shuffled)
                by_chance.append(chains(shuffled, least)[0])
            parts.append(f"{least} lines: {count} (by chance {statistics.mean(by_chance):.1f})")
        print(f"{pdf}: {len(lines)} lines; {', '.join(parts)}; longest {longest}")


if __name__ == "__main__":
    main()
