"""Same bytes from another build: with sanitizers and other optimisation, and from the release build where there is one beside it."""
import hashlib
import os

from harness import CHECKED, Run, read


def test(run):
    other = run.path("build/release/offprint")
    if not os.path.exists(other) or os.path.samefile(other, run.program):
        run.skip("there is no release build to hold this one against")
        return
    release = Run(other, run.root, run.scratch("release"))
    for name, article, options in CHECKED:
        sums = []
        for number, program in enumerate((run, release)):
            output = os.path.join(run.scratch(f"{name}-{number}"), "out.pdf")
            result = program.render(article, output, *options)
            run.check(result.returncode == 0, f"{name}: renders", result.stderr)
            sums.append(hashlib.sha256(read(output)).hexdigest() if os.path.exists(output) else number)
        run.equal(sums[0], sums[1], f"{name}: both builds write the same bytes")
