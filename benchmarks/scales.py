"""The sizes that are measured, and their raw files: generated once, kept in `benchmarks/data`.

Each size lies there twice: `before` is what the mall had delivered by the night before the last,
`all` is everything. So a build of `before` that is then shown `all` does what a daily refresh does.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from benchmarks.measured import Cost, Here
from vitrine.sample.generate import generate
from vitrine.sample.settings import Settings

DATA = Path(__file__).parent / "data"
SEED = 1


@dataclass(frozen=True)
class Scale:
    """A mall to be generated: its people and the days they are watched."""

    name: str
    people: int
    days: int = 365

    @property
    def folder(self) -> Path:
        return DATA / self.name

    @property
    def before(self) -> Path:
        return self.folder / "before"

    @property
    def all(self) -> Path:
        return self.folder / "all"


SCALES = {
    scale.name: scale
    for scale in (
        Scale("S", 20_000),
        Scale("M", 200_000),
        Scale("L", 1_000_000),  # 16.3 million visits: the mall of the story
        Scale("XL", 1_000_000, days=3 * 365),
    )
}


def prepare(scale: Scale, tell: Callable[[str], None]) -> Cost | None:
    """Raw files of a scale and what they cost, None where they are there. A run that was stopped leaves none."""
    if scale.folder.is_dir():
        return None
    watch = Here()
    _make(scale, tell)
    return watch.cost()


def _make(scale: Scale, tell: Callable[[str], None]) -> None:
    making = scale.folder.with_name(f"{scale.name}.part")
    shutil.rmtree(making, ignore_errors=True)
    made = making / "generated"
    settings = Settings(people=scale.people, seed=SEED, days=scale.days)
    generate(settings, made, making / "truth", "parquet", tell)
    tell("the last delivery is put aside")
    _split(made, making)
    shutil.rmtree(made)
    shutil.rmtree(making / "truth")
    making.rename(scale.folder)


def rows(scale: Scale) -> dict[str, int]:
    """How many rows each raw table has."""
    return {
        f"{folder.parent.name}.{folder.name}": _count(folder)
        for folder in sorted(scale.all.glob("*/*/"))
    }


def _split(made: Path, into: Path) -> None:
    """Part files up to the last delivery in both folders (as links), the last one in `all` alone."""
    tables = sorted(made.glob("*/*/"))
    last = max(day for table in tables for day in _nights(table) if day)
    for table in tables:
        before = into / "before" / table.parent.name / table.name
        everything = into / "all" / table.parent.name / table.name
        before.mkdir(parents=True)
        everything.mkdir(parents=True)
        is_late = f"left(loaded_at, 10) = '{last}'" if "loaded_at" in _columns(table) else "false"
        for part in sorted(table.glob("*.parquet")):
            _copy(
                f"select * from '{part}' where not coalesce({is_late}, false)", before / part.name
            )
            os.link(before / part.name, everything / part.name)
        if is_late != "false":
            late = f"select * from '{table}/*.parquet' where {is_late}"
            _copy(late, everything / "part-last.parquet")
    for folder in ("before", "all"):
        shutil.copy(made / "pii_key", into / folder / "pii_key")


def _nights(table: Path) -> list[str | None]:
    if "loaded_at" not in _columns(table):
        return [None]
    return [
        duckdb.sql(f"select max(left(loaded_at, 10)) from '{table}/*.parquet'").fetchall()[0][0]
    ]


def _columns(table: Path) -> list[str]:
    return duckdb.sql(f"from '{table}/*.parquet' limit 0").columns


def _copy(query: str, path: Path) -> None:
    duckdb.execute(f"copy ({query}) to '{path}' (format parquet, compression zstd)")


def _count(folder: Path) -> int:
    return duckdb.sql(f"select count(*) from '{folder}/*.parquet'").fetchall()[0][0]
