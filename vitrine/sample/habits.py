"""How each person lives their persona: person-level effects, and when they come and go."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vitrine.sample.catalogue import INTERESTS
from vitrine.sample.draws import Wheels, gamma
from vitrine.sample.mall import Mall, favourites
from vitrine.sample.people import People
from vitrine.sample.personas import CODES, values
from vitrine.sample.settings import Chunk

# Spread between people of one persona.
TRIPS_SHAPE = 9.0  # of the gamma factor on trips
SALES_SHAPE = 16.0
WEEKEND_SPREAD = 0.30  # logit
LUXURY_SPREAD = 0.35
OFFER_SPREAD = 0.30
BASKET_SPREAD = 0.20  # log
HOUR_SPREAD = 0.5  # hours
VIEWING_SHAPE = 4.0

NEWCOMERS, LEAVERS = 0.10, 0.10  # people seen only from, or only up to, some day of the run
ABSENT = 0.6  # of the run, at most
PRESENT = 1 - (NEWCOMERS + LEAVERS) * ABSENT / 2  # expected part that a person is around

EYE = {  # what people care about, by persona; every other pair weighs 1
    ("streaming_family", "Infantil"): 4.0,
    ("weekend_visitor", "Cinema"): 2.0,
    ("offer_explorer", "Beleza"): 2.0,
    ("weekday_regular", "Livraria"): 1.5,
}


@dataclass(frozen=True)
class Habits:
    """One element per person; shares are of the person's own trips or purchases."""

    trips: np.ndarray  # gamma factor on the persona's number of trips
    sales: np.ndarray  # gamma factor on purchases a trip
    weekend: np.ndarray  # (people, persona) share of trips on weekends, were they that persona
    luxury: np.ndarray  # (people, persona)
    offer: np.ndarray  # (people, persona)
    basket: np.ndarray  # factor on prices
    hour: np.ndarray  # seconds later (or earlier) than the persona
    viewing: np.ndarray  # gamma factor on viewing
    interest: np.ndarray  # position in INTERESTS
    favourites: np.ndarray  # (people, 3) stores
    first_day: np.ndarray
    last_day: np.ndarray


def make_habits(chunk: Chunk, people: People, mall: Mall) -> Habits:
    rng = chunk.generator("habits")
    size, days = len(people), chunk.settings.days
    step = {
        name: _each_persona(rng, size, name, spread)
        for name, spread in (
            ("weekend", WEEKEND_SPREAD), ("luxury", LUXURY_SPREAD), ("offer", OFFER_SPREAD),
        )
    }  # fmt: skip
    eye = np.array([[EYE.get((code, name), 1.0) for name in INTERESTS] for code in CODES])
    interest = Wheels(eye).draw(rng, people.persona)
    turn, away = rng.random(size), rng.integers(0, round(days * ABSENT) + 1, size)
    return Habits(
        trips=gamma(rng, TRIPS_SHAPE, size),
        sales=gamma(rng, SALES_SHAPE, size),
        **step,
        basket=np.exp(rng.normal(0, BASKET_SPREAD, size)),
        hour=np.round(rng.normal(0, HOUR_SPREAD, size) * 3_600).astype(np.int64),
        viewing=gamma(rng, VIEWING_SHAPE, size),
        interest=interest,
        favourites=favourites(rng, mall, people.persona, interest),
        first_day=np.where(turn < NEWCOMERS, away, 0),
        last_day=np.where(turn > 1 - LEAVERS, days - 1 - away, days - 1),
    )


def _each_persona(rng: np.random.Generator, size: int, name: str, spread: float) -> np.ndarray:
    """One step per person, applied to the share of every persona the person may act as."""
    share = np.clip(values(name), 1e-3, 1 - 1e-3)
    step = rng.normal(0, spread, (size, 1))
    logit = np.log(share) - np.log1p(-share)
    return 1 / (1 + np.exp(-(logit + step)))
