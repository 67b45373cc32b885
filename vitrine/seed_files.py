"""Looks at the seeds, which people edit by hand or in a spreadsheet, before an engine reads them: an
engine's words for a cell too many are no help to who typed it.
"""

import csv
import io
import math
from collections.abc import Callable
from datetime import date
from pathlib import Path


def inspect(root: str, seeds: list[dict]) -> list[str]:
    """One line for each thing that is wrong: file, line, column and remedy.

    `seeds` have `path` (below `root`), `columns` (the names that must be there) and `types` (by
    column, as dbt's column_types).
    """
    return [problem for seed in seeds for problem in _problems(Path(root), seed)]


def _problems(root: Path, seed: dict) -> list[str]:
    shown = seed["path"]
    try:
        text = (root / shown).read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        return [f"{shown}: it is not in UTF-8; save it as 'CSV UTF-8'"]
    except OSError as problem:
        return [f"{shown}: it cannot be read ({problem.strerror})"]
    reader, rows, begins = csv.reader(io.StringIO(text, newline="")), [], 1
    try:
        for cells in reader:
            if cells or not rows:
                rows.append((begins, cells))
            begins = reader.line_num + 1
    except csv.Error:
        return [f"{shown}: line {begins}: a cell does not end; close its quotation mark"]
    header = rows[0][1] if rows else []
    missing = [name for name in seed["columns"] if name not in header]
    if missing:
        remedy = (
            "save it with commas between cells"
            if len(header) == 1 and not header[0].isidentifier()
            else f"its header has {', '.join(header) or 'no names'}"
        )
        return [f"{shown}: column '{missing[0]}' is missing; {remedy}"]
    found = []
    for number, cells in rows[1:]:
        line = f"{shown}: line {number}"
        if len(cells) != len(header):
            remedy = (
                "put a text with commas between quotation marks"
                if len(cells) > len(header)
                else "an empty cell needs its comma too"
            )
            found.append(f"{line} has {len(cells)} cells, the header {len(header)}; {remedy}")
            continue
        for name, cell in zip(header, cells, strict=True):
            kind = _KINDS.get(str(seed["types"].get(name, "")).lower())
            if kind and cell and not _is(kind[0], cell):
                found.append(f"{line}: {name} '{cell}' is no {kind[1]}; write it as {kind[2]}")
    return found


def _boolean(cell: str) -> None:
    if cell.lower() not in ("true", "false"):
        raise ValueError


def _day(cell: str) -> None:
    # Python reads a day without dashes, or of a week, too; the engines do not
    if date.fromisoformat(cell).isoformat() != cell:
        raise ValueError


def _number(cell: str) -> None:
    # Python reads 1_0, nan and inf, too, and an engine that does computes nonsense of them
    if "_" in cell or not math.isfinite(float(cell)):
        raise ValueError


def _whole(most: int) -> tuple[Callable, str, str]:
    def read(cell: str) -> None:
        if "_" in cell or not -most - 1 <= int(cell) <= most:
            raise ValueError

    return read, f"whole number up to {most:,}", "3"


def _is(read: Callable, cell: str) -> bool:
    try:
        read(cell)
    except ValueError:
        return False
    # Python takes the digits of every script for digits
    return cell.isascii()


_NUMBER = (_number, "number", "0.5")
# What reads a cell, what it should be, and an example, by the type of its column.
_KINDS = {
    "integer": _whole(2**31 - 1),
    "bigint": _whole(2**63 - 1),
    "double precision": _NUMBER,
    "date": (_day, "day", "2026-01-31"),
    "boolean": (_boolean, "yes or no", "true or false"),
}
