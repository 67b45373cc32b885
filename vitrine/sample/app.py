"""What members do in the mall's app: in the mall, at a till with a coupon, and at home."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from vitrine.sample import settings as density
from vitrine.sample import text
from vitrine.sample.calendar import HOUR
from vitrine.sample.draws import chance, pick, ragged
from vitrine.sample.given import Askings
from vitrine.sample.habits import PRESENT
from vitrine.sample.identifiers import NONE
from vitrine.sample.loyalty import MEMBERS
from vitrine.sample.personas import values
from vitrine.sample.text import Columns
from vitrine.sample.trips import per_trip
from vitrine.sample.world import Lives, World

USES = 0.62  # share of members
BEFORE_JOINING = 1.13  # calibrated: events of people who had not joined yet are nobody's, and lost
AT_HOME = 0.40  # of the events
EVENTS = ("open", "coupon_view", "coupon_redeem", "check_in")
OPEN, VIEW, REDEEM, CHECK_IN = range(4)
IN_MALL, ELSEWHERE = (0.45, 0.25, 0.0, 0.30), (0.7, 0.3, 0.0, 0.0)
REDEEMED = 0.7  # of the coupons of people with the app
VIEWED_PERCENT = 10  # of the coupon of the month, which the app shows


def app_events(world: World, lives: Lives) -> Columns:
    """Typed columns of app_events, in order of time; only of who is a member by then."""
    rng, calendar = lives.chunk.generator("app"), world.calendar
    uses = (lives.members.first != NONE) & chance(rng, USES, len(lives.people))
    moments = [
        _in_the_mall(rng, world, lives, uses),
        _at_the_till(rng, lives, uses),
        _elsewhere(rng, world, lives, uses),
    ]
    columns = (np.concatenate(parts) for parts in zip(*moments, strict=True))
    person, day, second, kind, store, coupon = columns
    coupon = np.where(kind == VIEW, calendar.month(day) * 100 + VIEWED_PERCENT, coupon)
    member = lives.members.on(rng, person, day)
    order = np.argsort(day * 86_400 + second, kind="stable")
    order = order[member[order] != NONE]
    person, day, size = person[order], day[order], len(order)
    kiosk = Askings(lives.chunk, lives.people, lives.held, "app").at_kiosk(world.kiosks, size)
    return {
        "event": lives.chunk.numbers(np.arange(size)),
        "person": person,
        "member": member[order],
        "type": pa.array(EVENTS).take(pa.array(kind[order])),
        "occurred_at": calendar.utc(day, second[order]),
        "store_id": text.taken(pa.array(world.mall.store_id), store[order]),
        "coupon": coupon[order],
        "device": np.where(kiosk != NONE, world.kiosks.device[kiosk], lives.people.number[person]),
        "loaded_at": calendar.night_after(day),
    }


# (person, day, second, kind of event, store, coupon), one element each per event
Moments = tuple[np.ndarray, ...]
TOTAL = density.APP_EVENTS / (MEMBERS * USES) * BEFORE_JOINING


def _in_the_mall(rng: np.random.Generator, world: World, lives: Lives, uses: np.ndarray) -> Moments:
    trips = lives.trips
    mean = per_trip("app", TOTAL * (1 - AT_HOME))[trips.persona] * uses[trips.person]
    trip, _ = ragged(rng.poisson(mean))
    stay = trips.leaves[trip] - trips.enters[trip]
    second = trips.enters[trip] + (stay * rng.random(len(trip))).astype(np.int64)
    kind = pick(rng, IN_MALL, len(trip))
    old = world.mall.opened <= np.datetime64(world.calendar.start)
    store = np.where(kind == CHECK_IN, pick(rng, world.mall.pull * old, len(trip)), NONE)
    return trips.person[trip], trips.day[trip], second, kind, store, np.full(len(trip), NONE)


def _at_the_till(rng: np.random.Generator, lives: Lives, uses: np.ndarray) -> Moments:
    sales = lives.sales
    redeems = (sales.coupon != NONE) & uses[sales.person] & chance(rng, REDEEMED, len(sales))
    sale = np.flatnonzero(redeems)
    kind = np.full(len(sale), REDEEM)
    return (
        sales.person[sale], sales.day[sale], sales.second[sale], kind, sales.store[sale],
        sales.coupon[sale],
    )  # fmt: skip


def _elsewhere(rng: np.random.Generator, world: World, lives: Lives, uses: np.ndarray) -> Moments:
    habits, calendar = lives.habits, world.calendar
    present = habits.last_day - habits.first_day + 1
    appetite = values("app") * values("trips")
    appetite = (appetite / (appetite @ values("share")))[lives.people.persona]
    mean = TOTAL * AT_HOME * world.settings.density * present / calendar.days / PRESENT
    person, _ = ragged(rng.poisson(mean * appetite * uses))
    size = len(person)
    day = habits.first_day[person] + (rng.random(size) * present[person]).astype(np.int64)
    second = rng.normal(18.5, 3.0, size) * HOUR
    second = np.clip(second, 7 * HOUR, 24 * HOUR - 1).astype(np.int64)
    nothing = np.full(size, NONE)
    return person, day, second, pick(rng, ELSEWHERE, size), nothing, nothing
