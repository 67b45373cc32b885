"""What is written reads as the house writes: the commands of `make lint`, one test each."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

COMMANDS = {
    "ruff check .": "Python without known mistakes",
    "ruff format --check .": "Python as its formatter writes it",
    "python tests/python/lint_sql.py models tests/invariants analyses": "SQL by the rules of .sqlfluff",
}


@pytest.mark.parametrize("command", COMMANDS)
def test_lint(command, tmp_path):
    program, *arguments = command.split()
    beside_python = Path(sys.executable).with_name(program)
    ran = subprocess.run(
        [beside_python, *arguments],
        cwd=ROOT,
        env={**os.environ, "VITRINE_DUCKDB_PATH": str(tmp_path / "vitrine.duckdb")},
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_make_lint_runs_the_same_commands():
    makefile = (ROOT / "Makefile").read_text()
    assert [command for command in COMMANDS if command not in makefile] == []
