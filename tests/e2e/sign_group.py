"""Signatures: made with keys of a small authority of our own, proved by `verify` and by poppler; whatever is done to a signed file is found."""
import http.server
import os
import random
import re
import shutil
import subprocess
import threading
import time

from harness import MINIMAL_ARTICLE, read, write


SOON = int(time.time()) + 3600  # certificates are made now, and are valid then


def test(run):
    if shutil.which("openssl") is None:
        run.skip("openssl is not installed")
        return
    authority = Authority(run.scratch("authority"))
    try:
        files = make_files(run, authority)
        test_levels(run, authority, files)
        test_responses(run, authority, files)
        test_keys(run, authority, files)
        test_refusals(run, authority, files)
        test_sealed(run, authority, files)
        test_archive(run, authority, files)
        test_stamp(run, authority, files)
        test_installed(run, authority, files)
        test_flips(run, authority, files)
        test_manipulations(run, authority, files)
    finally:
        authority.close()


# ---------------------------------------------------------------- an authority of our own

class Authority:
    """A root, an issuer below it, keys of all kinds, revocation lists, and a time stamping server on this machine."""

    CA = "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n"
    SIGNER = "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature,nonRepudiation\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n"
    STAMPER = SIGNER + "extendedKeyUsage=critical,timeStamping\n"

    def __init__(self, folder):
        self.folder = folder
        self.certificate("root", "/CN=Test Root", self.CA)
        self.certificate("issuer", "/CN=Test Issuer", self.CA + "authorityKeyIdentifier=keyid\n", "root")
        self.certificate("signer", "/CN=Ada Signer", self.SIGNER, "issuer", serial=4711)
        # The same key, issuer and number, another validity: as long, so that it can take the other's place.
        self.certificate("renewed", "/CN=Ada Signer", self.SIGNER, "issuer", key="signer", serial=4711, days=300)
        self.certificate("curve", "/CN=Emmy Curve", self.SIGNER, "issuer", algorithm=("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"))
        self.certificate("other-root", "/CN=Test Root", self.CA)
        self.certificate("impostor", "/CN=Ada Signer", self.SIGNER, "other-root", serial=4711)
        self.certificate("server", "/CN=A Server", self.SIGNER.replace("digitalSignature,nonRepudiation", "keyEncipherment"), "issuer")
        self.certificate("tsa", "/CN=Test Stamper", self.STAMPER, "root")
        self.certificate("other-tsa", "/CN=Other Stamper", self.STAMPER, "other-root")
        for name in ("root", "issuer"):
            write(self.path(f"{name}.cnf"), f"[ca]\ndefault_ca=c\n[c]\ndatabase={self.path(name + '.txt')}\ncertificate={self.path(name + '.pem')}\n"
                  f"private_key={self.path(name + '.key')}\ndefault_md=sha256\ndefault_crl_days=30\n")
            write(self.path(f"{name}.txt"), "")
            self.openssl("ca", "-config", self.path(f"{name}.cnf"), "-gencrl", "-out", self.path(f"{name}.crl"))
        self.openssl("ca", "-config", self.path("issuer.cnf"), "-revoke", self.path("signer.pem"))
        self.openssl("ca", "-config", self.path("issuer.cnf"), "-gencrl", "-out", self.path("revoked.crl"))
        self.certificate("responder", "/CN=Test Responder", self.SIGNER + "extendedKeyUsage=OCSPSigning\n", "issuer")
        for name, entry, by in (("good", "V\t{until}\t\t1267\tunknown\t/CN=Ada Signer", "issuer"), ("delegated", "V\t{until}\t\t1267\tunknown\t/CN=Ada Signer", "responder"),
                                ("bad", "R\t{until}\t{before}\t1267\tunknown\t/CN=Ada Signer", "issuer"), ("foreign", "V\t{until}\t\t1267\tunknown\t/CN=Ada Signer", "impostor"),
                                ("unknown", "V\t{until}\t\t1268\tunknown\t/CN=Somebody", "issuer")):
            until, before = (time.strftime("%y%m%d%H%M%SZ", time.gmtime(SOON + seconds)) for seconds in (10**7, -7200))
            write(self.path("index"), entry.format(until=until, before=before) + "\n")
            self.openssl("ocsp", "-index", self.path("index"), "-CA", self.path("issuer.pem"), "-issuer", self.path("issuer.pem"), "-cert", self.path("signer.pem"), "-noverify",
                         "-rsigner", self.path(by + ".pem"), "-rkey", self.path(by + ".key"), "-ndays", "9", "-respout", self.path(name + ".ocsp"))
        write(self.path("pass.txt"), "a pass phrase\n")
        self.openssl("pkey", "-in", self.path("signer.key"), "-aes256", "-passout", "pass:a pass phrase", "-out", self.path("locked.key"))
        self.openssl("pkcs12", "-export", "-inkey", self.path("signer.key"), "-in", self.path("signer.pem"), "-certfile", self.path("issuer.pem"),
                     "-passout", "pass:a pass phrase", "-out", self.path("signer.p12"))
        self.stamper, self.lock, self.status = "tsa", threading.Lock(), 200
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self.handler())
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/stamp?x=1"

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def path(self, name):
        return os.path.join(self.folder, name)

    def openssl(self, *arguments, **keywords):
        return subprocess.run(["openssl", *arguments], cwd=self.folder, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **keywords).stdout

    def certificate(self, name, subject, extensions, issuer=None, key=None, serial=None, days=400, algorithm=("-newkey", "rsa:2048")):
        key_path = self.path((key or name) + ".key")
        how = ("-key", key_path) if key else (*algorithm, "-nodes", "-keyout", key_path)
        self.openssl("req", "-new", *how, "-subj", subject, "-out", self.path("request"))
        write(self.path("extensions"), extensions)
        by = ("-CA", self.path(issuer + ".pem"), "-CAkey", self.path(issuer + ".key")) if issuer else ("-signkey", key_path)
        number = ("-set_serial", str(serial)) if serial else ("-CAcreateserial",) if issuer else ()
        self.openssl("x509", "-req", "-in", self.path("request"), *by, *number, "-days", str(days), "-extfile", self.path("extensions"), "-out", self.path(name + ".pem"))

    def der(self, name):
        return self.openssl("x509", "-in", self.path(name + ".pem"), "-outform", "DER")

    def handler(self):
        authority = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                query = self.rfile.read(int(self.headers["Content-Length"]))
                answer = authority.stamp(query)
                self.send_response(authority.status)
                self.send_header("Content-Type", "application/timestamp-reply")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_):
                pass

        return Handler

    def stamp(self, query):
        with self.lock:
            write(self.path("query"), query)
            write(self.path("serial"), read(self.path("serial")) if os.path.exists(self.path("serial")) else "10")
            write(self.path("tsa.cnf"), f"[tsa]\ndefault_tsa=t\n[t]\nserial={self.path('serial')}\nsigner_cert={self.path(self.stamper + '.pem')}\n"
                  f"signer_key={self.path(self.stamper + '.key')}\nsigner_digest=sha256\ndefault_policy=1.2.3.4\ndigests=sha256\ness_cert_id_alg=sha256\n")
            self.openssl("ts", "-reply", "-config", self.path("tsa.cnf"), "-queryfile", self.path("query"), "-out", self.path("reply"))
            return read(self.path("reply"))

    def key(self, name="signer", prefix=""):
        return [f"--{prefix}key", self.path(name + ".key"), f"--{prefix}cert", self.path(name + ".pem"), f"--{prefix}chain", self.path("issuer.pem")]


# ---------------------------------------------------------------- files

def make_files(run, authority):
    """The same small document, plain and signed in several ways."""
    folder = run.scratch("sign")
    article = write(os.path.join(folder, "article.yaml"), MINIMAL_ARTICLE + "  - A [link](https://example.com/) and more words.\n")
    files = {"folder": folder, "article": article}
    for name, options in (("plain", ()), ("table", ("--plain-objects",))):
        files[name] = os.path.join(folder, name + ".pdf")
        result = run.render(article, files[name], *options)
        run.check(result.returncode == 0, f"{name}: renders", result.stderr)
    files["b"] = sign(run, files, "b", "plain", *authority.key(), "--reason", "Release", "--location", "London")
    files["b-table"] = sign(run, files, "b-table", "table", *authority.key(), "--reason", "Release")
    files["t"] = sign(run, files, "t", "plain", *authority.key(), "--tsa", authority.url)
    files["t2"] = sign(run, files, "t2", "plain", *authority.key(), "--reason", "Another", "--tsa", authority.url)
    files["lt"] = sign(run, files, "lt", "plain", *authority.key(), "--tsa", authority.url, "--crl", authority.path("issuer.crl"), "--crl", authority.path("root.crl"), "--certify")
    return files


def sign(run, files, name, of, *options):
    out = os.path.join(files["folder"], name + ".pdf")
    result = run.offprint("sign", files[of], "-o", out, *options)
    run.check(result.returncode == 0 and os.path.exists(out), f"{name}: signed", result.stderr)
    return out


def verify(run, authority, pdf, *options, trust="root"):
    result = run.offprint("verify", pdf, *(("--trust", authority.path(trust + ".pem")) if trust else ()), *options)
    return result.returncode, result.stdout.decode() + result.stderr


def proved(run, authority, what, pdf, *patterns, options=(), trust="root"):
    code, words = verify(run, authority, pdf, *options, trust=trust)
    run.check(code == 0 and "DIFFERS" not in words and all(re.search(p, words) for p in patterns), f"{what}: proved", words)


def poppler_says(run, what, pdf, *patterns):
    result = run.tool("pdfsig", "-nocert", pdf)
    if result is not None:
        run.check(all(re.search(p, result.stdout) for p in patterns), f"{what}: as poppler sees it", result.stdout)


def test_levels(run, authority, files):
    proved(run, authority, "B-B", files["b"], r"ok +bytes", r"ok +signature +by the key of 'Ada Signer' \(RSA, 2048 bits\)", r"ok +chain +Ada Signer < Test Issuer < Test Root",
           r"Ada Signer, says D:\d+Z, reason: Release, at London", "revision 2 of 2", "ok +later +nothing was added", r"note +level +PAdES-B-B\b")
    proved(run, authority, "B-B without anybody trusted", files["b"], r"note +chain .*not checked: '--trust'", trust=None)
    proved(run, authority, "B-B with a table of cross references", files["b-table"])
    proved(run, authority, "B-T", files["t"], r"ok +time stamp +\d{4}-.* by 'Test Stamper'", "ok +level +PAdES-B-T,", options=("--require", "B-T"))
    # A time stamp keeps it valid when the certificates are not any more.
    proved(run, authority, "B-T later", files["t"], "ok +chain", options=("--at", "2099-01-01"))
    proved(run, authority, "B-LT", files["lt"], "ok +revocation +'Ada Signer' not revoked by its list, 'Test Issuer' not revoked", "certified: no change", options=("--require", "B-LT"))
    longer = os.path.join(files["folder"], "lta.pdf")
    result = run.offprint("sign", "--extend", files["lt"], "-o", longer, "--tsa", authority.url, "--crl", authority.path("root.crl"))
    run.check(result.returncode == 0 and read(longer).startswith(read(files["lt"])), "B-LTA: extended by a further revision", result.stderr)
    proved(run, authority, "B-LTA", longer, r"ok +later +only what proves it longer", "'Timestamp2'", options=("--require", "B-LTA"))
    again = os.path.join(files["folder"], "lta2.pdf")
    run.offprint("sign", "--extend", longer, "-o", again, "--tsa", authority.url)
    proved(run, authority, "B-LTA, stamped again", again, "'Timestamp3'", options=("--require", "B-LTA"))
    files["late"] = os.path.join(files["folder"], "late.pdf")
    run.offprint("sign", "--extend", files["t"], "-o", files["late"], "--crl", authority.path("issuer.crl"), "--crl", authority.path("root.crl"))
    proved(run, authority, "B-LT by a later revision", files["late"], options=("--require", "B-LT"))
    for name in ("b", "b-table", "t", "lt", "late"):
        poppler_says(run, name, files[name], "Signature is Valid", "Not total" if name == "late" else "Total document signed", "ETSI.CAdES.detached", "SHA-256")
        clean(run, name, files[name])
    clean(run, "lta", longer)


def test_responses(run, authority, files):
    """OCSP responses: of the issuer or of whom it certified to answer, and of nobody else."""
    lists = ["--crl", authority.path("root.crl")]
    for name, code, pattern in (("good", 0, "ok +revocation +'Ada Signer' not revoked by a response of its issuer, 'Test Issuer' not revoked by its list"), ("delegated", 0, "ok +revocation +'Ada Signer' not revoked"),
                                ("foreign", 1, r"note +revocation +nothing in the file tells of 'Ada Signer'\n"), ("unknown", 1, r"note +revocation +nothing in the file tells of 'Ada Signer'\n"),
                                ("bad", 1, "DIFFERS +revocation .*'Ada Signer' was revoked at")):
        pdf = sign(run, files, "ocsp-" + name, "plain", *authority.key(), "--tsa", authority.url, "--ocsp", authority.path(name + ".ocsp"), *lists)
        found, words = verify(run, authority, pdf, "--require", "B-LT")
        run.check(found == code and re.search(pattern, words), f"a response, {name}", f"{found} {words}")


def clean(run, what, pdf):
    result = run.tool("qpdf", "--check", pdf)
    if result is not None:
        run.check(result.returncode == 0, f"{what}: qpdf finds nothing", result.stdout)


def test_keys(run, authority, files):
    out = os.path.join(files["folder"], "key.pdf")

    def signs(what, *options, env=None):
        result = run.offprint("sign", files["plain"], "-o", out, *options, env=env)
        run.check(result.returncode == 0, what, result.stderr)
        proved(run, authority, what, out, "ok +chain +Ada Signer < Test Issuer < Test Root")

    locked = ["--key", authority.path("locked.key"), "--cert", authority.path("signer.pem"), "--chain", authority.path("issuer.pem")]
    signs("a locked key, its passphrase in a file", *locked, "--passphrase-file", authority.path("pass.txt"))
    signs("a locked key, its passphrase in a variable", *locked, "--passphrase-env", "KEY_WORDS", env={"KEY_WORDS": "a pass phrase"})
    signs("PKCS #12", "--pkcs12", authority.path("signer.p12"), "--passphrase-file", authority.path("pass.txt"))
    with open(authority.path("pass.txt"), "rb") as words:
        result = subprocess.run([run.program, "sign", files["plain"], "-o", out, *locked, "--passphrase-fd", str(words.fileno())], pass_fds=(words.fileno(),),
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    run.check(result.returncode == 0, "a locked key, its passphrase behind a descriptor", result.stderr.decode())
    result = run.offprint("sign", files["plain"], "-o", out, *authority.key("curve"))
    proved(run, authority, "a key of an elliptic curve", out, r"\(EC, 256 bits\)")
    poppler_says(run, "a key of an elliptic curve", out, "Signature is Valid")
    first = os.path.join(files["folder"], "same.pdf")
    for path in (first, out):
        run.offprint("sign", files["plain"], "-o", path, *authority.key(), env={"SOURCE_DATE_EPOCH": str(SOON)})
    run.check(read(first) == read(out) and time.strftime("/M(D:%Y%m%d%H%M%SZ)", time.gmtime(SOON)).encode() in read(out), "an RSA signature at a given time has the same bytes each time")
    result = run.offprint("sign", files["plain"], "-o", "-", *authority.key(), "--date", time.strftime("%Y-%m-%dT%H:00:00Z", time.gmtime(SOON)))
    run.check(result.stdout.endswith(b"%%EOF\n") and time.strftime("D:%Y%m%d%H0000Z", time.gmtime(SOON)).encode() in result.stdout, "a signed file on standard output", result.stderr)


def test_refusals(run, authority, files):
    out = os.path.join(files["folder"], "refused.pdf")

    def refused(what, code, *expected, options, of="plain", env=None):
        result = run.offprint("sign", files[of], "-o", out, *options, env=env)
        run.check(result.returncode == code and all(re.search(e, result.stderr) for e in expected), f"{what}: refused", f"{result.returncode} {result.stderr}")
        run.check(not os.path.exists(out), f"{what}: leaves no file")
        run.check("a pass phrase" not in result.stderr and "wrong words" not in result.stderr, f"{what}: no passphrase is told", result.stderr)

    key = authority.key()
    locked = ["--key", authority.path("locked.key"), "--cert", authority.path("signer.pem")]
    refused("no key", 2, r"nothing to sign with .*E841", options=())
    refused("a key without its certificate", 2, "E841", options=key[:2])
    refused("two kinds of key", 2, "E841", options=[*key, "--pkcs12", authority.path("signer.p12")])
    refused("a passphrase in two places", 2, "more than one place", options=[*locked, "--passphrase-file", authority.path("pass.txt"), "--passphrase-env", "X"])
    refused("a variable that is not there", 2, "no environment variable 'NOT_SET'", options=[*locked, "--passphrase-env", "NOT_SET"])
    refused("a locked key without words", 2, "no passphrase was given.*E842", options=locked)
    refused("a locked key with other words", 2, "the passphrase is wrong", options=[*locked, "--passphrase-env", "W"], env={"W": "wrong words"})
    refused("PKCS #12 with other words", 2, "the passphrase is wrong", options=["--pkcs12", authority.path("signer.p12"), "--passphrase-env", "W"], env={"W": "wrong words"})
    refused("a passphrase on the command line", 2, "", options=[*locked, "--passphrase", "wrong words"][:-1])
    refused("a missing key", 2, "nothing.key' cannot be used", options=["--key", "nothing.key", *key[2:]])
    refused("a certificate of another key", 2, "not that of the key", options=[*key[:2], "--cert", authority.path("curve.pem")])
    refused("a certificate that is for something else", 2, "not for signatures", options=authority.key("server"))
    refused("a certificate that is none", 2, "no PEM file of certificates", options=[*key[:2], "--cert", authority.path("signer.key")])
    refused("a list that is none", 2, "no revocation list", options=[*key, "--crl", authority.path("signer.pem")])
    refused("a response that is none", 2, "no OCSP response", options=[*key, "--ocsp", authority.path("signer.pem")])
    refused("a time that is none", 2, "is no time", options=[*key, "--date", "yesterday"])
    refused("a time before the certificate", 2, "would not hold: chain: .*is valid", options=[*key, "--date", "2001-01-01"])
    refused("a file that is signed", 2, "signed already.*E843", options=key, of="b")
    refused("a file that is no PDF", 2, "cannot be signed: this is no PDF", options=key, of="article")
    refused("an unsigned file, extended", 2, "nothing to extend", options=["--extend", "--crl", authority.path("root.crl")])
    refused("a key for extending", 2, "E847", options=["--extend", *key], of="b")
    refused("an authority that is not there", 3, "does not answer.*E844", options=[*key, "--tsa", "http://127.0.0.1:9/"])
    refused("an address that is none", 2, "is no http:// address", options=[*key, "--tsa", "https://example.com/"])
    authority.status = 500
    refused("an authority that fails", 3, "does not answer", options=[*key, "--tsa", authority.url])
    authority.status = 200


def test_sealed(run, authority, files):
    """Signed while it is rendered, in one revision."""
    out = os.path.join(files["folder"], "sealed.pdf")
    result = run.render(files["article"], out, "--profile", "client-sealed")
    run.check(result.returncode == 2 and "there is no key [E841]" in result.stderr and not os.path.exists(out), "a sealed file without a key is refused", result.stderr)
    result = run.render(files["article"], out, *authority.key(prefix="sign-"))
    run.check(result.returncode == 2 and "is not signed while it is rendered" in result.stderr, "a key for a profile that is not sealed is refused", result.stderr)
    authority.status = 500
    result = run.render(files["article"], out, "--profile", "client-sealed", *authority.key(prefix="sign-"), "--sign-tsa", authority.url)
    authority.status = 200
    run.check(result.returncode == 3 and not os.path.exists(out), "a sealed file whose authority fails is not written", result.stderr)
    for what, options in (("sealed", ()), ("sealed, plain objects", ("--plain-objects",)), ("sealed, stamped", ("--sign-tsa", authority.url, "--sign-crl", authority.path("issuer.crl"), "--sign-certify"))):
        result = run.render(files["article"], out, "--profile", "client-sealed", *authority.key(prefix="sign-"), *options)
        run.check(result.returncode == 0 and b"9999999999" not in read(out), f"{what}: renders", result.stderr)
        proved(run, authority, what, out, "the end of revision 1 of 1")
        poppler_says(run, what, out, "Signature is Valid", "Total document signed")
        clean(run, what, out)
    files["sealed"] = out
    first = os.path.join(files["folder"], "sealed-1.pdf")
    for path, threads in ((first, "1"), (out, "2")):
        run.render(files["article"], path, "--profile", "client-sealed", *authority.key(prefix="sign-"), "--threads", threads, env={"SOURCE_DATE_EPOCH": str(SOON)})
    run.check(read(first) == read(out), "a sealed file has the same bytes with other numbers of threads")
    result = run.offprint("check", files["article"])
    run.check(result.returncode == 0, "checking needs no key", result.stderr)


def test_installed(run, authority, files):
    """The module is found beside the program or in its lib folder; without it the rest works and signing says what is missing."""
    folder = run.scratch("installed")
    for name in ("bin", "lib/offprint", "share"):
        os.makedirs(os.path.join(folder, name))
    build = os.path.dirname(run.program)
    program, module = os.path.join(folder, "bin/offprint"), os.path.join(folder, "lib/offprint/offprint-crypto.so")
    shutil.copy(run.program, program)
    shutil.copy(os.path.join(build, "offprint-crypto.so"), module)
    os.symlink(os.path.join(build, "share/offprint"), os.path.join(folder, "share/offprint"))

    def installed(*arguments):
        result = subprocess.run([program, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        return result.returncode, result.stdout.decode()

    code, words = installed("verify", files["b"], "--trust", authority.path("root.pem"))
    run.check(code == 0, "an installed program finds its module", words)
    write(module, read(module).replace(b"offprint 0.", b"offprint 9."))
    code, words = installed("verify", files["b"])
    run.check(code == 2 and "is of another build" in words and "E707" in words, "a module of another build is refused", words)
    os.unlink(module)
    code, words = installed("verify", files["b"])
    run.check(code == 2 and "there is no offprint-crypto.so beside the program [E707]" in words, "a missing module is told", words)
    code, words = installed("render", files["article"], "-o", os.path.join(folder, "out.pdf"))
    run.check(code == 0, "and is not needed for anything else", words)


def test_archive(run, authority, files):
    """An archive copy that is signed proves both."""
    record = os.path.join(files["folder"], "record.pdf")
    run.render(files["article"], record, "--profile", "archive")
    files["record"] = record
    signed = sign(run, files, "record-signed", "record", *authority.key())
    proved(run, authority, "a signed archive copy", signed, "ok +signature", "ok +document +made again, identical")
    changed = write(os.path.join(files["folder"], "record-changed.pdf"), read(signed).replace(b"%PDF-1.7\n%", b"%PDF-1.7\n!", 1))
    code, words = verify(run, authority, changed)
    run.check(code == 1 and re.search("DIFFERS +bytes", words) and re.search("DIFFERS +document", words), "a changed one fails both proofs", words)


def test_stamp(run, authority, files):
    """A signature that is seen: where it was asked for, in words that are no text, and proved as any other."""
    stamp = ("--reason", "Release", "--location", "Zürich", "--date", str(time.gmtime().tm_year) + time.strftime("-%m-%dT%H:%M:%SZ", time.gmtime()), "--stamp")
    seen = sign(run, files, "stamped", "plain", *authority.key(), *stamp, "1,400,600,150,60")
    proved(run, authority, "a signature with a stamp", seen, "ok +signature", "ok +later")
    poppler_says(run, "a signature with a stamp", seen, "Signature is Valid")
    files["stamped"] = seen
    again = sign(run, files, "stamped-table", "table", *authority.key(), *stamp, "1,400,600,150,60")
    data = read(again)
    place = re.search(rb"/Rect\[([\d. ]+)\]/F 132/AP<</N (\d+) 0 R>>", data)
    run.check(place, "the widget has a place and a look")
    box = re.search(rb"/MediaBox ?\[ ?0 0 ([\d.]+) ([\d.]+) ?\]", data)
    left, bottom, right, top = (float(n) for n in place[1].split())
    run.check(box and abs(left - 400) < 0.02 and abs(right - 550) < 0.02 and abs(float(box[2]) - top - 600) < 0.02 and abs(top - bottom - 60) < 0.02, "the stamp is where it should be", str(place[0]))
    run.check(b"/S/Form/" in data and b"/TU" in data, "a stamp has a Form element and words for those who cannot see it")
    shots = []
    for pdf in (files["plain"], seen):
        result = subprocess.run(["pdftoppm", "-r", "72", "-x", "395", "-y", "595", "-W", "160", "-H", "70", "-gray", pdf], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=False) if shutil.which("pdftoppm") else None
        shots.append(result.stdout if result else b"")
    if all(shots):
        dark = [sum(1 for pixel in shot.split(b"\n", 3)[3] if pixel < 128) for shot in shots]
        run.check(dark[1] > dark[0] + 200, "the stamp is seen", str(dark))
    late = sign(run, files, "stamped-late", "stamped", "--extend", "--tsa", authority.url)
    proved(run, authority, "a stamped signature with a time stamp behind it", late, "ok +later")
    for what, expected, options, of in (
            ("a stamp that is none", "is no place .E841.", ("1,2,3",), "plain"), ("a stamp in words", "is no place", ("1,nan,1,100,100",), "plain"), ("a page before the first", "is no place", ("0,1,1,99,99",), "plain"),
            ("a page past the last", "no such page.*E843", ("9,1,1,99,99",), "plain"), ("a stamp beside the page", "not all on its page", ("1,550,1,150,60",), "plain"),
            ("a stamp that is too small", "too small for its words", ("1,1,1,30,9",), "plain"), ("a name that the font lacks", "lacks a character", ("1,1,1,150,60", "--name", "山田"), "plain")):
        result = run.offprint("sign", files[of], "-o", os.path.join(files["folder"], "refused.pdf"), *authority.key(), "--stamp", *options)
        run.check(result.returncode == 2 and re.search(expected, result.stderr) and not os.path.exists(os.path.join(files["folder"], "refused.pdf")), f"{what}: refused", result.stderr)


# ---------------------------------------------------------------- what is done to signed files

def hole(pdf):
    """The place of Contents with its brackets, by ByteRange."""
    numbers = [int(n) for n in re.search(rb"/ByteRange\[(\d+) +(\d+) +(\d+) +(\d+) *\]", pdf).groups()]
    return numbers[1], numbers[2], numbers


def with_range(pdf, change):
    """ByteRange with other numbers, in the same width."""
    match = re.search(rb"/ByteRange\[([^\]]*)\]", pdf)
    text = " ".join(str(n) for n in change(hole(pdf)[2])).encode()
    return pdf[:match.start(1)] + text.ljust(len(match[1])) + pdf[match.end(1):]


def contents(pdf):
    begin, end, _ = hole(pdf)
    return bytes.fromhex(pdf[begin + 1:end - 1].decode())


def with_contents(pdf, der):
    begin, end, _ = hole(pdf)
    return pdf[:begin + 1] + der.hex().upper().encode().ljust(end - begin - 2, b"0") + pdf[end - 1:]


def flipped(pdf, at):
    return pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1:]


def revised(pdf, objects, root=None, freed=()):
    """A further revision with a table: bodies by number, as anybody can append one."""
    out, offsets = pdf, {}
    for number, body in sorted(objects.items()):
        offsets[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table, previous = len(out), int(re.findall(rb"startxref\n(\d+)", pdf)[-1])
    size = max(int(re.findall(rb"/Size (\d+)", pdf)[-1]), *[n + 1 for n in objects], 0)
    out += b"xref\n"
    for number in sorted([*objects, *freed]):
        out += b"%d 1\n" % number + (b"%010d 00000 n \n" % offsets[number] if number in offsets else b"0000000000 00001 f \n")
    trailer = re.findall(rb"trailer\n<<(.*?)>>\nstartxref", pdf, re.S)[-1]
    trailer = re.sub(rb"/Prev \d+", b"", re.sub(rb"/Size \d+", b"/Size %d" % size, trailer))
    if root:
        trailer = re.sub(rb"/Root \d+", b"/Root %d" % root, trailer)
    return out + b"trailer\n<<" + trailer + b"/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (previous, table)


def objects_of(pdf):
    """Bodies of a file with a table, by number; the last counts."""
    return {int(m[1]): m[2].strip() for m in re.finditer(rb"(?:^|\n)(\d+) 0 obj\s(.*?)\s?endobj", pdf, re.S)}


def one(objects, pattern):
    """The number of the object that matches."""
    return next(n for n, body in sorted(objects.items()) if re.search(pattern, body, re.S))


def later_revisions(pdf):
    """What somebody may append to a signed file with a table, by what it is."""
    objects = objects_of(pdf)
    catalog, page, info = one(objects, rb"/Type ?/Catalog"), one(objects, rb"/Type ?/Page\b"), int(re.findall(rb"/Info (\d+)", pdf)[-1])
    metadata, signature = one(objects, rb"/Type ?/Metadata"), one(objects, rb"/Type ?/Sig\b")
    free = max(objects) + 1

    def more(number, entries, body=None):
        body = body or objects[number]
        return body[:body.rindex(b">>")] + entries + b">>"

    stamp = b"<</Type/Annot/Subtype/Widget/FT/Sig/T(Extra)/V %d 0 R/Rect[%s]/F 132/P %d 0 R>>"
    form = re.sub(rb"/Fields\[([^\]]*)\]", rb"/Fields[\1 %d 0 R]" % free, objects[catalog])
    unseen = {free: stamp % (free + 1, b"0 0 0 0", page), free + 1: b"<</Type/DocTimeStamp/SubFilter/ETSI.RFC3161>>", catalog: form}
    other_content = re.sub(rb"/Contents \d+", b"/Contents %d" % free, objects[page])
    return {
        "the page shows other content": revised(pdf, {free: b"<</Length 9>>\nstream\n0 0 9 9 re\nendstream".replace(b"9>>", b"10>>"), page: other_content}),
        "the page has an annotation more": revised(pdf, {free: b"<</Type/Annot/Subtype/FreeText/Rect[0 0 9 9]/Contents(No)>>", page: re.sub(rb"/Annots ?\[", b"/Annots[%d 0 R " % free, objects[page])}),
        "the page is turned": revised(pdf, {page: more(page, b"/Rotate 180")}),
        "an action runs at opening": revised(pdf, {catalog: more(catalog, b"/OpenAction<</S/URI/URI(http://x/)>>")}),
        "the form has a field more": revised(pdf, {free: b"<</FT/Tx/T(Words)/V(New)>>", catalog: form}),
        "a time stamp that is seen": revised(pdf, {**unseen, free: stamp % (free + 1, b"0 0 90 90", page)}),
        "another signature dictionary": revised(pdf, {signature: re.sub(rb"\(Release\)", b"(Refusal)", objects[signature])}),
        "Info says otherwise": revised(pdf, {info: b"<</Title(Another)>>"}),
        "the metadata say otherwise": revised(pdf, {metadata: b"<</Type/Metadata/Subtype/XML/Length 0>>\nstream\n\nendstream"}),
        "the signature is taken out": revised(pdf, {catalog: re.sub(rb"/AcroForm<<.*?>>", b"", objects[catalog])}),
        "a page is freed": revised(pdf, {}, freed=(page,)),
        "the trailer has another root": revised(pdf, {free: objects[catalog]}, root=free),
        "a document time stamp that stamps nothing": revised(pdf, unseen),
    }


def cms(authority, pdf, *options, key="signer", data=None):
    """A CMS signature by openssl itself over what ByteRange covers."""
    begin, end, _ = hole(pdf)
    write(authority.path("data"), pdf[:begin] + pdf[end:] if data is None else data)
    return authority.openssl("cms", "-sign", "-binary", "-in", authority.path("data"), "-signer", authority.path(key + ".pem"), "-inkey", authority.path(key + ".key"),
                             "-outform", "DER", "-certfile", authority.path("issuer.pem"), *options)


def token_of(der):
    """The time stamp token inside a signature: behind its attribute's name and the head of the set around it."""
    at = der.index(bytes.fromhex("060b2a864886f70d010910020e")) + 13
    assert der[at] == 0x31 and der[at + 1] == 0x82
    return der[at + 4:at + 4 + int.from_bytes(der[at + 2:at + 4], "big")]


def manipulations(run, authority, files):
    """What was done, the bytes, what `verify` says, whether poppler sees it too, further options."""
    b, table, t, t2, lt, late = (read(files[n]) for n in ("b", "b-table", "t", "t2", "lt", "late"))
    begin, end, _ = hole(b)
    for what, at in (("the header", 10), ("the first page's content", b.index(b"stream\n") + 20), ("the metadata", b.index(b"<dc:format>") + 12), ("the reason", b.index(b"(Release)") + 3),
                     ("the time", b.index(b"/M(D:") + 8)):
        yield f"a byte of {what} is flipped", flipped(b, at), r"DIFFERS +bytes", True, ()
    yield "a byte of the evidence is flipped", flipped(lt, lt.index(b"stream\n", hole(lt)[1]) + 60), r"DIFFERS +bytes", True, ()
    der = contents(b).rstrip(b"\0")
    yield "a byte of the signature is flipped", with_contents(b, flipped(der, len(der) - 20)), r"DIFFERS +signature +it was not made by the key", True, ()
    own = authority.der("signer")
    yield "a byte of the certificate is flipped", with_contents(b, der.replace(own, flipped(own, len(own) - 9))), r"DIFFERS +certificate", False, ()
    yield "a byte of a signed attribute is flipped", with_contents(b, flipped(der, der.index(bytes.fromhex("06092a864886f70d010904")) + 20)), r"DIFFERS +(bytes|signature)", True, ()
    yield "ByteRange leaves out a byte more", with_range(b, lambda r: [0, r[1] - 1, r[2], r[3]]), r"leaves out other bytes", False, ()
    yield "ByteRange leaves out what stands behind", with_range(b, lambda r: [0, r[1], r[2] + 20, r[3] - 20]), r"leaves out other bytes", False, ()
    yield "ByteRange begins later", with_range(b, lambda r: [1, r[1] - 1, r[2], r[3]]), r"does not begin at the beginning", False, ()
    yield "ByteRange ends before the end", with_range(b, lambda r: [0, r[1], r[2], r[3] - 9]), r"does not end where a revision", False, ()
    yield "ByteRange ends past the end", with_range(b, lambda r: [0, r[1], r[2], r[3] + 9]), r"past the end", False, ()
    yield "ByteRange ends at the revision before", with_range(b, lambda r: [0, r[1], r[2], 0]), r"does not end where a revision", False, ()
    yield "ByteRange has three numbers", with_range(b, lambda r: r[:3]), r"not of two ranges", False, ()
    yield "ByteRange overlaps itself", with_range(b, lambda r: [0, r[2] + 9, r[1], r[3]]), r"leaves out other bytes", False, ()
    yield "bytes follow the end", b + b"more bytes\n", r"does not end where a revision|no end", False, ()
    yield "an empty line follows the end", b + b"\n", r"does not end where a revision", False, ()
    yield "the end is cut", b[:-20], r"DIFFERS|error:", False, ()
    yield "something hides behind the signature", with_contents(b, der + b"\0\0\1"), r"no signature followed by zeros", False, ()
    yield "there is no signature", with_contents(b, b""), r"no CMS signature|followed by zeros", False, ()
    yield "a name stands twice", b.replace(b"/Location(London)", b"/Contents<00>    "), r"not exactly one Contents", False, ()
    yield "Contents is signed by an impostor", with_contents(b, cms(authority, b, "-cades", key="impostor")), r"DIFFERS +chain +nobody trusted", False, ()
    yield "Contents has no signing-certificate-v2", with_contents(b, cms(authority, b)), r"there is no signing-certificate-v2", False, ()
    yield "Contents has a signing-time", with_contents(b, cms(authority, b, "-cades")), r"signing-time is forbidden", False, ()
    yield "Contents has no attributes", with_contents(b, cms(authority, b, "-noattr")), r"nothing but the file is signed", False, ()
    yield "Contents has a digest of SHA-1", with_contents(b, cms(authority, b, "-md", "sha1")), r"its digest is SHA1", False, ()
    yield "Contents holds a document", with_contents(b, cms(authority, b, "-nodetach", "-cades", data=b"words")), r"a document of its own", False, ()
    yield "Contents has two signers", with_contents(b, cms(authority, b, "-signer", authority.path("curve.pem"), "-inkey", authority.path("curve.key"))), r"it has 2 signers", False, ()
    yield "Contents is of another file", with_contents(b, contents(t2).rstrip(b"\0")[:(hole(b)[1] - hole(b)[0]) // 2 - 1]), r"DIFFERS +(bytes|signature)", False, ()
    other = authority.der("renewed")
    run.equal(len(other), len(own), "the two certificates of one key are of one length")
    yield "another certificate of the same key", with_contents(b, der.replace(own, other)), r"signing-certificate-v2 names another", False, ()
    yield "the time stamp of another signature", with_contents(t, contents(t).replace(token_of(contents(t)), token_of(contents(t2)))), r"it stamps something else", False, ()
    yield "the certificate expired", b, r"DIFFERS +chain .*is valid .*not at 2099", False, ("--at", "2099-01-01")
    yield "there is no time stamp where one is wanted", b, r"DIFFERS +level +PAdES-B-B, wanted: PAdES-B-T", False, ("--require", "B-T")
    yield "the evidence is taken off", late[:len(t)], r"DIFFERS +level +PAdES-B-T, wanted: PAdES-B-LT", False, ("--require", "B-LT")
    yield "a hybrid table", b"/XRefStm 0/Prev".join(revised(table, {one(objects_of(table), rb"/Type ?/Sig\b"): b"<<>>"}).rsplit(b"/Prev", 1)), r"cross references of two kinds", False, ()
    page = one(objects_of(table), rb"/Type ?/Page\b")
    yield "a number is used again", revised(table, {page: objects_of(table)[page]}).replace(b" 00000 n \ntrailer", b" 00001 n \ntrailer"), r"used again|DIFFERS", False, ()
    for what, pdf in later_revisions(table).items():
        yield what, pdf, r"DIFFERS +(later|byte range|signature)", False, ()
    yield "a revision changes more than evidence", revised(table, {one(objects_of(table), rb"/Type ?/Page\b"): b"<</Type/Page>>"}), r"DIFFERS +later .*object \d+ \(Page\) was changed", False, ()


def test_flips(run, authority, files):
    """Any byte outside the signature's place; inside it there are some that nothing depends on, but none that ends the program."""
    folder, dice = run.scratch("flips"), random.Random(11)
    pdf = read(files["lt"])
    begin, end, _ = hole(pdf)
    length = len(contents(pdf).rstrip(b"\0"))
    outside = [dice.choice((dice.randrange(9, begin), dice.randrange(end, len(pdf)))) for _ in range(60)]
    for at in outside + [dice.randrange(begin + 1, begin + 1 + 2 * length) for _ in range(60)]:
        path = write(os.path.join(folder, "flipped.pdf"), pdf[:at] + bytes([pdf[at] ^ dice.choice((1, 2, 4, 8, 64))]) + pdf[at + 1:])
        code, words = verify(run, authority, path)
        run.check(code in (1, 2) or (code == 0 and begin < at < end), f"the flipped byte {at}", f"{code} {words}")


def test_manipulations(run, authority, files):
    run.offprint("sign", files["plain"], "-o", os.path.join(files["folder"], "revoked.pdf"), *authority.key(), "--crl", authority.path("revoked.crl"))
    authority.stamper = "other-tsa"
    stranger = sign(run, files, "stranger", "plain", *authority.key(), "--tsa", authority.url)
    authority.stamper = "tsa"
    folder, count = run.scratch("manipulated"), 0
    for what, pdf, pattern, poppler, options in manipulations(run, authority, files):
        count += 1
        path = write(os.path.join(folder, f"{count}.pdf"), pdf)
        code, words = verify(run, authority, path, *options)
        run.check(code == (1 if ": NOT PROVED\n" in words else 2) and re.search(pattern, words), f"{what}: refused", f"{code} {words}")
        if poppler:
            result = run.tool("pdfsig", "-nocert", path)
            run.check(result is None or "Signature is Valid" not in result.stdout, f"{what}: poppler refuses it too", result.stdout if result else "")
    run.check(count >= 45, f"{count} manipulations were tried")
    for what, name, pattern in (("a time stamp of a stranger", stranger, r"DIFFERS +time stamp +nobody trusted"), ("a key that was revoked", os.path.join(files["folder"], "revoked.pdf"), r"DIFFERS +revocation .*was revoked")):
        code, words = verify(run, authority, name)
        run.check(code == 1 and re.search(pattern, words), f"{what}: refused", words)
    code, words = verify(run, authority, files["b"], trust="other-root")
    run.check(code == 1 and re.search("DIFFERS +chain", words), "another root of the same name: refused", words)
    result = run.offprint("verify", files["b"], "--trust", authority.path("signer.key"))
    run.check(result.returncode == 2 and "E846" in result.stderr, "a file that names nobody to trust is refused", result.stderr)
    for name in ("plain", "record"):
        code, words = verify(run, authority, files[name], "--require", "B-B")
        run.check(code == 1 and re.search("DIFFERS +level +it is not signed", words), f"{name}, of which a signature is wanted: refused", words)
    result = run.offprint("verify", files["plain"])
    run.check(result.returncode == 2 and "E804" in result.stderr, "a file that proves nothing is told", result.stderr)
