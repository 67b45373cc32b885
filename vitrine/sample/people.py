"""Who lives where with whom: households, persons, ages, names, and the persona of each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vitrine.sample import names
from vitrine.sample.draws import chance, pick
from vitrine.sample.personas import FAMILY, LUXURY, PERSONAS, values
from vitrine.sample.settings import Chunk

HEAD, PARTNER, CHILD, ELDER = range(4)
ROLES = ("head", "partner", "child", "elder")
HOUSEHOLDS = (  # share, who lives there. Children under 13 leave no records: they are a count.
    (0.44, (HEAD,)),
    (0.23, (HEAD, PARTNER)),
    (0.16, (HEAD, PARTNER, CHILD)),
    (0.08, (HEAD, PARTNER, CHILD, CHILD)),
    (0.06, (HEAD, CHILD)),
    (0.03, (HEAD, PARTNER, ELDER)),
)
OLDEST_CHILD = 30
YOUNGEST = 13
WOMEN = 0.53
SECOND_GIVEN, TWO_SURNAMES, WITH_PARTICLE = 0.35, 0.70, 0.45
TAKES_PARTNERS_NAME = 0.5
BETWEEN = 0.045  # share of people who live part of their days as another persona
BETWEEN_SHARE = (0.20, 0.45)  # what part of their days


@dataclass(frozen=True)
class People:
    """One element per person of a chunk; whole households, side by side."""

    number: np.ndarray  # unique in the run
    household: np.ndarray  # the number of its head
    role: np.ndarray
    head: np.ndarray  # position of the head in the chunk
    partner: np.ndarray  # position of the partner in the chunk, -1 without one
    persona: np.ndarray
    second_persona: np.ndarray
    second_share: np.ndarray
    male: np.ndarray
    birth: np.ndarray  # datetime64[D]
    given: np.ndarray  # positions in names.GIVEN and names.SURNAMES; -1: none
    second: np.ndarray
    early: np.ndarray
    particle: np.ndarray
    last: np.ndarray
    children: np.ndarray  # under 13, in the household
    postal_code: np.ndarray
    cars: np.ndarray  # of the household

    def __len__(self) -> int:
        return len(self.number)

    def age(self, on: np.datetime64) -> np.ndarray:
        """Whole years on a day."""
        return years(self.birth, on)


def years(birth: np.ndarray, on: np.ndarray | np.datetime64) -> np.ndarray:
    """Age in whole years (a day's error at birthdays, now and then)."""
    return ((on - birth).astype(np.int64) / 365.2425).astype(np.int64)


def make_people(chunk: Chunk) -> People:
    rng = chunk.generator("people")
    head, role = _households(rng, chunk.people)
    size = len(role)
    rows = np.arange(size)
    partner = _partners(head, role)
    persona, second_persona, second_share = _personas(rng, size)
    age = _ages(rng, head, role, partner, persona)
    minor = age < 18
    # Nobody buys jewels or pays for a family's packages at sixteen.
    persona[minor & np.isin(persona, (LUXURY, FAMILY))] = 0
    male = ~chance(rng, WOMEN, size)
    has_partner = (role == PARTNER) & chance(rng, 0.95, size)
    male[has_partner] = ~male[head[has_partner]]

    lives_with_child = np.zeros(size, dtype=bool)
    lives_with_child[head[persona == FAMILY]] = True
    young = (age >= 26) & (age <= 46) & chance(rng, 0.35, size)
    more = np.where(young | lives_with_child, rng.poisson(0.6, size), 0)
    children = lives_with_child + more
    postal_code = 1_000_000 + rng.integers(0, 8_999, size) * 1_000 + rng.integers(0, 999, size)
    cars = pick(rng, [0.38, 0.50, 0.12], size)
    start = np.datetime64(chunk.settings.start)
    number = chunk.first_person + rows + 1
    return People(
        number=number,
        household=number[head],
        role=role,
        head=head,
        partner=partner,
        persona=persona,
        second_persona=second_persona,
        second_share=second_share,
        male=male,
        birth=start - np.ceil(age * 365.2425).astype("timedelta64[D]"),
        **_names(rng, head, role, partner, male),
        children=children[head],
        postal_code=postal_code[head],
        cars=cars[head],
    )


def _households(rng: np.random.Generator, people: int) -> tuple[np.ndarray, np.ndarray]:
    """Position of each person's head, and the roles; the last household may be cut short."""
    kinds = pick(rng, [share for share, _ in HOUSEHOLDS], people)
    of_kind = np.array([len(roles) for _, roles in HOUSEHOLDS])
    sizes = of_kind[kinds]
    # as wide as the largest kind: few people may have none of it
    roles = np.full((len(HOUSEHOLDS), of_kind.max()), HEAD)
    for kind, (_, members) in enumerate(HOUSEHOLDS):
        roles[kind, : len(members)] = members
    place = np.arange(of_kind.max())
    role = roles[kinds][place < sizes[:, None]][:people]
    head = np.repeat(np.cumsum(sizes) - sizes, sizes)[:people]
    return head, role


def _partners(head: np.ndarray, role: np.ndarray) -> np.ndarray:
    """The partner lives next to the head by construction of HOUSEHOLDS."""
    partner = np.full(len(role), -1)
    partners = np.flatnonzero(role == PARTNER)
    partner[partners] = head[partners]
    partner[head[partners]] = partners
    return partner


def _personas(rng: np.random.Generator, size: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    shares = values("share")
    persona = pick(rng, shares, size)
    other = pick(rng, shares, size)
    between = chance(rng, BETWEEN, size) & (other != persona)
    share = np.where(between, rng.uniform(*BETWEEN_SHARE, size), 0.0)
    return persona, np.where(between, other, persona), share


def _ages(
    rng: np.random.Generator,
    head: np.ndarray,
    role: np.ndarray,
    partner: np.ndarray,
    persona: np.ndarray,
) -> np.ndarray:
    mean, spread = np.array([each.age for each in PERSONAS]).T
    age = np.clip(rng.normal(mean[persona], spread[persona]), 18, 88)
    together = role == PARTNER
    # A couple is of an age, roughly: halfway between what each persona suggests.
    age[together] = np.clip(age[head[together]] * 0.6 + age[together] * 0.4, 18, 88)
    child = role == CHILD
    child_age = rng.uniform(YOUNGEST, OLDEST_CHILD, len(role))
    parent = np.minimum(age[head], np.where(partner[head] >= 0, age[partner[head]], 99))
    short = child & (parent - child_age < 19)
    for older in (head[short], partner[head[short]]):
        known = older >= 0
        np.maximum.at(age, older[known], child_age[short][known] + 19 + 6 * rng.random(known.sum()))
    age[child] = child_age[child]
    elder = role == ELDER
    age[elder] = np.clip(age[head[elder]] + rng.uniform(22, 34, elder.sum()), 45, 95)
    return age


def _names(
    rng: np.random.Generator,
    head: np.ndarray,
    role: np.ndarray,
    partner: np.ndarray,
    male: np.ndarray,
) -> dict[str, np.ndarray]:
    size = len(role)

    def given() -> np.ndarray:
        women = pick(rng, names.rank_weights(len(names.WOMEN), 6), size)
        men = pick(rng, names.rank_weights(len(names.MEN), 6), size) + len(names.WOMEN)
        return np.where(male, men, women)

    def surname() -> np.ndarray:
        return pick(rng, names.rank_weights(len(names.SURNAMES), 5), size)

    first, second = given(), given()
    second[~chance(rng, SECOND_GIVEN, size) | (second == first)] = -1
    early, last = surname(), surname()
    child = role == CHILD
    # A child has the mother's (or partner's) last name first, the head's last.
    early[child] = np.where(partner[head] >= 0, last[partner[head]], early[head])[child]
    last[child] = last[head[child]]
    takes = (role == PARTNER) & ~male & chance(rng, TAKES_PARTNERS_NAME, size)
    early[takes], last[takes] = last[takes], last[head[takes]]
    early[~chance(rng, TWO_SURNAMES, size)] = -1
    own = [names.PARTICLES.index(names.PARTICLE_OF.get(each, "")) for each in names.SURNAMES]
    particle = np.where(chance(rng, WITH_PARTICLE, size), np.array(own)[last], 0)
    return {
        "given": first,
        "second": second,
        "early": early,
        "particle": particle,
        "last": last,
    }
