"""What the partner delivers: subscribers, subscriptions, viewing. Typed columns per raw table."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from vitrine.sample import text
from vitrine.sample.accounts import Subscriptions
from vitrine.sample.calendar import HOUR
from vitrine.sample.draws import Wheels, chance, gamma, ragged
from vitrine.sample.given import PHONE_STYLES, Askings
from vitrine.sample.identifiers import NONE
from vitrine.sample.packages import PACKAGE_CODES, PACKAGES
from vitrine.sample.people import years
from vitrine.sample.personas import FAMILY, SLOT, Peaks, day_weights
from vitrine.sample.text import Columns
from vitrine.sample.world import Lives, World

KEYED = 0.50  # share of accounts whose identifiers the partner delivers keyed
NAME, CPF, EMAIL, PHONE, BIRTH, AGE, GENDER = 0.92, 0.55, 0.72, 0.55, 0.60, 0.50, 0.65  # given
CONSENTS = 0.55
PROMO = 0.22

# When others and families watch: on working days, on weekends.
OTHER_HOURS: tuple[Peaks, Peaks] = (
    ((21.5, 1.5, 0.85), (13.0, 2.0, 0.15)),
    ((21.0, 2.2, 0.7), (16.0, 2.5, 0.3)),
)
FAMILY_HOURS: tuple[Peaks, Peaks] = (
    ((15.0, 2.0, 0.6), (19.5, 1.2, 0.4)),
    ((15.0, 2.2, 0.8), (19.5, 1.4, 0.2)),
)
OTHER_WEEKENDS, FAMILY_WEEKENDS = 1.2, 3.2  # a weekend day's weight, beside a working day's


def subscriber_rows(world: World, lives: Lives) -> Columns:
    """Typed columns of subscribers."""
    chunk, people, accounts = lives.chunk, lives.people, lives.accounts
    rng = chunk.generator("subscriber rows")
    ask = Askings(chunk, people, lives.held, "streaming")
    person, created, size = accounts.person, accounts.created, len(accounts.person)
    knows_birth = chance(rng, BIRTH, size)
    age = years(people.birth[person], np.datetime64(chunk.settings.start) + created)
    return {
        "subscriber": accounts.number,
        "person": person,
        "full_name": ask.name(person, chance(rng, NAME, size)),
        "cpf": ask.cpf(person, CPF),
        "email": text.taken(lives.held.email_pool, ask.email(person, EMAIL)),
        "phone": ask.phone(person, created, PHONE),
        "phone_style": ask.style("phone", size, PHONE_STYLES),
        "keyed": chance(rng, KEYED, size),
        "birth": pa.array(people.birth[person], mask=~knows_birth),
        "age": pa.array(age, mask=knows_birth | ~chance(rng, AGE, size)),
        "gender": ask.gender(person, chance(rng, GENDER, size)),
        "created_at": world.calendar.utc(created, rng.integers(8 * HOUR, 20 * HOUR, size)),
        "consent": chance(rng, CONSENTS, size),
        "loaded_at": world.calendar.night_after(np.maximum(created, -1)),
    }


def subscription_rows(world: World, lives: Lives, subscriptions: Subscriptions) -> Columns:
    """Typed columns of package_subscriptions.

    With dirt, one that was cancelled is delivered twice: when it began, and again when it ended.
    """
    chunk, accounts, calendar = lives.chunk, lives.accounts, world.calendar
    rng = chunk.generator("subscription rows")
    size = len(subscriptions.account)
    promo = chance(rng, PROMO, size)
    lasts = np.isinf(subscriptions.cancelled)
    cancelled = np.where(lasts, 0, subscriptions.cancelled)
    started_day = np.floor(subscriptions.started).astype(np.int64)
    ended_day = np.floor(cancelled).astype(np.int64)
    # Before the run only the last state was delivered, all at once.
    open_first = np.flatnonzero(~lasts & (ended_day > np.maximum(started_day, 0)))
    open_first = open_first if chunk.settings.dirt else open_first[:0]
    row = np.concatenate([np.arange(size), open_first])
    superseded = np.arange(len(row)) >= size
    still_open = lasts[row] | superseded
    known = np.where(still_open, started_day[row], ended_day[row])
    return {
        "subscription": chunk.numbers(row),
        "person": accounts.person[subscriptions.account[row]],
        "subscriber": accounts.number[subscriptions.account[row]],
        "package_code": PACKAGE_CODES.take(pa.array(subscriptions.package[row])),
        "started_at": calendar.utc(started_day, _second(subscriptions.started))[row],
        "cancelled_at": pa.array(calendar.utc(ended_day, _second(cancelled))[row], mask=still_open),
        "promo": np.where(promo, subscriptions.package, NONE)[row],
        "superseded": superseded,
        "loaded_at": calendar.night_after(np.maximum(known, -1)),
    }


def _second(moment: np.ndarray) -> np.ndarray:
    return (moment % 1 * 86_400).astype(np.int64)


def viewing_rows(world: World, lives: Lives, subscriptions: Subscriptions) -> Columns:
    """Typed columns of viewing_sessions: only while subscribed, and within the run."""
    accounts, people, calendar = lives.accounts, lives.people, world.calendar
    rng = lives.chunk.generator("viewing")
    begins = np.maximum(np.ceil(subscriptions.started), 0).astype(np.int64)
    ends = np.minimum(np.floor(subscriptions.cancelled), calendar.days).astype(np.int64)
    ends = np.maximum(ends, begins)
    yearly = accounts.viewing[subscriptions.account, subscriptions.package]
    mean = yearly * (ends - begins) / calendar.days * world.settings.density
    subscription, _ = ragged(rng.poisson(mean * gamma(rng, 8, len(mean))))

    person = accounts.person[subscriptions.account[subscription]]
    family = (people.persona[person] == FAMILY).astype(np.int64)
    weekends = np.array([[OTHER_WEEKENDS], [FAMILY_WEEKENDS]])
    wheels = Wheels(np.where(calendar.is_weekend, weekends, 1.0))
    low = wheels.before[family, begins[subscription]]
    day = wheels.draw(rng, family, low, wheels.before[family, ends[subscription]])
    second = _viewing_times(rng, family, calendar.is_weekend[day])

    order = np.argsort(day * 86_400 + second, kind="stable")
    subscription, day, second = subscription[order], day[order], second[order]
    package = subscriptions.package[subscription]
    minutes = np.array([each.minutes for each in PACKAGES])[package]
    minutes = minutes * np.exp(rng.normal(0, 0.45, len(package)))
    return {
        "session": lives.chunk.numbers(np.arange(len(package))),
        "person": person[order],
        "subscriber": accounts.number[subscriptions.account[subscription]],
        "package_code": PACKAGE_CODES.take(pa.array(package)),
        "started_at": calendar.utc(day, second),
        "tenths": np.clip(minutes * 10, 10, 6_000).astype(np.int64),
        "loaded_at": calendar.night_after(day),
    }


def _viewing_times(rng: np.random.Generator, family: np.ndarray, weekend: np.ndarray) -> np.ndarray:
    """Local seconds; a little is watched at any hour."""
    weights = [day_weights(peaks) + 0.002 for kind in (OTHER_HOURS, FAMILY_HOURS) for peaks in kind]
    slot = Wheels(np.array(weights)).draw(rng, family * 2 + weekend)
    return slot * SLOT + rng.integers(0, SLOT, len(slot))
