"""Days in the mall: who came on which day, as which persona, from when to when."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vitrine.sample import settings as density
from vitrine.sample.calendar import HOUR, HOURS, Calendar
from vitrine.sample.draws import Wheels, chance
from vitrine.sample.habits import PRESENT, Habits
from vitrine.sample.people import People
from vitrine.sample.personas import PERSONAS, SLOT, arrival_weights, values
from vitrine.sample.settings import Chunk

# A trip leaves no, one or two records at the doors and the car park (out for a while and back).
RECORDS = (0.04, 0.89, 0.07)
RECORDS_PER_TRIP = RECORDS[1] + 2 * RECORDS[2]
SAME_DAY = 0.945  # trips drawn for one person fall on one day now and then, and become one
STAY_SPREAD = 0.45  # log
SHORTEST_STAY = 600


@dataclass(frozen=True)
class Trips:
    """One element per person and local day, ordered by person and day."""

    person: np.ndarray  # position in the chunk
    persona: np.ndarray  # as whom the person came that day
    day: np.ndarray
    enters: np.ndarray  # seconds since local midnight
    leaves: np.ndarray

    def __len__(self) -> int:
        return len(self.person)


def trips_per_person() -> float:
    """Days in the mall per person in an ordinary year, from the density of door records."""
    return density.VISITS / RECORDS_PER_TRIP


def per_trip(name: str, total: float) -> np.ndarray:
    """Mean events a trip of each persona, so that people leave `total` in an ordinary year."""
    weight = values("share") * values("trips")
    mean = values(name) @ weight / weight.sum()
    return values(name) / mean * total / trips_per_person()


def make_trips(chunk: Chunk, people: People, habits: Habits, calendar: Calendar) -> Trips:
    rng = chunk.generator("trips")
    usual = values("trips") / (values("trips") @ values("share"))
    mean = usual[people.persona] * (1 - people.second_share)
    mean += usual[people.second_persona] * people.second_share
    present = (habits.last_day - habits.first_day + 1) / calendar.days / PRESENT
    mean *= trips_per_person() / SAME_DAY * chunk.settings.density
    count = rng.poisson(mean * habits.trips * present)

    person = np.repeat(np.arange(len(people)), count)
    other = chance(rng, people.second_share[person], len(person))
    persona = np.where(other, people.second_persona[person], people.persona[person])
    weekend = chance(rng, habits.weekend[person, persona], len(person))

    wheels = Wheels(_day_weights(calendar))
    wheel = persona * 2 + weekend
    low = wheels.before[wheel, habits.first_day[person]]
    high = wheels.before[wheel, habits.last_day[person] + 1]
    day = wheels.draw(rng, wheel, low, high)
    # A short stay in the mall's life may hold no such day at all; then nothing can be drawn.
    inside = (day >= habits.first_day[person]) & (day <= habits.last_day[person])
    inside &= calendar.demand[day] > 0
    key, first = np.unique((person * calendar.days + day)[inside], return_index=True)
    person, day = np.divmod(key, calendar.days)
    persona = persona[inside][first]
    enters, leaves = _times(rng, calendar, habits, person, persona, day)
    return Trips(person, persona, day, enters, leaves)


def _day_weights(calendar: Calendar) -> np.ndarray:
    """(persona x weekend, day): the calendar's demand as each persona answers to it."""
    wheels = []
    for persona in PERSONAS:
        weight = np.where(calendar.demand > 0, calendar.demand, np.nan) ** persona.season
        weight = np.nan_to_num(weight) * np.where(calendar.is_holiday, persona.holiday, 1.0)
        for weekend in (False, True):
            ours = weight * (calendar.is_weekend == weekend)
            # A run of a few days may have no weekend: then any open day must do.
            wheels.append(ours if ours.any() else calendar.demand)
    return np.array(wheels)


def _times(
    rng: np.random.Generator,
    calendar: Calendar,
    habits: Habits,
    person: np.ndarray,
    persona: np.ndarray,
    day: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    wheel = (persona * 2 + calendar.is_weekend[day]) * len(HOURS) + calendar.hours[day]
    slot = Wheels(arrival_weights()).draw(rng, wheel)
    enters = slot * SLOT + rng.integers(0, SLOT, len(person)) + habits.hour[person]
    opens, closes = calendar.opens(day), calendar.closes(day)
    last = closes - HOUR // 2
    # An early bird waits a little; who would come too late comes earlier instead.
    enters = np.where(enters < opens, opens + (opens - enters) % HOUR, enters)
    enters = np.where(enters > last, last - (enters - last) % HOUR, enters)
    stay = values("stay")[persona] * 60 * np.exp(rng.normal(0, STAY_SPREAD, len(person)))
    leaves = enters + np.maximum(stay.astype(np.int64), SHORTEST_STAY)
    # The doors let people out for a quarter of an hour after closing.
    leaves = np.minimum(leaves, closes + rng.integers(0, HOUR // 4, len(person)))
    return enters, leaves
