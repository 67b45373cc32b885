"""What was bought, where and when: sales and their lines, in centavos, before any till saw them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vitrine.sample import settings as density
from vitrine.sample.calendar import HOUR, Calendar
from vitrine.sample.catalogue import (
    CATEGORIES,
    PRODUCTS,
    TIER_PRICE,
    basket_partners,
    product_mix,
)
from vitrine.sample.draws import Wheels, chance, pick, ragged
from vitrine.sample.habits import Habits
from vitrine.sample.mall import (
    AFTERNOON,
    EARLY,
    EVENING,
    LUNCH,
    OWN,
    Mall,
    day_partners,
    preferences,
)
from vitrine.sample.personas import FAMILY, values
from vitrine.sample.settings import Chunk
from vitrine.sample.trips import Trips, per_trip

FAVOURITE = 0.35  # of first purchases of a trip: in one of the person's usual stores
PARTS = np.array([14, 18]) * HOUR  # lunch ends, evening begins
COMPANIONS = 0.125  # calibrated: purchases that another one brought, per purchase
COMPANION_AFTER = (300, 2_700)  # seconds
MOST_LINES = 12
PRICE_SPREAD = 0.45  # log
ENDINGS = np.array([90, 99, 0, 50])  # centavos
QUANTITIES, QUANTITY_SHARES = np.array([1, 2, 3, 4]), (0.84, 0.12, 0.03, 0.01)
DISCOUNTS, DISCOUNT_SHARES = np.array([10, 15, 20, 30, 40, 50]), (0.3, 0.2, 0.2, 0.15, 0.1, 0.05)
COUPON = 0.4  # of purchases on offer: with a coupon

HUGE = 38_700_000  # centavos

PAYMENTS = ("credit_card", "debit_card", "pix", "cash", "voucher", "boleto", "other")
PAYMENT_BANDS = (5_000, 20_000, 100_000)  # centavos
PAYMENT_SHARES = (
    (0.30, 0.28, 0.20, 0.11, 0.10, 0.00, 0.01),
    (0.46, 0.24, 0.20, 0.07, 0.02, 0.00, 0.01),
    (0.62, 0.16, 0.17, 0.03, 0.00, 0.01, 0.01),
    (0.74, 0.07, 0.15, 0.01, 0.00, 0.02, 0.01),
)
CREDIT, DEBIT = 0, 1


@dataclass(frozen=True)
class Sales:
    """One element per sale, in order of time; lines in order of sale."""

    person: np.ndarray
    store: np.ndarray
    day: np.ndarray
    second: np.ndarray  # since local midnight
    gross: np.ndarray  # centavos, before discount
    discount: np.ndarray  # centavos
    coupon: np.ndarray  # month x 100 + percent, -1 without
    payment: np.ndarray  # position in PAYMENTS
    installments: np.ndarray
    line_sale: np.ndarray  # one per line: position of its sale
    line_number: np.ndarray  # from 1
    line_product: np.ndarray
    line_quantity: np.ndarray
    line_price: np.ndarray  # centavos a unit
    line_discount: np.ndarray  # centavos

    def __len__(self) -> int:
        return len(self.person)

    @property
    def paid(self) -> np.ndarray:
        return self.gross - self.discount


def make_sales(chunk: Chunk, trips: Trips, habits: Habits, mall: Mall, calendar: Calendar) -> Sales:
    rng = chunk.generator("purchases")
    mean = per_trip("sales", density.SALES / (1 + COMPANIONS))[trips.persona]
    count = rng.poisson(mean * habits.sales[trips.person])
    trip, store, second = _errands(rng, trips, habits, mall, calendar, count)
    order = np.argsort(trips.day[trip] * 86_400 + second, kind="stable")
    trip, store, second = trip[order], store[order], second[order]
    person, persona, day = trips.person[trip], trips.persona[trip], trips.day[trip]

    size = len(trip)
    offer = habits.offer[person, persona]
    odds = offer / (1 - offer) * calendar.offers[day]
    on_offer = chance(rng, odds / (1 + odds), size)
    percent = np.where(on_offer, DISCOUNTS[pick(rng, DISCOUNT_SHARES, size)], 0)
    with_coupon = on_offer & chance(rng, COUPON, size)
    level = values("basket")[persona] * habits.basket[person]
    lines = _lines(rng, mall, store, persona, level, percent)
    if chunk.settings.dirt and size:
        _one_of_a_kind(lines, mall.pos_kind[store] != OWN)
    sale = lines["line_sale"]
    gross = np.bincount(sale, lines["line_quantity"] * lines["line_price"], size).astype(np.int64)
    discount = np.bincount(sale, lines["line_discount"], size).astype(np.int64)
    payment, installments = _payments(rng, gross - discount)
    return Sales(
        person=person, store=store, day=day, second=second, gross=gross, discount=discount,
        coupon=np.where(with_coupon, calendar.month(day) * 100 + percent, -1),
        payment=payment, installments=installments, **lines,
    )  # fmt: skip


def _errands(
    rng: np.random.Generator,
    trips: Trips,
    habits: Habits,
    mall: Mall,
    calendar: Calendar,
    count: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Trip, store and local second of every purchase; `count` of them per trip, and companions."""
    trip, place = ragged(count)
    size = len(trip)
    day, person, persona = trips.day[trip], trips.person[trip], trips.persona[trip]
    enters = trips.enters[trip]
    until = np.minimum(trips.leaves[trip], calendar.closes(day) - 1)
    part_of_stay = (place + rng.random(size)) / count[trip]
    second = enters + ((until - enters) * part_of_stay).astype(np.int64)

    early = second < calendar.shops_open(day)
    part = np.array([LUNCH, AFTERNOON, EVENING])[np.searchsorted(PARTS, second, side="right")]
    part[early] = EARLY
    luxury = chance(rng, habits.luxury[person, persona], size)
    weights = preferences(mall)
    _, parts, kinds, stores = weights.shape
    wheel = (persona * parts + part) * kinds + luxury
    store = Wheels(weights.reshape(-1, stores)).draw(rng, wheel)

    usual = habits.favourites[person, rng.integers(0, 3, size)]
    usual = np.where(chance(rng, 0.5, size), habits.favourites[person, 0], usual)
    returns = (place == 0) & ~early & ~luxury & chance(rng, FAVOURITE, size)
    store = _open_store(mall, calendar, np.where(returns, usual, store), day)

    # What goes together: one purchase brings another, a little later.
    partner, often = day_partners(mall)
    category = mall.category[store]
    brings = np.flatnonzero(~early & chance(rng, often[category], size))
    later = second[brings] + rng.integers(*COMPANION_AFTER, len(brings))
    company = _open_store(mall, calendar, partner.draw(rng, category[brings]), day[brings])
    return (
        np.concatenate([trip, trip[brings]]),
        np.concatenate([store, company]),
        np.concatenate([second, np.minimum(later, until[brings])]),
    )


def _open_store(mall: Mall, calendar: Calendar, store: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Before a store opened for the first time, its customers went to its oldest neighbour."""
    opened = (mall.opened - np.datetime64(calendar.start)).astype(np.int64)
    oldest = np.arange(mall.stores)
    for young in np.flatnonzero(opened > 0):
        same_tier = mall.tier == mall.tier[young]
        alike = np.flatnonzero(same_tier & (mall.category == mall.category[young]))
        alike = alike if len(alike) > 1 else np.flatnonzero(same_tier)
        oldest[young] = alike[np.argmin(opened[alike])]
    return np.where(day < opened[store], oldest[store], store)


def _lines(
    rng: np.random.Generator,
    mall: Mall,
    store: np.ndarray,
    persona: np.ndarray,
    level: np.ndarray,
    percent: np.ndarray,
) -> dict[str, np.ndarray]:
    """Lines of each sale; `level` is the buyer's factor on prices."""
    category = mall.category[store]
    more = np.array([each.more_lines for each in CATEGORIES])[category]
    more = np.where(persona == FAMILY, more * 1.4, more)
    count = np.minimum(1 + rng.poisson(more), MOST_LINES)
    sale, place = ragged(count)
    size = len(sale)

    mix = product_mix()
    product = Wheels(mix).draw(rng, category[sale])
    partner, often = basket_partners()
    before = np.roll(product, 1)
    fits = (partner[before] >= 0) & (mix[category[sale], partner[before]] > 0)
    follows = (place > 0) & fits & chance(rng, often[before], size)
    product = np.where(follows, partner[before], product)

    usual = np.array(list(PRODUCTS.values()))[product]
    level = level * np.array(TIER_PRICE)[mall.tier[store]]
    price = usual * level[sale] * np.exp(rng.normal(0, PRICE_SPREAD, size))
    whole = np.maximum(price.astype(np.int64), 2)
    price = whole * 100 - 100 + ENDINGS[rng.integers(0, len(ENDINGS), size)]
    quantity = QUANTITIES[pick(rng, QUANTITY_SHARES, size)]
    return {
        "line_sale": sale,
        "line_number": place + 1,
        "line_product": product,
        "line_quantity": quantity,
        "line_price": price,
        "line_discount": np.round(quantity * price * percent[sale] / 100).astype(np.int64),
    }


def _one_of_a_kind(lines: dict[str, np.ndarray], central: np.ndarray) -> None:
    """The dearest line of the central system was dearer still: a necklace. Huge, and genuine."""
    dearest = np.argmax(lines["line_price"] * central[lines["line_sale"]])
    lines["line_price"][dearest] = HUGE
    lines["line_quantity"][dearest] = 1
    lines["line_discount"][dearest] = 0


def _payments(rng: np.random.Generator, paid: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    band = np.searchsorted(PAYMENT_BANDS, paid, side="right")
    payment = Wheels(np.array(PAYMENT_SHARES)).draw(rng, band)
    longest = np.clip(paid // 8_000, 1, 12)
    splits = (payment == CREDIT) & (longest > 1) & chance(rng, 0.55, len(paid))
    parts = 2 + (rng.random(len(paid)) * (longest - 1)).astype(np.int64)
    installments = np.where(splits, parts, 1)
    return payment, installments
