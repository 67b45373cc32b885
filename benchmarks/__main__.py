"""`make bench SCALE=L`: measures a build at a scale beside what else could be done, in one run on
the same files, and writes `benchmarks/results/<scale>.json` and the tables made from it.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks import results, scales, tables
from benchmarks.measured import Cost, Failed
from benchmarks.steps import SCORING, SLICE, Bench, Build, total

WORK = Path(__file__).parent / "data" / "work"
STEPS = ("generation", "days", "full", "others", "6gb")


def main(arguments: list[str] | None = None) -> int:
    asked = parser().parse_args(arguments)
    began = time.monotonic()

    def tell(line: str) -> None:
        print(f"{time.monotonic() - began:7.0f} s  {line}", file=sys.stderr, flush=True)

    if asked.tables:
        return tables.write()
    scale = scales.SCALES[asked.scale]
    tell(f"scale {scale.name}: {scale.people:,} people, {scale.days} days")
    generation = scales.prepare(scale, tell)
    bench = Bench(scale, asked.runs, WORK / scale.name, tell)
    try:
        found = measured(bench, asked.steps)
        path = results.save(scale.name, found | ({"generation": generation} if generation else {}))
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
        "--steps",
        nargs="+",
        choices=STEPS,
        default=STEPS,
        help="generation: the files, where they are not there yet, which every step needs; days: the next and one"
        " without news; full; others: the slice and who is beside it, after full;"
        " 6gb. What is not measured stays as it was. (all)",
    )
    made.add_argument(
        "--keep", action="store_true", help="keep databases and logs in benchmarks/data/work"
    )
    made.add_argument(
        "--tables", action="store_true", help="measure nothing, write the tables anew"
    )
    return made


def measured(bench: Bench, asked: Sequence[str]) -> dict:
    """Every figure of a scale, or of the steps that are asked for."""
    raw_rows = scales.rows(bench.scale)
    found = {
        "machine": results.machine(),
        "people": bench.scale.people,
        "days": bench.scale.days,
        "raw_rows": raw_rows,
    }
    if "days" in asked:
        found |= {"next_day": bench.next_day().cost, "no_change": bench.no_change().cost}
    if "full" in asked:
        full = bench.full_refresh().cost
        found |= of_whole(full, bench.one_by_one(), bench, raw_rows)
    if "others" in asked:
        found |= beside(bench)
    # the build node by node, of which identity is a part, is run once
    often = {step: bench.runs for step in found if step in tables.STEPS} | {"identity": 1}
    if "6gb" in asked:
        found["within_6_gb"] = bench.within_6_gb().cost
        often["within_6_gb"] = 1
    return found | {"often": often}


def of_whole(full: Cost, nodes: Build, bench: Bench, raw_rows: dict[str, int]) -> dict:
    """What a build from nothing took, and of one whose nodes ran one by one what each did."""
    return {
        "full": full,
        "database_mb": round(bench.database.stat().st_size / 2**20),
        "rows_per_second": round(sum(raw_rows.values()) / full.wall),
        "kinds": nodes.by_kind(),
        "slowest": {
            title: [
                {"node": node.split(".")[2]} | tables.plain(cost)
                for node, cost in nodes.slowest(kind)
            ]
            for kind, title in (("model", "models"), ("test", "tests"))
        },
        "identity": identity(nodes),
        "segments": nodes.of(["segment_fits", "segment_model", "customer_segments"]),
    }


def beside(bench: Bench) -> dict:
    """The slice from facts to labels, and what others take for it and for identity."""
    walk = bench.slice()
    clean = bench.export()
    return {
        "slice": walk.of(SLICE),
        "slice_scored": walk.of(SCORING),
        "analyst": bench.others("analyst", clean, bench.work / "analyst.parquet"),
        "limit": bench.others("limit", clean, str(bench.segments()), bench.work / "limit.parquet"),
        # its training may end in a probability of nothing, which it refuses
        "splink": bench.tried("linkage", bench.database),
    }


def identity(build: Build):
    """Of the models in models/identity."""
    folder = Path(__file__).parents[1] / "models" / "identity"
    names = {path.stem for kind in ("*.sql", "*.py") for path in folder.rglob(kind)}
    return total([cost for node, cost in build.nodes.items() if node.split(".")[-1] in names])


if __name__ == "__main__":
    sys.exit(main())
