"""Tools that cannot live in the environment that builds, each with one of its own: made once, kept in
`.vitrine/tools`.
"""

import importlib.metadata
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

FOLDER = ROOT / ".vitrine" / "tools"
SAME = {
    name: f"{name}=={importlib.metadata.version(name)}"
    for name in ("dbt-core", "dbt-duckdb", "duckdb")
}
ENVIRONMENTS = {
    # our own versions of dbt and DuckDB, or its newest would read the project otherwise
    "metricflow": ("dbt-metricflow==0.15.0", *SAME.values(), "numpy", "pandas"),
    # pins a DuckDB of its own
    "emulator": ("crucible-emulator[server]==0.1.0a2",),
    "habits": ("dbt-bouncer==4.3.0", "dbt-coverage==0.5.0"),
}


def program(environment: str, name: str) -> Path:
    """The path of a tool, installed now if need be. Skips the test, and says why, where it cannot be."""
    folder = FOLDER / environment
    ready = folder / ".ready"
    wanted = "\n".join(ENVIRONMENTS[environment])
    if not ready.exists() or ready.read_text() != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        python = str(folder / "bin" / "python")
        install = (
            ["uv", "pip", "install", "--quiet", "--python", python]
            if shutil.which("uv")
            else [python, "-m", "pip", "install", "--quiet"]
        )
        done = subprocess.run(
            [*install, *ENVIRONMENTS[environment]], capture_output=True, text=True, cwd=ROOT
        )
        if done.returncode:
            pytest.skip(f"{name} was not run, it could not be installed: {done.stderr[-300:]}")
        ready.write_text(wanted)
    return folder / "bin" / name
