"""Data frozen before the first row: a run sees one moment of its sources, and a later one sees it again."""
import glob
import os
import re
import shutil
import signal
import socket
import sqlite3
import struct
import subprocess
import threading
import time

from batch_group import pdfs, root_of, tree
from data_group import with_server
from harness import read, write

HEAD = """offprint: 1
layout: conviction-note
lang: en-US
title: A test
date: 2026-06-15
disclosures: [goai-standard]
params:
  client: {type: string}
  weight: {type: decimal}
"""
BODY = 'body:\n  - "Holdings of {{ params.client }}."\n  - table: {title: T, data: h}\n'
QUERY = "select name, value from holdings where client = :client order by name"


def test(run):
    folder = run.scratch("snapshot")
    write(os.path.join(folder, "offprint.yaml"), "workspace: 1\n")
    write(os.path.join(folder, "rows.csv"), rows(range(12)))
    test_files(run, folder)
    test_archive_copies(run, folder)
    test_sqlite(run, folder)
    test_killed(run, folder)
    test_last_word(run, folder)
    test_interrupted(run, folder)
    with_server(run, lambda server: test_server(run, folder, server))


def rows(numbers, bad=()):
    return "client,weight\n" + "".join(f"C{i:02},{'2.1O' if i in bad else i}\n" for i in numbers)


def batch(run, folder, article, out, code, *options, rows_file="rows.csv", what=None, **keywords):
    result = run.offprint("batch", article, "--rows", rows_file, "--out", out, "--progress", "none", *options, cwd=folder, **keywords)
    run.equal(result.returncode, code, f"{what or out}: exit code ({result.stderr.strip()[:600]})")
    return result.stdout.decode()


def holdings(value):
    return "client,name,value\n" + "".join(f"C{i:02},Name {i},{value + i}\n" for i in range(12))


def files_of(folder):
    return sorted(os.path.basename(path) for path in glob.glob(os.path.join(folder, "*")))


def test_files(run, folder):
    write(os.path.join(folder, "f.yaml"), HEAD + 'data:\n  h: {csv: h.csv, only: {client: "{{ params.client }}"}}\n  j: {json: "j.json", at: /rows}\n' + BODY + "  - table: {title: J, data: j}\n")
    data = {"h.csv": holdings(100), "j.json": '{"rows": [{"k": "x", "v": 1}]}'}
    for name, text in data.items():
        write(os.path.join(folder, name), text)
    root = root_of(batch(run, folder, "f.yaml", "plain", 0))
    run.equal(root_of(batch(run, folder, "f.yaml", "frozen", 0, "--snapshot", "snap", "--jobs", "2")), root, "a snapshot changes no byte of any PDF")
    snapshot = os.path.join(folder, "snap")
    run.equal(len(files_of(snapshot)), 4, "a snapshot: two files of data, index and sums")
    run.equal(subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=snapshot, check=False).returncode, 0, "a snapshot: sha256sum takes its sums")
    write(os.path.join(folder, "h.csv"), holdings(500))
    os.remove(os.path.join(folder, "j.json"))
    run.check(" 0 made, 12 there already" in batch(run, folder, "f.yaml", "frozen", 0, "--snapshot", "snap"), "again from the snapshot: nothing to do")
    run.equal(root_of(batch(run, folder, "f.yaml", "later", 0, "--snapshot", "snap")), root, "files have changed or are gone: the same root from the snapshot")
    run.equal(tree(os.path.join(folder, "later")), tree(os.path.join(folder, "frozen")), "and the same tree, manifest and all")
    write(os.path.join(folder, "j.json"), data["j.json"])
    run.check(root_of(batch(run, folder, "f.yaml", "plain", 0)) != root, "without a snapshot the data of today")
    write(os.path.join(folder, "bad.csv"), rows(range(12), [5]))
    batch(run, folder, "f.yaml", "bad", 1, "--snapshot", "other", rows_file="bad.csv", what="a row with a fault is no fault of the snapshot")
    run.check(read(os.path.join(folder, "bad", "failed.csv")).decode().endswith("bad.csv:7:5\n"), "its fault has its place", read(os.path.join(folder, "bad", "failed.csv")).decode())
    run.equal(len(pdfs(os.path.join(folder, "bad"))), 11, "the other rows are made")
    write(os.path.join(folder, "job.yaml"), "batch: 1\narticle: f.yaml\nrows: rows.csv\nout: by-job\nsnapshot: snap\n")
    result = run.offprint("batch", "job.yaml", cwd=folder)
    run.equal((result.returncode, root_of(result.stdout.decode())), (0, root), "a job names a snapshot")
    victim = glob.glob(os.path.join(snapshot, "*.json"))[0] if "index" not in glob.glob(os.path.join(snapshot, "*.json"))[0] else glob.glob(os.path.join(snapshot, "*.json"))[1]
    write(victim, read(victim).replace(b"1", b"2"))
    batch(run, folder, "f.yaml", "tampered", 1, "--snapshot", "snap", "--max-failures", "100", what="a changed file of the snapshot")
    run.check(",E324," in read(os.path.join(folder, "tampered", "failed.csv")).decode(), "a changed file of the snapshot is told")
    os.makedirs(os.path.join(folder, "full"))
    write(os.path.join(folder, "full", "letter.txt"), "mine\n")
    batch(run, folder, "f.yaml", "refused", 2, "--snapshot", "full", what="a folder with something else in it")
    run.equal(files_of(os.path.join(folder, "full")), ["letter.txt"], "which is left alone")
    write(os.path.join(folder, "file"), "x")
    batch(run, folder, "f.yaml", "unwritable", 4, "--snapshot", "file/snap", what="a snapshot that cannot be written")


def test_archive_copies(run, folder):
    write(os.path.join(folder, "h.csv"), holdings(100))
    write(os.path.join(folder, "two.csv"), rows(range(2)))
    batch(run, folder, "f.yaml", "copies", 0, "--snapshot", "copied", "--profile", "archive", rows_file="two.csv")
    os.remove(os.path.join(folder, "h.csv"))
    batch(run, folder, "f.yaml", "recopied", 0, "--snapshot", "copied", "--profile", "archive", rows_file="two.csv")
    run.equal(tree(os.path.join(folder, "recopied")), tree(os.path.join(folder, "copies")), "archive copies from a snapshot are the same when the file is gone")
    for name in pdfs(os.path.join(folder, "recopied")):
        result = run.offprint("verify", os.path.join(folder, "recopied", name))
        run.check(result.returncode == 0 and "made again, identical" in result.stdout.decode(), "and prove themselves", result.stdout.decode() + result.stderr)
    write(os.path.join(folder, "h.csv"), holdings(100))


def fill(path, value, count=12):
    database = sqlite3.connect(path)
    database.execute("create table if not exists holdings(client text, name text, value int)")
    database.execute("delete from holdings")
    database.executemany("insert into holdings values(?, ?, ?)", [(f"C{i:02}", f"Name {i}", value + i) for i in range(count)])
    database.commit()
    database.close()


def test_sqlite(run, folder):
    book = os.path.join(folder, "book.db")
    fill(book, 100)
    write(os.path.join(folder, "s.yaml"), HEAD + f'data:\n  h: {{sqlite: book.db, query: "{QUERY}"}}\n' + BODY)
    root = root_of(batch(run, folder, "s.yaml", "s-plain", 0))
    run.equal(root_of(batch(run, folder, "s.yaml", "s-frozen", 0, "--snapshot", "s-snap", "--jobs", "2")), root, "answers of SQLite, frozen: the same root")
    run.equal(len(files_of(os.path.join(folder, "s-snap"))), 14, "an answer for each row")
    fill(book, 700)
    run.equal(root_of(batch(run, folder, "s.yaml", "s-later", 0, "--snapshot", "s-snap")), root, "SQLite: the rows have changed, the snapshot has not")
    os.remove(book)
    run.equal(root_of(batch(run, folder, "s.yaml", "s-gone", 0, "--snapshot", "s-snap")), root, "SQLite: the database is gone")
    write(os.path.join(folder, "more.csv"), rows(range(13)))
    batch(run, folder, "s.yaml", "s-more", 1, "--snapshot", "s-snap", rows_file="more.csv", what="a row that was not frozen")
    failed = read(os.path.join(folder, "s-more", "failed.csv")).decode().splitlines()[1:]
    run.check(len(failed) == 1 and failed[0].startswith("C12,12,E323,") and failed[0].endswith("s.yaml:11:15"), "a row that was not frozen is told", "\n".join(failed))
    batch(run, folder, "s.yaml", "s-none", 1, "--snapshot", "s-none-snap", "--max-failures", "100", what="no database")
    run.equal(glob.glob(os.path.join(folder, "s-none*")), [os.path.join(folder, "s-none")], "where no row has its data there is no snapshot")


def test_killed(run, folder):
    """A snapshot appears whole or not at all."""
    slow = "with recursive c(n) as (select 1 union all select n + 1 from c where n < 3000000) " + QUERY.replace("where", "where (select count(*) from c) > 0 and")
    fill(os.path.join(folder, "book.db"), 100)
    write(os.path.join(folder, "slow.yaml"), HEAD + f'data:\n  h: {{sqlite: book.db, query: "{slow}"}}\n' + BODY)
    snapshot = os.path.join(folder, "k-snap")
    command = [run.program, "batch", "slow.yaml", "--rows", "rows.csv", "--out", "k-out", "--snapshot", "k-snap", "--progress", "none"]
    for number, code in ((signal.SIGKILL, -signal.SIGKILL), (signal.SIGTERM, 5)):
        process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        end = time.time() + 60
        while not glob.glob(f"{snapshot}.partial-{process.pid}/*.csv") and time.time() < end:
            time.sleep(0.01)
        process.send_signal(number)
        run.equal(process.wait(60), code, f"{number.name} while it freezes: exit code")
        run.check(not os.path.exists(snapshot), f"{number.name} while it freezes: there is no snapshot")
        run.equal(len(glob.glob(snapshot + ".partial-*")), 1 if code != 5 else 0, f"{number.name} while it freezes: what is left")
    write(os.path.join(folder, "slow.yaml"), HEAD + f'data:\n  h: {{sqlite: book.db, query: "{QUERY}"}}\n' + BODY)
    batch(run, folder, "slow.yaml", "k-out", 0, "--snapshot", "k-snap", what="and frozen after that")
    run.equal(len(files_of(snapshot)), 14, "it holds nothing of those before it")


def test_server(run, folder, server):
    code, text = server.sql("create table holdings(client text, name text, value int); insert into holdings select 'C' || lpad(i::text, 2, '0'), 'Name ' || i, 100 + i from generate_series(0, 11) i")
    run.equal((code, text), (0, ""), "the server is filled")
    write(os.path.join(folder, "p.yaml"), HEAD + f'data:\n  h: {{postgres: "env:OFFPRINT_PG", query: "{QUERY}"}}\n' + BODY)
    env = {"OFFPRINT_PG": f"host={server.folder} dbname=postgres user={server.user}"}
    batch(run, folder, "p.yaml", "p-away", 3, "--snapshot", "p-snap", env={"OFFPRINT_PG": f"host={server.folder} dbname=none user={server.user}"}, what="a database that is not there")
    run.equal(glob.glob(os.path.join(folder, "p-snap*")), [], "a database that is not there leaves no snapshot")
    # Updates of all rows at once, over and over, while the rows are frozen one by one: all must be of one moment.
    updates = subprocess.Popen([*server.by, os.path.join(server.programs, "psql"), "-h", server.folder, "-U", server.user, "-d", "postgres", "-q"], cwd="/", stdin=subprocess.PIPE,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    updates.stdin.write(b"update holdings set value = value + 1000;\n" * 3000)
    updates.stdin.flush()
    root = root_of(batch(run, folder, "p.yaml", "p-frozen", 0, "--snapshot", "p-snap", "--jobs", "2", env=env))
    updates.kill()
    updates.stdin.close()
    updates.wait()
    seen = {int(line.split(",")[1]) // 1000 for path in glob.glob(os.path.join(folder, "p-snap", "*.csv")) for line in read(path).decode().splitlines()[1:]}
    run.equal(len(seen), 1, f"all rows are of one moment ({seen})")
    test_one_state(run, folder, server, env)
    test_refused(run, folder, server)
    test_restart(run, folder, server, env)
    server.stop()
    run.equal(root_of(batch(run, folder, "p.yaml", "p-gone", 0, "--snapshot", "p-snap")), root, "PostgreSQL: no server and no connection string, the same root from the snapshot")
    run.check(all(env["OFFPRINT_PG"].encode() not in read(path) for path in glob.glob(os.path.join(folder, "p-snap", "*"))), "the connection string stays out of the snapshot")


def children(process):
    return [int(word) for word in read(f"/proc/{process.pid}/task/{process.pid}/children").split()]


def test_one_state(run, folder, server, env):
    """Rows change in the database once the first PDF stands there; the others have not asked for theirs yet: each waits before that, at a lock of ours."""
    gate = "select case when :client <> 'C00' then pg_advisory_xact_lock_shared(1)::text end as open"
    write(os.path.join(folder, "one.yaml"), HEAD + f'data:\n  gate: {{postgres: "env:OFFPRINT_GATE", query: "{gate}"}}\n  h: {{postgres: "env:OFFPRINT_PG", query: "{QUERY}"}}\n' + BODY)
    env = {**os.environ, **env, "OFFPRINT_GATE": env["OFFPRINT_PG"] + " application_name=gate"}
    for case in ("workers", "replaced", "archive"):
        server.sql("update holdings set value = 100 + substr(client, 2)::int")
        holder = subprocess.Popen([*server.by, os.path.join(server.programs, "psql"), "-h", server.folder, "-U", server.user, "-d", "postgres", "-qAt"], cwd="/", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        holder.stdin.write(b"select pg_advisory_lock(1);\n\\echo held\n")
        holder.stdin.flush()
        while holder.stdout.readline().strip() != b"held":
            pass
        out = os.path.join(folder, "one-" + case)
        process = subprocess.Popen([run.program, "batch", "one.yaml", "--rows", "rows.csv", "--out", out, "--name", "{client}.pdf", "--jobs", "2", "--progress", "none",
                                    *(["--profile", "archive"] if case == "archive" else [])], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=env)
        end = time.time() + 60
        while not os.path.exists(os.path.join(out, "C00.pdf")) and process.poll() is None and time.time() < end:
            time.sleep(0.01)
        run.equal(pdfs(out), ["C00.pdf"], f"{case}: the first row is made while the others wait")
        run.equal(server.sql("update holdings set value = 7000 + value"), (0, ""), f"{case}: the data change")
        if case == "replaced":
            for child in children(process):
                os.kill(child, signal.SIGKILL)
        holder.communicate(b"")
        told = process.stderr.read().decode()
        run.equal((process.wait(120), len(pdfs(out))), (0, 12), f"{case}: all rows are made ({told[:500]})")
        shown = [re.search(r"Name \d+\s+([\d,]+)", run.tool("pdftotext", "-layout", os.path.join(out, name), "-").stdout) for name in pdfs(out)]
        run.equal([found and found.group(1) for found in shown], [str(100 + i) for i in range(12)], f"{case}: all rows are of the moment in which the run began")
    server.sql("update holdings set value = 100 + substr(client, 2)::int")


def test_refused(run, folder, server):
    """Where the server lets no state be shared, the run goes on and says so."""
    code, text = server.sql("create role plain login; grant select on holdings to plain; revoke execute on function pg_export_snapshot() from public")
    run.equal((code, text), (0, ""), "a role that may not share")
    result = run.offprint("batch", "p.yaml", "--rows", "rows.csv", "--out", "refused-share", "--progress", "none", cwd=folder, env={"OFFPRINT_PG": f"host={server.folder} dbname=postgres user=plain"})
    run.equal((result.returncode, len(pdfs(os.path.join(folder, "refused-share")))), (0, 12), f"no shared state: all rows are made ({result.stderr[:500]})")
    run.check("p.yaml:11:18: warning: 'env:OFFPRINT_PG' does not let workers share what it shows: permission denied for function pg_export_snapshot [W363]" in result.stderr, "no shared state: it is told", result.stderr)


def test_restart(run, folder, server, env):
    """A server that is started anew in the middle of a run has lost the state that the run began with: the run ends and is run again."""
    query = QUERY.replace("select", "select pg_sleep(0.2)::text as s,")
    write(os.path.join(folder, "r.yaml"), HEAD + f'data:\n  h: {{postgres: "env:OFFPRINT_PG", query: "{query}"}}\n' + BODY)
    process = subprocess.Popen([run.program, "batch", "r.yaml", "--rows", "rows.csv", "--out", "restarted", "--jobs", "2", "--progress", "none"], cwd=folder, stdout=subprocess.DEVNULL,
                               stderr=subprocess.PIPE, env={**os.environ, **env})
    time.sleep(0.5)
    server.stop()
    time.sleep(0.3)
    server.call("pg_ctl", "-D", server.data, "-w", "-s", "-l", os.path.join(server.folder, "log"), "-o", f"-c listen_addresses= -c unix_socket_directories={server.folder} -c fsync=off", "start")
    told = process.stderr.read().decode()
    run.equal(process.wait(120), 3, f"a server that is started anew in the middle: exit code ({told[:500]})")
    run.check("what the run began with cannot be had any more" in told and "[E342]" in told, "a server that is started anew in the middle is told", told)
    batch(run, folder, "r.yaml", "restarted", 0, env=env, what="run again after that")
    run.equal(len(pdfs(os.path.join(folder, "restarted"))), 12, "run again after that: all rows are made")


def test_interrupted(run, folder):
    """While the run waits for a server to begin with, it can be ended."""
    write(os.path.join(folder, "w.yaml"), HEAD + f'data:\n  h: {{postgres: "env:OFFPRINT_PG", query: "{QUERY}"}}\n' + BODY)
    log = os.path.join(folder, "waits.jsonl")
    process = subprocess.Popen([run.program, "batch", "w.yaml", "--rows", "rows.csv", "--out", "waits", "--log", log, "--progress", "none"], cwd=folder, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL, env={**os.environ, "OFFPRINT_PG": "host=/nowhere dbname=none"})
    end = time.time() + 60
    while not (os.path.exists(log) and b'"waits"' in read(log)) and time.time() < end:
        time.sleep(0.01)
    process.send_signal(signal.SIGTERM)
    run.equal((process.wait(60), tree(os.path.join(folder, "waits"))), (5, {}), "a run that waits for a server can be interrupted")


class LastWord:
    """Speaks as much of PostgreSQL's protocol (version 3, chapter "Message Formats") as to answer every query with one row. The second connection, the first
    of a worker, ends after its first answer, with a word of farewell that the client finds only after it has failed to write to it: no real server can be made to do that every time."""

    def __init__(self, folder):
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(os.path.join(folder, ".s.PGSQL.5432"))
        self.listener.listen()
        self.connections = 0
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self.serve, args=(connection, self.connections == 2), daemon=True).start()

    def serve(self, connection, goes):
        stream = connection.makefile("rb")
        stream.read(struct.unpack("!i", stream.read(4))[0] - 4)
        ready = self.message(b"Z", b"I")
        row = self.message(b"T", struct.pack("!h", 2) + b"".join(name + b"\0" + struct.pack("!ihihih", 0, 0, 25, -1, -1, 0) for name in (b"name", b"value"))) + self.message(
            b"D", struct.pack("!h", 2) + struct.pack("!i", 3) + b"Foo" + struct.pack("!i", 3) + b"100") + self.message(b"C", b"SELECT 1\0")
        connection.sendall(self.message(b"R", struct.pack("!i", 0)) + ready)
        while kind := stream.read(1):
            text = stream.read(struct.unpack("!i", stream.read(4))[0] - 4)
            if kind == b"X":
                break
            if kind == b"Q":
                connection.sendall((row if b"SELECT " in text else self.message(b"C", text.split()[0].rstrip(b"\0") + b"\0")) + ready)
            elif kind == b"S":
                connection.sendall(self.message(b"1") + self.message(b"2") + row + ready)
            if goes and text.startswith(b"RELEASE"):
                connection.sendall(self.message(b"N", b"SWARNING\0C57P02\0Mgoing\0\0"))
                break
        connection.shutdown(socket.SHUT_RDWR)
        connection.close()

    @staticmethod
    def message(kind, body=b""):
        return kind + struct.pack("!i", len(body) + 4) + body


def test_last_word(run, folder):
    place = f"/tmp/offprint-lw-{os.getpid()}"  # the path of a socket is short
    os.makedirs(place)
    server = LastWord(place)
    try:
        write(os.path.join(folder, "w.yaml"), HEAD + f'data:\n  h: {{postgres: "env:OFFPRINT_PG", query: "{QUERY}"}}\n' + BODY)
        batch(run, folder, "w.yaml", "last-word", 0, "--jobs", "1", env={"OFFPRINT_PG": f"host={place} dbname=x user=y"}, what="a server that goes between two rows")
        run.equal((server.connections, len(pdfs(os.path.join(folder, "last-word")))), (3, 12), "a server that goes between two rows: connected again, all rows made")
    finally:
        server.listener.close()
        shutil.rmtree(place, ignore_errors=True)
