"""Programs that cannot live in the environment that builds, since they ask for other versions of what
is in it: each has an environment of its own in `.vitrine/tools`, made once.
"""

import importlib.metadata
import shutil
import subprocess
import sys
from pathlib import Path

from vitrine.install import install

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / ".vitrine" / "tools"
SAME = [
    f"{name}=={importlib.metadata.version(name)}" for name in ("dbt-core", "dbt-duckdb", "duckdb")
]
ENVIRONMENTS = {
    # our own versions of dbt and DuckDB, or its newest would read the project otherwise
    "metricflow": ["dbt-metricflow==0.15.0", *SAME, "numpy", "pandas"],
    # pins a DuckDB of its own
    "emulator": ["crucible-emulator[server]==0.1.0a2"],
    "habits": ["dbt-bouncer==4.3.0", "dbt-coverage==0.5.0"],
}


def is_ready(environment: str) -> bool:
    """Whether an environment is there, with the versions that are asked for now."""
    ready = FOLDER / environment / ".ready"
    return ready.exists() and ready.read_text() == "\n".join(ENVIRONMENTS[environment])


def program(environment: str, name: str) -> Path:
    """The path of a program, installed now if need be.

    Raises RuntimeError with what the installer said, or where Python makes no environments.
    """
    folder = FOLDER / environment
    if not is_ready(environment):
        shutil.rmtree(folder, ignore_errors=True)
        made = subprocess.run([sys.executable, "-m", "venv", str(folder)], capture_output=True)
        if made.returncode:
            # the usual cause: Debian keeps ensurepip in a package of its own
            raise RuntimeError(
                f"{name} could not be installed: `python -m venv` fails; install python3-venv"
            )
        done = install(str(folder / "bin" / "python"), *ENVIRONMENTS[environment])
        if done.returncode:
            reason = (done.stderr.strip() or "no reason given").splitlines()[-1]
            raise RuntimeError(f"{name} could not be installed: {reason}")
        (folder / ".ready").write_text("\n".join(ENVIRONMENTS[environment]))
    return folder / "bin" / name
