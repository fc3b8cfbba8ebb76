#!/usr/bin/env python3
"""Rewrites the last column of the .tests files in this folder with what hb-shape says. Look at the difference before committing it."""
import pathlib
import subprocess

here = pathlib.Path(__file__).resolve().parent
for path in sorted(here.glob("*.tests")):
    lines = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            font, features, language, script, text = line.split("\t")[:5]
            command = ["hb-shape", here.parent.parent / "fonts" / font, "--unicodes=" + ",".join(f"U+{ord(c):04X}" for c in text), "--no-glyph-names",
                       "--utf8-clusters", "--remove-default-ignorables", "--direction=ltr", "--language=" + language, "--script=" + script]
            if features != "-":
                command.append("--features=" + features)
            shaped = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
            line = "\t".join([font, features, language, script, text, shaped])
        lines.append(line)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
