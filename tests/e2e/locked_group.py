"""Locked files: nobody reads them without the password, and no part of them before they are locked is seen anywhere; linearised ones: the same file in another order."""
import os
import re
import shutil
import subprocess
import unicodedata
import zlib

from harness import MINIMAL_ARTICLE, read, write

PASSWORD = "pässword of ours"
TITLE = "Unheard of retimers"
ARTICLE = MINIMAL_ARTICLE.replace("A test", TITLE) + "  - Nobody else reads of these hedgehogs.\n"


def test(run):
    folder = run.scratch("locked")
    article = write(os.path.join(folder, "article.yaml"), ARTICLE)
    password = write(os.path.join(folder, "password"), PASSWORD + "\n")
    test_lock(run, folder, article, password)
    test_places(run, folder, article)
    test_prepared(run, folder, article)
    test_permissions(run, folder, article, password)
    test_refusals(run, folder, article, password)
    test_faulty(run, folder, article, password)
    test_not_for_others(run, folder, article, password)
    test_linear(run, folder, article)
    test_installed(run, article, password)


def lock(run, folder, article, *options, name="locked.pdf", **keywords):
    out = os.path.join(folder, name)
    result = run.render(article, out, "--profile", "locked", *options, **keywords)
    run.check(result.returncode == 0 and os.path.exists(out), f"{name}: is made", result.stderr)
    return out, result.stdout.decode()


def opens(run, pdf, password):
    """Whether Poppler reads the article with a password; none where it is not installed."""
    result = run.tool("pdftotext", "-upw", password, pdf, "-")
    return None if result is None else result.returncode == 0 and "hedgehogs" in result.stdout


def encryption(run, pdf, password):
    result = run.tool("qpdf", "--show-encryption", "--password=" + password, pdf)
    return None if result is None else result.stdout


def unlocked(run, pdf, password):
    result = subprocess.run(["qpdf", "--decrypt", "--password=" + password, pdf, "-"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    return result.stdout


def inflated(pdf):
    """What can be read of a file's streams by who has no key."""
    out = b""
    for match in re.finditer(rb"stream\r?\n", pdf):
        try:
            out += zlib.decompressobj().decompress(pdf[match.end():])
        except zlib.error:
            pass
    return out


def shows(bytes_, words):
    """Whether bytes hold words in one of the ways in which a PDF does."""
    forms = [words.encode(), words.encode("utf-16-be"), words.encode().hex().upper().encode(), words.encode("utf-16-be").hex().upper().encode()]
    return any(form in bytes_ or form.lower() in bytes_ for form in forms)


def test_lock(run, folder, article, password):
    pdf, told = lock(run, folder, article, "--password-file", password)
    data = read(pdf)
    plain = os.path.join(folder, "plain.pdf")
    run.render(article, plain)
    run.check(shows(read(plain) + inflated(read(plain)), TITLE), "the words of a file that is not locked are found")
    for words in (TITLE, "hedgehogs", "uaid", "conviction", "Source Serif", "dc:title"):
        run.check(not shows(data + inflated(data), words), f"'{words}' is nowhere in the bytes of a locked file")
    run.check(len(inflated(data)) < 400, "nothing but cross references can be inflated", str(len(inflated(data))))
    said = encryption(run, pdf, PASSWORD)
    if said is not None:
        run.check(re.search(r"^R = 6$", said, re.M) and said.count("AESv3") == 3, "qpdf: AES-256, revision 6", said)
        run.check("is user password" in said and "for accessibility: allowed" in said and "modify anything: not allowed" in said, "qpdf: what may be done", said)
        check = run.tool("qpdf", "--check", "--password=" + PASSWORD, pdf)
        run.check(check.returncode == 0 and "WARNING" not in check.stdout, "qpdf has nothing to say of a locked file", check.stdout)
        for wrong in ("", "password of ours", PASSWORD + " ", PASSWORD[:-1]):
            run.check("invalid password" in run.tool("qpdf", "--check", "--password=" + wrong, pdf).stdout, f"qpdf: '{wrong}' does not open it")
        inside = unlocked(run, pdf, PASSWORD)
        run.check(b"<pdfuaid:part>1<" in inside and b"pdfaid:" not in inside and b"pdfaExtension" not in inside, "it claims PDF/UA-1 and nothing of PDF/A")
        digest = re.search(r"what was locked has SHA-256 ([0-9a-f]{64})\n", told)
        run.check(digest and f'urn:offprint:record:1">{digest[1]}</offprint:unlocked>'.encode() in inside, "what was locked is told, on standard output and in the metadata", told)
        again, told_again = lock(run, folder, article, "--password-file", password, name="again.pdf")
        run.check(read(again) != data, "encryption is not repeatable")
        run.equal(re.findall("SHA-256.*", told_again), re.findall("SHA-256.*", told), "what is locked is")
        plain_objects, _ = lock(run, folder, article, "--password-file", password, "--plain-objects", name="plain-objects.pdf")
        run.check(re.search(rb'record:1">(?!0{64})[0-9a-f]{64}<', unlocked(run, plain_objects, PASSWORD)), "the digest is told of a file without object streams too")
    for found, expected, what in ((opens(run, pdf, PASSWORD), True, "with its password"), (opens(run, pdf, "wrong"), False, "with another"), (opens(run, pdf, ""), False, "with none")):
        if found is not None:
            run.equal(found, expected, f"Poppler opens a locked file {what}")
    result = run.render(article, "-", "--profile", "locked", "--password-file", password)
    run.check(result.returncode == 0 and result.stdout.startswith(b"%PDF-1.7") and not shows(result.stdout + inflated(result.stdout), TITLE), "standard output gets a locked file",
              result.stderr)


def test_places(run, folder, article):
    """The password comes from wherever it is said to be."""
    out, _ = lock(run, folder, article, "--password-env", "WORDS", env={"WORDS": "from the environment"}, name="variable.pdf")
    run.check(opens(run, out, "from the environment") is not False, "a password of a variable")
    write(os.path.join(folder, "words"), "from a descriptor")
    out, _ = lock(run, folder, article, "--password-fd", "5", by=("sh", "-c", 'exec "$@" 5<"$0"', os.path.join(folder, "words")), name="descriptor.pdf")
    run.check(opens(run, out, "from a descriptor") is not False, "a password of a descriptor")
    write(os.path.join(folder, "crlf"), "of another system\r\n")
    out, _ = lock(run, folder, article, "--password-file", os.path.join(folder, "crlf"), name="crlf.pdf")
    run.check(opens(run, out, "of another system") is not False, "the end of a line is no part of a password")


def test_prepared(run, folder, article):
    """SASLprep: whoever types a password in another form means the same."""
    for name, given, typed in (("decomposed", unicodedata.normalize("NFD", "naïve Ångström"), "naïve Ångström"), ("blanks", "two\u00a0words", "two words"), ("hyphen", "hy\u00adphen", "hyphen"),
                               ("ligature", "o\ufb03ce", "office"), ("hebrew", "שלום", "שלום")):
        path = write(os.path.join(folder, "password-" + name), given)
        out, _ = lock(run, folder, article, "--password-file", path, name=name + ".pdf")
        run.check(opens(run, out, typed) is not False, f"a password is prepared: {name}")
    out, _ = lock(run, folder, article, "--password-file", write(os.path.join(folder, "longest"), "x" * 127), name="longest.pdf")
    if shutil.which("qpdf"):
        run.check(b"pdfuaid" in unlocked(run, out, "x" * 127) and b"pdfuaid" not in unlocked(run, out, "x" * 126), "a password of 127 bytes counts to its end")


def test_permissions(run, folder, article, password):
    owner = write(os.path.join(folder, "owner"), "owner's own")
    for permit, printing, copying in (("print,copy", "", ""), ("print", "", "not "), ("copy", "not ", ""), ("none", "not ", "not ")):
        out, _ = lock(run, folder, article, "--password-file", password, "--owner-password-file", owner, "--permit", permit, name="permit.pdf")
        said = encryption(run, out, PASSWORD)
        if said is None:
            return
        run.check(f"print high resolution: {printing}allowed" in said and f"print low resolution: {printing}allowed" in said and f"for any purpose: {copying}allowed" in said,
                  f"--permit {permit}", said)
        run.check("for accessibility: allowed" in said and "modify annotations: not allowed" in said, f"--permit {permit}: read aloud, not changed", said)
        run.check("is owner password" in encryption(run, out, "owner's own"), f"--permit {permit}: the owner password is the owner's")
    for wrong in ("", "owner's own"):
        run.check("invalid password" in run.tool("qpdf", "--check", "--password=" + wrong, os.path.join(folder, "locked.pdf")).stdout, f"without an owner password '{wrong}' opens nothing")


def test_refusals(run, folder, article, password):
    out = os.path.join(folder, "refused.pdf")

    def refused(what, expected, *options, env=None, profile="locked"):
        before = sorted(os.listdir(folder))
        for lenient in ((), ("--lenient",)):
            result = run.render(article, out, "--profile", profile, *options, *lenient, env=env)
            run.check(result.returncode == 2 and re.search(expected, result.stderr), f"{what}: refused", f"{result.returncode} {result.stderr}")
            run.equal(sorted(os.listdir(folder)), before, f"{what}: leaves no file")
            run.check(not any(words in result.stderr for words in ("wrong words", PASSWORD, "ssword of")), f"{what}: no password is told", result.stderr)

    def of(name, content):
        return "--password-file", write(os.path.join(folder, name), content)

    refused("no password", r"there is no password \[E851\]")
    refused("an empty file", r"it is empty \[E852\]", *of("empty", ""))
    refused("an empty line", r"it is empty \[E852\]", *of("line", "\n"))
    refused("a soft hyphen, which is nothing", r"it is empty \[E852\]", *of("nothing", "\u00ad"))
    refused("128 bytes", r"longer than 127 bytes in UTF-8 \[E852\]", *of("long", "x" * 128))
    refused("64 letters of two bytes", r"longer than 127 bytes in UTF-8 \[E852\]", *of("wide", "ä" * 64))
    refused("a few kilobytes", r"cannot be read where it is said to be \[E851\]", *of("huge", "wrong words" * 500))
    refused("Latin-1", r"it is not UTF-8 \[E852\]", *of("latin", "wrong wörds".encode("latin-1")))
    refused("a surrogate", r"it is not UTF-8 \[E852\]", *of("surrogate", b"wrong words\xed\xa0\x80"))
    refused("two lines", r"such as a control character \[E852\]", *of("lines", "wrong words\nand more\n"))
    refused("a zero", r"such as a control character \[E852\]", *of("zero", b"wrong words\0more"))
    refused("a picture of a letter box", r"newer than Unicode 3.2.*\[E852\]", *of("emoji", "wrong words 📬"))
    refused("directions mixed", r"directions of writing.*\[E852\]", *of("mixed", "שלום wrong words"))
    refused("a file that is not there", r"cannot be read where it is said to be \[E851\]", "--password-file", os.path.join(folder, "not-there"))
    refused("a folder", r"cannot be read where it is said to be \[E851\]", "--password-file", folder)
    refused("a descriptor that is not open", r"cannot be read where it is said to be \[E851\]", "--password-fd", "77")
    refused("a variable that is not there", r"no environment variable 'NOT_SET' \[E851\]", "--password-env", "NOT_SET")
    refused("two places", r"password is given in more than one place \[E851\]", "--password-file", password, "--password-env", "W", env={"W": "wrong words"})
    refused("the owner's is the same", r"it is the password \[E852\]", "--password-file", password, "--owner-password-env", "W", env={"W": PASSWORD})
    refused("an empty owner's", r"owner password cannot be used: it is empty \[E852\]", "--password-file", password, "--owner-password-env", "W", env={"W": ""})
    refused("an owner's alone", r"there is no password \[E851\]", "--owner-password-env", "W", env={"W": "wrong words"})
    refused("a password where nothing is locked", r"'client' is not locked.*\[E851\]", "--password-env", "W", env={"W": "wrong words"}, profile="client")
    refused("a profile misspelt", r"no PDF profile 'loked'.*\[E801\]", "--password-env", "W", env={"W": "wrong words"}, profile="loked")
    refused("both locked and linear", r"'locked' is not linearised.*\[E853\]", "--password-file", password, "--linear")
    refused("both locked and signed", r"not signed while it is rendered.*\[E841\]", "--password-env", "NOT_SET", "--sign-key", article, "--sign-cert", article)
    result = run.render(article, out, "--profile", "locked", "--password", "wrong words")
    run.check(result.returncode != 0 and not os.path.exists(out), "a password on the command line is not known", result.stderr)
    result = run.render(article, out, "--profile", "locked", "--password-file", password, "--permit", "everything")
    run.check(result.returncode == 2 and "everything" in result.stderr, "an unknown permission is refused", result.stderr)


def test_faulty(run, folder, article, password):
    """A file made in spite of faults claims nothing and is locked all the same."""
    faulty = write(os.path.join(folder, "faulty.yaml"), ARTICLE + "  - " + "hedgehogs" * 60 + "\n")
    pdf, _ = lock(run, folder, faulty, "--password-file", password, "--lenient", name="faulty.pdf")
    run.check(not shows(read(pdf) + inflated(read(pdf)), TITLE), "a lenient file is locked")
    if shutil.which("qpdf"):
        run.check(b"pdfuaid" not in unlocked(run, pdf, PASSWORD), "and claims nothing")
    pdf = os.path.join(folder, "unwritten.pdf")
    result = run.render(faulty, pdf, "--profile", "locked", "--password-file", password)
    run.check(result.returncode == 2 and "[E402]" in result.stderr and not os.path.exists(pdf), "a faulty article leaves no file", f"{result.returncode} {result.stderr}")


def test_not_for_others(run, folder, article, password):
    """A locked file is neither signed nor proved, and says why."""
    pdf, _ = lock(run, folder, article, "--password-file", password)
    result = run.offprint("verify", pdf)
    run.check(result.returncode == 2 and "it is encrypted [E803]" in result.stderr, "a locked file cannot be proved", result.stderr)
    if shutil.which("openssl"):
        key, certificate = os.path.join(folder, "key.pem"), os.path.join(folder, "cert.pem")
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-days", "9", "-subj", "/CN=A Signer"], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        out = os.path.join(folder, "signed.pdf")
        result = run.offprint("sign", pdf, "-o", out, "--key", key, "--cert", certificate)
        run.check(result.returncode == 2 and "it is encrypted [E843]" in result.stderr and not os.path.exists(out), "a locked file cannot be signed", result.stderr)
        linear = os.path.join(folder, "to-sign.pdf")
        run.render(article, linear, "--linear")
        result = run.offprint("sign", linear, "-o", out, "--key", key, "--cert", certificate)
        run.check(result.returncode == 0, "a linearised file can be signed", result.stderr)
        result = run.offprint("verify", out)
        run.check(result.returncode == 0 and b"DIFFERS" not in result.stdout, "and is proved", result.stdout.decode() + result.stderr)


def test_linear(run, folder, article):
    plain, linear = os.path.join(folder, "plain.pdf"), os.path.join(folder, "linear.pdf")
    for name, source, options in (("small", article, ()), ("sample", run.path("samples/astera-labs/article.yaml"), ()), ("a sample in plain objects", run.path("samples/one-pager/article.yaml"), ("--plain-objects",))):
        run.render(source, plain, *options)
        result = run.render(source, linear, "--linear", *options)
        run.check(result.returncode == 0, f"{name}: linearised", result.stderr)
        other = run.scratch("linear " + name)
        run.render(source, os.path.join(other, "other.pdf"), "--linear", *options, "--threads", "1", cwd=other, env={"TZ": "Asia/Tokyo"})
        run.check(read(os.path.join(other, "other.pdf")) == read(linear), f"{name}: linearised, the same bytes each time")
        check = run.tool("qpdf", "--check-linearization", linear)
        if check is not None:
            run.check(check.returncode == 0 and "no linearization errors" in check.stdout, f"{name}: qpdf finds it linearised", check.stdout)
            check = run.tool("qpdf", "--check", linear)
            run.check(check.returncode == 0 and "WARNING" not in check.stdout, f"{name}: qpdf has nothing to say", check.stdout)
        texts = [run.tool("pdftotext", "-layout", pdf, "-") for pdf in (plain, linear)]
        if None not in texts:
            run.check(texts[0].stdout == texts[1].stdout and texts[0].stdout, f"{name}: says the same linearised")
    os.unlink(linear)
    for profile, expected in (("archive", "could not make its bytes again"), ("modern", "could not make its bytes again"), ("client-sealed", "its signature is over the file")):
        result = run.render(article, linear, "--linear", "--profile", profile)
        run.check(result.returncode == 2 and re.search(expected + r".* \[E853\]", result.stderr) and not os.path.exists(linear), f"profile '{profile}' is not linearised", result.stderr)


def test_installed(run, article, password):
    """Only who locks or linearises needs the module."""
    folder = run.scratch("locked-installed")
    program, out = os.path.join(folder, "bin/offprint"), os.path.join(folder, "out.pdf")
    for name in ("bin", "share"):
        os.makedirs(os.path.join(folder, name))
    shutil.copy(run.program, program)
    os.symlink(os.path.join(os.path.dirname(run.program), "share/offprint"), os.path.join(folder, "share/offprint"))
    for options, code in (((), 0), (("--linear",), 2), (("--profile", "locked", "--password-file", password, "--lenient"), 2)):
        result = subprocess.run([program, "render", article, "-o", out, *options], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        run.check(result.returncode == code and os.path.exists(out) == (code == 0) and (code == 0 or b"E707" in result.stdout), f"without the module: render {options}",
                  result.stdout.decode())
        if code == 0:
            os.unlink(out)
