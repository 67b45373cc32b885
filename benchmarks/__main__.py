"""`make bench SCALE=L`: measures a build at a scale beside what else could be done, in one run on
the same files, and writes `benchmarks/results/<scale>.json` and the tables made from it.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from pathlib import Path

from benchmarks import results, scales, tables
from benchmarks.measured import Failed
from benchmarks.steps import SCORING, SLICE, Bench, Build, total

WORK = Path(__file__).parent / "data" / "work"


def main(arguments: list[str] | None = None) -> int:
    asked = parser().parse_args(arguments)
    began = time.monotonic()

    def tell(line: str) -> None:
        print(f"{time.monotonic() - began:7.0f} s  {line}", file=sys.stderr, flush=True)

    if asked.tables:
        return tables.write()
    scale = scales.SCALES[asked.scale]
    tell(f"scale {scale.name}: {scale.people:,} people, {scale.days} days")
    scales.prepare(scale, tell)
    bench = Bench(scale, asked.runs, WORK / scale.name, tell)
    try:
        path = results.save(scale.name, measured(bench))
    except Failed as failure:
        print(f"benchmarks: {failure}", file=sys.stderr)
        return 1
    if not asked.keep:
        shutil.rmtree(bench.work)
    tell(f"written: {path}")
    return tables.write()


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    made.add_argument("--scale", choices=scales.SCALES, default="S", help="(%(default)s)")
    made.add_argument(
        "--runs", type=int, default=3, help="of each step; the median counts (%(default)s)"
    )
    made.add_argument(
        "--keep", action="store_true", help="keep databases and logs in benchmarks/data/work"
    )
    made.add_argument(
        "--tables", action="store_true", help="measure nothing, write the tables anew"
    )
    return made


def measured(bench: Bench) -> dict:
    """Every figure of a scale."""
    next_day = bench.next_day()
    no_change = bench.no_change()
    full = bench.full_refresh()
    size = bench.database.stat().st_size
    walk = bench.slice()
    clean = bench.export()
    raw_rows = scales.rows(bench.scale)
    found = {
        "machine": results.machine(),
        "people": bench.scale.people,
        "days": bench.scale.days,
        "runs": bench.runs,
        "raw_rows": raw_rows,
        "database_mb": round(size / 2**20),
        "full": full.cost,
        "rows_per_second": round(sum(raw_rows.values()) / full.cost.wall),
        "kinds": full.by_kind(),
        "slowest": {
            title: [
                {"node": node.split(".")[2]} | tables.plain(cost)
                for node, cost in full.slowest(kind)
            ]
            for kind, title in (("model", "models"), ("test", "tests"))
        },
        "next_day": next_day.cost,
        "no_change": no_change.cost,
        "identity": identity(full),
        "segments": full.of(["segment_fits", "segment_model", "customer_segments"]),
        "slice": walk.of(SLICE),
        "slice_scored": walk.of(SCORING),
        "analyst": bench.others("analyst", clean, bench.work / "analyst.parquet"),
        "limit": bench.others("limit", clean, str(bench.segments()), bench.work / "limit.parquet"),
        "splink": bench.others("linkage", bench.database),
    }
    return found | {"within_6_gb": bench.within_6_gb().cost}


def identity(build: Build):
    """Of the models in models/identity."""
    folder = Path(__file__).parents[1] / "models" / "identity"
    names = {path.stem for kind in ("*.sql", "*.py") for path in folder.rglob(kind)}
    return total([cost for node, cost in build.nodes.items() if node.split(".")[-1] in names])


if __name__ == "__main__":
    sys.exit(main())
