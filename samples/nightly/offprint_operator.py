"""An Airflow operator that runs a batch, and what its exit codes mean to a scheduler."""
import subprocess

try:
    from airflow.exceptions import AirflowException, AirflowFailException
    from airflow.models import BaseOperator
except ImportError:  # read without Airflow: by the test of the mapping
    BaseOperator = object

    class AirflowException(Exception):
        """The task is tried again."""

    class AirflowFailException(AirflowException):
        """The task has failed for good."""

# docs/operations.md: a source is away, interrupted, another run is on. All pass by themselves, and a run goes on where it stopped.
RETRY = {3, 5, 7}
# All is done, but some rows failed: failed.csv has them.
SOFT = {1}


def outcome(code):
    """"done", "soft" (done, with failed rows), "retry" or "fail"."""
    return "done" if code == 0 else "soft" if code in SOFT else "retry" if code in RETRY else "fail"


class OffprintBatchOperator(BaseOperator):
    """Runs `offprint batch`. `run_id` and `as_of` are the logical date, so that a night that is run again is the same run."""

    template_fields = ("article", "rows", "out", "run_id", "as_of")

    def __init__(self, *, article, rows, out, program="offprint", jobs="auto", run_id="{{ ds }}", as_of="{{ ds }}", **kwargs):
        super().__init__(**kwargs)
        self.article, self.rows, self.out, self.program, self.jobs = article, rows, out, program, jobs
        self.run_id, self.as_of = run_id, as_of

    def execute(self, context):
        command = [self.program, "batch", self.article, "--rows", self.rows, "--out", self.out, "--jobs", self.jobs, "--run-id", self.run_id, "--as-of", self.as_of,
                   "--progress", "none"]
        code = subprocess.run(command, check=False).returncode
        what = outcome(code)
        if what == "retry":
            raise AirflowException(f"offprint: exit code {code}; to be tried again")
        if what == "fail":
            raise AirflowFailException(f"offprint: exit code {code}")
        return what
