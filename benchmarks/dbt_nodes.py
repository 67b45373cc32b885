"""dbt with a stop-watch at every node: `python -m benchmarks.dbt_nodes nodes.json build …`.

What a node took is all that happened from its start to its end, so it is true with one thread,
which the DuckDB profile has.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from dbt.cli.main import dbtRunner


class StopWatch:
    """Hears dbt's events, keeps a row a node."""

    def __init__(self) -> None:
        self.rows: list[dict] = []
        self._began: dict[str, tuple[float, float]] = {}

    def __call__(self, event) -> None:
        if event.info.name == "NodeStart":
            _forget_peak()
            self._began[event.data.node_info.unique_id] = time.perf_counter(), time.process_time()
        elif event.info.name == "NodeFinished":
            node = event.data.node_info
            wall, cpu = self._began.pop(node.unique_id)
            self.rows.append(
                {
                    "node": node.unique_id,
                    "wall": time.perf_counter() - wall,
                    "cpu": time.process_time() - cpu,
                    "peak_mb": _peak(),
                }
            )


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
