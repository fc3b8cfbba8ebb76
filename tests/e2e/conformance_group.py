"""What files claim, and whether it is true: every sample in every profile, layout and paper, and generated articles over every kind of block, through
veraPDF, one flavour a run; and the samples through the readers that clients have."""
import concurrent.futures
import functools
import json
import os
import re
import shutil
import subprocess

import block_articles
import sign_group
from harness import CHECKED, MINIMAL_ARTICLE, read, write

# What a profile claims: flavours of veraPDF.
PROFILES = {"client": ("2a", "ua1"), "archive": ("3a", "ua1"), "modern": ("4f", "ua2", "wt1a", "wt1r")}
PAPERS = ("a4", "letter")
GENERATED = {"client": 500, "archive": 15, "modern": 40}


def test(run):
    test_options(run)
    jar = fetched(run, "scripts/fetch-verapdf", "veraPDF")
    pdfjs = fetched(run, "scripts/fetch-pdfjs", "pdf.js")
    for profile, flavours in PROFILES.items():
        folder = run.scratch("conformance-" + profile)
        for name, article, options in CHECKED:
            if "--paper" in options:
                continue  # every paper is made here
            for paper in PAPERS:
                pdf = os.path.join(folder, f"{name}-{paper}.pdf")
                result = run.render(article, pdf, *options, "--paper", paper, "--profile", profile)
                run.check(result.returncode == 0, f"{name}, {paper}: renders to the profile '{profile}'", result.stderr)
        if profile == "client":
            # A report on changes is a document like any other.
            pdfs = [os.path.join(folder, name + "-a4.pdf") for name in ("astera-labs", "earnings-note")]
            result = run.offprint("diff", *pdfs, "-o", os.path.join(folder, "report-on-changes.pdf"))
            run.equal((result.returncode, result.stderr), (1, ""), "a report on changes is made")
        test_readers(run, folder, profile, pdfjs)
        if jar is not None:
            for flavour in flavours:
                validate(run, jar, folder, flavour, profile)
    test_generated(run, jar)
    if jar is not None:
        test_signed(run, jar)
        test_linear(run, jar)
        test_locked(run, jar)


def test_signed(run, jar):
    """Signatures change nothing of what a file is: in its one revision, in a further one, with evidence and time stamps."""
    if shutil.which("openssl") is None:
        run.skip("openssl is not installed")
        return
    authority = sign_group.Authority(run.scratch("conformance-authority"))
    folder, record, modern = run.scratch("conformance-signed"), run.scratch("conformance-signed-archive"), run.scratch("conformance-signed-modern")
    path = functools.partial(os.path.join, folder)
    lists = ["--crl", authority.path("issuer.crl"), "--crl", authority.path("root.crl")]
    try:
        for name, article, options in CHECKED[:4]:
            run.render(article, path(name + "-sealed.pdf"), *options, "--profile", "client-sealed", *authority.key(prefix="sign-"), "--sign-tsa", authority.url)
            run.render(article, path(name + ".pdf"), *options)
            run.offprint("sign", path(name + ".pdf"), "-o", path(name + "-signed.pdf"), *authority.key(), "--tsa", authority.url, "--certify", *lists)
            run.offprint("sign", "--extend", path(name + "-signed.pdf"), "-o", path(name + "-stamped.pdf"), "--tsa", authority.url)
            run.offprint("sign", path(name + ".pdf"), "-o", path(name + "-seen.pdf"), *authority.key(), "--stamp", "1,40,20,150,40")
            run.render(article, os.path.join(record, name + "-plain.pdf"), *options, "--profile", "archive")
            run.offprint("sign", os.path.join(record, name + "-plain.pdf"), "-o", os.path.join(record, name + ".pdf"), *authority.key())
            plain, signed, stamped = (os.path.join(modern, name + end) for end in ("-plain.pdf", "-signed.pdf", "-stamped.pdf"))
            run.render(article, plain, *options, "--profile", "modern")
            run.offprint("sign", plain, "-o", signed, *authority.key(), "--tsa", authority.url, "--certify", *lists)
            run.offprint("sign", "--extend", signed, "-o", stamped, "--tsa", authority.url)
            proof = run.offprint("verify", stamped, "--trust", authority.path("root.pem"), "--require", "B-LTA")
            run.check(proof.returncode == 0, f"{name}, profile 'modern': signed and stamped, it is proved", proof.stdout.decode() + proof.stderr)
    finally:
        authority.close()
    run.equal((len(os.listdir(folder)), len(os.listdir(record)), len(os.listdir(modern))), (20, 8, 12), "the signed files are made")
    for where, flavours in ((folder, PROFILES["client"]), (record, PROFILES["archive"]), (modern, PROFILES["modern"])):
        for flavour in flavours:
            validate(run, jar, where, flavour, "signed")


def test_linear(run, jar):
    folder = run.scratch("conformance-linear")
    for name, article, options in CHECKED:
        result = run.render(article, os.path.join(folder, name + ".pdf"), *options, "--linear")
        run.check(result.returncode == 0, f"{name}: linearised", result.stderr)
    for flavour in PROFILES["client"]:
        validate(run, jar, folder, flavour, "client, linearised")


def test_locked(run, jar):
    """With a password the validator takes a file a run."""
    folder = run.scratch("conformance-locked")
    password = write(os.path.join(folder, "password"), "of this test")

    # veraPDF 1.28 cannot open one file in nine that is locked by AES-256, R 6, though qpdf, Poppler and MuPDF can: it hangs on the random salts. Such a file is
    # locked anew, once qpdf has opened it; what veraPDF says of one that it opened counts.
    tries = 12

    def look(job):
        name, article, options = job
        pdf = os.path.join(folder, name + ".pdf")
        for _ in range(tries):
            result = run.render(article, pdf, *options, "--profile", "locked", "--password-file", password)
            run.check(result.returncode == 0, f"{name}: locked", result.stderr)
            opened = run.tool("qpdf", "--password=of this test", "--check", pdf)
            run.check(opened is None or opened.returncode == 0, f"{name}: qpdf opens it", opened and opened.stdout)
            result = run.tool("java", "-cp", jar, "org.verapdf.apps.GreenfieldCliWrapper", "-f", "ua1", "--password", "of this test", "--format", "text", "-v", pdf, timeout=600)
            if result is None or (re.search(rf"^(PASS|FAIL) {re.escape(pdf)} ua1", result.stdout, re.M) and "Can't decrypt" not in result.stdout):
                break
        if result is not None:
            run.check(f"PASS {pdf} ua1" in result.stdout, f"{name}.pdf, profile 'locked': ua1", result.stdout)

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(look, CHECKED[::3]))


def fetched(run, script, name):
    found = subprocess.run([run.path(script)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if found.returncode != 0:
        run.skip(f"{name} cannot be had: " + found.stderr.decode("utf-8", "replace").strip())
        return None
    return found.stdout.decode().strip()


def validate(run, jar, folder, flavour, profile):
    """One run for all files: starting the validator takes longer than a file."""
    result = run.tool("java", "-cp", jar, "org.verapdf.apps.GreenfieldCliWrapper", "-f", flavour, "--format", "text", "-v", folder, timeout=600)
    if result is None:
        return
    verdicts = dict(reversed(m) for m in re.findall(rf"^(PASS|FAIL) (.+) {flavour}$", result.stdout, re.M))
    for file in sorted(os.listdir(folder)):
        verdict = verdicts.get(os.path.join(folder, file), "no verdict")
        run.check(verdict == "PASS", f"{file}, profile '{profile}': {flavour}", result.stdout)


# Poppler 22 knows the names of PDF 1.7 only, not these two of PDF 2.0: the list numbering Description (ISO 32000-2, 14.8.5.5), which PDF/UA-2 wants
# where labels are words, and the structure type FENote (14.8.4.7.2).
UNKNOWN_TO_POPPLER = re.compile(r"^Syntax Warning: Attribute ListNumbering value is of wrong type \(name\)\n|^Syntax Error: StructElem object is wrong type \(FENote\)\n",
                                re.M)

# What the readers are called with; none may say anything but what is asked of it.
READERS = {
    "qpdf": (["qpdf", "--check"], lambda said: "WARNING" not in said and "No syntax or stream encoding errors" in said),
    "MuPDF": (["mutool", "draw", "-q", "-r", "36", "-F", "pnm", "-o", os.devnull],
              lambda said: not said.replace("warning: ICC support is not available\n", "").strip()),  # Debian's build has none
    "Ghostscript": (["gs", "-dBATCH", "-dNOPAUSE", "-dQUIET", "-dPDFSTOPONERROR", "-dPDFSTOPONWARNING", "-sDEVICE=nullpage"], lambda said: not said.strip()),
    "Poppler": (["pdfinfo", "-struct-text"], lambda said: not re.search(r"^(\w+ )?(Error|Warning)( \(\d+\))?:", UNKNOWN_TO_POPPLER.sub("", said), re.M)),
}


def test_readers(run, folder, profile, pdfjs):
    files = [os.path.join(folder, file) for file in sorted(os.listdir(folder)) if file.endswith(f"-{PAPERS[0]}.pdf")]

    def look(job):
        reader, file = job
        command, is_content = READERS[reader]
        result = run.tool(*command, file)
        if result is not None:
            run.check(result.returncode == 0 and is_content(result.stdout), f"{os.path.basename(file)}, profile '{profile}': {reader} has nothing to say",
                      result.stdout)

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(look, [(reader, file) for file in files for reader in READERS if shutil.which(READERS[reader][0][0])]))
    for reader, (command, _) in READERS.items():
        if shutil.which(command[0]) is None:
            run.skip(f"{reader} is not installed")
    if pdfjs is None:
        return
    result = subprocess.run(["node", run.path("tests/e2e/pdfjs.js"), pdfjs, *files], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            timeout=600, check=False)
    seen = [json.loads(line) for line in result.stdout.decode().splitlines()]
    run.equal([found["file"] for found in seen], files, f"profile '{profile}': pdf.js reads them all")
    for found in seen:
        name = f"{os.path.basename(found['file'])}, profile '{profile}': pdf.js"
        run.check("fault" not in found and not found["warnings"], f"{name} has nothing to say", str(found.get("fault")) + str(found["warnings"]))
        run.check(found.get("tagged") and all(page["structured"] and page["letters"] > 0 for page in found["pages"]), f"{name} finds tags and text on each page",
                  str(found))
        run.equal("manifest.json" in found.get("attachments", []), profile != "client", f"{name} finds what is attached")


def kinds_of_blocks(run):
    """The kinds that the published schema knows."""
    schema = json.loads(read(run.path("schema/article.schema.json")))
    return {kind for kind in schema["$defs"] if kind != "blocks"}


def test_generated(run, jar):
    used = set()
    for profile, count in GENERATED.items():
        work, folder = run.scratch("generated-" + profile), run.scratch("generated-pdf-" + profile)
        write(os.path.join(work, "offprint.yaml"), "workspace: 1\n")
        shutil.copytree(run.path("layouts"), os.path.join(work, "layouts"))
        for picture in block_articles.PICTURES:
            shutil.copy(run.path("docs/examples", picture), work)

        def render(seed, profile=profile, work=work, folder=folder):
            text, kinds = block_articles.make(seed)
            article = write(os.path.join(work, f"{seed}.yaml"), text)
            result = run.render(article, os.path.join(folder, f"{seed}.pdf"), "--profile", profile, cwd=work)
            run.check(result.returncode == 0, f"generated article {seed}, profile '{profile}': renders", result.stderr)
            return kinds

        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            used.update(*pool.map(render, range(count)))
        if jar is not None:
            for flavour in PROFILES[profile]:
                validate(run, jar, folder, flavour, profile)
    run.equal(used, kinds_of_blocks(run), "the generated articles have every kind of block")


def test_options(run):
    folder = run.scratch("profile-options")
    article = write(os.path.join(folder, "article.yaml"), MINIMAL_ARTICLE)
    output = os.path.join(folder, "out.pdf")
    result = run.render(article, output, "--profile", "clients")
    run.equal(result.returncode, 2, "an unknown profile is refused")
    run.check("error: no PDF profile 'clients' [E801]" in result.stderr and "client" in result.stderr.splitlines()[-1], "and told", result.stderr)
    run.check(not os.path.exists(output), "an unknown profile leaves no file")
    run.render(article, output)
    run.check(b"<pdfaid:part>2<" in read(output) and b"<pdfuaid:part>1<" in read(output), "the default claims PDF/A-2 and PDF/UA-1")
    run.render(article, output, "--profile", "modern")
    data = read(output)
    run.check(data.startswith(b"%PDF-2.0\n") and b"<pdfaid:part>4<" in data and b"<pdfuaid:part>2<" in data and b"wtpdf#accessibility1.0" in data,
              "'modern' is PDF 2.0 and claims PDF/A-4, PDF/UA-2 and WTPDF")
    run.check(b"/Info " not in data, "'modern' has no Info")
    write(article, MINIMAL_ARTICLE.replace("- Some words.", "- " + "x" * 400))
    result = run.render(article, output, "--lenient")
    run.check(result.returncode == 0 and b"pdfaid:part" not in read(output), "a file made in spite of faults claims nothing", result.stderr)
