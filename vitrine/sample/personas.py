"""Six kinds of customer, as data. Nobody follows a persona exactly: `people` and `trips` add
person-level effects, heavy tails and some people who live between two of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vitrine.sample.calendar import HOUR, HOURS

Peaks = tuple[tuple[float, float, float], ...]
"""(hour of arrival, spread in hours, weight) of each peak of a day."""


@dataclass(frozen=True)
class Persona:
    code: str
    share: float  # of all people
    age: tuple[float, float]  # mean, spread
    trips: float  # days in the mall in an ordinary year
    weekend: float  # share of the trips on Saturdays and Sundays
    holiday: float  # taste for holidays on working days, 1 = as any other day
    season: float  # exponent on the calendar's demand: above 1 comes for gifts and sales
    working_days: Peaks
    weekends: Peaks
    stay: float  # median minutes
    sales: float  # purchases a trip, relative
    basket: float  # factor on prices: what this persona reaches for on the same shelf
    luxury: float  # share of purchases in luxury stores
    offer: float  # share of purchases with a discount or coupon
    wifi: float  # sessions a trip, relative
    app: float  # app events a trip, relative
    subscribes: float  # to the streaming partner, before age
    viewing: float  # sessions a year and package
    tastes: dict[str, float]  # factor on store categories


PERSONAS = (
    Persona(
        "weekend_visitor", 0.23, (36, 11), 18, 0.88, 2.0, 1.0,
        ((19.0, 1.2, 1.0),), ((15.5, 1.3, 0.45), (18.5, 1.0, 0.55)),
        135, 1.00, 1.00, 0.008, 0.18, 1.1, 1.1, 0.19, 4,
        {"Cinema": 2.0, "Lazer": 2.0, "Alimentação": 1.3, "Supermercado": 0.5, "Serviços": 0.3},
    ),
    Persona(
        "luxury", 0.08, (47, 11), 14, 0.36, 1.0, 0.9,
        ((15.5, 1.3, 0.9), (18.5, 1.0, 0.1)), ((15.5, 1.3, 1.0),),
        110, 1.15, 1.60, 0.74, 0.05, 0.8, 0.7, 0.25, 4,
        {"Joalheria": 2.5, "Ótica": 1.5, "Livraria": 1.5, "Departamento": 0.4, "Lazer": 0.3},
    ),
    Persona(
        "offer_explorer", 0.14, (34, 11), 20, 0.36, 1.5, 1.3,
        ((19.0, 1.0, 0.80), (15.0, 1.8, 0.20)), ((18.0, 1.6, 1.0),),
        95, 1.35, 0.70, 0.004, 0.76, 1.3, 2.6, 0.19, 4,
        {"Departamento": 2.5, "Casa": 1.5, "Supermercado": 1.5, "Joalheria": 0.3, "Cinema": 0.5},
    ),
    Persona(
        "weekday_regular", 0.18, (37, 10), 36, 0.06, 0.1, 0.4,
        ((12.4, 0.6, 0.78), (18.3, 0.7, 0.22)), ((14.0, 2.0, 1.0),),
        48, 0.72, 0.60, 0.003, 0.10, 1.2, 0.9, 0.18, 4,
        {"Alimentação": 4.0, "Café e Doces": 3.0, "Farmácia": 2.5, "Serviços": 2.0, "Cinema": 0.2},
    ),
    Persona(
        "occasional", 0.23, (45, 16), 3.6, 0.42, 1.2, 2.4,
        ((15.5, 1.8, 1.0),), ((15.5, 1.6, 1.0),),
        85, 1.70, 1.90, 0.006, 0.15, 0.7, 0.4, 0.17, 4,
        {"Eletrônicos": 1.6, "Perfumaria": 1.6, "Brinquedos": 1.6, "Alimentação": 0.3,
         "Café e Doces": 0.4},
    ),
    Persona(
        "streaming_family", 0.14, (39, 6), 15, 0.76, 2.5, 1.0,
        ((17.0, 1.2, 1.0),), ((14.5, 1.1, 0.9), (12.0, 0.6, 0.1)),
        160, 1.10, 1.40, 0.006, 0.28, 1.1, 1.2, 0.98, 40,
        {"Infantil": 6.0, "Brinquedos": 6.0, "Cinema": 2.5, "Lazer": 3.0, "Joalheria": 0.3},
    ),
)  # fmt: skip

CODES = tuple(persona.code for persona in PERSONAS)
LUXURY = CODES.index("luxury")
FAMILY = CODES.index("streaming_family")

SLOT = 900  # arrivals are drawn in quarters of an hour


def values(name: str) -> np.ndarray:
    """One attribute of every persona, in the order of PERSONAS."""
    return np.array([getattr(persona, name) for persona in PERSONAS])


def day_weights(peaks: Peaks) -> np.ndarray:
    """(quarter of an hour): weights of a day with those peaks."""
    hour = (np.arange(24 * HOUR // SLOT) + 0.5) * SLOT / HOUR
    peak, spread, share = np.array(peaks).T[:, :, None]
    return (share * np.exp(-0.5 * ((hour - peak) / spread) ** 2) / spread).sum(axis=0)


def arrival_weights() -> np.ndarray:
    """(persona x weekend x kind of opening hours, quarter of an hour): when they come in."""
    hour = (np.arange(24 * HOUR // SLOT) + 0.5) * SLOT / HOUR
    wheels = []
    for persona in PERSONAS:
        for peaks in (persona.working_days, persona.weekends):
            weight = day_weights(peaks) + 1e-4
            for opens, _, closes in HOURS / HOUR:
                wheels.append(weight * ((hour > opens) & (hour < closes - 0.75)))
    return np.array(wheels)
