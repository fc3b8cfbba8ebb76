"""Same bytes from another build: the release build against that of another compiler without optimisation (preset `other`), any other build against the release."""
import concurrent.futures
import hashlib
import os

from harness import CHECKED, Run, read

# A profile writes parts that others do not.
PROFILES = ("client", "archive", "modern")


def test(run):
    release, other = run.path("build/release/offprint"), run.path("build/other/offprint")
    if not os.path.exists(release):
        run.skip("there is no release build to hold this one against")
    elif not os.path.samefile(release, run.program):
        compare(run, Run(release, run.root, run.folder), PROFILES[:1], "release")
    elif os.path.exists(other):
        compare(run, Run(other, run.root, run.folder), PROFILES, "other")
    else:
        run.skip("there is no build by another compiler: cmake --preset other && cmake --build build/other")


def compare(run, other, profiles, build):
    folder = run.scratch("builds")

    def sum_of(job):
        number, (program, (name, article, options, profile)) = job
        output = os.path.join(folder, f"{number}.pdf")
        result = program.render(article, output, *options, "--profile", profile)
        run.check(result.returncode == 0, f"{name}, {profile}: renders", result.stderr)
        return hashlib.sha256(read(output)).hexdigest() if os.path.exists(output) else "none"

    wanted = [(*one, profile) for one in CHECKED for profile in profiles]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        sums = list(pool.map(sum_of, enumerate((program, one) for one in wanted for program in (run, other))))
    for (name, _, _, profile), mine, theirs in zip(wanted, sums[::2], sums[1::2]):
        run.check(mine == theirs != "none", f"{name}, {profile}: the build '{build}' writes the same bytes", f"{mine}, {theirs} (is build/{build} of these sources?)")
