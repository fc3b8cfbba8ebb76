"""The documents: their tables, their examples and what they say that the program prints."""
import glob
import importlib.machinery
import importlib.util
import os
import re
import subprocess

from harness import MINIMAL_ARTICLE, read, write

# A command in a console block, and what the document shows of its answer.
COMMAND = re.compile(r"^\$ ([^\n]*)\n((?:(?!\$ |```)[^\n]*\n)*)", re.M)
YAML = re.compile(r"^```yaml\n(.*?)^```", re.S | re.M)
LINK = re.compile(r"\]\(([^)\s#:]+)(?:#[^)]*)?\)")


def documents(run):
    return [run.path("README.md"), run.path("CHANGELOG.md"), *sorted(glob.glob(run.path("docs/*.md")))]


def text_of(path):
    return read(path).decode()


def make_docs(run):
    """scripts/make-docs as a module, with the program under test."""
    os.environ["OFFPRINT"] = run.program
    loader = importlib.machinery.SourceFileLoader("make_docs", run.path("scripts/make-docs"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
    loader.exec_module(module)
    return module


def test(run):
    maker = make_docs(run)
    made = 0
    for path in documents(run):
        name, text = os.path.relpath(path, run.root), text_of(path)
        made += len(maker.MADE.findall(text))
        run.check(maker.filled(text) == text, f"{name}: its tables are what the program says", "write them again: scripts/make-docs tables")
        for number, part in enumerate(YAML.findall(text), 1):
            test_yaml(run, part, f"{name}, example {number}")
        for target in LINK.findall(re.sub(r"`[^`\n]*`", "", text)):
            run.check(os.path.exists(os.path.join(os.path.dirname(path), target)), f"{name}: its link to {target}")
        test_console(run, name, text)
    run.equal(made, len(maker.TABLES), "each table stands in one document")
    test_rooms(run)
    test_pictures(run, maker)


def test_rooms(run):
    rooms = {room: below.split() for room, below in re.findall(r"^(?:room|module) (\w+):([^|\n]*)", text_of(run.path("src/rooms.txt")), re.M)}
    told = {room: re.findall(r"\w+", below) for room, below in re.findall(r"^\| `(\w+)` \| ([^|`]*) \|", text_of(run.path("docs/architecture.md")), re.M)}
    run.equal(told, rooms, "docs/architecture.md: the rooms are those of src/rooms.txt")


def test_pictures(run, maker):
    names = []
    for name, body in maker.examples():
        names.append(name)
        result = run.offprint("check", maker.write_example(run.scratch("picture-" + name), name, body))
        run.equal((result.returncode, result.stderr), (0, ""), f"the example of '{name}' renders without a fault")
    run.equal(sorted(os.listdir(run.path("docs/pictures"))), sorted(name + ".png" for name in names), "docs/pictures: one for each example")
    blocks = re.findall(r"^### `(\w+)`$", run.offprint("schema", "--reference").stdout.decode(), re.M)
    run.equal([b for b in blocks if b not in names], [], "each block has an example with a picture")


def test_yaml(run, part, what):
    """Whole articles and layouts of the documents have no fault."""
    if not re.match(r"(?:#[^\n]*\n)*(?:offprint|layout): ", part):
        return
    folder = run.scratch(re.sub(r"\W+", "-", what))
    write(os.path.join(folder, "offprint.yaml"), "workspace: 1\n")
    article = write(os.path.join(folder, "article.yaml"), part)
    layout = re.match(r"(?:#[^\n]*\n)*layout: ([\w-]+)", part)
    if layout:
        os.makedirs(os.path.join(folder, "layouts"))
        write(os.path.join(folder, "layouts", layout[1] + ".yaml"), part)
        write(article, MINIMAL_ARTICLE.replace("conviction-note", layout[1]))
    result = run.offprint("check", article)
    run.equal((result.returncode, result.stderr), (0, ""), f"{what} has no fault")


def answers(run, text, folder):
    """(match, what the program says) of each command of a document, one after the other in one folder."""
    environment = {"PATH": os.path.dirname(run.program) + os.pathsep + os.environ.get("PATH", ""), "HOME": folder, "LC_ALL": "C.UTF-8"}
    environment.update({k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")})
    for match in COMMAND.finditer(text):
        result = subprocess.run(["bash", "-c", match[1]], cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, timeout=120, check=False)
        yield match, result.stdout.decode("utf-8", "replace")


def measured(text):
    """Times and sizes differ from machine to machine and from day to day."""
    return re.sub(r"\b\d+ (ms|bytes)\b", r"N \1", text)


def test_console(run, name, text):
    folder = run.scratch("console-" + re.sub(r"\W+", "-", name))
    for match, said in answers(run, text, folder):
        run.equal(measured(said), measured(match[2]), f"{name}: $ {match[1]}")


def update(run, _names):
    """Rewrites what the documents show of the program's answers."""
    for path in documents(run):
        text, made, end = text_of(path), "", 0
        for match, said in answers(run, text, run.scratch("console-" + os.path.basename(path))):
            made += text[end:match.start(2)] + (match[2] if measured(said) == measured(match[2]) else said)
            end = match.end(2)
        write(path, made + text[end:])
