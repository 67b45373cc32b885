"""The metrics in a terminal: `make metrics METRICS=visits,weekend_share BY=metric_time__day`.

MetricFlow (`mf`) reads the project in a folder of its own, `.vitrine/metrics`, so that its dbt and
ours do not write into one `target`, and asks the database that `VITRINE_DUCKDB_PATH` names now.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from vitrine import tools
from vitrine.summary import DATABASE

PARTS = ("dbt_project.yml", "profiles.yml", "models", "seeds", "macros", "tests", "analyses")
FOLDER = tools.ROOT / ".vitrine" / "metrics"
HOW = (
    "\nName metrics and, if you like, dimensions of theirs:\n"
    "  make metrics METRICS=visits,weekend_share BY=customer__segment__persona_name_en"
)


class Flow:
    """MetricFlow over a database, with the project's parts in a folder and a target of its own.

    Raises RuntimeError where the project cannot be read.
    """

    def __init__(self, mf: Path, folder: Path, database: Path):
        self.mf, self.folder = mf, folder
        self.environment = {
            **os.environ,
            "VITRINE_DUCKDB_PATH": str(database.resolve()),
            # profiles.yml loads a plugin of ours
            "PYTHONPATH": str(tools.ROOT),
        }
        folder.mkdir(parents=True, exist_ok=True)
        for part in PARTS:
            if not (folder / part).is_symlink():
                (folder / part).symlink_to(tools.ROOT / part)
        parsed = self.run("dbt", "parse", "--quiet", capture_output=True)
        if parsed.returncode:
            raise RuntimeError(f"the project cannot be read: {parsed.stdout.strip()[-2000:]}")

    def run(self, program: str, *arguments: str, **how) -> subprocess.CompletedProcess:
        """Runs a program of MetricFlow's environment in the folder."""
        return subprocess.run(
            [self.mf.with_name(program), *arguments],
            cwd=self.folder, env=self.environment, text=True, **how,
        )  # fmt: skip


def main() -> int:
    """Prints metrics, or which there are; MetricFlow's code, or 1 where there is nothing to ask."""
    parser = argparse.ArgumentParser(description="Metrics of a built warehouse.")
    parser.add_argument("--metrics", default="", help="names, with commas between")
    parser.add_argument("--by", default="", help="dimensions to tell them by")
    known, more = parser.parse_known_args()
    target = os.environ.get("VITRINE_TARGET", "duckdb")
    database = Path(os.environ.get("VITRINE_DUCKDB_PATH", DATABASE))
    if target != "duckdb":
        print(
            f"metrics are asked of DuckDB here; on {target} install dbt-metricflow with its adapter"
            " and run `mf query`",
            file=sys.stderr,
        )
        return 1
    if not database.is_file():
        print(f"{database}: there is no database; run `make build` first", file=sys.stderr)
        return 1
    try:
        if not tools.is_ready("metricflow"):
            print("Installing MetricFlow into .vitrine/tools, once (minutes) …", flush=True)
        mf = tools.program("metricflow", "mf")
        print("Reading the project …", flush=True)
        flow = Flow(mf, FOLDER, database)
    except RuntimeError as problem:
        print(problem, file=sys.stderr)
        return 1
    if not known.metrics:
        code = flow.run("mf", "list", "metrics", "--show-all-dimensions").returncode
        print(HOW)
        return code
    by = ["--group-by", known.by] if known.by else []
    return flow.run("mf", "query", "--metrics", known.metrics, *by, *more).returncode


if __name__ == "__main__":
    sys.exit(main())
