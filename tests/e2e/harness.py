"""What every group uses: running the program, counting checks, reading what it said."""
import collections
import csv
import os
import re
import shutil
import subprocess
import threading

# A diagnostic's first line: FILE:LINE:COLUMN: error: MESSAGE, or without a place.
DIAGNOSTIC = re.compile(r"^(?:(?P<file>[^\s:][^:\n]*):(?P<line>\d+):(?P<column>\d+): )?(?P<severity>error|warning): (?P<message>.*)$")
Diagnostic = collections.namedtuple("Diagnostic", "file line column severity message")

# GCC's leak sanitizer falls over itself now and then ("Tracer caught signal 11"), when the program has done its work: such a run tells
# nothing of the program and is done again.
LOOK_FOR_LEAKS_FAILED = "LeakSanitizer has encountered a fatal error"

# What the tests render besides articles of their own: name, article, options.
RENDITIONS = [
    ("astera-labs", "samples/astera-labs/article.yaml", []),
    ("astera-labs-classic", "samples/astera-labs/article.yaml", ["--layout", "classic-note"]),
    ("footnotes", "tests/golden/footnotes/article.yaml", []),
    ("footnotes-classic", "tests/golden/footnotes/article.yaml", ["--layout", "classic-note", "--paper", "letter"]),
    ("columns", "tests/golden/columns/article.yaml", []),
    ("sidebar", "tests/golden/sidebar/article.yaml", []),
    ("sidebar-rail", "tests/golden/sidebar/article.yaml", ["--layout", "conviction-note", "--paper", "letter"]),
    ("formulas", "tests/golden/formulas/article.yaml", ["--layout", "conviction-note"]),
    ("columns-three", "tests/golden/columns/article.yaml", ["--layout", "three-columns", "--paper", "letter"]),
    ("earnings-note", "samples/earnings-note/article.yaml", []),
    ("fund-fact-sheet", "samples/fund-fact-sheet/article.yaml", []),
    ("macro-weekly", "samples/macro-weekly/article.yaml", []),
    ("journal-article", "samples/journal-article/article.yaml", []),
]



def statement_options(client):
    """The options that make a client's copy of the sample client-statement."""
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../samples/client-statement/rows.csv"), encoding="utf-8", newline="") as file:
        row = next(row for row in csv.DictReader(file) if row["id"] == client)
    return [word for name, value in row.items() if value for word in ("--param", f"{name}={value}")]


# What is checked by other programs and for the same bytes in all surroundings: these, and what has no references yet.
CHECKED = RENDITIONS + [
    ("earnings-note-classic", "samples/earnings-note/article.yaml", ["--layout", "classic-note", "--paper", "letter"]),
    ("formulas-journal", "tests/golden/formulas/article.yaml", []),
    ("pictures", "tests/e2e/pictures.yaml", []),
    ("rated-note", "samples/rated-note/article.yaml", []),
    ("rated-note-draft", "samples/rated-note/article.yaml", ["--allow", "K110=late feed", "--allow", "K121=next week", "--approver", "M. Lindqvist"]),
    ("fund-fact-sheet-letter", "samples/fund-fact-sheet/article.yaml", ["--paper", "letter"]),
    ("macro-weekly-letter", "samples/macro-weekly/article.yaml", ["--paper", "letter"]),
    ("journal-article-letter", "samples/journal-article/article.yaml", ["--paper", "letter"]),
    ("one-pager", "samples/one-pager/article.yaml", []),
    *((f"client-statement-{language}", "samples/client-statement/article.yaml", statement_options(client))
      for language, client in (("en", "P0002"), ("de", "P0004"), ("fr", "P0005"), ("it", "P0006"))),
    ("one-pager-print", "samples/one-pager/article.yaml", ["--set", "variant=print", "--paper", "letter"]),
]

MINIMAL_ARTICLE = """offprint: 1
layout: conviction-note
lang: en-US
title: A test
date: 2026-06-15
disclosures: [goai-standard]
body:
  - Some words.
"""


def diagnostics_of(text):
    """The diagnostics in what the program wrote to stderr; files by their base name."""
    found = []
    for line in text.splitlines():
        match = DIAGNOSTIC.match(line)
        if match:
            file, at, column = match["file"], match["line"], match["column"]
            found.append(Diagnostic(os.path.basename(file) if file else "", int(at or 0), int(column or 0), match["severity"], match["message"]))
    return found


def as_line(d):
    return (f"{d.file}:{d.line}:{d.column}: " if d.file else "") + f"{d.severity}: {d.message}"


class Run:
    """One run of a group: the program, a folder of its own, and the tally."""

    def __init__(self, program, root, folder):
        self.program, self.root, self.folder = program, root, folder
        self.passed, self.skipped, self.failures = 0, 0, []
        self.lock = threading.Lock()  # checks are counted from several threads

    def path(self, *parts):
        return os.path.join(self.root, *parts)

    def scratch(self, name):
        """A new empty folder."""
        path = os.path.join(self.folder, name)
        os.makedirs(path)
        return path

    def offprint(self, *arguments, cwd=None, env=None, timeout=120, stdout=subprocess.PIPE, umask=-1, by=()):
        """Runs the program in a small, fixed environment, or by another program; stdout stays bytes, stderr is text."""
        environment = {"PATH": os.environ.get("PATH", ""), "HOME": self.folder, "LC_ALL": "C.UTF-8"}
        environment.update({k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")})
        environment.update(env or {})
        for _ in range(3):
            try:
                result = subprocess.run([*by, self.program, *arguments], cwd=cwd or self.root, env=environment, stdin=subprocess.DEVNULL, stdout=stdout,
                                        stderr=subprocess.PIPE, timeout=timeout, umask=umask, check=False)
            except subprocess.TimeoutExpired:
                return subprocess.CompletedProcess(arguments, -1, b"", f"no end after {timeout} s")
            result.stderr = result.stderr.decode("utf-8", "replace")
            if LOOK_FOR_LEAKS_FAILED not in result.stderr:
                break
        return result

    def render(self, article, output, *options, **keywords):
        return self.offprint("render", article, "-o", output, *options, **keywords)

    def tool(self, *command, timeout=120):
        """Runs a checking tool; stdout and stderr together as text. None, counted as skipped, when it is not installed."""
        if shutil.which(command[0]) is None:
            self.skip(f"{command[0]} is not installed")
            return None
        result = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=timeout, check=False)
        result.stdout = result.stdout.decode("utf-8", "replace")
        return result

    def check(self, holds, what, details=""):
        with self.lock:
            if holds:
                self.passed += 1
            else:
                self.failures.append(what)
                print(f"FAILED: {what}" + (f"\n    {details.strip()[:3000]}" if details else ""), flush=True)
        return bool(holds)

    def equal(self, found, expected, what):
        return self.check(found == expected, what, f"found    {found!r}\n    expected {expected!r}")

    def skip(self, why):
        self.skipped += 1
        print(f"skipped: {why}", flush=True)


def write(path, text):
    with open(path, "wb") as file:
        file.write(text if isinstance(text, bytes) else text.encode())
    return path


def read(path):
    with open(path, "rb") as file:
        return file.read()
