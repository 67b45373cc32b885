"""The partner's packages, and the planted truth of who takes which, and who gives up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from vitrine.sample.catalogue import INTERESTS
from vitrine.sample.people import People
from vitrine.sample.personas import CODES

AGE_BANDS = (25, 35, 50, 65)  # years; five bands


@dataclass(frozen=True)
class Package:
    code: str
    name: str
    price: float  # BRL a month
    audience: str
    minutes: float  # median of a viewing session
    yearly: float  # hazard of taking it, for an average adult
    by_age: tuple[float, float, float, float, float]  # log hazard, by age band
    women: float = 0.0  # log hazard
    men: float = 0.0
    children: float = 0.0  # of people with children under 13


PACKAGES = (
    Package("CINE", "Cine+", 29.90, "Adultos", 92, 0.30, (0.3, 0.2, 0.0, -0.2, -0.5)),
    Package("ESPORTE", "Esporte Total", 34.90, "Torcedores", 75, 0.20,
            (0.4, 0.5, 0.2, -0.2, -0.6), men=0.6, women=-0.4),
    Package("KIDS", "Infantil Kids", 19.90, "Crianças", 31, 0.10,
            (-1.5, 0.3, 0.8, -0.8, -1.4), children=1.2),
    Package("SERIES", "Séries Premium", 39.90, "Jovens e adultos", 53, 0.30,
            (0.9, 0.6, 0.0, -0.6, -1.2)),
    Package("DOC", "Documentários", 14.90, "Adultos", 55, 0.15, (-0.8, -0.2, 0.2, 0.5, 0.6)),
    Package("NOVELA", "Novelas & Variedades", 17.90, "Família", 48, 0.20,
            (-0.8, -0.5, 0.0, 0.5, 1.0), women=0.3, men=-0.3),
    Package("FAMILIA", "Combo Família", 59.90, "Família", 64, 0.08,
            (-1.5, 0.0, 0.6, -0.2, -0.8), children=0.8),
)  # fmt: skip
PACKAGE_CODES = pa.array([package.code for package in PACKAGES])

# Log hazard of personas, where they differ from an average person of their age.
PERSONA = {
    ("streaming_family", "KIDS"): 0.9, ("streaming_family", "FAMILIA"): 1.2,
    ("streaming_family", "CINE"): 0.5, ("streaming_family", "SERIES"): 0.3,
    ("luxury", "DOC"): 0.4, ("luxury", "CINE"): 0.3,
    ("offer_explorer", "NOVELA"): 0.3, ("offer_explorer", "SERIES"): -0.4,
    ("weekday_regular", "SERIES"): 0.2, ("weekday_regular", "ESPORTE"): 0.2,
}  # fmt: skip
INTEREST = 0.9  # log hazard of the package that goes with what a person buys (INTERESTS)

# Who subscribes at all, beside the persona: factor by age band.
SUBSCRIBES_BY_AGE = (1.25, 1.25, 1.0, 0.75, 0.45)

CANCELS, BY_VIEWING = 0.20, -0.60  # yearly hazard of an average viewer; exponent on viewing


def age_band(age: np.ndarray) -> np.ndarray:
    return np.searchsorted(AGE_BANDS, age, side="right")


def hazards(
    people: People,
    person: np.ndarray,
    age: np.ndarray,
    interest: np.ndarray,
) -> np.ndarray:
    """(accounts, packages): the true yearly hazard of taking a package one does not have.

    hazard = yearly x exp(by_age + women or men + children + persona + interest), constant from
    the day of the account on. So the chance to take it within t years is 1 - exp(-hazard x t).
    """
    log = np.log([package.yearly for package in PACKAGES])
    log = log + np.array([package.by_age for package in PACKAGES]).T[age_band(age)]
    men = np.array([package.men for package in PACKAGES])
    women = np.array([package.women for package in PACKAGES])
    log = log + np.where(people.male[person][:, None], men, women)
    children = np.array([package.children for package in PACKAGES])
    log = log + (people.children[person] > 0)[:, None] * children
    offered = [package.code for package in PACKAGES]
    persona = np.array([[PERSONA.get((code, each), 0.0) for each in offered] for code in CODES])
    goes_with = np.array([[package == code for package in offered] for code in INTERESTS.values()])
    log = log + persona[people.persona[person]] + INTEREST * goes_with[interest[person]]
    return np.exp(log)


def cancel_hazard(viewing: np.ndarray) -> np.ndarray:
    """Yearly hazard of giving a package up: the less one watches (1 = average), the sooner."""
    return CANCELS * np.maximum(viewing, 0.05) ** BY_VIEWING
