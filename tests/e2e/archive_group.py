"""The archive through the real program: killed at any time, damaged anywhere, exported and checked by nothing but hashes and the written instructions."""
import fcntl
import hashlib
import json
import os
import random
import re
import shutil
import signal
import subprocess
import time

from harness import MINIMAL_ARTICLE, read, write

KILLS = int(os.environ.get("OFFPRINT_E2E_KILLS", "200"))  # fewer where the program is slow by its sanitizers


def test(run):
    if not os.path.exists(os.path.join(os.path.dirname(run.program), "offprint-catalog.so")):
        run.skip("the module catalog was not built")
        return
    pdfs = make_pdfs(run)
    test_commands(run, pdfs)
    test_export(run, pdfs)
    test_deep(run, pdfs)
    test_rounds(run, pdfs)
    test_damage(run, pdfs)
    test_replicate(run, pdfs)
    test_kills(run, pdfs)


def make_pdfs(run):
    """Small PDFs: plain ones and one with its sources."""
    folder = run.scratch("archive")
    pdfs = {"folder": folder}
    for name, words, options in (("record", "A [link](https://example.com/) to hippopotamuses.", ["--profile", "archive"]), ("a", "Words of a.", []), ("b", "Words of b.", [])):
        article = write(os.path.join(folder, name + ".yaml"), MINIMAL_ARTICLE.replace("A test", f"Report {name}") + f"  - {words}\n")
        pdfs[name] = os.path.join(folder, name + ".pdf")
        result = run.render(article, pdfs[name], *options)
        run.check(result.returncode == 0, f"{name}: renders", result.stderr)
    return pdfs


def archive(run, folder, command, *arguments, code=0, **keywords):
    result = run.offprint("archive", command, "-a", folder, *arguments, **keywords)
    run.equal(result.returncode, code, f"archive {command} {' '.join(arguments)}: exit code ({result.stderr.strip()})")
    return result


def rows(run, folder, *query):
    return [json.loads(line) for line in archive(run, folder, "list", "--json", *query).stdout.decode().splitlines()]


def ids(run, folder, *query):
    return [row["id"] for row in rows(run, folder, *query)]


def findings(run, folder, *options):
    """Exit code of verify and what it found."""
    result = run.offprint("archive", "verify", "-a", folder, *options)
    lines = [json.loads(line) for line in result.stdout.decode().splitlines()]
    return result.returncode, [line for line in lines if line.get("kind") == "finding"]


def sound(run, folder, what, *options):
    code, found = findings(run, folder, *options)
    run.check(code == 0 and not found, f"{what}: sound", str(found))


def new_archive(run, pdfs, name, *reports):
    folder = os.path.join(pdfs["folder"], name)
    archive(run, folder, "init", "--name", "test desk", "--now", "2026-06-15T08:00:00Z")
    for report in reports:
        archive(run, folder, "add", pdfs[report], "--now", "2026-06-15T12:00:00Z", "--client", f"Client {report}", "--class", "us-bd")
    return folder


# ---------------------------------------------------------------- commands

def test_commands(run, pdfs):
    folder = new_archive(run, pdfs, "commands")
    archive(run, folder, "init", code=2)
    added = archive(run, folder, "add", pdfs["record"], pdfs["a"], "--client", "ACME", "--instrument", "ALAB", "--class", "us-bd", "--class", "eu-mifid", "--approved-by", "M. Lindqvist",
                    "--now", "2026-06-15T12:00:00Z").stdout.decode()
    run.equal(re.findall(r"^(r\d+) \S+ record (\d+) leaf [0-9a-f]{64} object [0-9a-f]{64}$", added, re.M), [("r1", "1"), ("r2", "2")], "add: what is acknowledged")
    archive(run, folder, "add", pdfs["b"], "--client", "Other", "--now", "2026-06-15T12:00:00Z")
    run.equal(ids(run, folder), ["r1", "r2", "r3"], "list: all")
    run.equal(ids(run, folder, "--client", "acme"), ["r1", "r2"], "list: by client")
    run.equal(ids(run, folder, "--instrument", "ALAB", "--from", "2026-06-15", "--to", "2026-06-15"), ["r1", "r2"], "list: by instrument and date")
    run.equal(ids(run, folder, "--to", "2026-06-14"), [], "list: before")
    run.equal(ids(run, folder, "--text", "hippopotamuses link"), ["r1"], "list: by words of the page")
    run.equal(ids(run, folder, "--text", "OR \" NEAR("), [], "list: words are no operators")
    run.equal(rows(run, folder)[0]["until"], "2031-06-15", "add: the longest class counts")
    shown = archive(run, folder, "show", "r1").stdout.decode()
    run.check("record.yaml" in shown and "M. Lindqvist" in shown and "PDF/A-3A" in shown, "show: what is known", shown)
    out = os.path.join(pdfs["folder"], "out.pdf")
    archive(run, folder, "show", rows(run, folder)[0]["object"][:12], "-o", out)
    run.equal(read(out), read(pdfs["record"]), "show: the same PDF")
    archive(run, folder, "show", "r1", "-o", out, "--input", "record.yaml")
    run.equal(read(out), open(os.path.join(pdfs["folder"], "record.yaml"), "rb").read(), "show: the article that it was made of")
    archive(run, folder, "show", "r9", code=2)
    before = os.listdir(os.path.join(folder, "log")), open(os.path.join(folder, "log/00000000000000000000.seg"), "rb").read()
    archive(run, folder, "add", pdfs["a"], os.path.join(pdfs["folder"], "a.yaml"), code=2)
    archive(run, folder, "add", pdfs["a"], "--class", "forever", code=2)
    archive(run, os.path.join(pdfs["folder"], "nowhere"), "list", code=2)
    run.equal((os.listdir(os.path.join(folder, "log")), open(os.path.join(folder, "log/00000000000000000000.seg"), "rb").read()), before, "refusals write nothing")
    with open(os.path.join(folder, "lock"), "rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        archive(run, folder, "add", pdfs["a"], "--wait", "0", code=7)
        archive(run, folder, "verify", "--wait", "0", code=7)
        run.equal(len(ids(run, folder)), 3, "list: waits for nobody")
    # A hold beats an expiry.
    late = ["--now", "2040-01-01T00:00:00Z", "--reason", "expired", "--second-person", "bob"]
    archive(run, folder, "dispose", "r1", "--second-person", "bob", "--reason", "early", "--now", "2030-01-01T00:00:00Z", code=2)
    archive(run, folder, "hold", "Smith v. Jones", "--client", "ACME", "--reason", "subpoena", "--now", "2030-01-01T00:00:00Z")
    archive(run, folder, "dispose", "r1", *late, code=2)
    run.equal(archive(run, folder, "dispose", *late).stdout.decode(), "r3: disposed of\n", "dispose: what no matter holds")
    run.check(rows(run, folder)[2]["disposed"] and ids(run, folder, "--text", "Words of b") == [], "dispose: its words are gone, its record is not")
    archive(run, folder, "show", "r3", "-o", out, code=2)
    archive(run, folder, "release", "Smith v. Jones", "--now", "2040-01-01T00:00:00Z")
    archive(run, folder, "record", "withdraw", "r2", "--by", "Carol", "--words", "wrong price", "--now", "2040-01-01T00:00:00Z")
    archive(run, folder, "retain", "r2", "--until", "2020-01-01", code=2)
    archive(run, folder, "retain", "r2", "--until", "2050-01-01", "--now", "2040-01-01T00:00:00Z")
    run.equal(archive(run, folder, "dispose", *late).stdout.decode(), "r1: disposed of\n", "dispose: what was released; what is kept longer stays")
    run.check("withdraw 2040-01-01T00:00:00Z by Carol: wrong price" in archive(run, folder, "show", "r2").stdout.decode(), "show: events")
    sound(run, folder, "after all commands")
    # Killed between the log and the catalogue: the next run that writes takes the words out.
    behind = new_archive(run, pdfs, "behind", "record", "a")
    old = {name: read(os.path.join(behind, name)) for name in ("catalog.db", "catalog.sum")}
    archive(run, behind, "dispose", "r1", *late)
    for name, bytes_of in old.items():
        write(os.path.join(behind, name), bytes_of)
    archive(run, behind, "record", "withdraw", "r2", "--now", "2040-01-01T00:00:00Z")
    run.equal(ids(run, behind, "--text", "hippopotamuses"), [], "a disposal that was killed: its words are gone")
    sound(run, behind, "after a disposal that was killed")
    # The catalogue is nothing but an index.
    old = rows(run, folder)
    for name in ("catalog.db", "catalog.sum"):
        os.remove(os.path.join(folder, name))
    run.check(findings(run, folder)[0] in (0, 1), "verify without a catalogue ends")
    archive(run, folder, "repair")
    run.equal(rows(run, folder), old, "the catalogue made again equals the old one")
    sound(run, folder, "after repair")


# ---------------------------------------------------------------- export

def test_export(run, pdfs):
    folder = new_archive(run, pdfs, "exported", "record", "a", "b")
    archive(run, folder, "record", "distribute", "r1", "--words", "to ACME")
    archive(run, folder, "record", "distribute", "r3", "--words", "not of this export")
    bag = os.path.join(pdfs["folder"], "bag")
    archive(run, folder, "export", "r1", "r2", "-o", bag)
    archive(run, folder, "export", "r1", "-o", bag, code=2)
    archive(run, folder, "export", "r1", "-o", os.path.join(pdfs["folder"], "no", "bag"), code=4)
    for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        result = subprocess.run(["sha256sum", "--strict", "--quiet", "-c", manifest], cwd=bag, capture_output=True, text=True, check=False)
        run.check(result.returncode == 0, f"sha256sum -c {manifest}", result.stdout + result.stderr)
    listed = {line.split("  ", 1)[1] for line in open(os.path.join(bag, "manifest-sha256.txt")).read().splitlines()}
    there = {os.path.relpath(os.path.join(where, name), bag) for where, _, names in os.walk(os.path.join(bag, "data")) for name in names}
    run.equal(there, listed, "the manifest lists all files and no other")
    run.equal(check_bag(bag), [], "the export is proved by its instructions")
    records = [json.loads(line) for line in open(os.path.join(bag, "data/records.jsonl"))]
    run.equal([r["action"] for r in records], ["schema", "ingest", "ingest", "distribute", "export"], "the audit trail of the reports, and of no other")
    run.check(not os.path.exists(os.path.join(bag, "data/reports/r3.pdf")), "reports that were not asked for stay")
    if shutil.which("openssl"):
        result = subprocess.run(["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "data/public.pem", "-rawin", "-in", "data/checkpoint.signed", "-sigfile", "data/checkpoint.sig"],
                                cwd=bag, capture_output=True, text=True, check=False)
        run.check(result.returncode == 0, "openssl: the checkpoint is signed", result.stdout + result.stderr)
    test_import(run, pdfs, bag, folder)
    # The check can fail.
    for name, old, new in (("records.jsonl", "to ACME", "to ACNE"), ("proofs.jsonl", '"seq":1', '"seq":2'), ("checkpoint.txt", "root ", "root 0")):
        path = os.path.join(bag, "data", name)
        text = open(path).read()
        write(path, text.replace(old, new, 1))
        run.check(check_bag(bag) != [], f"a changed {name} is found")
        write(path, text)
    sound(run, folder, "after the export")


def test_import(run, pdfs, bag, source):
    """Into another archive, once all is proved."""
    other = new_archive(run, pdfs, "imported", "b")
    key = os.path.join(source, "public.pem")
    archive(run, other, "import", bag, "--public-key", os.path.join(other, "public.pem"), code=2)
    for name in ("records.jsonl", "proofs.jsonl", "checkpoint.txt", "public.pem", "reports/r2.pdf"):
        path = os.path.join(bag, "data", name)
        good = read(path)
        bad = bytearray(good)
        bad[len(bad) // 2] ^= 1
        write(path, bytes(bad))
        archive(run, other, "import", bag, code=2)
        write(path, good)
    run.equal(ids(run, other), ["r1"], "import: nothing of what is not proved")
    said = archive(run, other, "import", bag, "--public-key", key).stdout.decode()
    run.equal(re.findall(r"^(r\d+) was (r\d+) ", said, re.M), [("r2", "r1"), ("r3", "r2")], "import: what is acknowledged")
    old, new = rows(run, source), rows(run, other)[1:]
    run.check(all(a[k] == b[k] for a, b in zip(old, new) for k in ("object", "title", "client", "classes")) and all(b["until"] >= a["until"] for a, b in zip(old, new)),
              "import: as it was, and kept at least as long")
    out = os.path.join(pdfs["folder"], "trail")
    archive(run, other, "show", "r2", "-o", out, "--input", "import/records.jsonl")
    run.equal(read(out), read(os.path.join(bag, "data/records.jsonl")), "import: the audit trail of where it came from")
    archive(run, source, "hold", "M", "r2")
    archive(run, source, "export", "r2", "-o", bag + "-held")
    archive(run, other, "import", bag + "-held")
    run.equal(rows(run, other)[-1]["matters"], "M", "import: a hold comes with what it holds")
    sound(run, other, "after imports")


def check_bag(bag):
    """What VERIFY.txt says in its steps 2 and 3, word for word."""
    faults = []

    def digest(*parts):
        return hashlib.sha256(b"".join(parts)).digest()

    def file(name):
        with open(os.path.join(bag, "data", name), "rb") as handle:
            return handle.read()

    lines = file("records.jsonl").decode().splitlines()
    disposed = {name for line in lines for record in [json.loads(line)] if record["action"] == "dispose" for name in record["detail"]["reports"]}
    selected = {name[:-4] for name in os.listdir(os.path.join(bag, "data/reports"))}
    for line in lines:
        record = json.loads(line)
        if record["action"] != "ingest" or record["report"] in disposed:
            continue
        if record["report"] not in selected or digest(file(f"reports/{record['report']}.pdf")).hex() != record["object"]:
            faults.append(f"{record['report']} is not what was archived")
        faults += [f"input {i['name']}" for i in record["detail"]["inputs"] if digest(file("inputs/" + i["sha256"])).hex() != i["sha256"]]
    said = dict(line.split(" ", 1) for line in file("checkpoint.txt").decode().splitlines())
    size, root = int(said["size"]), said["root"]
    proofs = [json.loads(line) for line in file("proofs.jsonl").decode().splitlines()]
    if len(proofs) != len(lines):
        faults.append("not as many proofs as records")
    for line, proof in zip(lines, proofs):
        value = digest(b"\0", line.encode())
        node, last = proof["seq"], size - 1
        good = value.hex() == proof["leaf"] and json.loads(line)["seq"] == proof["seq"]
        for p in map(bytes.fromhex, proof["path"]):
            good = good and last != 0
            if node % 2 == 1 or node == last:
                value = digest(b"\1", p, value)
                while node % 2 == 0 and node != 0:
                    node, last = node // 2, last // 2
            else:
                value = digest(b"\1", value, p)
            node, last = node // 2, last // 2
        if not (good and last == 0 and value.hex() == root):
            faults.append(f"record {proof['seq']} is not in the log")
    return faults


# ---------------------------------------------------------------- damage

def test_deep(run, pdfs):
    """PDFs made again from what they carry; one that was changed after it was made, before it came to the archive."""
    folder = new_archive(run, pdfs, "deep", "record", "a", "record")
    lines = [json.loads(line) for line in archive(run, folder, "verify", "--deep").stdout.decode().splitlines()]
    again = [(line["kind"], line["words"]) for line in lines if line.get("part") == "made again"]
    run.equal(again, [("note", "1 report with nothing to be made of"), ("proved", "2 reports, byte for byte")], "deep: what is made again")
    run.equal(lines[-1], {"result": "sound"}, "deep: sound")
    locked = os.path.join(pdfs["folder"], "locked.pdf")
    result = run.render(os.path.join(pdfs["folder"], "a.yaml"), locked, "--profile", "locked", "--password-file", write(os.path.join(pdfs["folder"], "secret"), "correct horse"))
    run.check(result.returncode == 0, "a locked copy is made", result.stderr)
    run.check("it is locked" in archive(run, folder, "add", locked, code=2).stderr, "a locked copy is not archived")
    changed = os.path.join(pdfs["folder"], "changed.pdf")
    bytes_of = read(pdfs["record"])
    run.check(bytes_of.count(b"Report record") > 0, "the title stands in the file")
    write(changed, bytes_of.replace(b"Report record", b"Report rekord"))
    archive(run, folder, "add", changed, "--now", "2026-06-15T13:00:00Z")
    sound(run, folder, "full: what came in changed is kept as it came")
    code, found = findings(run, folder, "--deep")
    run.check(code == 1 and found and all(line["words"].startswith("r4 (changed.pdf)") for line in found), "deep: the changed one is found", str(found))
    archive(run, folder, "verify", "--deep", "--quick", code=2)


def test_rounds(run, pdfs):
    """Objects hashed a few at a time: a record tells how far it came, the next run goes on there."""
    folder = new_archive(run, pdfs, "rounds", "a", "b", "record")
    portion = ["--minutes", "0", "--now", "2026-06-16T00:00:00Z"]

    def told():
        lines = [json.loads(line) for line in archive(run, folder, "verify", *portion).stdout.decode().splitlines()]
        return [line["words"] for line in lines if line.get("part") == "round"]

    began = "it began 2026-06-16T00:00:00Z and goes on at"
    run.equal([told(), told(), told()], [[f"{began} r2; none was whole yet"], [f"{began} r3; none was whole yet"], ["all objects were looked at since 2026-06-16T00:00:00Z"]],
              "verify --minutes: one report after another")
    run.equal(told(), [f"{began} r2; the last whole one ended 2026-06-16T00:00:00Z"], "verify --minutes: a new round")
    sound(run, folder, "the rest of a round, slowly", "--minutes", "1", "--rate", "50", "--now", "2026-06-16T00:00:00Z")
    sound(run, folder, "all of it, slowly", "--rate", "50")
    sound(run, folder, "after rounds")
    path = os.path.join(folder, "objects/sha256", *(lambda name: (name[:2], name[2:4], name))(rows(run, folder)[1]["object"]))
    bad = bytearray(read(path))
    bad[len(bad) // 2] ^= 1
    os.chmod(path, 0o644)
    write(path, bytes(bad))
    run.equal([findings(run, folder, *portion)[0] for _ in range(3)], [0, 1, 0], "verify --minutes: the damaged object is found in its turn")
    log = read(os.path.join(folder, "log/00000000000000000000.seg"))
    run.equal(log.count(b"it is not what was archived"), 1, "verify --minutes: and recorded")
    for wrong in (["--quick"], ["--deep"]):
        archive(run, folder, "verify", "--minutes", "1", *wrong, code=2)
    for wrong in (["--minutes", "-1"], ["--rate", "0"]):
        archive(run, folder, "verify", *wrong, code=2)
    log_path = os.path.join(folder, "log/00000000000000000000.seg")
    whole = read(log_path)
    write(log_path, whole[:300] + bytes([whole[300] ^ 1]) + whole[301:])
    code, found = findings(run, folder, *portion)
    run.check(code == 1 and found and found[0]["part"] == "log", "verify --minutes: a damaged log is told as by any verify", str(found))
    write(log_path, whole)
    os.rename(os.path.join(folder, "key.pem"), os.path.join(folder, "elsewhere"))
    archive(run, folder, "verify", *portion, code=2)
    archive(run, folder, "verify", *portion, "--key", os.path.join(folder, "elsewhere"))


def test_damage(run, pdfs):
    """One bit in each file (each bit of log and checkpoints: tests/unit/archive), and repair from a copy."""
    folder = new_archive(run, pdfs, "damaged", "record", "a")
    copy = os.path.join(pdfs["folder"], "copy")
    shutil.copytree(folder, copy)
    generator = random.Random(17)
    for where, _, names in os.walk(folder):
        for name in names:
            if name in ("lock", "key.pem"):
                continue
            path = os.path.join(where, name)
            good, mode = read(path), os.stat(path).st_mode
            bad = bytearray(good)
            bad[generator.randrange(len(bad))] ^= 1 << generator.randrange(8)
            os.chmod(path, 0o644)
            write(path, bytes(bad))
            code, found = findings(run, folder)
            run.check(code == 1 and found, f"a flipped bit of {os.path.relpath(path, folder)} is found")
            write(path, good)
            os.chmod(path, mode)
    sound(run, folder, "with all bits back")
    log = os.path.join(folder, "log/00000000000000000000.seg")
    bad = bytearray(read(log))
    bad[100] ^= 1
    write(log, bytes(bad))
    archive(run, folder, "add", pdfs["b"], code=1)
    archive(run, folder, "repair", code=1)
    archive(run, folder, "repair", "--from", copy)
    sound(run, folder, "repaired from a copy")
    run.equal(ids(run, folder), ["r1", "r2"], "repaired: all reports")
    # Rewritten by somebody who has the key: a checkpoint that was kept elsewhere tells.
    kept = os.path.join(copy, "checkpoints", sorted(os.listdir(os.path.join(copy, "checkpoints")))[-1])
    sound(run, folder, "against a kept checkpoint", "--checkpoint", kept, "--public-key", os.path.join(copy, "public.pem"))
    other = new_archive(run, pdfs, "rewritten", "a", "b", "record")
    run.equal(findings(run, other, "--checkpoint", kept)[0], 1, "another history is found by a kept checkpoint")


# ---------------------------------------------------------------- the second copy

def tree(folder):
    """Files of a folder with their bytes and modes."""
    paths = [os.path.join(where, name) for where, _, names in os.walk(folder) for name in names]
    return {os.path.relpath(path, folder): (read(path), os.stat(path).st_mode) for path in paths}


def object_of(folder, digest):
    return os.path.join(folder, "objects/sha256", digest[:2], digest[2:4], digest)


def flip(path):
    bad = bytearray(read(path))
    bad[len(bad) // 2] ^= 1
    os.chmod(path, 0o644)
    write(path, bytes(bad))


def test_replicate(run, pdfs):
    folder, copy = new_archive(run, pdfs, "original", "record", "a"), os.path.join(pdfs["folder"], "second")
    root = re.search(r"^root (.*)$", read(os.path.join(folder, "checkpoints/00000000000000000003.txt")).decode(), re.M)[1]
    objects = sum(name.startswith("objects/") for name in tree(folder))
    said = archive(run, folder, "replicate", "--to", copy).stdout.decode()
    run.equal(said, f"{copy}: 2 reports, 3 records, {objects} objects copied, root {root}\n", "replicate: what is told")
    sound(run, copy, "the copy")
    archive(run, folder, "add", pdfs["b"], "--client", "Later", "--now", "2026-06-16T12:00:00Z")
    run.check(f"3 reports, 4 records, {sum(name.startswith('objects/') for name in tree(folder)) - objects} objects copied" in archive(run, folder, "replicate", "--to", copy).stdout.decode(),
              "replicate: what is new alone")
    sound(run, copy, "the copy of more")
    copied = {name: both for name, both in tree(folder).items() if not name.startswith("catalog.") and name != "key.pem"}
    run.equal({name: both for name, both in tree(copy).items() if not name.startswith("catalog.")}, copied, "replicate: all but the key")
    # What can be done with a copy, and what cannot.
    run.equal(rows(run, copy), rows(run, folder), "the copy lists the same")
    run.equal(ids(run, copy, "--text", "hippopotamuses"), ["r1"], "the copy is searched")
    out = os.path.join(pdfs["folder"], "of-copy.pdf")
    archive(run, copy, "show", "r3", "-o", out)
    run.equal(read(out), read(pdfs["b"]), "the copy shows")
    before = tree(copy)
    archive(run, copy, "add", pdfs["a"], code=2)
    archive(run, copy, "export", "r1", "-o", out + ".bag", code=2)
    archive(run, copy, "repair", code=2)
    run.equal(tree(copy), before, "the copy is not written to without the key")
    archive(run, folder, "replicate", code=2)
    archive(run, folder, "replicate", "--to", os.path.join(folder, "copy"), code=2)
    archive(run, folder, "replicate", "--to", pdfs["folder"], code=2)
    archive(run, folder, "replicate", "--to", new_archive(run, pdfs, "foreign", "a"), code=2)
    archive(run, folder, "replicate", "--to", os.path.join(pdfs["folder"], "no/where"), code=4)
    for locked in (folder, copy):
        with open(os.path.join(locked, "lock"), "rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            archive(run, folder, "replicate", "--to", copy, "--wait", "0", code=7)
    # Damage of the archive: told before it is copied, mended from the copy.
    victim = object_of(folder, rows(run, folder)[0]["object"])
    for path in (victim, os.path.join(folder, "log/00000000000000000000.seg"), os.path.join(folder, "checkpoints/00000000000000000002.txt")):
        flip(path)
        run.equal(findings(run, folder)[0], 1, f"{os.path.basename(path)}: damaged")
        if path.endswith(".seg"):
            archive(run, folder, "replicate", "--to", copy, code=1)
        archive(run, folder, "repair", "--from", copy)
        sound(run, folder, f"{os.path.basename(path)}: mended from the copy")
    archive(run, folder, "replicate", "--to", copy)
    archive(run, folder, "add", pdfs["a"], pdfs["record"], "--client", "Again", "--now", "2026-06-17T12:00:00Z")
    fresh = os.path.join(pdfs["folder"], "fresh")
    good = read(victim)
    flip(victim)
    result = archive(run, folder, "replicate", "--to", fresh, code=1)
    run.check(f"object {os.path.basename(victim)} of r1: it is not what was archived; it was not copied" in result.stdout.decode() and "E952" in result.stderr, "replicate: a damaged object is named", result.stderr)
    archive(run, folder, "replicate", "--to", fresh, "--incomplete", code=1)
    run.equal([line["part"] for line in findings(run, fresh)[1]], ["object"], "incomplete: verify tells what the copy has not")
    write(victim, good)
    archive(run, folder, "replicate", "--to", fresh)
    sound(run, fresh, "with the object that was missing")
    archive(run, folder, "replicate", "--to", copy)
    # Another history by somebody who has the key, or an older state of it: nothing of the copy is lost.
    older = os.path.join(pdfs["folder"], "older")
    shutil.copytree(folder, older)
    archive(run, folder, "record", "distribute", "r1", "--now", "2026-06-18T12:00:00Z")
    archive(run, folder, "replicate", "--to", copy)
    before = tree(copy)
    run.check("has a record" in archive(run, older, "replicate", "--to", copy, code=1).stderr, "replicate: an archive that was set back is told")
    archive(run, older, "record", "distribute", "r2", "--now", "2026-06-18T12:00:00Z")
    run.check("was rewritten" in archive(run, older, "replicate", "--to", copy, code=1).stderr, "replicate: an archive that was rewritten is told")
    run.equal(tree(copy), before, "replicate: nothing of the copy is changed then")
    # What is disposed of goes from the copy, its words too.
    archive(run, folder, "replicate", "--to", fresh)
    run.check(b"hippopotamuses" in read(os.path.join(fresh, "catalog.db")), "the copy's catalogue has the words")
    archive(run, folder, "dispose", "--second-person", "bob", "--reason", "expired", "--now", "2050-01-01T00:00:00Z")
    archive(run, folder, "replicate", "--to", fresh)
    sound(run, fresh, "the copy after a disposal")
    run.equal(sorted(name for name in tree(fresh) if name.startswith("objects/")), [], "a disposal: objects are gone from the copy")
    run.check(b"hippopotamuses" not in read(os.path.join(fresh, "catalog.db")), "a disposal: the words are gone from the copy's catalogue")
    # After a loss the copy becomes the archive.
    shutil.copy(os.path.join(folder, "key.pem"), copy)
    archive(run, copy, "repair")
    archive(run, copy, "add", pdfs["b"], "--client", "After the loss")
    sound(run, copy, "the copy as the archive")


# ---------------------------------------------------------------- kills

def test_kills(run, pdfs):
    """Puts killed at a random time. What was acknowledged is there; what is listed can be had; nothing is ever a finding."""
    folder = new_archive(run, pdfs, "killed", "record")
    generator = random.Random(4)
    begin = time.monotonic()
    archive(run, folder, "add", pdfs["a"])
    whole = time.monotonic() - begin
    acknowledged, killed = set(), 0
    environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", **{k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")}}
    for number in range(KILLS):
        process = subprocess.Popen([run.program, "archive", "add", "-a", folder, pdfs["a"], pdfs["b"], "--client", f"kill {number}"], env=environment,
                                   stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        time.sleep(generator.random() * whole * 1.2)
        process.send_signal(signal.SIGKILL)
        said = process.communicate()[0].decode()
        killed += process.returncode == -signal.SIGKILL
        acknowledged |= {tuple(m) for m in re.findall(r"^(r\d+) \S+ record \d+ leaf ([0-9a-f]{64}) object [0-9a-f]{64}\n", said, re.M)}
        if number % 10 == 9:
            code, found = findings(run, folder, "--quick")
            run.check(code == 0, f"after {number + 1} kills: nothing is found", str(found))
    run.check(killed > KILLS / 4, f"{killed} of {KILLS} runs were killed before they ended")
    archive(run, folder, "repair")
    sound(run, folder, "after all kills")
    listed = rows(run, folder)
    names = {row["id"] for row in listed}
    run.check(all(name in names for name, _ in acknowledged), f"all {len(acknowledged)} acknowledged reports are listed")
    log = b"".join(open(os.path.join(folder, "log", name), "rb").read() for name in sorted(os.listdir(os.path.join(folder, "log"))))
    leaves = set()
    while log:
        length = int.from_bytes(log[:4], "little")
        leaves.add(hashlib.sha256(b"\0" + log[8:8 + length]).hexdigest())
        log = log[8 + length:]
    run.check(all(leaf in leaves for _, leaf in acknowledged), "all acknowledged leaves are in the log")
    for row in listed:
        path = os.path.join(folder, "objects/sha256", row["object"][:2], row["object"][2:4], row["object"])
        run.check(hashlib.sha256(read(path)).hexdigest() == row["object"], f"{row['id']}: its object is there")
