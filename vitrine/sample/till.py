"""How the tills see a sale: which system records it, and which identifiers go with it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vitrine.sample.draws import chance
from vitrine.sample.given import CPF_STYLES, PHONE_STYLES, Askings
from vitrine.sample.hostile import rate
from vitrine.sample.identifiers import NONE
from vitrine.sample.loyalty import Members
from vitrine.sample.mall import CENTRAL, OWN, TWICE, Mall
from vitrine.sample.purchases import CREDIT, DEBIT, Sales
from vitrine.sample.settings import Chunk
from vitrine.sample.world import Lives, World

TOKEN = 0.80  # of card payments: the acquirer gives the token
GIVES_CPF, OFTEN, SELDOM = 0.45, 0.60, 0.06  # who gives the CPF often, and how often the rest do
MEMBER, EMAIL, PHONE = 0.45, 0.04, 0.07

SEEN_TWICE = 0.60  # of sales in stores of kind `both`: the store sends its own record too
CENTRAL_EXPORTS = 2  # stores of kind `central` that send one all the same
CLOCK_SKEW = 180  # seconds between the two clocks, at most


@dataclass(frozen=True)
class Recorded:
    """One element per sale of `Sales`, in its order."""

    in_pos: np.ndarray
    in_receipts: np.ndarray
    receipt_second: np.ndarray  # by the store's own clock, local
    receipt_seconds_shown: np.ndarray
    number: np.ndarray  # of the sale in the central system
    receipt: np.ndarray  # of the receipt within its store and day
    card: np.ndarray
    member: np.ndarray
    cpf: np.ndarray
    cpf_style: np.ndarray
    email: np.ndarray
    phone: np.ndarray
    phone_style: np.ndarray


def record(world: World, lives: Lives) -> Recorded:
    chunk, people, held, sales = lives.chunk, lives.people, lives.held, lives.sales
    rng, mall = chunk.generator("till"), world.mall
    ask = Askings(chunk, people, held, "till")
    person, day, size = sales.person, sales.day, len(sales)
    kind = mall.pos_kind[sales.store]

    in_pos = kind != OWN
    in_receipts = kind == OWN
    if chunk.settings.dirt:
        in_receipts = in_receipts | _seen_twice(chunk, mall, sales)
    second, shown = _own_clock(chunk, mall, sales, in_pos & in_receipts)

    paid_by_card = np.isin(sales.payment, (CREDIT, DEBIT))
    card = held.card_on(rng, person, day)
    card = np.where(paid_by_card & chance(rng, TOKEN, size), card, NONE)
    member = np.where(chance(rng, MEMBER, size), lives.members.on(rng, person, day), NONE)
    member = _borrowed_member(chunk, lives.members, member)
    often = chance(rng, GIVES_CPF, len(people))
    return Recorded(
        in_pos=in_pos,
        in_receipts=in_receipts,
        receipt_second=second,
        receipt_seconds_shown=shown,
        number=chunk.numbers(np.cumsum(in_pos) - 1),
        receipt=_receipt_numbers(chunk, sales, in_receipts),
        card=card,
        member=member,
        cpf=ask.cpf(person, np.where(often, OFTEN, SELDOM)[person], borrows=True),
        cpf_style=ask.style("cpf", size, CPF_STYLES),
        email=ask.email(person, EMAIL),
        phone=ask.phone(person, day, PHONE),
        phone_style=ask.style("phone", size, PHONE_STYLES),
    )


def _seen_twice(chunk: Chunk, mall: Mall, sales: Sales) -> np.ndarray:
    """Sales of the central system that the store's own export has too."""
    central = np.flatnonzero((mall.pos_kind == CENTRAL) & mall.listed)
    exports = mall.pos_kind == TWICE
    exports[chunk.settings.generator("exports").choice(central, CENTRAL_EXPORTS)] = True
    return exports[sales.store] & chance(chunk.generator("seen twice"), SEEN_TWICE, len(sales))


def _own_clock(
    chunk: Chunk,
    mall: Mall,
    sales: Sales,
    twice: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Seconds by the store's clock, and whether its export shows them.

    A sale seen twice has either a clock that is off or minutes only, never both.
    """
    precise = chance(chunk.settings.generator("precise stores"), 0.5, mall.stores)
    shown = precise[sales.store]
    skew = chunk.generator("own clock").integers(-CLOCK_SKEW, CLOCK_SKEW + 1, len(sales))
    second = sales.second + np.where(twice & shown, skew, 0)
    return np.where(shown, second, second // 60 * 60), shown


def _receipt_numbers(chunk: Chunk, sales: Sales, in_receipts: np.ndarray) -> np.ndarray:
    """Running numbers within store and day, in order of time."""
    receipts = np.flatnonzero(in_receipts)
    group = sales.store[receipts] * (sales.day.max(initial=0) + 1) + sales.day[receipts]
    order = np.argsort(group, kind="stable")
    counts = np.bincount(group)
    place = np.arange(len(order)) - np.repeat(np.cumsum(counts) - counts, counts)
    number = np.full(len(sales), NONE, dtype=np.int64)
    number[receipts[order]] = chunk.numbers(place)
    return number


def _borrowed_member(chunk: Chunk, members: Members, member: np.ndarray) -> np.ndarray:
    """Points for a friend: somebody else's number, given at the till."""
    share = rate(chunk.settings, "borrowed_member")
    lenders = members.number[members.registered < 0]
    if share == 0 or len(lenders) == 0:
        return member
    rng = chunk.generator("borrowed_member")
    lent = chance(rng, share, len(member)) & (member != NONE)
    return np.where(lent, rng.choice(lenders, len(member)), member)
