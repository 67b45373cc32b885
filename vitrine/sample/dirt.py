"""Deliveries as they come: rows twice, wrong at first, late, unusable, unreadable in part.

Dirt never changes what is true. Rows that stand for nothing are copies under a key of their own;
a true row is at most delivered again, delivered late, or relieved of an optional value it lacked.
A raw row carries one oddity at most, so the number of duplicates and quarantined rows per table
can be counted from the ledger of defects.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from vitrine.sample import dirt_rules as rates
from vitrine.sample.dirt_rules import RULES, Rules
from vitrine.sample.schema import TRUTH

DAY = 86_400
ACCEPTED, DUPLICATE, QUARANTINED, REPAIRED = "accepted", "duplicate", "quarantined", "repaired"
INFERRED = "inferred"  # no raw row at all: only events mention it


@dataclass
class Batch:
    """Rows of one raw table as text."""

    table: str
    rows: pa.Table  # the contract's columns but loaded_at, then the key's parts
    loaded: np.ndarray | None  # epoch seconds; None for tables without loaded_at
    odd: np.ndarray  # rows that already carry an oddity

    def __len__(self) -> int:
        return self.rows.num_rows

    def keys(self, rows: np.ndarray | None = None) -> pa.Array:
        """Natural keys of those rows (of all, if none are named)."""
        parts = self.rows.select([name for name in self.rows.column_names if name[:4] == "key_"])
        return _keys(parts if rows is None else parts.take(pa.array(rows)))


def _keys(rows: pa.Table) -> pa.Array:
    parts = [rows[name].combine_chunks() for name in rows.column_names if name[:4] == "key_"]
    return pc.binary_join_element_wise(*parts, "|")


@dataclass
class Defects:
    """The ledger: one row per planted oddity of a raw row."""

    tables: list[pa.Table] = field(default_factory=list)

    def add(
        self, kind: str, table: str, keys: pa.Array, expected: str, column: str = "",
        reason: str = "",
    ) -> None:  # fmt: skip
        if len(keys):
            size = len(keys)
            columns = [
                _same(kind, size),
                _same(table, size),
                keys,
                _same(expected, size),
                _same(column or None, size),
                _same(reason or None, size),
            ]
            self.tables.append(pa.table(columns, names=TRUTH["defects"]))

    def note(
        self, kind: str, batch: Batch, rows: np.ndarray, expected: str, column: str = "",
        reason: str = "",
    ) -> None:  # fmt: skip
        """Of rows of a batch, which thereby are odd and stay out of other dirt."""
        self.add(kind, batch.table, batch.keys(rows), expected, column, reason)
        batch.odd[rows] = True

    def table(self) -> pa.Table:
        empty = pa.schema([(column, pa.string()) for column in TRUTH["defects"]]).empty_table()
        return pa.concat_tables([empty, *self.tables])


def soil(
    batch: Batch,
    rng: np.random.Generator,
    first: bool,
    fresh: Iterator[int],
    defects: Defects,
) -> Batch:
    """The batch with all the dirt of RULES. The first chunk has at least one of each kind.

    `fresh` gives numbers that no true row of the table has.
    """
    return Soiling(batch, RULES[batch.table], rng, 1 if first else 0, fresh, defects).run()


Change = tuple[str, pa.Array | str | None]  # column, and its new value (or values, row by row)


class Soiling:
    """One batch being soiled. Changes are collected, and made at the end all at once."""

    def __init__(
        self, batch: Batch, rules: Rules, rng: np.random.Generator, least: int,
        fresh: Iterator[int], defects: Defects,
    ):  # fmt: skip
        self.batch, self.rules, self.rng = batch, rules, rng
        self.least, self.fresh, self.defects = least, fresh, defects
        self.loaded = None if batch.loaded is None else batch.loaded.copy()
        # Shuffled once and dealt out, so that no row is chosen twice.
        self.deck = rng.permutation(np.flatnonzero(~batch.odd))
        self.changes: list[tuple[np.ndarray, Change]] = []
        self.copies: list[pa.Table] = []
        self.copies_loaded: list[np.ndarray] = []

    def run(self) -> Batch:
        if self.loaded is not None:
            self._deliver_again()
            self._deliver_late()
            if self.rules.corrected:
                self._correct(self.rules.corrected)
            if self.rules.spoiled:
                self._spoil_deliveries(*self.rules.spoiled)
        self._spoil_strangers()
        self._deliver_twice()
        self._make_unreadable()
        return self._finished()

    def _deliver_again(self) -> None:
        again = self._deal(rates.REDELIVERED)
        self._copy(again, self._waits(again, 20))
        self._note("redelivered", again, DUPLICATE)

    def _deliver_late(self) -> None:
        late = self._deal(rates.LATE)
        self.loaded[late] = self._waits(late, 60)
        self._note("late", late, ACCEPTED)

    def _correct(self, column: str) -> None:
        """The first delivery carried what belongs to some other row."""
        corrected = self._deal(rates.CORRECTED)
        self._copy(corrected, self._waits(corrected, 15))
        other = self.rng.integers(0, len(self.batch), len(corrected))
        wrong = self.batch.rows[column].combine_chunks().take(pa.array(other))
        self.changes.append((corrected, (column, wrong)))
        self._note("corrected", corrected, DUPLICATE, column)

    def _spoil_deliveries(self, column: str, value: str | None, reason: str) -> None:
        mended = self._deal(rates.SPOILED_FIRST)
        self._copy(mended, self.loaded[mended], (column, value))
        self.loaded[mended] = self._waits(mended, 10)
        self._note("spoiled_then_corrected", mended, DUPLICATE, column, reason)

        good = self._deal(rates.SPOILED_LAST)
        self._copy(good, self._waits(good, 10), (column, value))
        self._note("spoiled_after_good", good, QUARANTINED, column, reason)

    def _spoil_strangers(self) -> None:
        """Copies under a key of their own: each stands for nothing, and one value is unusable."""
        rules = self.rules
        for column, value, reason in rules.unusable:
            models = self._deal(rates.UNUSABLE)
            key = pa.array([f"{rules.prefix}{next(self.fresh)}" for _ in models], pa.string())
            loaded = None if self.loaded is None else self.loaded[models]
            own_key = ((rules.fresh, key), (rules.key_part, key))
            copies = self._copy(models, loaded, *own_key, (column, value))
            keys = _keys(copies)
            self.defects.add("unusable", self.batch.table, keys, QUARANTINED, column, reason)

    def _deliver_twice(self) -> None:
        twice = self._deal(rates.IDENTICAL)
        self._copy(twice, None if self.loaded is None else self.loaded[twice])
        self._note("identical", twice, DUPLICATE)

    def _make_unreadable(self) -> None:
        for column, value, reason in self.rules.unreadable:
            # Only where there was nothing (or nothing off), so that no truth is lost.
            known = self.batch.rows[column].combine_chunks()
            idle = pc.or_kleene(pc.is_null(known), pc.is_in(known, pa.array(IDLE)))
            suits = idle.to_numpy(zero_copy_only=False)
            rows = self._deal(rates.UNREADABLE, suits if suits.any() else ~suits)
            self.changes.append((rows, (column, value)))
            self._note("unreadable", rows, REPAIRED, column, reason)

    def _deal(self, rate: float, suits: np.ndarray | None = None) -> np.ndarray:
        """The next rows of the deck, in ascending order; if asked for, only rows that suit."""
        wanted = max(round(rate * len(self.batch)), self.least)
        place = np.arange(len(self.deck)) if suits is None else np.flatnonzero(suits[self.deck])
        dealt = self.deck[place[:wanted]]
        self.deck = np.delete(self.deck, place[:wanted])
        return np.sort(dealt)

    def _waits(self, rows: np.ndarray, most: int) -> np.ndarray:
        """When those rows arrive if they are up to so many days late."""
        return self.loaded[rows] + self.rng.integers(1, most + 1, len(rows)) * DAY

    def _copy(self, rows: np.ndarray, loaded: np.ndarray | None, *changes: Change) -> pa.Table:
        copies = self.batch.rows.take(pa.array(rows))
        for column, value in changes:
            values = value if isinstance(value, pa.Array) else _same(value, len(rows))
            place = copies.column_names.index(column)
            copies = copies.set_column(place, column, values)
        self.copies.append(copies)
        if loaded is not None:
            self.copies_loaded.append(loaded)
        return copies

    def _note(
        self,
        kind: str,
        rows: np.ndarray,
        expected: str,
        column: str = "",
        reason: str = "",
    ) -> None:
        self.defects.note(kind, self.batch, rows, expected, column, reason)

    def _finished(self) -> Batch:
        rows = self.batch.rows
        for column in dict.fromkeys(column for _, (column, _) in self.changes):
            changes = [(at, value) for at, (name, value) in self.changes if name == column]
            place = rows.column_names.index(column)
            rows = rows.set_column(place, column, _written(rows[column], changes))
        rows = pa.concat_tables([rows, *self.copies]).combine_chunks()
        odd = np.concatenate([self.batch.odd, np.ones(len(rows) - len(self.batch), dtype=bool)])
        if self.loaded is None:
            return Batch(self.batch.table, rows, None, odd)
        loaded = np.concatenate([self.loaded, *self.copies_loaded])
        return Batch(self.batch.table, rows, loaded, odd)


def _same(value: str | None, size: int) -> pa.Array:
    return pa.repeat(pa.scalar(value, pa.string()), size)


def _written(
    column: pa.ChunkedArray,
    changes: list[tuple[np.ndarray, pa.Array | str | None]],
) -> pa.Array:
    known = column.combine_chunks()
    for rows, value in changes:
        mask = np.zeros(len(known), dtype=bool)
        mask[rows] = True
        values = value if isinstance(value, pa.Array) else _same(value, len(rows))
        known = pc.replace_with_mask(known, mask, values)
    return known


IDLE = ["0.00", "1", "false"]
