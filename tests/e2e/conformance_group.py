"""What files claim, and whether it is true: every sample in every profile, layout and paper through veraPDF, one flavour a run."""
import functools
import os
import re
import shutil
import subprocess

import sign_group
from harness import CHECKED, MINIMAL_ARTICLE, read, write

# What a profile claims: flavours of veraPDF.
PROFILES = {"client": ("2a", "ua1"), "archive": ("3a", "ua1")}
PAPERS = ("a4", "letter")


def test(run):
    test_options(run)
    jar = validator(run)
    if jar is None:
        return
    for profile, flavours in PROFILES.items():
        folder = run.scratch("conformance-" + profile)
        for name, article, options in CHECKED:
            if "--paper" in options:
                continue  # every paper is made here
            for paper in PAPERS:
                pdf = os.path.join(folder, f"{name}-{paper}.pdf")
                result = run.render(article, pdf, *options, "--paper", paper, "--profile", profile)
                run.check(result.returncode == 0, f"{name}, {paper}: renders to the profile '{profile}'", result.stderr)
        for flavour in flavours:
            validate(run, jar, folder, flavour, profile)
    test_signed(run, jar)


def test_signed(run, jar):
    """Signatures change nothing of what a file is: in its one revision, in a further one, with evidence and time stamps."""
    if shutil.which("openssl") is None:
        run.skip("openssl is not installed")
        return
    authority = sign_group.Authority(run.scratch("conformance-authority"))
    folder, record = run.scratch("conformance-signed"), run.scratch("conformance-signed-archive")
    path = functools.partial(os.path.join, folder)
    lists = ["--crl", authority.path("issuer.crl"), "--crl", authority.path("root.crl")]
    try:
        for name, article, options in CHECKED[:4]:
            run.render(article, path(name + "-sealed.pdf"), *options, "--profile", "client-sealed", *authority.key(prefix="sign-"), "--sign-tsa", authority.url)
            run.render(article, path(name + ".pdf"), *options)
            run.offprint("sign", path(name + ".pdf"), "-o", path(name + "-signed.pdf"), *authority.key(), "--tsa", authority.url, "--certify", *lists)
            run.offprint("sign", "--extend", path(name + "-signed.pdf"), "-o", path(name + "-stamped.pdf"), "--tsa", authority.url)
            run.render(article, os.path.join(record, name + "-plain.pdf"), *options, "--profile", "archive")
            run.offprint("sign", os.path.join(record, name + "-plain.pdf"), "-o", os.path.join(record, name + ".pdf"), *authority.key())
    finally:
        authority.close()
    run.equal((len(os.listdir(folder)), len(os.listdir(record))), (16, 8), "the signed files are made")
    for where, flavours in ((folder, PROFILES["client"]), (record, PROFILES["archive"])):
        for flavour in flavours:
            validate(run, jar, where, flavour, "signed")


def validator(run):
    found = subprocess.run([run.path("scripts/fetch-verapdf")], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if found.returncode != 0:
        run.skip("veraPDF cannot be had: " + found.stderr.decode("utf-8", "replace").strip())
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
    write(article, MINIMAL_ARTICLE.replace("- Some words.", "- " + "x" * 400))
    result = run.render(article, output, "--lenient")
    run.check(result.returncode == 0 and b"pdfaid:part" not in read(output), "a file made in spite of faults claims nothing", result.stderr)
