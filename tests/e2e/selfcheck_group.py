"""The program's own check of finished PDFs: its command line, what it says of our files in every profile, and that it agrees with veraPDF on a public corpus."""
import collections
import concurrent.futures
import json
import os
import re
import shutil
import subprocess

from conformance_group import fetched
from harness import MINIMAL_ARTICLE, read, write

# Folders of the corpus, the flavour that veraPDF is asked for, and what our check is held to.
CORPORA = (("PDF_A-2b", "2a", "a2", "A"), ("PDF_A-2a", "2a", "a2", "A"), ("PDF_A-2u", "2a", "a2", "A"), ("PDF_UA-1", "ua1", "ua1", "UA"))
# Verdicts on single clauses that may differ, of some 75,000: files that break another clause too, which each side then calls by another name.
MOST_DIFFERENCES = 20


def test(run):
    test_own_files(run)
    test_broken_files(run)
    test_long_table(run)
    test_review(run)
    test_corpus(run)


def test_own_files(run):
    folder = run.scratch("selfcheck")
    path = lambda name: os.path.join(folder, name)  # noqa: E731
    for profile, claims in (("client", "PDF/A-2a and PDF/UA-1"), ("archive", "PDF/A-3a and PDF/UA-1"), ("modern", "PDF/A-4f and PDF/UA-2")):
        for sample in ("earnings-note", "journal-article"):
            pdf = path(f"{sample}-{profile}.pdf")
            run.render(f"samples/{sample}/article.yaml", pdf, "--profile", profile)
            result = run.offprint("check", pdf)
            said = result.stdout.decode()
            run.check(result.returncode == 0 and f"claims {claims}: 0 findings against " in said, f"{sample}, {profile}: keeps what it claims", said + result.stderr)


def test_broken_files(run):
    """A change of as many bytes in a file without object streams breaks one rule and nothing else."""
    folder = run.scratch("selfcheck-broken")
    article = write(os.path.join(folder, "article.yaml"), MINIMAL_ARTICLE)
    good = os.path.join(folder, "good.pdf")
    run.render(article, good, "--plain-objects")
    data = read(good)
    bad = os.path.join(folder, "bad.pdf")
    for old, new, rule in ((b"/Marked true", b"/Marked null", "marked"), (b"/DisplayDocTitle true", b"/DisplayDocTitle null", "shows-title"), (b"/Tabs/S", b"/Tabx/S", None),
                           (b"/S/H1", b"/S/H3", "headings"), (b"<pdfuaid:part>1", b"<pdfuaid:part>7", "pdfua-claim"), (b"%PDF-1.7", b"%PDF-1.9", "file-header")):
        if not run.check(data.count(old) >= 1, f"{old}: stands in the file"):
            continue
        write(bad, data.replace(old, new, 1))
        result = run.offprint("check", bad, "--diagnostics", "json", "--claims", "a2,ua1")
        found = [finding["rule"] for finding in json.loads(result.stdout)["findings"]]
        run.equal((found, result.returncode), ([rule], 1) if rule else ([], 0), f"{old} as {new}: what is found")
    write(bad, b"%PDF-1.7\nnothing")
    result = run.offprint("check", bad)
    run.check(result.returncode == 1 and b"readable" in result.stdout, "a file that is none is told", str(result))
    result = run.offprint("check", good, "--claims", "a9")
    run.check(result.returncode == 2 and "[E807]" in result.stderr, "an unknown standard is refused", result.stderr)
    result = run.offprint("check", os.path.join(folder, "none.pdf"))
    run.check(result.returncode == 2 and "[E803]" in result.stderr, "a missing file is told", result.stderr)


def test_long_table(run):
    """What is wrong at the end of a table of thousands of rows, which is never held as a whole, is found as anything else is."""
    folder = run.scratch("selfcheck-long")
    rows, columns = 4_000, 6
    write(os.path.join(folder, "rows.csv"), "".join(",".join(f"{name}{n}" for name in "abcdef") + "\n" for n in ["", *range(rows)]))
    write(os.path.join(folder, "offprint.yaml"), "workspace: 1\n")
    article = write(os.path.join(folder, "article.yaml"), MINIMAL_ARTICLE.replace("  - Some words.\n", "  - table: {title: All, data: rows}\n")
                    .replace("body:", "data: {rows: rows.csv}\nbody:"))
    good, bad = os.path.join(folder, "good.pdf"), os.path.join(folder, "bad.pdf")
    result = run.render(article, good, "--plain-objects", "--timings")
    if not run.check(result.returncode == 0 and "self-check" in result.stderr, "a long table is looked at before it goes out", result.stderr):
        return
    data = read(good)
    run.check(len(data) > 2_000_000, "it is a large file", str(len(data)))
    said = json.loads(run.offprint("check", good, "--diagnostics", "json").stdout)
    run.check(not said["findings"] and said["elements"] > rows * columns, "and nothing is found", str(said)[:2000])
    for old, new, rules in ((b"/S/TD", b"/S/TH", {"header-scope"}), (b"/S/TR", b"/S/TD", {"table-rows", "table-parts"}), (b"/S/TD", b"/S/LI", {"table-rows"})):
        at = data.rfind(old)
        run.check(at > len(data) // 2, f"{old}: its last one stands near the end")
        write(bad, data[:at] + new + data[at + len(old):])
        result = run.offprint("check", bad, "--diagnostics", "json")
        found = {finding["rule"] for finding in json.loads(result.stdout)["findings"]}
        run.check(result.returncode == 1 and rules & found, f"the last {old} as {new} is found", str(found))


def test_review(run):
    folder = run.scratch("selfcheck-review")
    pdf = os.path.join(folder, "note.pdf")
    article = "samples/earnings-note/article.yaml"
    run.render(article, pdf)
    of_pdf, of_article = run.offprint("check", "--accessibility", pdf), run.offprint("check", "--accessibility", article)
    lines = of_pdf.stdout.decode().splitlines()
    run.equal((of_pdf.returncode, of_article.returncode), (0, 0), "the review sheet is printed")
    run.equal(lines[1:], of_article.stdout.decode().splitlines()[1:], "of an article it is that of its PDF")
    run.check(not os.path.exists(os.path.join(run.root, "article.pdf")), "and no file is written")
    for part in ("Headings", "Figures", "Tables", "Links", "Order of reading"):
        run.check(part in lines, f"the sheet has {part}", "\n".join(lines))
    run.equal(sum(line.startswith("[ ] ") for line in lines), 8, "each part has its question")
    run.check(any(line.strip().startswith("H1 “") for line in lines) and any("Figure, page 1: " in line or "Figure, page 2: " in line for line in lines),
              "with headings and what figures say", "\n".join(lines))


def clauses_of_rules(run):
    """The clauses that rules follow in full, and those that share a rule."""
    shares = collections.defaultdict(set)
    for listed in re.findall(r'"((?:(?:A|UA)(?:-\d)? ~?[\d.]+-\d+(?:, )?)+)"', read(run.path("src/check/rules.cpp")).decode()):
        group = listed.split(", ")
        for clause in group:
            shares[clause].update(group)
    return {clause for clause in shares if "~" not in clause}, shares


def test_corpus(run):
    jar, corpus = fetched(run, "scripts/fetch-verapdf", "veraPDF"), fetched(run, "scripts/fetch-corpus", "the veraPDF corpus")
    if jar is None or corpus is None or shutil.which("java") is None:
        return
    known, shares = clauses_of_rules(run)
    run.check(len(known) >= 100, "rules follow a hundred clauses in full", str(len(known)))
    compared, differences, seen = 0, [], set()
    for folder, flavour, claims, standard in CORPORA:
        # Its warnings go to standard error.
        result = subprocess.run(["java", "-cp", jar, "org.verapdf.apps.GreenfieldCliWrapper", "-f", flavour, "--format", "json", "--maxfailuresdisplayed", "1", "-r",
                                 os.path.join(corpus, folder)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=600, check=False)
        jobs = [job for job in json.loads(result.stdout)["report"]["jobs"] if job.get("validationResult")]

        def look(job, claims=claims, standard=standard):
            said = run.offprint("check", job["itemDetails"]["name"], "--diagnostics", "json", "--claims", claims)
            if said.returncode not in (0, 1):
                return job, None, said.stderr
            findings = json.loads(said.stdout)["findings"]
            theirs = {f"{standard} {rule['clause']}-{rule['testNumber']}" for rule in job["validationResult"][0]["details"]["ruleSummaries"]}
            mine = {clause for finding in findings for clause in finding["clauses"].split(", ")}
            return job, (theirs, mine, any(finding["rule"] == "readable" for finding in findings)), ""

        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            for job, verdict, fault in pool.map(look, jobs):
                name = os.path.basename(job["itemDetails"]["name"])
                if not run.check(verdict is not None, f"{name}: is looked at", fault):
                    continue
                theirs, mine, unreadable = verdict
                for clause in known:
                    if not clause.startswith(standard + " "):
                        continue
                    compared += 1
                    if clause in theirs:
                        seen.add(clause)
                    if clause in theirs and clause not in mine and not unreadable:
                        differences.append(f"{name}: {clause} not found")
                    if clause in mine and not shares[clause] & theirs:
                        differences.append(f"{name}: {clause} found")
    run.check(compared > 50_000 and len(differences) <= MOST_DIFFERENCES, f"the check agrees with veraPDF on {compared} verdicts but for {len(differences)}",
              "\n".join(differences))
    run.check(len(seen) >= 80, f"the corpus breaks {len(seen)} of the {len(known)} clauses")
