"""Same inputs, same bytes: whatever the folder, time zone, locale, home, umask, number of threads, limits, addresses or clock."""
import concurrent.futures
import hashlib
import os
import shutil
import stat

from harness import CHECKED, read

# A place to render in: its name, environment, umask, options, where from (root: of the workspace; article: beside it; /), what the program is run by.
PLACES = [
    ("plain", {"TZ": "UTC", "LC_ALL": "C"}, 0o022, ["--threads", "1"], "root", []),
    ("Tokyo, German, two threads", {"TZ": "Asia/Tokyo", "LC_ALL": "de_DE.UTF-8", "LANG": "de_DE.UTF-8"}, 0o077, ["--threads", "2"], "/", []),
    ("beside the article, Turkish, no home, another date", {"TZ": "America/New_York", "LC_ALL": "tr_TR.UTF-8", "HOME": "/nonexistent", "SOURCE_DATE_EPOCH": "1"},
     0o002, ["--threads", "5"], "article", []),
    ("memory filled before use", {"MALLOC_PERTURB_": "85"}, 0o022, [], "root", []),
    ("memory filled otherwise, from one arena", {"MALLOC_PERTURB_": "170", "MALLOC_ARENA_MAX": "1"}, 0o022, ["--threads", "3"], "root", []),
    ("every allocation a mapping of its own", {"MALLOC_MMAP_THRESHOLD_": "0", "MALLOC_TOP_PAD_": "0"}, 0o022, [], "root", []),
    ("addresses in order", {}, 0o022, [], "root", ["setarch", "-R"]),
    ("one processor", {}, 0o022, ["--threads", "8"], "root", ["taskset", "-c", "0"]),
    ("an empty environment", None, 0o022, [], "root", ["env", "-i"]),
    ("few open files, a small stack", {}, 0o022, [], "root", ["sh", "-c", 'ulimit -n 24; ulimit -s 1024; exec "$@"', "sh"]),
    ("right to left, from the root", {"LC_ALL": "ar_EG.UTF-8", "LANGUAGE": "ar", "TZ": ":/etc/localtime"}, 0o027, ["--threads", "2"], "/", []),
    ("to standard output", {"TZ": "Pacific/Chatham"}, 0o022, [], "stdout", []),
    ("a date too that is not used", {"TZ": "Antarctica/Troll", "SOURCE_DATE_EPOCH": "4102444800"}, 0o022, ["--diagnostics", "json"], "root", []),
]


def test(run):
    wanted = [(name, article, options, place) for name, article, options in CHECKED for place in PLACES]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        sums = list(pool.map(lambda job: render(run, *job), wanted))
    for name, article, options in CHECKED:
        mine = {place[0]: digest for (other, _, _, place), digest in zip(wanted, sums) if other == name and digest}
        if not run.check(len(set(mine.values())) == 1 and "plain" in mine, f"{name}: one SHA-256 in all surroundings", str(mine)):
            continue
        test_copied_workspace(run, name, article, options, mine["plain"])


def render(run, name, article, options, place):
    where, env, umask, more, start, by = place
    if by and shutil.which(by[0]) is None:
        run.skip(f"{by[0]} is not installed")
        return None
    path, cwd = article, run.root
    if start == "/":
        path, cwd = run.path(article), "/"
    elif start == "article":
        path, cwd = os.path.basename(article), os.path.dirname(run.path(article))
    output = os.path.join(run.scratch(f"{name}-{PLACES.index(place)}"), "out.pdf")
    target = "-" if start == "stdout" else output
    result = run.offprint("render", path, "-o", target, *options, *more, cwd=cwd, env=env, umask=umask, by=by)
    if start == "stdout" and result.returncode == 0:
        return hashlib.sha256(result.stdout).hexdigest()
    if not run.check(result.returncode == 0 and os.path.exists(output), f"{name}: renders ({where})", result.stderr):
        return "none"
    run.equal(stat.S_IMODE(os.stat(output).st_mode), 0o666 & ~umask, f"{name}: the file's mode follows the umask ({where})")
    return hashlib.sha256(read(output)).hexdigest()


def test_copied_workspace(run, name, article, options, expected):
    """Another place on the disk, files made in another order, gives the same bytes: no path gets into the file."""
    copy = os.path.join(run.scratch(name + "-copy"), "some where else")
    for part in (os.path.dirname(article), "docs/examples", "data", "layouts"):
        shutil.copytree(run.path(part), os.path.join(copy, part))
    shutil.copy(run.path("offprint.yaml"), copy)
    output = os.path.join(copy, "out.pdf")
    result = run.render(article, output, *options, cwd=copy)
    if run.check(result.returncode == 0, f"{name}: renders from a copy of the workspace", result.stderr):
        run.equal(hashlib.sha256(read(output)).hexdigest(), expected, f"{name}: a copied workspace gives the same bytes")
