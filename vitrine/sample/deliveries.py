"""From typed columns to files: rendered, noted in the ledger of defects, soiled, in order."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from vitrine.sample import text
from vitrine.sample.dirt import ACCEPTED, REPAIRED, Batch, Defects, soil
from vitrine.sample.hostile import JUNK_CPFS
from vitrine.sample.identifiers import NONE, is_valid_cpf
from vitrine.sample.render import render
from vitrine.sample.settings import Chunk
from vitrine.sample.text import Columns
from vitrine.sample.write import Writer


class Deliveries:
    """The raw files of one chunk, and the ledger of what is odd in them."""

    def __init__(self, chunk: Chunk, writer: Writer):
        self.chunk = chunk
        self.writer = writer
        self.defects = Defects()

    def render(self, table: str, columns: Columns) -> Batch:
        rows = render(table, columns, self.chunk.settings.pii_key)
        loaded = columns.get("loaded_at")
        return Batch(table, rows, loaded, np.zeros(rows.num_rows, dtype=bool))

    def note_cpfs(self, batch: Batch, cpf: np.ndarray) -> None:
        """Impossible CPFs that people gave: the value goes, the row stays."""
        bad = (cpf != NONE) & ~is_valid_cpf(cpf)
        junk = np.isin(cpf, JUNK_CPFS)
        for kind, rows in (("one_digit_cpf", bad & junk), ("mistyped_cpf", bad & ~junk)):
            reason = kind.replace("_", " ")
            self.defects.note(kind, batch, np.flatnonzero(rows), REPAIRED, "cpf", reason)

    def note_phones(self, batch: Batch, phone: np.ndarray, column: str = "phone") -> None:
        """Numbers that no mobile phone has (they begin with 9): the value goes, the row stays."""
        bad = np.flatnonzero((phone != NONE) & (phone // 10**8 % 10 != 9))
        self.defects.note("impossible_phone", batch, bad, REPAIRED, column, "impossible phone")

    def mention(self, kind: str, batch: Batch, rows: np.ndarray, column: str = "") -> None:
        """Rows that are unusual but sound; other dirt may still befall them."""
        self.defects.add(kind, batch.table, batch.keys(rows), ACCEPTED, column)

    def deliver(self, batch: Batch, fresh: Iterator[int] | int) -> None:
        """Soil (if asked for), put in order of arrival, write.

        `fresh`: numbers for rows that stand for nothing, or how many numbers are in use.
        """
        if self.chunk.settings.dirt:
            if isinstance(fresh, int):
                fresh = self._numbers_after(fresh)
            rng = self.chunk.generator(f"dirt {batch.table}")
            batch = soil(batch, rng, self.chunk.number == 0, fresh, self.defects)
        rows = batch.rows
        if batch.loaded is not None:
            order = pa.array(np.argsort(batch.loaded, kind="stable"))
            rows = rows.append_column("loaded_at", iso(batch.loaded)).take(order)
        self.writer.write(batch.table, rows, self.chunk.number)

    def _numbers_after(self, used: int) -> Iterator[int]:
        first = int(self.chunk.numbers(np.array([used]))[0])
        return itertools.count(first, self.chunk.settings.chunks)

    def close(self) -> None:
        self.writer.write("defects", self.defects.table(), self.chunk.number)


def iso(epoch: np.ndarray) -> pa.Array:
    rows = pa.table({"epoch": epoch})
    return text.query("select iso(epoch) as moment from rows", rows=rows)["moment"].combine_chunks()
