"""A command as its user meets it: from start to exit, with what the operating system says it took."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path


class Failed(Exception):
    """A command that did not succeed; the message says which and where its output is."""


@dataclass(frozen=True)
class Cost:
    """Seconds by the clock, seconds of all processors, megabytes of the largest process."""

    wall: float
    cpu: float
    peak_mb: float


def run(command: list[str | Path], log: Path, **environment: str | Path) -> Cost:
    """Runs a command in an environment with these variables added; its output goes to `log`.

    The peak is that of the process itself: what it has started counts with its seconds alone.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    told = os.environ | {name: str(value) for name, value in environment.items()}
    with log.open("w") as output:
        began = time.perf_counter()
        process = subprocess.Popen(
            list(map(str, command)), stdout=output, stderr=subprocess.STDOUT, env=told
        )
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise Failed(f"{' '.join(map(str, command))} did not succeed; its output is in {log}")
    return Cost(wall, used.ru_utime + used.ru_stime, _megabytes(used.ru_maxrss))


class Here:
    """What this process takes between two moments; the peak is its highest ever."""

    def __init__(self) -> None:
        self._began = time.perf_counter(), time.process_time()

    def cost(self) -> Cost:
        wall, cpu = self._began
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return Cost(time.perf_counter() - wall, time.process_time() - cpu, _megabytes(peak))


def _megabytes(peak: int) -> float:
    """Of the kilobytes that Linux counts, or the bytes of macOS."""
    return peak / (1e6 if sys.platform == "darwin" else 1024)
