"""What was measured, as a file and as the tables of README.md and docs/scaling.md."""

from __future__ import annotations

import json
import os
import platform
import re
from dataclasses import asdict
from datetime import date
from importlib.metadata import version
from math import log
from pathlib import Path

from benchmarks.measured import Cost

RESULTS = Path(__file__).parent / "results"
PACKAGES = ("dbt-core", "dbt-duckdb", "duckdb", "scikit-learn", "pandas", "pyarrow", "splink")


def machine() -> dict:
    """Where a run was made, as far as its figures depend on it. No names."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "date": date.today().isoformat(),
        "cores": len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else os.cpu_count(),
        "memory_gb": round(memory),
        "processor": _processor(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
    } | {name: version(name) for name in PACKAGES}


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    found = re.search(r"model name\s*:\s*(.*)", info.read_text()) if info.exists() else None
    return found.group(1) if found else platform.processor()


def save(name: str, result: dict) -> Path:
    """Writes a scale's result; what was not measured in this run stays from the one before."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}.json"
    known = json.loads(path.read_text()) if path.exists() else {}
    result = result | {"often": known.get("often", {}) | result.get("often", {})}
    path.write_text(json.dumps(known | result, indent=1, default=_plain) + "\n")
    return path


def _plain(value: object) -> object:
    if isinstance(value, Cost):
        return {name: round(figure, 2) for name, figure in asdict(value).items()}
    raise TypeError(f"{type(value).__name__} is no part of a result")


def known() -> dict[str, dict]:
    """The results that are there, by scale, small to large."""
    found = {path.stem: json.loads(path.read_text()) for path in RESULTS.glob("*.json")}
    return dict(sorted(found.items(), key=lambda item: item[1]["people"]))


def exponent(small: dict, large: dict, step: str) -> float:
    """How time grows: n times the people take n to the power of this."""
    return log(large[step]["wall"] / small[step]["wall"]) / log(large["people"] / small["people"])
