"""The loyalty programme: who is a member, since when, under which number."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vitrine.sample.draws import chance, ragged, scattered
from vitrine.sample.habits import Habits
from vitrine.sample.identifiers import NONE, at
from vitrine.sample.people import People
from vitrine.sample.settings import Chunk

MEMBERS = 0.55  # share of people
TWICE = 0.06  # share of members with a second membership
BEFORE = 0.70  # share of memberships older than the run
OLDEST = 1_800  # days before the run
UNREPORTED = 0.01  # share of memberships that never reached the list of members


@dataclass(frozen=True)
class Members:
    """One element per membership, ordered by person."""

    person: np.ndarray
    number: np.ndarray
    registered: np.ndarray  # day of the run; negative before it
    reported: np.ndarray
    first: np.ndarray  # one per person: position of the membership, NONE without
    second: np.ndarray  # one per person

    def __len__(self) -> int:
        return len(self.person)

    def on(self, rng: np.random.Generator, person: np.ndarray, day: np.ndarray) -> np.ndarray:
        """Member number a person goes by on a day; NONE before joining."""
        first, second = self.first[person], self.second[person]
        newer = (second != NONE) & (day > at(self.registered, second))
        used = np.where(newer & chance(rng, 0.75, len(person)), second, first)
        joined = (used != NONE) & (day > at(self.registered, used))
        return at(self.number, np.where(joined, used, NONE))


def make_members(chunk: Chunk, people: People, habits: Habits) -> Members:
    rng = chunk.generator("members")
    size, days = len(people), chunk.settings.days
    count = chance(rng, MEMBERS, size) * (1 + chance(rng, TWICE, size))
    person, place = ragged(count)
    start = habits.first_day[person]
    before = -np.round(OLDEST * rng.random(len(person)) ** 1.5).astype(np.int64) - 1
    during = start + (rng.random(len(person)) * (days - start)).astype(np.int64)
    registered = np.where(chance(rng, BEFORE, len(person)) & (start == 0), before, during)
    # The second card came later than the first, by the run's end at the latest.
    again = np.flatnonzero(place == 1)
    registered[again] = np.maximum(registered[again - 1], 0) + rng.integers(5, 200, len(again))
    registered[again] = np.minimum(registered[again], days - 1)
    modulus = 10 ** len(str(chunk.settings.people * 2))
    second = np.full(size, NONE)
    second[person[again]] = again
    return Members(
        person=person,
        number=scattered(people.number[person] * 2 + place, modulus, chunk.settings.seed + 17),
        registered=registered,
        reported=~(chunk.settings.dirt & chance(rng, UNREPORTED, len(person))),
        first=np.where(count > 0, np.cumsum(count) - count, NONE),
        second=second,
    )
