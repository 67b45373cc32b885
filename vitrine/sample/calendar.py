"""The mall's year: opening hours, holidays, demand by day, local time to UTC.

Everything is an array over the days of the run. Times of day are seconds since local midnight.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np

ZONE = ZoneInfo("America/Sao_Paulo")
HOUR = 3_600

# Factor on the number of visitors.
MONTHS = (0.92, 0.84, 0.92, 0.94, 1.06, 1.03, 1.04, 0.98, 0.90, 0.98, 1.08, 1.42)
PAYDAY = 1.15  # wages arrive by the fifth working day, the advance around the 20th
PAYDAYS = {5, 6, 7, 8, 20, 21}
FRIDAY, SATURDAY, SUNDAY = 1.15, 1.20, 0.90

FIXED_HOLIDAYS = {  # (month, day); 25 January is the city's, 9 July the state's
    (1, 1), (1, 25), (4, 21), (5, 1), (7, 9), (9, 7), (10, 12), (11, 2), (11, 15), (11, 20),
    (12, 25),
}  # fmt: skip
EASTER_HOLIDAYS = (-48, -47, -2, 60)  # Carnival Monday and Tuesday, Good Friday, Corpus Christi
CLOSED = {(1, 1), (12, 25)}
SHORT = {(12, 24), (12, 31)}  # 10 to 18 o'clock


ORDINARY, REST_DAY, SHORT_DAY = 0, 1, 2
# Doors and food court open, shops open, everything closes.
HOURS = np.array([(10, 10, 22), (11, 14, 20), (10, 10, 18)], dtype=np.int64) * HOUR


@dataclass(frozen=True)
class Calendar:
    """One element per day of the run."""

    start: date
    weekday: np.ndarray  # Monday is 0
    is_weekend: np.ndarray
    is_holiday: np.ndarray
    demand: np.ndarray  # relative number of visitors, before anybody's own rhythm; 0 when closed
    offers: np.ndarray  # factor on the odds that a purchase is made on offer
    hours: np.ndarray  # which of HOURS the day has
    utc_offset: np.ndarray  # seconds to add to local time

    @property
    def days(self) -> int:
        return len(self.weekday)

    @property
    def epoch(self) -> int:
        """Seconds from 1970 to the first local midnight, as if it were UTC."""
        return (self.start - date(1970, 1, 1)).days * 86_400

    def utc(self, day: np.ndarray, second: np.ndarray) -> np.ndarray:
        """Epoch seconds (UTC) of a local time; the day may lie outside the run."""
        offset = self.utc_offset[np.clip(day, 0, self.days - 1)]
        return self.epoch + day * np.int64(86_400) + second + offset

    def night_after(self, day: np.ndarray) -> np.ndarray:
        """When the records of a day reach the lake: 07:10 UTC of the next day."""
        return self.epoch + (day + 1) * np.int64(86_400) + 7 * HOUR + 600

    def month(self, day: np.ndarray) -> np.ndarray:
        """1 to 12."""
        months = (np.datetime64(self.start) + day).astype("datetime64[M]")
        return months.astype(np.int64) % 12 + 1

    def opens(self, day: np.ndarray) -> np.ndarray:
        return HOURS[self.hours[day], 0]

    def shops_open(self, day: np.ndarray) -> np.ndarray:
        return HOURS[self.hours[day], 1]

    def closes(self, day: np.ndarray) -> np.ndarray:
        return HOURS[self.hours[day], 2]


def make_calendar(start: date, days: int) -> Calendar:
    dates = [start + timedelta(days=number) for number in range(days)]
    weekday = np.array([day.weekday() for day in dates])
    is_holiday = np.array([day in _holidays(day.year) for day in dates])
    short = np.array([(day.month, day.day) in SHORT for day in dates])
    rest = (weekday == 6) | is_holiday
    return Calendar(
        start=start,
        weekday=weekday,
        is_weekend=weekday >= 5,
        is_holiday=is_holiday,
        demand=np.array([_demand(day) for day in dates]),
        offers=np.array([_offers(day) for day in dates]),
        hours=np.where(short, SHORT_DAY, np.where(rest, REST_DAY, ORDINARY)),
        utc_offset=np.array([_utc_offset(day) for day in dates], dtype=np.int64),
    )


def _utc_offset(day: date) -> int:
    """Taken at noon: the mall is shut when clocks change, and Brazil stopped doing so in 2019."""
    offset = datetime.combine(day, time(12), tzinfo=ZONE).utcoffset()
    return -round(offset.total_seconds())


def _easter(year: int) -> date:
    """Anonymous Gregorian computus."""
    a, (b, c) = year % 19, divmod(year, 100)
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, day + 1)


def _holidays(year: int) -> set[date]:
    easter = _easter(year)
    fixed = {date(year, month, day) for month, day in FIXED_HOLIDAYS}
    return fixed | {easter + timedelta(days=step) for step in EASTER_HOLIDAYS}


def _nth(year: int, month: int, weekday: int, count: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (count - 1))


def black_friday(year: int) -> date:
    return _nth(year, 11, 3, 4) + timedelta(days=1)


def _gift_days(year: int) -> list[tuple[date, int, float]]:
    """Day, how many days before it the gifts are bought, factor on visitors on its eve."""
    return [
        (_nth(year, 5, 6, 2), 10, 1.7),  # Mother's Day
        (date(year, 6, 12), 7, 1.5),  # Dia dos Namorados
        (_nth(year, 8, 6, 2), 8, 1.4),  # Father's Day
        (date(year, 10, 12), 8, 1.4),  # Children's Day
        (date(year, 12, 25), 20, 1.9),
    ]


def _demand(day: date) -> float:
    if (day.month, day.day) in CLOSED:
        return 0.0
    demand = MONTHS[day.month - 1]
    if day.day in PAYDAYS:
        demand *= PAYDAY
    demand *= {4: FRIDAY, 5: SATURDAY, 6: SUNDAY}.get(day.weekday(), 1.0)
    for gift_day, lead, peak in _gift_days(day.year):
        ahead = (gift_day - day).days
        if 0 <= ahead <= lead:
            demand *= 1 + (peak - 1) * (1 - ahead / (lead + 1))
    if day == black_friday(day.year):
        demand *= 2.0
    return demand


def _offers(day: date) -> float:
    """Black Friday week and the January sales."""
    if -4 <= (day - black_friday(day.year)).days <= 1:
        return 4.0
    return 1.8 if day.month == 1 and 3 <= day.day <= 20 else 1.0
