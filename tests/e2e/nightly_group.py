"""What a scheduler sees of a batch: deadline, failure budget, exit codes, progress and faults as JSON, logs, metrics."""
import datetime
import json
import os
import re
import subprocess
import time

from batch_group import ARTICLE, batch, ledger_of, pdfs, root_of, rows
from harness import read, write

SLOW = ARTICLE.replace("weight: {type: decimal}", "steps: {type: int}").replace(
    "body:", 'data:\n  slow: {sql: "with recursive c(n) as (select 1 union all select n + 1 from c where n < :steps) select count(*) as k from c"}\nbody:')
NUMBER = re.compile(r"^(?:[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[+-]?Inf|NaN)$")
SAMPLE = re.compile(r'^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{((?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*",?)*)\})? (\S+)$')


def test(run):
    folder = run.scratch("nightly")
    write(os.path.join(folder, "a.yaml"), ARTICLE)
    write(os.path.join(folder, "slow.yaml"), SLOW)
    test_deadline(run, folder)
    test_budget(run, folder)
    test_bug(run, folder)
    test_json(run, folder)
    test_values(run, folder)
    test_metrics(run, folder)
    test_alerts(run, folder)


def test_deadline(run, folder):
    write(os.path.join(folder, "slow.csv"), "id,steps,priority\n" + "".join(f"C{i:02},1000000,{90 - i}\n" for i in range(90)))
    command = ["batch", "slow.yaml", "--rows", "slow.csv", "--out", "late", "--progress", "none", "--jobs", "1"]
    result = run.offprint(*command, "--deadline", "2026-01-01T06:00", cwd=folder)
    run.equal(result.returncode, 1, f"a deadline that is past: exit code ({result.stderr[:300]})")
    run.equal((pdfs(os.path.join(folder, "late")), len(read(os.path.join(folder, "late", "failed.csv")).splitlines())), ([], 91), "a deadline that is past: all rows are listed, none is made")
    at = datetime.datetime.now() + datetime.timedelta(seconds=3)
    result = run.offprint(*command, "--deadline", at.strftime("%Y-%m-%dT%H:%M:%S"), cwd=folder)
    run.equal(result.returncode, 1, f"a deadline in the run: exit code ({result.stderr[:300]})")
    entries = ledger_of(os.path.join(folder, "late"))
    made = [row for row, entry in entries.items() if entry["state"] == "ok"]
    late = [line.split(",") for line in read(os.path.join(folder, "late", "failed.csv")).decode().splitlines()[1:]]
    run.check(0 < len(made) < 90 and len(made) + len(late) == 90, "a deadline in the run: some are made, the others listed", f"{len(made)} {len(late)}")
    run.equal(made, [f"C{i:02}" for i in range(89, 89 - len(made), -1)], "by priority, the lowest first")
    run.equal({line[3] for line in late}, {"E972"}, "with their code")
    write(os.path.join(folder, "slow.csv"), read(os.path.join(folder, "slow.csv")).replace(b"1000000", b"1"))
    for text in ("25:00", "06:60", "2026-02-30T06:00", "06:00:61", "soon"):
        run.equal(run.offprint(*command, "--deadline", text, cwd=folder).returncode, 2, f"--deadline {text}: exit code")
    run.equal(run.offprint(*command, "--deadline", "2999-01-01T00:00:00", cwd=folder).returncode, 0, "and there is time: all are made")


def test_budget(run, folder):
    write(os.path.join(folder, "bad.csv"), rows(range(1000), range(1000)))
    write(os.path.join(folder, "good.csv"), rows(range(1000)))
    batch(run, folder, "spent", "bad.csv", 6, "--jobs", "2", what="all rows fail")
    count = len(ledger_of(os.path.join(folder, "spent")))
    run.check(200 <= count < 300, "it ends once 200 rows are judged", str(count))
    run.equal(len(read(os.path.join(folder, "spent", "failed.csv")).splitlines()), count + 1, "failed.csv has those that failed")
    run.check(not os.path.exists(os.path.join(folder, "spent", "manifest.json")), "it is not sealed")
    said = batch(run, folder, "spent", "good.csv", 0, "--jobs", "2", what="mended")
    run.check("1000 made" in said, "mended, it is made", said)
    write(os.path.join(folder, "few.csv"), rows(range(40), range(0, 40, 8)))
    for limit, code in (("4", 6), ("5", 1), ("0", 6), ("1%", 1), ("100%", 1)):  # a share means nothing before 200 rows
        batch(run, folder, "few" + limit.strip("%"), "few.csv", code, "--max-failures", limit, what=f"--max-failures {limit} of 5 in 40")
    for text in ("-1", "101%", "x", "1.5"):
        batch(run, folder, "none", "few.csv", 2, "--max-failures", text, what=f"--max-failures {text}")


def test_bug(run, folder):
    """Memory that cannot be had ends the run with 70, and nothing of it is in the way of the next."""
    if any(name.endswith("SAN_OPTIONS") for name in os.environ):
        return
    write(os.path.join(folder, "large.csv"), "id,weight\n" + "".join(f"C{i:07},{i}\n" for i in range(600_000)))
    result = run.offprint("batch", "a.yaml", "--rows", "large.csv", "--out", "large", cwd=folder, by=("prlimit", "--as=100000000"))
    run.equal((result.returncode, result.stderr), (70, "offprint: out of memory\n"), "no memory for the rows: exit code")
    write(os.path.join(folder, "ten.csv"), rows(range(10)))
    batch(run, folder, "large", "ten.csv", 0, what="after it")


def objects(text):
    return [json.loads(line) for line in text.splitlines()]


def test_json(run, folder):
    """Standard error is a JSON object a line, whatever happens in the run."""
    write(os.path.join(folder, "ten.csv"), rows(range(10), [3]))
    for name, rows_file, options, code in (("json-some", "ten.csv", [], 1), ("json-spent", "ten.csv", ["--max-failures", "0"], 6), ("json-missing", "none.csv", ["--diagnostics", "json"], 3)):
        result = run.offprint("batch", "a.yaml", "--rows", rows_file, "--out", name, "--progress", "json", *options, cwd=folder)
        run.equal(result.returncode, code, f"{name}: exit code")
        try:
            lines = objects(result.stderr)
        except ValueError as error:
            run.check(False, f"{name}: each line is JSON", f"{error}\n{result.stderr}")
            continue
        ends = [line for line in lines if line.get("phase") == "end"]
        run.check(len(ends) == 1 and ends[0]["exit_code"] == code, f"{name}: the end has the exit code", result.stderr)
        if code == 1:
            run.equal([line for line in lines if line["phase"] == "failed"], [{"phase": "failed", "row": "C0003", "code": "E312", "file": "ten.csv", "line": 5, "col": 7, "msg": "weight: '…' is not a number (letter O?)"}],
                      "a failed row as JSON")
            run.equal((ends[0]["total"], ends[0]["ok"], ends[0]["failed"]), (10, 9, 1), "counts as JSON")
    write(os.path.join(folder, "slow.csv"), "id,steps\n" + "".join(f"C{i:02},6000000\n" for i in range(40)))
    process = subprocess.Popen([run.program, "batch", "slow.yaml", "--rows", "slow.csv", "--out", "json-slow", "--progress", "json", "--jobs", "1"], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    first = json.loads(process.stderr.readline())  # the first comes after ten seconds
    process.terminate()
    rest = process.stderr.read().decode()
    run.check(process.wait(60) == 5 and first["phase"] == "progress" and 0 < first["ok"] < 40 and first["seconds_left"] > 0 and objects(rest)[-1]["exit_code"] == 5, "progress comes while it goes on", f"{first} {rest}")


def test_values(run, folder):
    """What stands in cells is told where it was asked for, and nowhere else."""
    secret = "Ann O'Dea"
    write(os.path.join(folder, "v.yaml"), ARTICLE.replace("id: {type: string}", 'id: {type: string}\n  name: {type: string, pattern: "[A-Z]+"}'))
    write(os.path.join(folder, "v.csv"), f"id,name,weight\nC1,{secret},98765O\nC2,X,1\n")
    for name, options, shown in (("v-plain", [], False), ("v-values", ["--log-values"], True)):
        log = os.path.join(folder, name + ".log")
        result = run.offprint("batch", "v.yaml", "--rows", "v.csv", "--out", name, "--log", log, "--progress", "none", *options, cwd=folder)
        run.equal(result.returncode, 1, f"{name}: exit code")
        for what, text in (("standard error", result.stderr), ("the log", read(log).decode())):
            has = [value in text for value in ("98765", "Ann", "Dea")]
            run.equal(has, [shown and what == "standard error"] * 3 if what == "standard error" else [False, shown, shown], f"{name}: values in {what}")
        if not shown:
            run.equal(result.stderr.splitlines(), ["v.csv:2:4: error: row C1: name: '…' does not look as its pattern says [E335]", "v.csv:2:14: error: row C1: weight: '…' is not a number (letter O?) [E312]"],
                      "codes and places of a row's faults without its values")
        run.equal([(entry["code"], entry["line"], entry["col"]) for entry in objects(read(log).decode()) if entry["phase"] == "failed"], [("E335", 2, 4)], f"{name}: code and place in the log")
    # What is wrong with the article is told: it is the author's text.
    write(os.path.join(folder, "w.yaml"), ARTICLE.replace("offprint: 1", "offprint: 99"))
    result = run.offprint("batch", "w.yaml", "--rows", "v.csv", "--out", "v-article", "--progress", "none", cwd=folder)
    run.check("w.yaml:1:11: error: row C2: 'offprint' cannot be '99' [E206]" in result.stderr, "what the author wrote is no value", result.stderr)


def parse_metrics(text):
    """Reads the text format of Prometheus, strictly; samples by name and labels."""
    kinds, helps, samples, order = {}, {}, {}, []
    if not text.endswith("\n"):
        raise ValueError("no line end at the end")
    for line in text.splitlines():
        if line.startswith("# "):
            word, name, rest = line[2:].split(" ", 2)
            table = {"HELP": helps, "TYPE": kinds}[word]
            if name in table or any(name == sample for sample, _ in samples):
                raise ValueError(f"{word} of {name} twice or too late")
            table[name] = rest
            continue
        match = SAMPLE.match(line)
        if not match or not NUMBER.match(match[3]):
            raise ValueError(f"no sample: {line}")
        family = re.sub(r"_(bucket|sum|count)$", "", match[1]) if kinds.get(re.sub(r"_(bucket|sum|count)$", "", match[1])) == "histogram" else match[1]
        if family not in kinds or family not in helps:
            raise ValueError(f"{family} has no TYPE or no HELP")
        if (kinds[family] == "counter") != family.endswith("_total"):
            raise ValueError(f"{family} is a {kinds[family]}")
        if order and order[-1] != family and family in order:
            raise ValueError(f"{family} stands in two places")
        order.append(family)
        key = (match[1], match[2] or "")
        if key in samples:
            raise ValueError(f"{key} twice")
        samples[key] = float(match[3])
    for family, kind in kinds.items():
        if kind == "histogram":
            buckets = [value for (name, _), value in samples.items() if name == family + "_bucket"]
            if buckets != sorted(buckets) or not any(name == family + "_bucket" and 'le="+Inf"' in labels for name, labels in samples) or \
                    buckets[-1] != next(value for (name, _), value in samples.items() if name == family + "_count"):
                raise ValueError(f"{family} is no histogram")
    return samples


def metrics_of(run, path, what):
    text = read(path).decode()
    try:
        samples = parse_metrics(text)
    except ValueError as error:
        run.check(False, f"{what}: metrics", f"{error}\n{text}")
        return {}
    run.check(True, f"{what}: metrics")
    checked = subprocess.run(["promtool", "check", "metrics"], input=text.encode(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False) if promtool() else None
    if checked is not None:
        run.equal((checked.returncode, checked.stdout.decode()), (0, ""), f"{what}: promtool takes the metrics")
    return {name + "".join(re.findall(r',?(?:state|cache)="(\w+)"', labels)): value for (name, labels), value in samples.items()}


def promtool():
    return any(os.path.exists(os.path.join(place, "promtool")) for place in os.environ.get("PATH", "").split(os.pathsep))


def test_metrics(run, folder):
    path = os.path.join(folder, "m.prom")
    write(os.path.join(folder, 'q"\\.yaml'), ARTICLE)  # a label that needs care
    write(os.path.join(folder, "ten.csv"), rows(range(10), [3]))
    write(os.path.join(folder, "tent.csv"), rows(range(10)))
    batch_of = lambda rows_file, code, *options: run.equal(  # noqa: E731
        run.offprint("batch", 'q"\\.yaml', "--rows", rows_file, "--out", "metrics", "--metrics", path, "--progress", "none", *options, cwd=folder).returncode, code, f"metrics {rows_file}: exit code")
    batch_of("ten.csv", 1)
    first = metrics_of(run, path, "some failed")
    run.equal((first.get("offprint_reports_totalok"), first.get("offprint_reports_totalfailed"), first.get("offprint_run_exit_code"), first.get("offprint_report_seconds_count"), first.get("offprint_rows")), (9, 1, 1, 9, 10),
              "figures of a run with a failed row")
    run.check("offprint_run_last_success_timestamp_seconds" not in first, "no success yet")
    size = sum(os.path.getsize(os.path.join(folder, "metrics", name)) for name in pdfs(os.path.join(folder, "metrics")))
    run.equal(first.get("offprint_bytes_total"), size, "bytes of PDFs")
    batch_of("tent.csv", 0, "--deadline", "2999-01-01T00:00")
    second = metrics_of(run, path, "all done")
    run.equal((second.get("offprint_reports_totalskipped"), second.get("offprint_cache_hits_totaloutput"), second.get("offprint_run_exit_code")), (9, 9, 0), "figures of a run that finds PDFs there")
    success = second.get("offprint_run_last_success_timestamp_seconds", 0)
    run.check(time.time() - 60 < success <= time.time() and second.get("offprint_run_deadline_timestamp_seconds", 0) > 3e10, "success and deadline")
    for rows_file, code, options in (("ten.csv", 1, []), ("none.csv", 3, []), ("ten.csv", 2, ["--id", "nobody"])):
        batch_of(rows_file, code, *options)
        later = metrics_of(run, path, f"exit code {code}")
        run.equal((later.get("offprint_run_exit_code"), later.get("offprint_run_last_success_timestamp_seconds")), (code, success), f"exit code {code} is told, the last success is kept")
    run.check(root_of(batch(run, folder, "nowhere", "tent.csv", 0, "--metrics", "/dev/null/m.prom", what="metrics that cannot be written")) is not None, "they do not stop the run")


ALERTS = """rule_files: [%s]
evaluation_interval: 1m
tests:
  - interval: 1m
    input_series:
      - {series: 'offprint_reports_total{job_name="n",state="ok"}', values: '95x200'}
      - {series: 'offprint_reports_total{job_name="n",state="failed"}', values: '5x200'}
      - {series: 'offprint_reports_total{job_name="good",state="ok"}', values: '1000x200'}
      - {series: 'offprint_reports_total{job_name="good",state="failed"}', values: '1x200'}
      - {series: 'offprint_run_last_success_timestamp_seconds{job_name="n"}', values: '-90000x200'}
      - {series: 'offprint_run_last_success_timestamp_seconds{job_name="good"}', values: '0x200'}
      - {series: 'offprint_run_exit_code{job_name="n"}', values: '-1x200'}
      - {series: 'offprint_run_seconds_left{job_name="n"}', values: '3600x200'}
      - {series: 'offprint_run_deadline_timestamp_seconds{job_name="n"}', values: '7200x200'}
    alert_rule_test:
      - {eval_time: 90m, alertname: OffprintRowsFail, exp_alerts: [{exp_labels: {job_name: n}, exp_annotations: {summary: "More than one row in a hundred failed; failed.csv has them."}}]}
      - {eval_time: 90m, alertname: OffprintNoSuccess, exp_alerts: [{exp_labels: {job_name: n}, exp_annotations: {summary: No batch has come to its end for 26 hours.}}]}
      - {eval_time: 50m, alertname: OffprintLate, exp_alerts: []}
      - {eval_time: 90m, alertname: OffprintLate, exp_alerts: [{exp_labels: {job_name: n}, exp_annotations: {summary: The batch will not be done by its deadline.}}]}
"""


def test_alerts(run, folder):
    tests = write(os.path.join(folder, "alerts_test.yaml"), ALERTS % run.path("samples/nightly/alerts.yaml"))
    result = run.tool("promtool", "test", "rules", tests)
    if result is not None:
        run.check(result.returncode == 0, "alert rules fire when they should", result.stdout)
