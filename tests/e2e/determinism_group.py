"""Same inputs, same bytes: whatever the folder, time zone, locale, umask, home or number of threads."""
import hashlib
import os
import shutil
import stat

from harness import CHECKED, read


def surroundings(run, article):
    """(name, article as named, working folder, environment, umask, options)"""
    absolute = run.path(article)
    yield "plain", article, run.root, {"TZ": "UTC", "LC_ALL": "C"}, 0o022, ["--threads", "1"]
    yield "Tokyo, German, two threads", absolute, "/", {"TZ": "Asia/Tokyo", "LC_ALL": "de_DE.UTF-8", "LANG": "de_DE.UTF-8"}, 0o077, ["--threads", "2"]
    yield "beside the article, Turkish, no home", os.path.basename(article), os.path.dirname(absolute), {
        "TZ": "America/New_York", "LC_ALL": "tr_TR.UTF-8", "HOME": "/nonexistent", "MALLOC_PERTURB_": "85", "SOURCE_DATE_EPOCH": "1"}, 0o002, ["--threads", "5"]


def test(run):
    for name, article, options in CHECKED:
        sums = {}
        for where, path, cwd, env, umask, more in surroundings(run, article):
            output = os.path.join(run.scratch(f"{name}-{len(sums)}"), "out.pdf")
            result = run.render(path, output, *options, *more, cwd=cwd, env=env, umask=umask)
            if not run.check(result.returncode == 0 and os.path.exists(output), f"{name}: renders ({where})", result.stderr):
                return
            sums[where] = hashlib.sha256(read(output)).hexdigest()
            run.equal(stat.S_IMODE(os.stat(output).st_mode), 0o666 & ~umask, f"{name}: the file's mode follows the umask ({where})")
        run.check(len(set(sums.values())) == 1, f"{name}: one SHA-256 in all surroundings", str(sums))
        test_copied_workspace(run, name, article, options, next(iter(sums.values())))


def test_copied_workspace(run, name, article, options, expected):
    """Another place on the disk gives the same bytes: no path gets into the file."""
    copy = os.path.join(run.scratch(name + "-copy"), "some where else")
    for part in ("layouts", "data", "docs/examples", os.path.dirname(article)):
        shutil.copytree(run.path(part), os.path.join(copy, part))
    shutil.copy(run.path("offprint.yaml"), copy)
    output = os.path.join(copy, "out.pdf")
    result = run.render(article, output, *options, cwd=copy)
    if run.check(result.returncode == 0, f"{name}: renders from a copy of the workspace", result.stderr):
        run.equal(hashlib.sha256(read(output)).hexdigest(), expected, f"{name}: a copied workspace gives the same bytes")
