#!/usr/bin/env python3
"""End-to-end tests: runs the program as its users do, on files, and looks at what comes out.

usage: e2e.py GROUP --program build/release/offprint [--root DIR]
       e2e.py GROUP --update [NAME...]      rewrites the references of `golden`, `diagnostics` or `docs`, to be looked at one by one
GROUP: diagnostics, mutations, cli, docs, golden, determinism, validate, conformance, references, verify, diff, sign, locked, archive, tables pages languages (a file each, in this folder).
Exit status: 0 all hold, 1 something does not, 77 nothing could be tested for lack of tools.
"""
import argparse
import importlib
import os
import sys
import tempfile

sys.dont_write_bytecode = True  # the source tree stays as it is
from harness import Run  # noqa: E402

GROUPS = ("diagnostics", "mutations", "cli", "docs", "golden", "determinism", "validate", "conformance", "references", "verify", "tables", "pages", "languages", "columns", "disclosures", "sign", "locked", "archive", "data", "selfcheck", "diff", "builds", "batch", "snapshot", "nightly", "expressions", "hostile", "statement")


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    root = os.path.dirname(os.path.dirname(here))
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("group", choices=GROUPS)
    parser.add_argument("--program", default=os.path.join(root, "build/release/offprint"))
    parser.add_argument("--root", default=root)
    parser.add_argument("--update", nargs="*", metavar="NAME")
    options = parser.parse_args()
    group = importlib.import_module(options.group + "_group")
    with tempfile.TemporaryDirectory(prefix="offprint-e2e-") as folder:
        run = Run(os.path.abspath(options.program), os.path.abspath(options.root), folder)
        if options.update is not None:
            group.update(run, options.update)
            return 0
        group.test(run)
        print(f"e2e {options.group}: {run.passed} passed, {len(run.failures)} failed, {run.skipped} skipped")
        if run.failures:
            return 1
        return 0 if run.passed else 77


if __name__ == "__main__":
    sys.exit(main())
