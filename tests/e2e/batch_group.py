"""Batches through the real program: bad rows, killed at any time, sealed alike by any number of workers."""
import fcntl
import hashlib
import importlib.util
import json
import os
import random
import re
import shutil
import signal
import subprocess
import time

from harness import MINIMAL_ARTICLE, read, write

KILLS = int(os.environ.get("OFFPRINT_E2E_KILLS", "20"))
ROWS = int(os.environ.get("OFFPRINT_E2E_ROWS", "1000"))
ARTICLE = MINIMAL_ARTICLE.replace("body:", "params:\n  id: {type: string}\n  weight: {type: decimal}\nbody:")


def test(run):
    folder = run.scratch("batch")
    write(os.path.join(folder, "a.yaml"), ARTICLE)
    bad = range(ROWS // 20, ROWS, ROWS // 10)
    write(os.path.join(folder, "rows.csv"), rows(range(ROWS), bad))
    write(os.path.join(folder, "good.csv"), rows(range(ROWS)))
    some = list(range(120))
    write(os.path.join(folder, "some.csv"), rows(some))
    random.Random(7).shuffle(some)
    write(os.path.join(folder, "shuffled.csv"), rows(some))
    test_bad_rows(run, folder, bad)
    root = test_same_root(run, folder)
    test_long_ledger(run, folder, root)
    test_common_data(run, folder)
    test_kills(run, folder, root)
    test_limits(run, folder, root)
    test_crashes(run, folder)
    test_refusals(run, folder)
    test_nightly(run, folder)
    test_cron(run, folder)


def rows(numbers, bad=()):
    return "id,weight\n" + "".join(f"C{i:04},{'2.1O' if i in bad else i}\n" for i in numbers)


def batch(run, folder, out, rows_file, code, *options, what=None, **keywords):
    result = run.offprint("batch", "a.yaml", "--rows", rows_file, "--out", out, "--progress", "none", *options, cwd=folder, **keywords)
    run.equal(result.returncode, code, f"{what or out}: exit code ({result.stderr.strip()[:500]})")
    return result.stdout.decode()


def tree(path):
    """What an operator sees: all files but the run's own state, by their hash."""
    found = {}
    for base, folders, files in os.walk(path):
        if ".offprint" in folders:
            folders.remove(".offprint")
        for name in files:
            found[os.path.relpath(os.path.join(base, name), path)] = hashlib.sha256(read(os.path.join(base, name))).hexdigest()
    return found


def pdfs(path):
    return sorted(name for name in tree(path) if name.endswith(".pdf"))


def test_bad_rows(run, folder, bad):
    out = os.path.join(folder, "out")
    batch(run, folder, "out", "rows.csv", 1, "--jobs", "2")
    run.equal(len(pdfs(out)), ROWS - len(bad), "every good row has a PDF")
    failed = read(os.path.join(out, "failed.csv")).decode().splitlines()[1:]
    run.equal([line.split(",")[0] for line in failed], [f"C{i:04}" for i in bad], "failed.csv has the bad rows")
    run.check(all(line.endswith(f"rows.csv:{i + 2}:7") and ",E312," in line for i, line in zip(bad, failed)), "failed.csv has codes and places", "\n".join(failed))
    write(os.path.join(folder, "mended.csv"), read(os.path.join(out, "failed.csv")).decode().replace("2.1O", "21"))
    shutil.copytree(out, os.path.join(folder, "completed"))
    said = batch(run, folder, "out", "good.csv", 0, what="mended")
    run.check(f"{len(bad)} made, {ROWS - len(bad)} there already" in said, "only the mended rows are rendered", said)
    said = batch(run, folder, "out", "good.csv", 0, what="again")
    run.check(f" 0 made, {ROWS} there already" in said, "a second run renders none", said)
    run.check(not os.path.exists(os.path.join(out, "failed.csv")), "no failed.csv where none failed")
    said = batch(run, folder, "completed", "mended.csv", 0)
    run.check(f"{len(bad)} made" in said, "failed.csv, mended, is a file of rows", said)
    sealed = run.offprint("verify", "completed", cwd=folder)
    run.check(sealed.returncode == 0 and f"{ROWS} with the hash" in sealed.stdout.decode(), "it completes the run before it", sealed.stdout.decode())
    victim = os.path.join(folder, "completed", pdfs(os.path.join(folder, "completed"))[0])
    write(victim, read(victim)[:-1] + b"?")
    run.equal(run.offprint("verify", "completed", cwd=folder).returncode, 1, "verify finds a changed PDF")


def root_of(said):
    return said.split("root ")[1].strip() if "root " in said else None


def test_same_root(run, folder):
    root = root_of(batch(run, folder, "one", "some.csv", 0, "--jobs", "1"))
    for name, options in (("two", ["--jobs", "2"]), ("each", ["--durable", "each"])):
        run.equal(root_of(batch(run, folder, name, "some.csv", 0, *options)), root, f"{name}: the same root")
    timed = run.offprint("batch", "a.yaml", "--rows", "some.csv", "--out", "timed", "--progress", "none", "--timings", cwd=folder)
    run.equal(root_of(timed.stdout.decode()), root, "timings: the same root")
    told = [line.split() for line in timed.stderr.splitlines()]
    run.check({"bind", "typeset", "paginate", "pages", "self-check", "write", "other", "all"} == {line[0] for line in told}, "timings name all stages", str(told))
    run.check(abs(sum(float(line[1]) for line in told[:-1]) - float(told[-1][1])) < 0.01, "timings add up", str(told))
    run.equal(root_of(batch(run, folder, "order", "shuffled.csv", 0, "--jobs", "2")), root, "the same root in any order")
    run.equal(tree(os.path.join(folder, "two")), tree(os.path.join(folder, "one")), "the same tree")
    return root


def test_long_ledger(run, folder, root):
    """A folder that was written to each night for years."""
    state = os.path.join(folder, "order", ".offprint")
    ledger, older = os.path.join(state, "ledger.jsonl"), os.path.join(state, "ledger-1.jsonl")
    once, before = read(ledger), tree(os.path.join(folder, "order"))
    long = once * ((8 << 20) // len(once) + 1)
    write(ledger, long)
    said = batch(run, folder, "order", "shuffled.csv", 0, "--log", "order.log")
    run.check(" 0 made, 120 there already" in said and root_of(said) == root, "a long ledger: what is there is known", said)
    run.equal(read(older), long, "a long ledger: the old one stays")
    run.check(len(read(ledger)) < 3 * len(once), "a long ledger: the new one is short", str(len(read(ledger))))
    run.check('"phase":"compacted"' in read(os.path.join(folder, "order.log")).decode(), "a long ledger: the log tells")
    run.equal(tree(os.path.join(folder, "order")), before, "a long ledger: the same tree")
    batch(run, folder, "order", "shuffled.csv", 0)
    run.check(not os.path.exists(os.path.join(state, "ledger-2.jsonl")), "a short ledger is left as it is")


def test_common_data(run, folder):
    """A file of data that all rows use is read before them: the seal names it, a fault of it is every row's."""
    data = "params:\n  id: {type: string}\ndata:\n  held: {csv: held.csv, types: {worth: decimal}, only: {id: \"{{ params.id }}\"}}\nbody:\n  - \"Worth {{ data.held | sum('worth') }}.\"\n"
    write(os.path.join(folder, "common.yaml"), MINIMAL_ARTICLE.split("body:")[0] + data)
    held = "id,worth\n" + "".join(f"C{i % 4:04},{i}\n" for i in range(400))
    write(os.path.join(folder, "held.csv"), held)
    write(os.path.join(folder, "four.csv"), "id\nC0000\nC0001\nC0002\nC0003\n")
    command = ["batch", "common.yaml", "--rows", "four.csv", "--progress", "none"]
    for jobs in ("1", "2"):
        result = run.offprint(*command, "--out", f"common{jobs}", "--jobs", jobs, cwd=folder)
        run.equal(result.returncode, 0, f"common data, {jobs} jobs: exit code ({result.stderr.strip()})")
    run.equal(tree(os.path.join(folder, "common1")), tree(os.path.join(folder, "common2")), "common data: the same tree")
    sealed = {one["name"]: one["sha256"] for one in json.loads(read(os.path.join(folder, "common1", "manifest.json")))["inputs"]}
    run.equal(sealed.get("held.csv"), hashlib.sha256(held.encode()).hexdigest(), "common data: the seal names it")
    write(os.path.join(folder, "held.csv"), held.replace(",399", ",39g"))
    result = run.offprint(*command, "--out", "common3", "--jobs", "2", cwd=folder)
    run.check(result.returncode == 1 and result.stderr.count("held.csv:401:7: error: row C") == 4, "common data: its fault is every row's", result.stderr)


def test_kills(run, folder, root):
    chance = random.Random(11)
    out = os.path.join(folder, "killed")
    good = tree(os.path.join(folder, "one"))
    command = [run.program, "batch", "a.yaml", "--rows", "some.csv", "--out", "killed", "--jobs", "2", "--progress", "none"]
    for n in range(KILLS):
        if n % 5 == 0:
            shutil.rmtree(out, ignore_errors=True)
        process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.02, 0.9))
        process.kill()
        process.wait()
        seen = {name: digest for name, digest in tree(out).items() if name.endswith(".pdf")} if os.path.exists(out) else {}
        run.check(all(good.get(name) == digest for name, digest in seen.items()), f"kill {n}: every PDF that is seen is whole")
        if n % 5 == 4 or n == KILLS - 1:
            run.equal(root_of(batch(run, folder, "killed", "some.csv", 0, "--jobs", "2")), root, f"kill {n}: resumed to the same root")
            run.equal(tree(out), good, f"kill {n}: the same tree")
            run.equal(os.listdir(os.path.join(out, ".offprint", "staging")), [], f"kill {n}: no temporary file")


def test_limits(run, folder, root):
    write(os.path.join(folder, "long.yaml"), ARTICLE + "".join(f"  - Some words of paragraph {i}.\n" for i in range(4000)))
    write(os.path.join(folder, "two.csv"), rows(range(2)))
    result = run.offprint("batch", "long.yaml", "--rows", "two.csv", "--out", "slow", "--row-time", "0.03", "--progress", "none", cwd=folder)
    run.equal(result.returncode, 1, f"time limit: exit code ({result.stderr})")
    ledger = read(os.path.join(folder, "slow", ".offprint", "ledger.jsonl")).decode()
    run.check('"code":"E968"' in ledger, "the ledger names a row that took too long", ledger)
    batch(run, folder, "large", "some.csv", 6, "--row-memory", "1", "--max-failures", "3", what="memory limit")
    ledger = read(os.path.join(folder, "large", ".offprint", "ledger.jsonl")).decode()
    run.check('"code":"E969"' in ledger, "the ledger names a row that took too much", ledger)
    write(os.path.join(folder, "many.csv"), rows(range(1000)))
    process = subprocess.Popen([run.program, "batch", "long.yaml", "--rows", "many.csv", "--out", "stopped", "--progress", "none"], cwd=folder, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    for _ in range(600):  # a row of this article takes long enough that the run is still on when the next one begins
        if os.path.exists(os.path.join(folder, "stopped", ".offprint", "ledger.jsonl")):
            break
        time.sleep(0.05)
    time.sleep(0.2)
    batch(run, folder, "stopped", "many.csv", 7, what="locked")
    process.send_signal(signal.SIGTERM)
    run.equal(process.wait(60), 5, "SIGTERM: exit code")
    small = os.path.join(folder, "small")
    os.makedirs(small)
    script = f"mount -t tmpfs -o size=1m none {small} && (\"$0\" \"$@\"; echo code $?; mount -o remount,size=64m {small}; \"$0\" \"$@\"; echo code $?)"
    command = ["unshare", "-m", "bash", "-c", script, run.program, "batch", "a.yaml", "--rows", "some.csv", "--out", "small", "--progress", "none"]
    result = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120, check=False)
    if b"code" not in result.stdout:
        return run.skip("no tmpfs can be mounted")
    said = result.stdout.decode()
    run.equal([line for line in said.splitlines() if line.startswith("code")], ["code 4", "code 0"], f"a full disk, and resumed ({said})")
    run.check(root in said, "a full disk: the same root after it", said)


def workers_of(process):
    """Process ids of the workers of a batch, with the ticks of processor time that each has used."""
    found = {}
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        try:
            fields = read(f"/proc/{name}/stat").decode().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[1]) == process.pid and fields[0] != "Z":
            found[int(name)] = int(fields[11])
    return found


def ledger_of(out, live=False):
    """The rows in a ledger, by identity; the newest line of each. While the run is on, the last line may be half there: it is not counted."""
    path = os.path.join(out, ".offprint", "ledger.jsonl")
    text = read(path) if os.path.exists(path) else b""
    lines = (text[:text.rfind(b"\n") + 1] if live else text).decode().splitlines()
    found = {}
    for entry in map(json.loads, lines):
        if entry["kind"] == "row":
            found.pop(entry["row"], None)  # in the order of the newest lines
            found[entry["row"]] = entry
    return found


def kill_busy(process, out, others, signals):
    """Kills the one worker that is still busy when the ledger has so many rows and no longer grows: with the first signal, then the one that takes its
    place, once it alone is left, with the next."""
    end = time.time() + 60
    killed = []
    for number in signals:
        count, since = 0, time.time()
        while process.poll() is None and time.time() < end:
            grown = len(ledger_of(out, live=True))
            if grown != count:
                count, since = grown, time.time()
            if count == 39 or (count >= others and time.time() - since > 1.5):
                break
            time.sleep(0.02)
        before = workers_of(process)
        while process.poll() is None and time.time() < end:
            now = workers_of(process)
            busy = [pid for pid in now if pid not in killed and now[pid] > before.get(pid, now[pid])]
            if busy:
                os.kill(busy[0], number)
                killed.append(busy[0])
                break
            before = {**now, **before}
            time.sleep(0.05)
        others = 39
    return len(killed)


def test_crashes(run, folder):
    """A row takes as long as its parameter says, so that its worker can be found and ended by a signal from outside."""
    slow = ARTICLE.replace("weight: {type: decimal}", "steps: {type: int}").replace(
        "body:", 'data:\n  slow: {sql: "with recursive c(n) as (select 1 union all select n + 1 from c where n < :steps) select count(*) as k from c"}\nbody:')
    write(os.path.join(folder, "slow.yaml"), slow)
    keep = {"ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":handle_segv=0:handle_abort=0"}
    for name, at, steps, signals, code in (("segv", 10, 100_000_000, [signal.SIGSEGV] * 2, 1), ("abort", 39, 100_000_000, [signal.SIGABRT, signal.SIGKILL], 1),
                                           ("chance", 39, 8_000_000, [signal.SIGKILL], 0)):
        lines = "id,steps\n" + "".join(f"C{i:02},{steps if i == at else 1}\n" for i in range(40))
        write(os.path.join(folder, "slow.csv"), lines)
        out = os.path.join(folder, name)
        with open(out + ".err", "wb") as errors:
            process = subprocess.Popen([run.program, "batch", "slow.yaml", "--rows", "slow.csv", "--out", name, "--jobs", "2", "--progress", "none"], cwd=folder,
                                       stdout=subprocess.DEVNULL, stderr=errors, env={**os.environ, **keep})
            run.equal(kill_busy(process, out, 36, signals), len(signals), f"{name}: workers were ended")
            run.equal(process.wait(120), code, f"{name}: exit code")
        rows_of = ledger_of(out)
        run.equal((len(rows_of), [row for row, entry in rows_of.items() if entry["state"] != "ok"]), (40, [f"C{at}"] if code else []), f"{name}: all rows but the one are made")
        run.equal(rows_of[f"C{at}"]["attempt"], 2, f"{name}: the row was tried twice")
        run.equal(len(pdfs(out)), 39 if code else 40, f"{name}: PDFs")
        run.equal(os.listdir(os.path.join(out, ".offprint", "staging")), [], f"{name}: nothing is left in staging")
        if code == 0:
            continue
        words = f"its worker was ended by signal {int(signals[-1])} ({signals[-1].name})"
        run.equal(rows_of[f"C{at}"]["code"], "E970", f"{name}: the ledger says why")
        run.equal(read(os.path.join(out, "failed.csv")).decode().splitlines()[1:], [f"C{at},{steps},E970,{words},slow.csv:{at + 2}:1"], f"{name}: failed.csv says why")
        run.check(f"slow.csv:{at + 2}:1: error: row C{at}" in read(out + ".err").decode(), f"{name}: it is told", read(out + ".err").decode())
        write(os.path.join(folder, "slow.csv"), lines.replace(str(steps), "1"))
        said = run.offprint("batch", "slow.yaml", "--rows", "slow.csv", "--out", name, cwd=folder)
        run.check(said.returncode == 0 and "1 made, 39 there already" in said.stdout.decode(), f"{name}: mended, the row completes the run", said.stdout.decode() + said.stderr)


def test_refusals(run, folder):
    write(os.path.join(folder, "twice.csv"), "id,weight\nA,1\nA,2\n")
    batch(run, folder, "none", "twice.csv", 2)
    batch(run, folder, "none", "missing.csv", 3)
    batch(run, folder, "none", "some.csv", 2, "--name", "{nobody}.pdf")
    batch(run, folder, "none", "some.csv", 2, "--name", "same.pdf")
    batch(run, folder, "none", "some.csv", 2, "--name", "a/{id}.pdf")
    run.check(not os.path.exists(os.path.join(folder, "none")), "nothing is written before all names are good")
    write(os.path.join(folder, "job.yaml"), "batch: 1\narticle: a.yaml\nrows: some.csv\nout: named\nname: '{id}_{as_of}.pdf'\nas_of: 2026-06-15\njobs: 2\n")
    result = run.offprint("batch", "job.yaml", cwd=folder)
    run.equal(result.returncode, 0, f"a job: exit code ({result.stderr})")
    run.equal(pdfs(os.path.join(folder, "named"))[:1], ["C0000_2026-06-15.pdf"], "a job: names")


def test_cron(run, folder):
    """The line of samples/nightly/crontab, as cron gives it to a shell."""
    place = os.path.join(folder, "cron")
    os.makedirs(place)
    write(os.path.join(place, "article.yaml"), ARTICLE)
    line = [line for line in read(run.path("samples/nightly/crontab")).decode().splitlines() if not line.startswith("#")][0]
    command = re.match(r"(?:[\d*]+ ){4}[\d*]+  (.*)", line)[1]
    run.check("%" not in command, "cron: no character that cron would take for a line end")
    command = command.replace("/srv/statements", place).replace("offprint batch", run.program + " batch")

    def code(rows_text):
        path = os.path.join(place, "rows.csv")
        write(path, rows_text) if rows_text else os.remove(path)
        return subprocess.run(["/bin/sh", "-c", command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False, env={"PATH": os.environ["PATH"], "HOME": place}).returncode

    run.equal(code(rows(range(3))), 0, "cron: a good night")
    run.equal(code(rows(range(4), [2])), 0, "cron: failed rows are no reason for a mail")
    run.check(os.path.exists(os.path.join(place, "out", "failed.csv")) and os.path.exists(os.path.join(place, "log.jsonl")), "cron: but they are told")
    with open(os.path.join(place, "nightly.lock"), "rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        run.equal(code(rows(range(3))), 7, "cron: the night before is still on")
    run.equal(code(None), 3, "cron: no rows yet")


def test_nightly(run, folder):
    """samples/nightly: systemd takes the units, and the operator knows what each exit code means."""
    units = [os.path.join(folder, name) for name in ("offprint-nightly.service", "offprint-nightly.timer", "offprint-alert@.service")]
    for unit in units:
        write(unit, read(run.path("samples/nightly", os.path.basename(unit))).replace(b"/usr/bin/offprint", run.program.encode()).replace(b"/usr/bin/logger", b"/bin/true"))
    result = run.tool("systemd-analyze", "verify", *units[:2])
    if result is not None:
        run.equal((result.returncode, result.stdout), (0, ""), "systemd takes the units")
    spec = importlib.util.spec_from_file_location("offprint_operator", run.path("samples/nightly/offprint_operator.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    run.equal([module.outcome(code) for code in (0, 1, 2, 3, 4, 5, 6, 7, 70, -9)],
              ["done", "soft", "fail", "retry", "fail", "retry", "fail", "retry", "fail", "fail"], "what exit codes mean to a scheduler")
    if module.BaseOperator is not object:
        return
    article, few = os.path.join(folder, "a.yaml"), os.path.join(folder, "few.csv")
    write(few, rows(range(3)))
    task = module.OffprintBatchOperator(article=article, rows=few, out=os.path.join(folder, "nightly"), program=run.program, jobs="1", run_id="2026-11-27", as_of="2026-11-27")
    run.equal(task.execute({}), "done", "the operator runs a batch")
    write(few, rows(range(4), [3]))
    run.equal(task.execute({}), "soft", "a bad row is a soft failure")
    task.rows = os.path.join(folder, "nowhere.csv")
    try:
        task.execute({})
        run.check(False, "rows that are not there yet are tried again")
    except module.AirflowException as error:
        run.check(not isinstance(error, module.AirflowFailException) and "exit code 3" in str(error), "rows that are not there yet are tried again", str(error))
