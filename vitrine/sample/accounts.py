"""The partner's subscriber accounts, and which packages they take and give up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vitrine.sample.draws import Wheels, chance, ragged
from vitrine.sample.habits import Habits
from vitrine.sample.packages import SUBSCRIBES_BY_AGE, age_band, cancel_hazard, hazards
from vitrine.sample.people import People
from vitrine.sample.personas import FAMILY, values
from vitrine.sample.settings import Chunk

OLDEST = 1_300  # days before the run
BEFORE, FAMILY_BEFORE = 0.60, 0.90  # share of accounts older than the run
AGAIN = 0.03  # share of subscribers who opened a second account
YOUNGEST = 16
SPREAD = 0.3  # of the viewing of one package beside another, log

# Calibrated: mean packages held, times personas' viewing, gives ten viewing sessions a person and year.
VIEWING_SCALE = 0.585


@dataclass(frozen=True)
class Accounts:
    """One element per subscriber account; hazards are (accounts, packages)."""

    person: np.ndarray
    number: np.ndarray
    created: np.ndarray  # day of the run; negative before it
    hazard: np.ndarray
    cancel: np.ndarray
    viewing: np.ndarray  # sessions a year of each package, while subscribed
    first: np.ndarray  # package the account began with


@dataclass(frozen=True)
class Subscriptions:
    """One element per subscription."""

    account: np.ndarray
    package: np.ndarray
    started: np.ndarray  # days, with fractions
    cancelled: np.ndarray  # inf while it lasts


def make_accounts(chunk: Chunk, people: People, habits: Habits) -> Accounts:
    rng = chunk.generator("accounts")
    size, days = len(people), chunk.settings.days
    age = people.age(np.datetime64(chunk.settings.start))
    share = values("subscribes")[people.persona]
    by_age = np.array(SUBSCRIBES_BY_AGE)[age_band(age)]
    share = np.where(people.persona == FAMILY, share, share * by_age) * (age >= YOUNGEST)
    count = chance(rng, share, size) * (1 + chance(rng, AGAIN, size))
    person, place = ragged(count)
    accounts = len(person)
    before = -np.round(OLDEST * rng.random(accounts) ** 1.3) - 1
    share = np.where(people.persona[person] == FAMILY, FAMILY_BEFORE, BEFORE)
    created = np.where(chance(rng, share, accounts), before, rng.integers(0, days, accounts))
    again = np.flatnonzero(place == 1)
    created[again] = np.minimum(np.maximum(created[again - 1], 0) + 40, days - 1)

    hazard = hazards(people, person, age[person], habits.interest)
    spread = np.exp(rng.normal(0, SPREAD, hazard.shape))
    relative = habits.viewing[person][:, None] * spread
    viewing = relative * values("viewing")[people.persona[person]][:, None]
    return Accounts(
        person=person,
        number=chunk.numbers(np.arange(accounts)),
        created=created.astype(np.int64),
        hazard=hazard,
        cancel=cancel_hazard(relative),
        viewing=viewing * VIEWING_SCALE,
        first=Wheels(hazard).draw(rng, np.arange(accounts)) if accounts else person,
    )


def make_subscriptions(chunk: Chunk, accounts: Accounts) -> Subscriptions:
    """Each package is taken after an exponential wait, and given up after another."""
    rng = chunk.generator("subscriptions")
    wait = rng.exponential(1, accounts.hazard.shape) / accounts.hazard * 365
    wait[np.arange(len(wait)), accounts.first] = 0
    # The first package is taken in the evening of the day of the account.
    started = accounts.created[:, None] + 0.86 + 0.1 * rng.random(wait.shape) + wait
    cancelled = started + 7 + rng.exponential(1, wait.shape) / accounts.cancel * 365
    account, package = np.nonzero(started < chunk.settings.days)
    started, cancelled = started[account, package], cancelled[account, package]
    cancelled[cancelled >= chunk.settings.days] = np.inf
    order = np.argsort(started, kind="stable")
    return Subscriptions(account[order], package[order], started[order], cancelled[order])
