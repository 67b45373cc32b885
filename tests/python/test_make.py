"""What the targets of the Makefile run, with programs in the place of `.venv/bin` that only say how
they were called.
"""

import os
import subprocess

import pytest
from conftest import ROOT


@pytest.fixture
def make(tmp_path):
    """Runs make; gives back its exit code and the calls, one a line."""
    calls = tmp_path / "calls"
    for name in ("dbt", "python"):
        program = tmp_path / name
        program.write_text(
            f'#!/bin/sh\necho "{name} $*" >> {calls}\ncase "$*" in *$FAILING*) exit 1;; esac\n'
        )
        program.chmod(0o755)
    (tmp_path / ".ready").touch()

    def run(*arguments: str, failing: str = "nothing", **environment: str) -> tuple[int, list[str]]:
        inherited = {k: v for k, v in os.environ.items() if not k.startswith(("VITRINE_", "MAKE"))}
        calls.write_text("")
        done = subprocess.run(
            ["make", *arguments, f"BIN={tmp_path}", f"READY={tmp_path}/.ready"],
            cwd=ROOT,
            env=inherited | environment | {"FAILING": failing},
            capture_output=True,
            text=True,
        )
        return done.returncode, calls.read_text().splitlines()

    return run


def test_a_build_ends_with_the_summary_and_the_report(make):
    assert make("build") == (
        0,
        [
            "python -m vitrine.audience_exposures",
            "dbt build",
            "python -m vitrine.summary",
            "python -m vitrine.report --out target/report.html",
        ],
    )


def test_a_failed_build_is_not_reported_on(make):
    code, calls = make("build", failing="build")
    assert code != 0
    assert calls[-1] == "dbt build"


def test_the_report_is_written_though_the_summary_fails(make):
    code, calls = make("build", failing="vitrine.summary")
    assert code != 0
    assert calls[-1].startswith("python -m vitrine.report")


@pytest.mark.parametrize("target", ["build", "report"])
@pytest.mark.parametrize(
    ("arguments", "database", "written"),
    [
        ((), "mine.duckdb", "mine.report.html"),
        ((), "/some/where/mine.db", "/some/where/mine.report.html"),
        ((), "no_suffix", "no_suffix.report.html"),
        ((), "vitrine.duckdb", "target/report.html"),
        (("REPORT=page.html",), "mine.duckdb", "page.html"),
    ],
)
def test_each_database_has_a_report_of_its_own(make, target, arguments, database, written):
    code, calls = make(target, *arguments, VITRINE_DUCKDB_PATH=database)
    assert code == 0
    assert calls[-1] == f"python -m vitrine.report --out {written}"


def test_metrics_are_asked_as_they_are_named(make):
    code, calls = make("metrics", "METRICS=visits,net_sales", "BY=metric_time__day")
    assert (code, calls) == (
        0,
        ["python -m vitrine.metrics --metrics visits,net_sales --by metric_time__day"],
    )
