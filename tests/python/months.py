"""A mall month by month, at the level of features: people who keep their habits with some noise, a
few who change them for good, and a persona that nobody had before its month.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from scipy import stats

MIGRATION = 0.02
BIRTH_MONTH = 7
BORN = 5
# How much of a person's place within the persona is new every month, as a share of variance.
MONTHLY_NOISE = 0.02

# Persona by persona: median spend, visits, then the means of five shares.
PERSONAS = np.array(
    [
        [1_800, 25, 0.85, 0.15, 0.20, 0.04, 0.15],  # weekend visitor
        [1_200, 45, 0.08, 0.65, 0.15, 0.03, 0.15],  # weekday regular
        [9_000, 14, 0.35, 0.15, 0.30, 0.80, 0.06],  # luxury seeker
        [1_000, 25, 0.30, 0.15, 0.35, 0.03, 0.75],  # offer explorer
        [150, 3, 0.30, 0.20, 0.30, 0.05, 0.20],  # occasional
        [700, 30, 0.25, 0.05, 0.88, 0.04, 0.15],  # born in month 7: evenings
    ]
)
SHARES = ("weekend_share", "lunch_share", "evening_share", "luxury_share", "offer_share")


@dataclass(frozen=True, eq=False)
class Month:
    """Features of everybody there is, and the planted persona of each, in the same order."""

    number: int
    people: pa.Table
    persona: np.ndarray


def months(people: int, months: int, seed: int = 0) -> list[Month]:
    """The same people over the months; 2 % change persona each month, and in month 7 a new one
    takes one in fifty of the old and as many newcomers again and half.
    """
    random = np.random.default_rng(seed)
    newcomers = round(0.03 * people)
    habits = random.standard_normal((people + newcomers, 7))
    persona = random.choice(BORN, people + newcomers, p=[0.2, 0.15, 0.15, 0.2, 0.3])
    persona[people:] = BORN
    here = people
    found = []
    for number in range(1, months + 1):
        if number > 1:
            moves = np.flatnonzero(random.random(here) < MIGRATION)
            known = BORN + (number > BIRTH_MONTH)
            persona[moves] = (persona[moves] + random.integers(1, known, len(moves))) % known
        if number == BIRTH_MONTH:
            persona[random.choice(people, people // 50, replace=False)] = BORN
            here = people + newcomers
        noise = random.standard_normal(habits.shape)
        place = np.sqrt(1 - MONTHLY_NOISE) * habits + np.sqrt(MONTHLY_NOISE) * noise
        found.append(Month(number, _features(place[:here], persona[:here]), persona[:here].copy()))
    return found


def _features(place: np.ndarray, persona: np.ndarray) -> pa.Table:
    """Log-normal money, gamma-Poisson visits, beta shares: places (standard normal) to values."""
    spend, visits, *shares = PERSONAS[persona].T
    quantile = stats.norm.cdf(place)
    columns = {
        "customer_id": [f"{7919 * number + 11:032x}"[::-1] for number in range(len(persona))],
        "monetary": np.round(spend * np.exp(0.5 * place[:, 0]), 2),
        "visit_days": 1 + stats.nbinom.ppf(quantile[:, 1], 6, 6 / (6 + visits)),
    }
    for position, (name, mean) in enumerate(zip(SHARES, shares, strict=True), start=2):
        columns[name] = stats.beta.ppf(quantile[:, position], 12 * mean, 12 * (1 - mean))
    return pa.table(columns)
