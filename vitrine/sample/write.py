"""Files: text tables as CSV (one file a table) or Parquet (one part a chunk)."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet

from vitrine.sample import text
from vitrine.sample.schema import RAW, TRUTH


class CannotWrite(Exception):
    """A folder or file that cannot be written; the message says which and what to do."""


class Writer:
    """Writes the raw tables under `out`, the answers under `truth`."""

    def __init__(self, out: Path, truth: Path, kind: str):
        self.kind = kind
        self.folder = {name: out / source for source, name in RAW} | dict.fromkeys(TRUTH, truth)
        self.columns = {name: columns for (_, name), columns in RAW.items()} | TRUTH
        try:
            for folder in {out, *self.folder.values()}:
                folder.mkdir(parents=True, exist_ok=True)
            for name in self.columns:
                self._clear(name)
        except OSError as error:
            raise _cannot(error) from None

    def _clear(self, name: str) -> None:
        """An earlier run may have left more parts, or the other format."""
        folder = self.folder[name]
        for old in (folder / f"{name}.csv", folder / f"{name}.parquet"):
            old.unlink(missing_ok=True)
        parts = folder / name
        for old in sorted(parts.glob("part-*.parquet")):
            old.unlink()
        if parts.is_dir() and not any(parts.iterdir()):
            parts.rmdir()

    def write(self, name: str, rows: pa.Table, part: int) -> None:
        """A chunk's rows. The first part makes the file, even if it has no rows."""
        rows = rows.select(self.columns[name]).combine_chunks()
        rows = rows.cast(pa.schema([(column, pa.string()) for column in rows.column_names]))
        try:
            if self.kind == "csv":
                self._add_to_csv(self.folder[name] / f"{name}.csv", rows, part == 0)
            elif rows.num_rows or part == 0:
                folder = self.folder[name] / name
                folder.mkdir(exist_ok=True)
                path = folder / f"part-{part:04d}.parquet"
                pyarrow.parquet.write_table(rows, path, compression="zstd")
        except OSError as error:
            raise _cannot(error) from None
        except duckdb.IOException as error:
            raise CannotWrite(f"{str(error).splitlines()[0]}; {REMEDY}") from None

    def _add_to_csv(self, path: Path, rows: pa.Table, first: bool) -> None:
        # DuckDB quotes only what needs quotes, which keeps a fifth of the size away.
        piece = path if first else path.with_suffix(".piece")
        text.copy_to_csv(rows, piece, header=first)
        if not first:
            with path.open("ab") as file, piece.open("rb") as more:
                while block := more.read(1 << 24):
                    file.write(block)
            piece.unlink()


REMEDY = "choose another --out or --truth folder"


def write_line(path: Path, line: str) -> None:
    try:
        path.write_text(line + "\n", encoding="utf-8")
    except OSError as error:
        raise _cannot(error) from None


def _cannot(error: OSError) -> CannotWrite:
    what = (error.strerror or "cannot write").lower()
    return CannotWrite(f"{error.filename}: {what}; {REMEDY}")
