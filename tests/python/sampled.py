"""Generated samples for tests: made once per set of arguments, opened as views of text columns."""

from __future__ import annotations

import functools
import tempfile
from dataclasses import dataclass
from pathlib import Path

import duckdb

from vitrine.sample.__main__ import main

PEOPLE = 700
ARGUMENTS = ["--people", str(PEOPLE), "--seed", "5", "--quiet"]


@dataclass(frozen=True)
class Sample:
    folder: Path
    files: duckdb.DuckDBPyConnection

    def rows(self, sql: str) -> list[tuple]:
        return self.files.sql(sql).fetchall()

    def value(self, sql: str):
        return self.rows(sql)[0][0]

    def contents(self) -> dict[str, bytes]:
        return {
            str(path.relative_to(self.folder)): path.read_bytes()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file()
        }


def generate(folder: Path, *more: str) -> Sample:
    """A sample of 700 people; later arguments win over the usual ones."""
    assert main([*ARGUMENTS, "--out", str(folder), *more]) == 0
    files = duckdb.connect()
    for path in sorted(folder.glob("*/*.csv")):
        files.execute(f"create view {path.stem} as from read_csv('{path}', all_varchar = true)")
    for path in sorted(folder.glob("*/*/part-0000.parquet")):
        parts = path.parent / "*.parquet"
        files.execute(f"create view {path.parent.name} as from read_parquet('{parts}')")
    return Sample(folder, files)


@functools.cache
def sample(*more: str) -> Sample:
    """The same, kept until the tests end: do not write into its folder."""
    kept = tempfile.TemporaryDirectory(prefix="vitrine-sample-")
    _KEPT.append(kept)
    return generate(Path(kept.name), *more)


_KEPT: list[tempfile.TemporaryDirectory] = []


def dirty() -> Sample:
    return sample()


def clean() -> Sample:
    return sample("--no-dirt", "--no-hostile")
