"""dbt with a stop-watch at every node: `python -m benchmarks.dbt_nodes nodes.json build …`.

What a node took is all that happened from its start to its end, so it is its own with `--threads 1`.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from dbt.cli.main import dbtRunner


@dataclass
class Running:
    """A node at work: when it began, by the clock and in seconds of CPU, and its peak until now."""

    wall: float
    cpu: float
    peak_mb: float | None = None


class StopWatch:
    """Hears dbt's events, which come from several threads, and keeps a row a node."""

    def __init__(self) -> None:
        self.rows: list[dict] = []
        self._running: dict[str, Running] = {}
        self._alone = threading.Lock()

    def __call__(self, event) -> None:
        if event.info.name not in ("NodeStart", "NodeFinished"):
            return
        node = event.data.node_info.unique_id
        with self._alone:
            self._see_peak()
            if event.info.name == "NodeStart":
                self._running[node] = Running(time.perf_counter(), time.process_time())
                return
            began = self._running.pop(node)
            self.rows.append(
                {
                    "node": node,
                    "wall": time.perf_counter() - began.wall,
                    "cpu": time.process_time() - began.cpu,
                    "peak_mb": began.peak_mb,
                }
            )

    def _see_peak(self) -> None:
        """What the process needed since the last event counts for all that were at work."""
        peak = _peak()
        _forget_peak()
        for node in self._running.values():
            node.peak_mb = peak and max(peak, node.peak_mb or 0.0)


def _forget_peak() -> None:
    """Linux counts the peak of a process anew; elsewhere it only ever grows."""
    if Path("/proc/self/clear_refs").exists():
        Path("/proc/self/clear_refs").write_text("5")


def _peak() -> float | None:
    status = Path("/proc/self/status")
    if not status.exists():
        return None
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def main() -> int:
    into, *arguments = sys.argv[1:]
    watch = StopWatch()
    done = dbtRunner(callbacks=[watch]).invoke(arguments)
    Path(into).write_text(json.dumps(watch.rows, indent=1))
    return 0 if done.success else 1


if __name__ == "__main__":
    sys.exit(main())
