"""Installs packages into the environment that runs this: `python -m vitrine.install -r requirements.txt`.

uv takes seconds where pip takes minutes. But it reads nothing of pip's configuration: where that names
an index of one's own, and where uv fails, pip does it.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

UV = "uv==0.13.9"
# Bytecode is made later, on all cores, of what is ever imported (Makefile).
PIP = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile")


def install(python: str, *what: str) -> subprocess.CompletedProcess:
    """Installs requirements, as pip's command line has them, into the environment of a Python.

    What it gives back is of the installer that did it, or of the last one that could not.
    """
    commands = [[python, *PIP, *what]]
    if uv := found_uv():
        commands.insert(0, [uv, "pip", "install", "--quiet", "--python", python, *what])
    failed = []
    for command in commands:
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode == 0:
            return done
        failed.append(done)
    # an environment that uv made has no pip
    return failed[0] if "No module named pip" in failed[-1].stderr else failed[-1]


def found_uv() -> str | None:
    """The path of uv: anybody's own, or the one in this environment."""
    return shutil.which("uv") or shutil.which("uv", path=str(Path(sys.executable).parent))


def fetch_uv() -> None:
    """Brings uv into this environment, unless pip has an index that uv would not know."""
    pip = [sys.executable, "-m", "pip"]
    configured = subprocess.run([*pip, "config", "list"], capture_output=True, text=True)
    if not re.search(r"[.](index-url|no-index)=", configured.stdout):
        subprocess.run([sys.executable, *PIP, UV], capture_output=True)


def main() -> int:
    if not found_uv():
        fetch_uv()
    done = install(sys.executable, *sys.argv[1:])
    print(done.stdout + done.stderr, end="", file=sys.stderr)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
