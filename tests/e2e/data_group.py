"""Parameters, typed cells, schema files, JSON, SQLite, SQL over sources, PostgreSQL; archive copies that carry what databases answered."""
import glob
import os
import pwd
import re
import shutil
import sqlite3
import subprocess
import time

from harness import as_line, diagnostics_of, write

HEAD = """offprint: 1
layout: conviction-note
lang: en-US
title: A test
date: 2026-06-15
disclosures: [goai-standard]
"""
HOLDINGS = """client,name,sector,weight,value,bought
C1,Alpha,Chips,12%,1.5,2026-06-01
C1,Beta,Chips,30%,2.25,2026-06-10
C1,Gamma,Wires,58%,0.5,2026-05-02
C2,Delta,Wires,100%,7,2026-06-12
"""
TYPES = 'types: {weight: percent, value: "money(USD, M)", bought: date}'
EVIL = ["x' or '1'='1", "'; drop table holdings; --", ":client", "$1", "\\'", "{{ 1 }}", "**A**"]


def test(run):
    test_parameters(run)
    test_choosing(run)
    test_cells(run)
    test_schema(run)
    test_json(run)
    test_sqlite(run)
    test_joins(run)
    test_archive(run)
    test_excerpts(run)
    test_postgres(run)


def article(folder, keys, *tables):
    write(os.path.join(folder, "offprint.yaml"), "workspace: 1\n")
    body = "".join(f"  - table: {{title: T, data: {name}}}\n" for name in tables)
    return write(os.path.join(folder, "a.yaml"), HEAD + keys + "body:\n  - Some words.\n" + body)


def said(run, path, *options, **keywords):
    """Exit code and the diagnostics of a check."""
    result = run.offprint("check", path, *options, **keywords)
    return result.returncode, [as_line(d) for d in diagnostics_of(result.stderr)]


def words(run, path, *options, profile=None, **keywords):
    """The text of the page, or what went wrong; blanks in a row are one."""
    pdf = os.path.join(os.path.dirname(path), "out.pdf")
    result = run.render(path, pdf, *options, **keywords)
    if result.returncode != 0:
        return result.stderr
    text = run.tool("pdftotext", "-layout", pdf, "-")
    return re.sub(r"[ \n]+", " ", text.stdout) if text else ""


def test_parameters(run):
    folder = run.scratch("parameters")
    path = article(folder, 'params:\n  client: {type: string, required: true, pattern: "[A-Z]\\\\d"}\n  as_of: {type: date, default: 2026-06-01, max: 2026-07-01}\n'
                           "  tone: {type: \"enum[calm, loud]\", default: calm}\n  rate: bps\n")
    good = ["--param", "client=C1", "--param", "rate=25 bps"]
    run.equal(said(run, path, *good), (0, []), "typed parameters are taken")
    run.equal(said(run, path)[1], ["a.yaml:8:3: error: the parameter 'client' is not given [E334]", "a.yaml:11:3: error: the parameter 'rate' is not given [E334]"],
              "required parameters are asked for, all at once")
    for option, expected in (("client=c1", "--param client:1:1: error: client: 'c1' does not look as its pattern says [E335]"),
                             ("as_of=2026-02-30", "--param as_of:1:1: error: as_of: '2026-02-30' is not a date [E331]"),
                             ("as_of=2026-08-01", "--param as_of:1:1: error: as_of: '2026-08-01' is more than 2026-07-01 [E335]"),
                             ("tone=lout", "--param tone:1:1: error: tone: 'lout' is not one of the choices [E331]"),
                             ("rate=2.5O", "--param rate:1:1: error: rate: '2.5O' is not a number (letter O?) [E312]"),
                             ("cliant=C1", "--param cliant:1:1: error: the article has no parameter 'cliant' [E333]"),
                             ("nonsense", "error: --param 'nonsense' is not name=value [E703]")):
        code, lines = said(run, path, *good, "--param", option)
        run.equal((code, lines), (2, [expected]), f"--param {option}")
    for name, text in (("p.yaml", "client: C7\nrate: 3\n"), ("p.json", '{"client": "C7", "rate": 3}')):
        file = write(os.path.join(folder, name), text)
        run.equal(said(run, path, "--params", file), (0, []), f"{name}: parameters from a file")
        run.equal(said(run, path, "--params", file, "--param", "client=x")[0], 2, f"{name}: the command line goes before")
    file = write(os.path.join(folder, "bad.json"), '{"client": "c7", "rate": 3}')
    run.equal(said(run, path, "--params", file)[1], ["bad.json:1:13: error: client: 'c7' does not look as its pattern says [E335]"], "a fault in a file of parameters has its place")
    run.equal(said(run, path, *good, "--as-of", "yesterday")[1], ["error: --as-of 'yesterday' is no date [E205]"], "--as-of is a date")


def test_choosing(run):
    folder = run.scratch("choosing")
    write(os.path.join(folder, "h.csv"), HOLDINGS)
    path = article(folder, "params: {client: string}\ndata:\n"
                           f'  mine: {{csv: h.csv, {TYPES}, only: {{client: "C1"}}, sort: -weight}}\n'
                           "  top: {from: mine, limit: 2}\n"
                           "  by_sector: {from: mine, group: sector, sum: [value], avg: weight, max: bought, count: n, sort: sector}\n", "mine", "top", "by_sector")
    text = words(run, path, "--param", "client=C1")
    for part in ("C1 Gamma Wires 0.58 500,000 2026-05-02 C1 Beta Chips 0.30 2,250,000 2026-06-10 C1 Alpha", "Chips 3,750,000 0.21 2026-06-10 2 Wires 500,000 0.58 2026-05-02 1"):
        run.check(part in text, f"rows are chosen, sorted and put together: {part}", text)
    run.check("Delta" not in text, "other rows stay away", text)
    for keys, expected in (("sort: vaule", "a.yaml:8:25: error: 'x' has no column 'vaule' [E347]"), ("sort: value", "a.yaml:8:25: error: 'value' has no type, and numbers in it: they would be sorted as words [E347]"),
                           ("limit: -1", "a.yaml:8:26: error: 'limit' needs a whole number, '-1' is none [E204]"), ("sum: name, at: /x", "a.yaml:8:34: error: 'at' belongs to json [E207]")):
        broken = article(folder, f"data:\n  x: {{csv: h.csv, {keys}}}\n")
        run.equal(said(run, broken), (2, [expected]), f"{{{keys}}}")
    circle = article(folder, "data:\n  a: {from: b}\n  b: {from: a}\n")
    run.equal(said(run, circle)[1], ["a.yaml:8:3: error: the source 'a' builds on itself [E347]"], "sources that build on each other")


def test_cells(run):
    folder = run.scratch("cells")
    write(os.path.join(folder, "h.csv"), "n;w;d;q\n1,5;3%;2026-06-01;Q1 2026\n2.1O;x;2026-6-1;Q5 2026\nn/a;;;\n1.234,5;1;;\n")
    path = article(folder, 'data:\n  h: {csv: h.csv, sep: ";", decimal: ",", null: n/a, types: {n: decimal, w: percent, d: date, q: period}}\n', "h")
    code, lines = said(run, path)
    run.equal((code, lines), (2, ["h.csv:3:1: error: n: '2.1O' is not a number [E312]", "h.csv:3:6: error: w: 'x' is not a number [E312]",
                                  "h.csv:3:8: error: d: '2026-6-1' is not a date [E331]", "h.csv:3:17: error: q: 'Q5 2026' is not a period [E331]",
                                  "h.csv:5:1: error: n: '1.234,5' is not a number [E312]"]), "each cell is held against its type, at its place")
    result = run.offprint("check", path)
    run.check("note: " in result.stderr and "a.yaml:8:62: the rule stands here" in result.stderr, "a note leads to the article", result.stderr)
    plain = article(folder, "data: {h: h.csv}\n", "h")
    run.equal(said(run, plain)[1][:1], ["h.csv:1:1: error: the columns are not parted by commas [E307]"], "another separator is not guessed")


def test_schema(run):
    folder = run.scratch("schema")
    write(os.path.join(folder, "h.csv"), HOLDINGS + "C9,,Wires,130%,x,2020-01-01\nC1,Alpha,Rails,0%,1,\n")
    write(os.path.join(folder, "clients.csv"), "id\nC1\nC2\n")
    schema = write(os.path.join(folder, "h.schema.yaml"), """columns:
  client: {type: string, required: true, references: clients.id, pattern: "C\\\\d"}
  name: {required: true, unique: true}
  sector: {type: enum, values: [Chips, Wires]}
  weight: {type: percent, min: 0, max: 1}
  value: {type: "money(USD, M)"}
  bought: {type: date}
rows: {min: 1, max: 5}
freshness: max(bought) >= as_of - 3d
closed: true
""")
    path = article(folder, "data:\n  clients: clients.csv\n  h: {csv: h.csv, schema: h.schema.yaml}\n", "h")
    code, lines = said(run, path, "--as-of", "2026-06-20")
    run.equal((code, lines), (2, ["h.csv:5:23: error: the newest bought is 2026-06-12, more than 3 days before 2026-06-20 [E339]", "h.csv:6:1: error: client: 'C9' does not stand in clients.id [E338]",
                                  "h.csv:6:4: error: name: an empty cell in a column that is required [E335]", "h.csv:6:11: error: weight: '130%' is more than 1 [E335]",
                                  "h.csv:6:16: error: value: 'x' is not a number [E312]", "h.csv:7:4: error: name: 'Alpha' stands twice [E337]",
                                  "h.csv:7:10: error: sector: 'Rails' is not one of the choices [E331]", "h.schema.yaml:8:7: error: 'h' has 6 rows; at most 5 are wanted [E339]"]),
              "rules of a schema file, all at once")
    write(os.path.join(folder, "h.csv"), HOLDINGS)
    run.equal(said(run, path), (0, []), "a source that keeps its schema")
    text = open(schema, encoding="utf-8").read()
    write(schema, text.replace("min: 0", "min: none").replace("max(bought)", "newest(bought)").replace("clients.id", "clients"))
    run.equal([line.split(": error: ")[0] for line in said(run, path)[1]], ["h.schema.yaml:2:54", "h.schema.yaml:5:32", "h.schema.yaml:9:12"], "faults of a schema file have their places")


def test_json(run):
    folder = run.scratch("json")
    write(os.path.join(folder, "m.json"), '{"clients": {"C1": {"rows": [{"k": "x", "v": 12345678901234567.5}, {"k": "y\\"\\u00e9", "v": 2e1}]}}}')
    keys = 'data:\n  j: {json: m.json, at: "%s", types: {v: decimal}}\n'
    text = words(run, article(folder, keys % "/clients/C1/rows", "j"))
    run.check("12,345,678,901,234,567.5" in text and "y”é 20" in text.replace('"', "”"), "numbers of JSON keep all digits", text)
    for pointer, expected in (("/clients/C2/rows", "a.yaml:8:34: error: there is no key 'C2' [E345]"), ("clients", "a.yaml:8:26: error: 'clients' is no JSON pointer [E345]"),
                              ("/clients/C1/rows/2", "a.yaml:8:42: error: there is no item '2' in a list of 2 [E345]"), ("/clients", "m.json:1:13: error: rows are a list of objects [E345]")):
        run.equal(said(run, article(folder, keys % pointer, "j")), (2, [expected]), f"pointer {pointer}")
    path = article(folder, keys % "", "j")
    for text, expected in (('[{"v": 1, "v": 2}]', "m.json:1:11: error: the key 'v' stands twice in this object [E344]"), ("[{\"v\": 1}", "m.json:1:10: error: the JSON text ends too early [E344]"),
                           ('[{"v": 01}]', None), ("[" * 100000, "m.json:1:65: error: lists and objects are nested more than 64 deep [E110]"), ('[{"v": {"a": 1}}]', "m.json:1:8: error: the cell 'v' is a list or an object; a cell is one value [E345]"),
                           ('[{"v": "2.1O"}]', "m.json:1:9: error: v: '2.1O' is not a number (letter O?) [E312]"), (b'[{"v": "\xff"}]', None), ('[{"v": "\\u0000"}]', None)):
        write(os.path.join(folder, "m.json"), text)
        code, lines = said(run, path)
        run.check(code == 2 and len(lines) >= 1 and (expected is None or lines[0] == expected), f"JSON {text[:30]!r}", "\n".join(lines))


def book(folder):
    path = os.path.join(folder, "book.db")
    database = sqlite3.connect(path)
    database.execute("create table holdings(client text, name text, weight real, n int)")
    database.executemany("insert into holdings values(?, ?, ?, ?)", [("C1", "Foo, Inc", 0.25, 3), ("C1", 'Bar "x"', 0.5, None), ("C2", "Baz", 1.0, 7)] +
                         [(text, f"Odd {i}", 0.1, i) for i, text in enumerate(EVIL)])
    database.commit()
    database.close()
    return path


QUERY = "select * from holdings where client = :client and weight > :least order by name"


def test_sqlite(run):
    folder = run.scratch("sqlite")
    path = book(folder)
    before = open(path, "rb").read()
    keys = "params: {client: string, least: {type: percent, default: 1%%}}\ndata:\n  h: {sqlite: book.db, query: \"%s\", types: {n: int}}\n"
    note = article(folder, keys % QUERY, "h")
    text = words(run, note, "--param", "client=C1")
    run.check('C1 Bar "x" 0.5' in text.replace("“", '"').replace("”", '"') and "C1 Foo, Inc 0.25 3" in text and "Baz" not in text, "rows of a query with bound values", text)
    for i, evil in enumerate(EVIL):
        text = words(run, note, "--param", "client=" + evil)
        run.check(f"Odd {i}" in text and text.count("Odd") == 1, f"a value stays a value: {evil}", text)
    for query, code, words_of in (("delete from holdings", "E340", "a query must be a SELECT"), ("with a as (select 1) delete from holdings", "E340", "only reading is allowed"), ("select name n from holdings; select 2 n", "E340", "a second statement"),
                                  ("select n from holdings where client = '{{ params.client }}'", "E341", "cannot be written into a query"), ("select n from pragma_table_info('holdings')", "E340", "not authorized"),
                                  ("select :nope n", "E340", "there is no value for ':nope'"), ("select load_extension('x') n", "E340", "not authorized"), ("select random() n", "E340", "not authorized"), ("select x'00' n", "E340", "bytes"),
                                  ("select char(0) n", "E102", "control character"), ("select cast(x'ff' as text) n", "E101", ""), ("select 'x' n", "E312", "n: 'x' is not a number"),
                                  ("with recursive c(n) as (select 1 union all select n + 1 from c) select n from c", "E343", "more than a table may hold")):
        result = run.offprint("check", article(folder, keys % query, "h"), "--param", "client=C1")
        run.check(result.returncode == 2 and f"[{code}]" in result.stderr and words_of in result.stderr, f"query: {query}", result.stderr)
    run.equal(open(path, "rb").read(), before, "the database is as it was")
    write(os.path.join(folder, "other.db"), "no database at all, whatever its name says\n" * 100)
    run.equal(said(run, article(folder, "data:\n  h: {sqlite: other.db, query: select 1}\n"))[1], ["a.yaml:8:15: error: 'other.db' cannot be read: file is not a database [E340]"], "what is no database")
    write(os.path.join(folder, "q.sql"), "-- largest first\nselect name, weigth from holdings\n")
    run.equal(said(run, article(folder, "data:\n  h: {sqlite: book.db, query_file: q.sql}\n"))[1], ["q.sql:2:14: error: the database refuses the query: no such column: weigth [E340]"], "a fault in a query's file has its place there")


def test_joins(run):
    folder = run.scratch("joins")
    write(os.path.join(folder, "h.csv"), "t,shares\nA,10\nB,20\n")
    path = article(folder, 'data:\n  h: {csv: h.csv, types: {shares: int}}\n  prices: {rows: [{t: A, px: 2.5}, {t: B, px: 3}], types: {px: decimal}}\n'
                           '  worth: {sql: "select h.t as name, shares * px as worth from h join prices using (t) where shares > :least order by worth desc", bind: {least: "15"}, types: {worth: decimal}}\n', "worth")
    text = words(run, path)
    run.check("B 60" in text and "A 25" not in text, "SQL over other sources, with their types", text)


def test_archive(run):
    folder = run.scratch("archive-answers")
    book(folder)
    path = article(folder, f"params: {{client: string, least: percent}}\ndata:\n  h: {{sqlite: book.db, query: \"{QUERY}\"}}\n  j: {{json: m.json}}\n", "h", "j")
    write(os.path.join(folder, "m.json"), '[{"k": "x"}]')
    pdf = os.path.join(folder, "out.pdf")
    result = run.render(path, pdf, "--profile", "archive", "--param", "client=C1", "--param", "least=1%", "--as-of", "2026-06-20", "--run-id", "night")
    run.check(result.returncode == 0, "an article with a database renders to the profile 'archive'", result.stderr)
    moved = shutil.copy(pdf, os.path.join(run.scratch("archive-moved"), "copy.pdf"))
    shutil.rmtree(folder)
    result = run.offprint("verify", moved, cwd=os.path.dirname(moved))
    run.check(result.returncode == 0 and "made again, identical" in result.stdout.decode(), "it is made again without the database", result.stdout.decode() + result.stderr)
    listed = run.tool("pdfdetach", "-list", moved)
    if listed is not None:
        run.check(re.search(r"frozen/[0-9a-f]{64}\.csv", listed.stdout) and "book.db" not in listed.stdout, "the answer rides along, not the database", listed.stdout)


def test_excerpts(run):
    """Archive copies of two clients, made by one batch: neither holds a word of the other, and each proves itself."""
    folder = run.scratch("excerpts")
    write(os.path.join(folder, "h.csv"), 'client,name,sector,value\r\nC1,"Alpha ""One""\r\nLtd",Chips,2.50\r\nC2,Secretum,Wires,7\r\nC1,Beta,Chips,3\r\nC2,Occultum,Rails,8')
    write(os.path.join(folder, "clients.csv"), "id,who\nC1,Ada Alder\nC2,Bob Bracken\n\n")
    write(os.path.join(folder, "rows.csv"), "client,who,advisor\nC1,Ada Alder,Xenia\nC2,Bob Bracken,Yorick\n")
    write(os.path.join(folder, "h.schema.yaml"), "columns:\n  client: {required: true, references: clients.id}\n  name: {unique: true}\n  sector: string\n  value: decimal\nrows: {min: 4}\n")
    database = sqlite3.connect(os.path.join(folder, "book.db"))
    database.execute("create table fees(client text, what text)")
    database.executemany("insert into fees values(?, ?)", [("C1", "Custody"), ("C2", "Brokerage")])
    database.commit()
    database.close()
    own = 'only: {client: "{{ params.client }}"}'
    path = article(folder, "params: {client: string, who: string}\ndata:\n  clients: {csv: clients.csv, only: {id: \"{{ params.client }}\"}}\n"
                           f"  h: {{csv: h.csv, schema: h.schema.yaml, {own}, sort: -value}}\n  chips: {{csv: h.csv, {own}, where: sector == 'Chips'}}\n"
                           f"  fees: {{sqlite: book.db, query: select * from fees, {own}}}\n"
                           '  s: {sql: "select sector, count(*) n from h group by sector order by sector"}\n', "h", "chips", "fees", "s")
    result = run.offprint("batch", "a.yaml", "--rows", "rows.csv", "--out", "out", "--profile", "archive", "--name", "{client}.pdf", "--progress", "none", cwd=folder)
    run.equal(result.returncode, 0, f"archive copies in a batch ({result.stderr.strip()[:500]})")
    strings = {"C1": ["C1", "Alpha", "Beta", "Chips", "Ada", "Alder", "Xenia", "Custody"], "C2": ["C2", "Secretum", "Occultum", "Wires", "Rails", "Bob", "Bracken", "Yorick", "Brokerage"]}
    attached = {"C1": ('client,name,sector,value\r\nC1,"Alpha ""One""\r\nLtd",Chips,2.50\r\nC1,Beta,Chips,3\r\n', "id,who\nC1,Ada Alder\n"),
                "C2": ("client,name,sector,value\r\nC2,Secretum,Wires,7\r\nC2,Occultum,Rails,8", "id,who\nC2,Bob Bracken\n")}
    moved = {}
    for client, other in (("C1", "C2"), ("C2", "C1")):
        moved[client] = shutil.copy(os.path.join(folder, "out", client + ".pdf"), os.path.join(run.scratch("excerpts-" + client), "copy.pdf"))
        plain = os.path.join(os.path.dirname(moved[client]), "plain.pdf")
        if run.tool("qpdf", "--qdf", "--object-streams=disable", moved[client], plain) is None:
            continue
        text = open(plain, "rb").read()
        found = [word for word in strings[other] if word != "Chips" and any(word.encode(code) in text for code in ("utf-8", "utf-16-be"))]
        # The article names the sector that it looks for; it is no client's.
        run.equal(found, [], f"the copy of {client} holds nothing of {other}")
        missing = [bytes for bytes in attached[client] if bytes.encode() not in text]
        run.equal(missing, [], f"the copy of {client} holds its own lines as they stand in the file")
        run.equal(text.count(b'"excerpt": true'), 3, f"the manifest of {client} tells excerpts")
    alone = os.path.join(folder, "alone.pdf")
    write(os.path.join(folder, "h.csv"), 'client,name,sector,value\r\nC1,"Alpha ""One""\r\nLtd",Chips,2.50\r\nC3,Else,Other,1\r\nC1,Beta,Chips,3\r\nC3,Elsewhere,Other,8')
    write(os.path.join(folder, "clients.csv"), "id,who\nC1,Ada Alder\nC3,Carl\n")
    run.render(path, alone, "--profile", "archive", "--param", "client=C1", "--param", "who=Ada Alder")
    run.check(open(alone, "rb").read() == open(moved["C1"], "rb").read(), "a copy does not hang on other clients' rows")
    shutil.rmtree(folder)
    for client, pdf in moved.items():
        result = run.offprint("verify", pdf, cwd=os.path.dirname(pdf))
        said_words = result.stdout.decode()
        run.check(result.returncode == 0 and "made again, identical" in said_words and "note     excerpts" in said_words, f"{client}: made again from its own lines", said_words + result.stderr)
    folder = run.scratch("uncut")
    write(os.path.join(folder, "h.csv"), HOLDINGS)
    write(os.path.join(folder, "m.json"), '{"C1": [{"k": "x"}], "C2": [{"k": "y"}]}')
    for keys, places in ((f"  all: h.csv\n  h: {{from: all, {own}}}", ["a.yaml:10:24"]), ("  h: {json: m.json, at: \"/{{ params.client }}\"}", ["a.yaml:9:25"]),
                         (f"  mine: {{csv: h.csv, {own}}}\n  h: {{from: mine, only: {{sector: \"{{{{ 'Wires' }}}}\"}}}}", []), ("  h: {csv: h.csv, only: {client: C1}}", [])):
        path = article(folder, "params: {client: string}\ndata:\n" + keys + "\n", "h")
        result = run.render(path, os.path.join(folder, "out.pdf"), "--profile", "archive", "--param", "client=C1")
        found = [f"{d.file}:{d.line}:{d.column}" for d in diagnostics_of(result.stderr) if "W809" in d.message]
        run.equal((result.returncode, found), (0, places), f"what cannot be cut is told: {keys.strip()} ({result.stderr[:300]})")


def postgres_programs():
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"))
    return os.path.dirname(found[-1]) if found else None


class Server:
    """A PostgreSQL server of our own on a socket in a folder of its own."""

    def __init__(self, run, folder):
        self.programs, self.folder = postgres_programs(), folder
        self.by, self.user = [], "tester"
        if os.geteuid() == 0:  # the server refuses to be root
            try:
                owner = pwd.getpwnam("postgres")
            except KeyError:
                owner = pwd.getpwnam("nobody")
            self.by = ["setpriv", f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups"]
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        self.data = os.path.join(folder, "d")

    def call(self, name, *arguments):
        result = subprocess.run([*self.by, os.path.join(self.programs, name), *arguments], cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120, check=False)
        return result.returncode, result.stdout.decode("utf-8", "replace")

    def start(self):
        code, text = self.call("initdb", "-D", self.data, "-U", self.user, "-A", "trust", "-N", "--no-sync", "--locale=C.UTF-8", "-E", "UTF8")
        if code == 0:
            # The log goes to a file: a pipe would stay open as long as the server lives.
            code, text = self.call("pg_ctl", "-D", self.data, "-w", "-s", "-l", os.path.join(self.folder, "log"), "-o", f"-c listen_addresses= -c unix_socket_directories={self.folder} -c fsync=off", "start")
        return code == 0, text

    def sql(self, text):
        return self.call("psql", "-h", self.folder, "-U", self.user, "-d", "postgres", "-v", "ON_ERROR_STOP=1", "-qc", text)

    def stop(self):
        self.call("pg_ctl", "-D", self.data, "-m", "immediate", "-s", "stop")


def with_server(run, use):
    """Calls `use` with a PostgreSQL server that runs until it returns; skipped where there is none."""
    if postgres_programs() is None:
        run.skip("postgresql is not installed")
        return
    place = os.path.join("/tmp", f"offprint-pg-{os.getpid()}")  # the path of a socket is short
    os.makedirs(place)
    server = Server(run, place)
    try:
        started, text = server.start()
        if run.check(started, "a PostgreSQL server starts", text):
            use(server)
    finally:
        server.stop()
        shutil.rmtree(place, ignore_errors=True)


def test_postgres(run):
    folder = run.scratch("postgres")
    keys = "params: {client: string, least: {type: decimal, default: 0.01}}\ndata:\n  h: {postgres: \"%s\", query: \"%s\", types: {bought: date, weight: decimal}}\n"
    path = article(folder, keys % ("env:OFFPRINT_PG", QUERY), "h")
    code, lines = said(run, path, "--param", "client=C1")
    run.equal((code, lines), (3, ["a.yaml:9:18: error: there is no environment variable 'OFFPRINT_PG' [E322]"]), "without a connection string the data are not available")
    code, lines = said(run, path, "--param", "client=C1", env={"OFFPRINT_PG": f"host={folder} dbname=none"})
    run.check(code == 3 and len(lines) == 1 and "[E342]" in lines[0], "a server that is not there: exit code 3", f"{code} {lines}")
    code, lines = said(run, path, "--param", "client=C1", env={"OFFPRINT_PG": "Tr0ub4dor"})
    run.equal((code, lines), (2, ["a.yaml:9:18: error: 'env:OFFPRINT_PG' cannot be read: what stands there is no connection string [E340]"]), "what stands in the variable is never shown")
    in_article = article(folder, keys % ("host=db password=x", QUERY), "h")
    run.equal(said(run, in_article, "--param", "client=C1"), (2, ["a.yaml:9:18: error: a connection string does not stand in an article [E322]"]), "no connection string in an article")
    with_server(run, lambda server: test_server(run, folder, keys, server))


def test_time(run, folder, env):
    keys = 'params: {client: string}\ndata:\n  h: {postgres: "env:OFFPRINT_PG", timeout: %s, query: "%s"}\n  after: {postgres: "env:OFFPRINT_PG", query: "select 1 as x, pg_sleep(1.2)::text as s"}\n'
    begun = time.time()
    code, lines = said(run, article(folder, keys % (1, "select :client as c, pg_sleep(30)"), "h"), "--param", "client=C1", env=env)
    run.equal((code, lines), (2, ["a.yaml:9:56: error: the query is stopped: it takes longer than 1 s [E343]"]), "a query that takes longer than its time")
    run.check(time.time() - begun < 15, "a query that takes longer than its time is stopped", time.time() - begun)
    result = run.offprint("check", article(folder, keys % (1, "select :client as c, pg_sleep(30)"), "h"), "--param", "client=C1", env=env)
    run.check("hint: give it longer with 'timeout'" in result.stderr, "and the hint names the key", result.stderr)
    code, lines = said(run, article(folder, keys % (2, QUERY.replace(" and weight > :least", "")), "h"), "--param", "client=C1", env=env)
    run.equal((code, lines), (0, []), "a query in its time; the next one has a minute again")
    for wrong in ("0", "3601"):
        code, lines = said(run, article(folder, keys % (wrong, "select :client as c"), "h"), "--param", "client=C1", env=env)
        run.equal((code, lines), (2, [f"a.yaml:9:45: error: 'timeout' is a number of seconds from 1 to 3600, not {wrong} [E206]"]), f"timeout: {wrong}")
    write(os.path.join(folder, "t.csv"), "a\n1\n")
    code, lines = said(run, article(folder, "data:\n  h: {csv: t.csv, timeout: 5}\n", "h"))
    run.equal((code, lines), (2, ["a.yaml:8:28: error: 'timeout' belongs to postgres [E207]"]), "a source that takes no time limit")


def test_server(run, folder, keys, server):
    rows = ", ".join(["('C1', 'Foo, Inc', 0.25, date '2026-06-01')", "('C1', 'Bär', 0.5, null)", "('C2', 'Baz', 1.0, null)"] +
                     ["('{}', 'Odd {}', 0.1, null)".format(text.replace("'", "''"), i) for i, text in enumerate(EVIL)])
    code, text = server.sql(f"create table holdings(client text, name text, weight numeric, bought date); insert into holdings values {rows}")
    run.equal((code, text), (0, ""), "the server is filled")
    env = {"OFFPRINT_PG": f"host={server.folder} dbname=postgres user={server.user}"}
    server.sql("create function remark() returns int language plpgsql as $$ begin raise warning 'a remark of the server'; return 1; end $$")
    result = run.offprint("check", article(folder, keys % ("env:OFFPRINT_PG", "select :client as c, remark() as weight, current_date as bought"), "h"), "--param", "client=C1", env=env)
    run.check(result.returncode == 0 and "remark" not in result.stderr, "what a server remarks is not printed", result.stderr)
    note = article(folder, keys % ("env:OFFPRINT_PG", QUERY), "h")
    text = words(run, note, "--param", "client=C1", env=env)
    run.check("C1 Bär 0.5" in text and "C1 Foo, Inc 0.25 2026-06-01" in text and "Baz" not in text, "rows of PostgreSQL with bound values", text)
    for i, evil in enumerate(EVIL):
        text = words(run, note, "--param", "client=" + evil, env=env)
        run.check(f"Odd {i}" in text and text.count("Odd") == 1, f"PostgreSQL: a value stays a value: {evil}", text)
    for query, code, part in (("select name, weigth from holdings where client = :client", "E340", "a.yaml:9:57: error: the database refuses the query: column"), ("with x as (delete from holdings returning name) select name, :client from x", "E340", "read-only"),
                              ("select name from holdings where client = :client; commit", "E340", "multiple commands"), ("select set_config('transaction_read_only', 'off', false), :client", "E340", "read-write"),
                              ("select generate_series(1, 100000000), :client", "E343", "more than a table may hold")):
        result = run.offprint("check", article(folder, keys % ("env:OFFPRINT_PG", query), "h"), "--param", "client=C1", env=env)
        run.check(result.returncode == 2 and f"[{code}]" in result.stderr and part in result.stderr, f"PostgreSQL: {query}", result.stderr)
    test_time(run, folder, env)
    secret = write(os.path.join(folder, "pg.txt"), env["OFFPRINT_PG"] + "\n")
    by_file = article(folder, keys % ("file:pg.txt", QUERY), "h")
    os.chmod(secret, 0o644)
    run.equal(said(run, by_file, "--param", "client=C1")[1][0].split(" '")[0], "a.yaml:9:18: error: others can read", "a connection string that others can read is refused")
    os.chmod(secret, 0o600)
    run.equal(said(run, by_file, "--param", "client=C1"), (0, []), "a connection string of a private file")
    pdf = os.path.join(folder, "archive.pdf")
    result = run.render(article(folder, keys % ("env:OFFPRINT_PG", QUERY), "h"), pdf, "--profile", "archive", "--param", "client=C1", env=env)
    run.check(result.returncode == 0, "PostgreSQL: renders to the profile 'archive'", result.stderr)
    server.stop()
    result = run.offprint("verify", pdf)
    run.check(result.returncode == 0 and "made again, identical" in result.stdout.decode(), "PostgreSQL: made again when the server is gone", result.stdout.decode() + result.stderr)
    run.check(env["OFFPRINT_PG"].encode() not in open(pdf, "rb").read(), "the connection string stays out of the file")
