#!/usr/bin/env python3
"""Holds the source against the rules of the house (docs/architecture.md, src/rooms.txt).

usage: house_test.py CHECK [--root DIR] [--build DIR]
CHECK: includes, links, codes, documented, symbols, loaded, functions, words, format, self.
Prints one line a violation (path:line: what) and exits 1 if there is any.
"""
import argparse
import fnmatch
import os
import re
import subprocess
import sys
import tempfile

FUNCTION_LIMIT = 100  # lines
TEXT_SUFFIXES = (".cpp", ".h", ".txt", ".cmake", ".json", ".yaml", ".yml", ".py", ".md", ".csv", ".expect", ".sh", "")
SKIPPED_FOLDERS = {".git", "build", "fonts"}


class Table:
    """src/rooms.txt, read."""

    def __init__(self, path):
        self.rooms, self.modules, self.libraries, self.needed, self.everywhere, self.forbidden, self.shared_codes = {}, {}, {}, set(), set(), [], []
        with open(path, encoding="utf-8") as file:
            for line in file:
                line = line.split("#")[0].strip()
                if not line:
                    continue
                head, _, rest = line.partition(":")
                word, _, name = head.partition(" ")
                if word == "room":
                    self.rooms[name] = rest.split()
                elif word == "module":
                    rooms, _, loads = rest.partition("|")
                    self.rooms[name], self.modules[name] = rooms.split(), loads.split()
                elif word == "library":
                    rooms, _, prefixes = rest.partition("|")
                    self.libraries[name] = (rooms.split(), prefixes.split())
                elif word == "needed":
                    self.needed.update(rest.split())
                elif word == "everywhere":
                    self.everywhere.update(rest.split())
                elif word == "forbidden":
                    self.forbidden += rest.split()
                elif word == "shared-codes":
                    self.shared_codes += rest.split()
                else:
                    raise SystemExit(f"{path}: unknown row '{line}'")

    def library_of(self, header):
        for name, (_, prefixes) in self.libraries.items():
            if any(header.startswith(prefix) for prefix in prefixes):
                return name
        return None


def files_below(folder, suffixes):
    for base, folders, names in os.walk(folder):
        folders[:] = sorted(f for f in folders if f not in SKIPPED_FOLDERS)
        for name in sorted(names):
            # In a linked work tree .git is a file, which names the tree that it belongs to.
            if name != ".git" and os.path.splitext(name)[1] in suffixes:
                yield os.path.join(base, name)


def read(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read()


# ---------------------------------------------------------------- rooms and libraries

def check_includes(root, _build):
    """Rooms below only; a library's headers in its rooms only; no library that the table does not know."""
    table = Table(os.path.join(root, "src/rooms.txt"))
    faults = []
    for room, below in table.rooms.items():
        for other in below:
            if other not in table.rooms:
                faults.append(f"src/rooms.txt: room '{room}' names the unknown room '{other}'")
            elif room in table.rooms[other]:
                faults.append(f"src/rooms.txt: '{room}' and '{other}' include each other")
    for path in files_below(os.path.join(root, "src"), (".cpp", ".h")):
        where = os.path.relpath(path, root)
        room = where.split(os.sep)[1]
        if room not in table.rooms:
            faults.append(f"{where}: '{room}' is no room of src/rooms.txt")
            continue
        for number, line in enumerate(read(path).splitlines(), 1):
            match = re.match(r'\s*#\s*include\s*[<"]([^>"]+)[>"]', line)
            if match:
                fault = include_fault(table, room, match.group(1), os.path.basename(path))
                if fault:
                    faults.append(f"{where}:{number}: {fault}")
    return faults


def include_fault(table, room, header, file):
    other = header.split("/")[0]
    if "/" in header and other in table.modules and other != room and header != f"{other}/module.h":
        return f"of the module '{other}' only module.h may be included"
    if "/" in header and other == room in table.modules and file == "module.h":
        return "a module's module.h may include rooms below only"
    if "/" in header and other in table.rooms:
        return None if other == room or other in table.rooms[room] else f"'{room}' may not include '{other}'"
    library = table.library_of(header)
    if library is None:
        # Headers of the standard library have neither a folder nor an ending.
        return f"'{header}' begins with no room and belongs to no library of src/rooms.txt" if "/" in header or "." in header else None
    rooms = table.libraries[library][0]
    if room in table.modules and file == "module.h" and "*" not in rooms:
        return f"a module's module.h is included by others and so may not include {library}"
    return None if "*" in rooms or room in rooms else f"{library} belongs to {', '.join(rooms)}, not to '{room}'"


def check_links(root, _build):
    """The offprint_room(...) or offprint_module(... ROOMS ...) line of each room names exactly the rooms of its row."""
    table = Table(os.path.join(root, "src/rooms.txt"))
    faults = []
    for room, below in table.rooms.items():
        path = os.path.join(root, "src", room, "CMakeLists.txt")
        where = os.path.relpath(path, root)
        if not os.path.exists(path):
            faults.append(f"{where}: missing")
            continue
        rows = re.findall(r"^\s*offprint_room\(([^)]*)\)", read(path), re.M)
        if room in table.modules:
            rows = [re.sub(r"\s+(SOURCES|LIBRARIES)\b.*", "", row, flags=re.S).replace(" ROOMS", "")
                    for row in re.findall(r"^\s*offprint_module\(([^)]*)\)", read(path), re.M)]
        if not rows and "add_executable(offprint " in read(path):
            continue  # the program itself: it stands above all rooms and is a part of none
        if len(rows) != 1 or rows[0].split()[:1] != [room]:
            faults.append(f"{where}: exactly one line offprint_{'module' if room in table.modules else 'room'}({room} ...) is expected")
        elif sorted(rows[0].split()[1:]) != sorted(below):
            faults.append(f"{where}: links [{' '.join(sorted(rows[0].split()[1:]))}], src/rooms.txt allows [{' '.join(sorted(below))}]")
    return faults


def places_of_codes(root):
    """Where the source gives each code: {code: {room: first place}}."""
    places = {}
    for path in files_below(os.path.join(root, "src"), (".cpp", ".h")):
        where = os.path.relpath(path, root)
        for number, line in enumerate(read(path).splitlines(), 1):
            for code in re.findall(r'"([EWK]\d{3})"', line.split("//")[0]):
                places.setdefault(code, {}).setdefault(where.split(os.sep)[1], f"{where}:{number}")
    return places


def check_documented(root, _build):
    """docs/diagnostics.md has one row for each code that the source gives, and no other."""
    page, rows, faults = "docs/diagnostics.md", {}, []
    places = places_of_codes(root)
    for number, line in enumerate(read(os.path.join(root, page)).splitlines(), 1):
        match = re.match(r"\| ([EWK]\d{3}) \|", line)
        if match:
            if match.group(1) in rows:
                faults.append(f"{page}:{number}: a second row for {match.group(1)}")
            rows.setdefault(match.group(1), number)
    faults += [f"{next(iter(places[code].values()))}: {code} has no row in {page}" for code in sorted(set(places) - set(rows))]
    return faults + [f"{page}:{rows[code]}: nothing gives {code}" for code in sorted(set(rows) - set(places))]


def check_codes(root, _build):
    """A diagnostic's code means one thing: it is used in one room, unless src/rooms.txt shares it."""
    table = Table(os.path.join(root, "src/rooms.txt"))
    places = places_of_codes(root)
    return [f"{' and '.join(rooms.values())}: both use {code}" for code, rooms in sorted(places.items())
            if len(rooms) > 1 and not any(code.startswith(prefix) for prefix in table.shared_codes)]


# ---------------------------------------------------------------- what was built

def undefined_symbols(archive):
    out = subprocess.run(["nm", "-A", "-u", archive], capture_output=True, text=True, check=True).stdout
    for line in out.splitlines():
        place, _, symbol = line.rpartition(" U ")
        if symbol:
            yield place.rstrip(": ").rsplit(":", 1)[-1], symbol.strip()


def check_symbols(root, build):
    """No forbidden call in any object; libharu only from its rooms."""
    table = Table(os.path.join(root, "src/rooms.txt"))
    haru_rooms = table.libraries["libharu"][0]
    faults, seen = [], 0
    for room in table.rooms:
        archive = os.path.join(build, "src", room, f"liboffprint_{room}.a")
        if not os.path.exists(archive):
            continue
        for member, symbol in undefined_symbols(archive):
            seen += symbol.startswith("HPDF_")
            if symbol.startswith("HPDF_") and room not in haru_rooms:
                faults.append(f"{room}/{member}: calls {symbol}; libharu belongs to {', '.join(haru_rooms)}")
            faults += [f"{room}/{member}: calls {symbol} (src/rooms.txt forbids {p})" for p in table.forbidden if fnmatch.fnmatchcase(symbol, p)]
    if seen == 0:
        faults.append(f"{build}: no call of libharu was seen at all; is the build complete?")
    return faults


def check_loaded(root, build):
    """The program loads the core libraries only; each module those of its row. A module exports its one call."""
    table = Table(os.path.join(root, "src/rooms.txt"))
    faults = loads_of(os.path.join(build, "offprint"), table.needed | table.everywhere)
    for module, loads in table.modules.items():
        path = os.path.join(build, f"offprint-{module}.so")
        faults += loads_of(path, table.everywhere | set(loads))
        out = subprocess.run(["nm", "-D", "--defined-only", path], capture_output=True, text=True, check=False)
        exported = [line.split()[2] for line in out.stdout.splitlines() if re.match(r"\S+ [TDB] ", line)]
        if exported != ["offprint_module"]:
            faults.append(f"{path}: exports {', '.join(exported) or 'nothing'} where offprint_module alone is expected")
    return faults


def loads_of(path, allowed):
    """What a program or library loads, held against the names that it may."""
    out = subprocess.run(["readelf", "-d", path], capture_output=True, text=True, check=False)
    names = re.findall(r"\(NEEDED\).*\[([^\]]+)\]", out.stdout)
    if out.returncode != 0 or not names:
        return [f"{path}: readelf found no libraries: {out.stderr.strip()}"]
    return [f"{path}: loads {n}, which src/rooms.txt does not allow" for n in names if re.sub(r"-\d+\.[\d.]+$", "", n.split(".so")[0]) not in allowed]


# ---------------------------------------------------------------- how it reads

def without_comments_and_literals(text):
    """The same text with comments, strings and characters blanked; line ends stay."""
    pattern = re.compile(
        r'//[^\n]*|/\*.*?\*/|R"(?P<tag>[^()\\\s]*)\(.*?\)(?P=tag)"|"(?:\\.|[^"\\\n])*"|(?<![0-9A-Fa-f])\'(?:\\.|[^\'\\\n])+\'', re.S)
    return pattern.sub(lambda m: re.sub(r"[^\n]", " ", m.group(0)), text)


def functions_of(text):
    """(name, first line, lines) of each function body that is no part of another."""
    code = without_comments_and_literals(text)
    code = re.sub(r"^[ \t]*#(?:[^\n\\]|\\\n|\\.)*", lambda m: re.sub(r"[^\n]", " ", m.group(0)), code, flags=re.M)
    scopes, head, line, inside = [], "", 1, None
    for character in code:
        if character == "\n":
            line += 1
        if character == "{":
            opening = None
            if inside is None and opens_function(head):
                opening = (re.findall(r"([~\w]+|operator\W+)\s*\(", head) or ["?"])[0], line - head.strip().count("\n")
                inside = len(scopes)
            scopes.append(opening)
            head = ""
        elif character == "}":
            opening = scopes.pop() if scopes else None
            if opening:
                yield opening[0], opening[1], line - opening[1] + 1
                inside = None
            head = ""
        elif character == ";":
            head = ""
        else:
            head += character


def opens_function(head):
    """Whether the words before a brace begin a function (and no namespace, type, initializer or array)."""
    head = head.strip()
    if not head.count("(") or re.match(r"(namespace|enum|union|extern)\b", head) or re.search(r"=\s*$", head):
        return False
    if re.match(r"(template\s*<.*?>\s*)?(class|struct)\s+\w+\s*(final\s*)?(:|$)", head, re.S):
        return False
    return head.count("(") == head.count(")")


def check_functions(root, _build):
    """No function over the limit unless tests/house/long-functions.txt names it with a reason."""
    listed = {}
    for number, row in enumerate(read(os.path.join(root, "tests/house/long-functions.txt")).splitlines(), 1):
        if row.strip() and not row.startswith("#"):
            key, _, reason = row.partition(":")
            listed[key.strip()] = (number, reason.strip())
    faults = [f"tests/house/long-functions.txt:{n}: no reason given" for n, reason in listed.values() if not reason]
    met = set()
    for path in files_below(os.path.join(root, "src"), (".cpp", ".h")):
        where = os.path.relpath(path, root)
        for name, line, length in functions_of(read(path)):
            if length > FUNCTION_LIMIT:
                met.add(f"{where} {name}")
                if f"{where} {name}" not in listed:
                    faults.append(f"{where}:{line}: {name} has {length} lines; {FUNCTION_LIMIT} are allowed")
    faults += [f"tests/house/long-functions.txt:{listed[k][0]}: '{k}' is short again; take it out" for k in sorted(set(listed) - met)]
    return faults


# Written so that this file does not contain what it looks for.
WORDS = [
    (r"(?<![\w.])/(?:w[o]rk|f[a]rm)/|\.libr[a]ry/|/t[m]p/[hb]/", "a path of one machine"),
    (r"https?://[a-z0-9.-]*(?:n[p]m|p[y]pi|m[a]ven|cr[a]tes|deb[i]an)[a-z0-9.-]*/", "a registry host"),
    (r"\b(?:T[O]DO|F[I]XME|X[X]X|H[A]CK)\b", "an unfinished place"),
]


def check_words(root, _build):
    """No machine paths, registry hosts or marks of unfinished work in any text file."""
    faults = []
    for path in files_below(root, TEXT_SUFFIXES):
        if os.path.islink(path):
            continue
        with open(path, "rb") as file:
            raw = file.read()
        if b"\0" in raw[:4096] and not path.endswith((".yaml", ".csv")):
            continue
        for number, line in enumerate(raw.decode("utf-8", "replace").splitlines(), 1):
            faults += [f"{os.path.relpath(path, root)}:{number}: {what}" for pattern, what in WORDS if re.search(pattern, line)]
    return faults


def check_format(root, _build):
    """Every C++ file is as clang-format 14 would write it."""
    out = subprocess.run([os.path.join(root, "scripts/format-check")], capture_output=True, text=True, check=False)
    if out.returncode == 0:
        return []
    return [line for line in out.stderr.splitlines() if "error:" in line] or [out.stderr.strip() or "scripts/format-check failed"]


# ---------------------------------------------------------------- the checks must be able to fail

PLANTED = {
    "src/rooms.txt": "shared-codes: E2\nroom base:\nroom data: base\nroom text: base\nroom pdf: base text plug\nmodule plug: base | libplug\nlibrary plug: plug | plug.h\nlibrary fmt: * | fmt/\nlibrary yaml: data | yaml-cpp/\n",
    "src/base/CMakeLists.txt": "offprint_room(base)\n",
    "src/data/CMakeLists.txt": "offprint_room(data base text)\n",
    "src/text/CMakeLists.txt": "offprint_room(text base)\n",
    "src/plug/CMakeLists.txt": "offprint_module(plug ROOMS base text\n  SOURCES plug.cpp LIBRARIES plug)\n",
    "src/plug/module.h": "#include <plug.h>\n#include <base/x.h>\n#include <plug/own.h>\n",
    "src/plug/plug.cpp": "#include <plug.h>\n#include <plug/own.h>\n#include <fmt/format.h>\n",
    "src/pdf/user.cpp": "#include <plug/module.h>\n#include <plug/own.h>\n",
    "src/base/up.h": '#include "data/value.h"\n',
    "src/base/code.cpp": 'f("E101"); f("E200");  // "E102"\n',
    "src/data/code.cpp": 'f("E101"); f("E102"); f("E200");\n',
    "src/text/library.cpp": '#include <yaml-cpp/yaml.h>\n#include <vector>\n#include <fmt/format.h>\n#include "text/a.h"\n#include <boost/any.hpp>\n',
    "src/data/long.cpp": "namespace x {\nint grow(int a) {\n    if (a) {\n" + "    a = '{' + 1;  // {\n" * 120 + "    }\n    return a;\n}\nint small() { return 1; }\n}\n",
    "tests/house/long-functions.txt": "src/data/gone.cpp f: was a table\n",
    "docs/diagnostics.md": "| E101 | x |\n| E102 | x |\n| E101 | y |\n| W900 | z |\n",
    "docs/notes.md": "see /w" + "ork/main and https://files.py" + "pi.org/x\nT" + "ODO later\n",
}
EXPECTED = {
    "includes": ["src/base/up.h:1", "src/pdf/user.cpp:2: of the module", "src/plug/module.h:1: a module's", "src/plug/module.h:3: a module's", "src/text/library.cpp:1", "src/text/library.cpp:5"],
    "links": ["src/data/CMakeLists.txt", "src/pdf/CMakeLists.txt", "src/plug/CMakeLists.txt: links [base text]"],
    "codes": ["src/base/code.cpp:1 and src/data/code.cpp:1: both use E101"],
    "documented": ["docs/diagnostics.md:3: a second row for E101", "src/base/code.cpp:1: E200 has no row", "docs/diagnostics.md:4: nothing gives W900"],
    "functions": ["src/data/long.cpp:2: grow has 125", "tests/house/long-functions.txt:1"],
    "words": ["docs/notes.md:1: a path", "docs/notes.md:1: a registry", "docs/notes.md:2: an unfinished"],
}


def check_self(_root, _build):
    """Plants one fault of each kind in a small tree and expects exactly those."""
    faults = []
    with tempfile.TemporaryDirectory() as folder:
        for name, text in PLANTED.items():
            path = os.path.join(folder, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
        for check, expected in EXPECTED.items():
            found = CHECKS[check](folder, None)
            if len(found) != len(expected) or not all(f.startswith(e) for f, e in zip(found, expected)):
                faults.append(f"check '{check}' found {found}, expected {expected}")
    return faults


CHECKS = {
    "includes": check_includes, "links": check_links, "codes": check_codes, "documented": check_documented,
    "symbols": check_symbols, "loaded": check_loaded, "functions": check_functions, "words": check_words, "format": check_format, "self": check_self,
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("check", choices=CHECKS)
    parser.add_argument("--root", default=os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
    parser.add_argument("--build")
    options = parser.parse_args()
    faults = CHECKS[options.check](options.root, options.build)
    for fault in faults:
        print(fault)
    print(f"house {options.check}: {len(faults)} violations")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
