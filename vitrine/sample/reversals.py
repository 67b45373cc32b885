"""Purchases undone: refunds in full or in part, and sales rung up by mistake (voids)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vitrine.sample.calendar import HOUR, Calendar
from vitrine.sample.draws import ragged
from vitrine.sample.identifiers import NONE
from vitrine.sample.mall import OWN
from vitrine.sample.purchases import Sales
from vitrine.sample.till import Recorded
from vitrine.sample.world import Lives, World

KINDS = ("refund_full", "refund_partial", "refund_unknown_original", "void", "void_alone")
FULL, PARTIAL, UNKNOWN, VOID, ALONE = range(5)
RATES = (0.018, 0.008, 0.0012, 0.006, 0.0010)  # of the sales in the central system
RECEIPT_REFUNDS = 0.010  # of receipts
LATEST = 30  # days until a refund


@dataclass(frozen=True)
class Reversals:
    """One element per row that undoes something; receipts that give money back come apart."""

    kind: np.ndarray
    sale: np.ndarray  # position of the sale it undoes (or resembles, where that is unknown)
    day: np.ndarray
    second: np.ndarray
    gross: np.ndarray  # centavos
    discount: np.ndarray
    number: np.ndarray  # of the row in the central system
    original: np.ndarray  # sale number; NONE where it is not known
    receipt_sale: np.ndarray  # position of the receipt given back
    receipt_day: np.ndarray
    receipt_second: np.ndarray

    def net(self, sales: Sales) -> np.ndarray:
        """Centavos that each sale brought after all: what was paid, less refunds; 0 if void."""
        known = (self.kind == FULL) | (self.kind == PARTIAL)
        amount = (self.gross - self.discount)[known]
        back = np.bincount(self.sale[known], amount, minlength=len(sales))
        net = sales.paid - back.astype(np.int64)
        net[self.sale[self.kind == VOID]] = 0
        return net


def make_reversals(world: World, lives: Lives, recorded: Recorded) -> Reversals:
    chunk, sales, calendar = lives.chunk, lives.sales, world.calendar
    rng = chunk.generator("reversals")
    least = 2 if chunk.number == 0 else 0
    rates = np.array(RATES) if chunk.settings.dirt else np.zeros(len(RATES))
    candidates = np.flatnonzero(recorded.in_pos)
    wanted = np.maximum(np.round(rates * len(candidates)).astype(int), least * (rates > 0))
    wanted = np.minimum(wanted, len(candidates) // len(KINDS))
    sale = rng.choice(candidates, wanted.sum(), replace=False)
    kind = np.repeat(np.arange(len(KINDS)), wanted)

    day, second = _later(rng, calendar, sales.day[sale])
    voids = kind >= VOID
    soon = sales.second[sale] + rng.integers(40, 600, len(sale))
    soon = np.minimum(soon, calendar.closes(sales.day[sale]) - 1)
    day, second = np.where(voids, sales.day[sale], day), np.where(voids, soon, second)

    # A part is the first line: only a sale of several lines has one to give back.
    first_line = np.searchsorted(sales.line_sale, sale)
    several = np.bincount(sales.line_sale, minlength=len(sales))[sale] > 1
    kept = (day < calendar.days) & (several | (kind != PARTIAL))
    kept[kept] &= calendar.demand[day[kept]] > 0
    kind, sale, first_line = kind[kept], sale[kept], first_line[kept]
    day, second = day[kept], second[kept]
    part = kind == PARTIAL
    line_gross = sales.line_quantity[first_line] * sales.line_price[first_line]
    receipt_sale, receipt_day, receipt_second = _receipt_refunds(world, lives)
    return Reversals(
        kind=kind,
        sale=sale,
        day=day,
        second=second,
        gross=np.where(part, line_gross, sales.gross[sale]),
        discount=np.where(part, sales.line_discount[first_line], sales.discount[sale]),
        number=chunk.numbers(recorded.in_pos.sum() + np.arange(len(sale))),
        original=np.where((kind == UNKNOWN) | (kind == ALONE), NONE, recorded.number[sale]),
        receipt_sale=receipt_sale,
        receipt_day=receipt_day,
        receipt_second=receipt_second,
    )


def _later(
    rng: np.random.Generator,
    calendar: Calendar,
    day: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Some day within a month, while the shops are open; may fall after the run."""
    day = day + rng.integers(1, LATEST + 1, len(day))
    inside = np.minimum(day, calendar.days - 1)
    opens, closes = calendar.shops_open(inside), calendar.closes(inside)
    return day, opens + (rng.random(len(day)) * (closes - opens - HOUR)).astype(np.int64)


def _receipt_refunds(world: World, lives: Lives) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Receipts given back, and when; their stores never say which receipt it was."""
    rng, calendar, sales = lives.chunk.generator("receipt refunds"), world.calendar, lives.sales
    own = np.flatnonzero(world.mall.pos_kind[sales.store] == OWN)
    wanted = max(round(RECEIPT_REFUNDS * len(own)), 2) if world.settings.dirt else 0
    sale = np.sort(rng.choice(own, min(wanted, len(own)), replace=False))
    day, second = _later(rng, calendar, sales.day[sale])
    kept = day < calendar.days
    kept[kept] &= calendar.demand[day[kept]] > 0
    return sale[kept], day[kept], second[kept]


def reversal_lines(reversals: Reversals, sales: Sales) -> tuple[np.ndarray, np.ndarray]:
    """(reversal, position of the line given back): all lines of a full refund, one of a part."""
    reversal = np.flatnonzero(reversals.kind <= PARTIAL)
    sale = reversals.sale[reversal]
    first = np.searchsorted(sales.line_sale, sale)
    count = np.searchsorted(sales.line_sale, sale, side="right") - first
    count = np.where(reversals.kind[reversal] == PARTIAL, 1, count)
    owner, place = ragged(count)
    return reversal[owner], first[owner] + place
