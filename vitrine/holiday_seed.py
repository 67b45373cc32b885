"""The holidays of a mall in the city of São Paulo: writes `seeds/reference/holidays.csv`.

Run `python -m vitrine.holiday_seed` after a change here or a new release of the `holidays` library;
the clock plays no part, so the same release gives the same bytes.

One row a date, 2015 to 2035:
    holiday_date     local date
    holiday_name     Portuguese, as the library writes it
    holiday_name_en  English, likewise
    scope            national, state or city: whose law or decree makes the day
    is_optional      true where national law leaves the day open (*ponto facultativo*)
    why              the law, or what the day does to a mall

Source: the library's `public` and `optional` categories for Brazil, for the state `SP` and for the
city `São Paulo Capital`. Two of its answers are settled here:
- Corpus Christi is optional nationally and a holiday in the city (Lei Municipal 14.485/2007). It
  stays marked optional, as the calendars that the mall's shops work with have it.
- 20 November is a holiday of the city until 2023 and of the nation from 2024 (Lei 14.759/2023).

Not in the seed, since the library does not have them: the moves of the pandemic years. In 2020 the
city kept Corpus Christi and 20 November on 20 and 21 May and the state 9 July on 25 May (Lei
Estadual 17.264/2020), and 2021 saw the like; here those days stand where the calendar has them.
"""

import argparse
import csv
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from datetime import date
from pathlib import Path

import holidays

YEARS = range(2015, 2036)
SEED = Path(__file__).parents[1] / "seeds" / "reference" / "holidays.csv"
SCOPES = ("national", "state", "city")

# Keyed by the library's names, so that a day it adds or renames stops the script and is judged by
# a person. None: known, and left out on purpose.
WHY: dict[str, str | None] = {
    "Confraternização Universal": "Lei 662/1949; shops closed, food and leisure may open",
    "Sexta-feira Santa": "Day of rest by local law under Lei 9.093/1995; a day off work",
    "Tiradentes": "Lei 10.607/2002; a day off work",
    "Dia do Trabalhador": "Lei 662/1949; a day off work",
    "Independência do Brasil": "Lei 662/1949; a day off work",
    "Nossa Senhora Aparecida": "Lei 6.802/1980; also Children's Day, so toys and families",
    "Finados": "Lei 10.607/2002; a day off work",
    "Proclamação da República": "Lei 662/1949; a day off work",
    "Dia Nacional de Zumbi e da Consciência Negra": "Lei 14.759/2023; a day off work",
    "Natal": "Lei 662/1949; shops closed, food and leisure may open",
    "Revolução Constitucionalista": "Lei Estadual 9.497/1997; a day off work",
    "Aniversário da Cidade de São Paulo": "Lei Municipal 14.485/2007; a day off work",
    "Consciência Negra": "Lei Municipal 13.707/2004; a day off work",
    "Carnaval": "Banks and public offices close and many leave town; a day off work for most",
    "Quarta-feira de Cinzas": "Banks and public offices open at noon; half a day off work",
    "Corpus Christi": "Holiday in the city too (Lei Municipal 14.485/2007), often a long weekend",
    # Civil servants alone rest, so a mall sees a common day.
    "Dia do Servidor Público": None,
    # Trading days, and among the strongest: as holidays they would make a shopper of presents
    # look like a visitor of days off.
    "Véspera de Natal": None,
    "Véspera de Ano-Novo": None,
}


@dataclass(frozen=True, order=True)
class Holiday:
    """One row of the seed; the fields are its columns."""

    holiday_date: date
    holiday_name: str
    holiday_name_en: str
    scope: str
    is_optional: bool
    why: str


def of_years(years: Iterable[int] = YEARS) -> list[Holiday]:
    """The seed's rows for `years` in order of date; ValueError for a day that `WHY` lacks."""
    by_date: dict[date, list[Holiday]] = {}
    for year in years:
        for holiday in _of_year(year):
            by_date.setdefault(holiday.holiday_date, []).append(holiday)
    return [join(by_date[day]) for day in sorted(by_date)]


def join(same_day: list[Holiday]) -> Holiday:
    """One row for the holidays of one date, whatever their order: the widest scope comes first.

    A day that any law makes a holiday is not optional.
    """
    ranked = sorted(same_day, key=lambda holiday: (SCOPES.index(holiday.scope), holiday))
    return Holiday(
        holiday_date=ranked[0].holiday_date,
        holiday_name=" / ".join(holiday.holiday_name for holiday in ranked),
        holiday_name_en=" / ".join(holiday.holiday_name_en for holiday in ranked),
        scope=ranked[0].scope,
        is_optional=all(holiday.is_optional for holiday in ranked),
        why=" / ".join(holiday.why for holiday in ranked),
    )


def write(rows: list[Holiday], path: Path = SEED) -> None:
    """Writes `rows` as UTF-8 CSV with a header, ISO dates and lower-case booleans."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as seed:
        writer = csv.writer(seed, lineterminator="\n")
        writer.writerow(field.name for field in fields(Holiday))
        for row in rows:
            writer.writerow(_text(value) for value in astuple(row))


def _of_year(year: int) -> list[Holiday]:
    national = _days(year, None, "public")
    state = _days(year, "SP", "public") - national
    optional = _days(year, None, "optional")
    # The city's list repeats the nation's and the state's, and Corpus Christi under the same name
    # as the optional day, which stands (module docstring).
    city = _days(year, "São Paulo Capital", "public") - national - state - optional
    found = (
        [(day, "national", False) for day in national]
        + [(day, "state", False) for day in state]
        + [(day, "city", False) for day in city]
        + [(day, "national", True) for day in optional]
    )
    return [
        Holiday(day, name, name_en, scope, is_optional, why)
        for (day, name, name_en), scope, is_optional in found
        if (why := _why(day, name)) is not None
    ]


def _days(year: int, subdivision: str | None, category: str) -> set[tuple[date, str, str]]:
    """Date, Portuguese and English name of each entry; two of one date come apart again."""
    portuguese, english = (
        holidays.Brazil(
            subdiv=subdivision,
            years=year,
            categories=category,
            language=language,
            observed=False,
        )
        for language in ("pt_BR", "en_US")
    )
    return {
        (day, name, name_en)
        for day in portuguese
        for name, name_en in zip(portuguese.get_list(day), english.get_list(day), strict=True)
    }


def _why(day: date, name: str) -> str | None:
    if name not in WHY:
        raise ValueError(f"{day}: '{name}' is new in the holidays library; give it a row in WHY")
    return WHY[name]


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def main(arguments: list[str] | None = None) -> None:
    """Command line: `python -m vitrine.holiday_seed [--out FILE]`."""
    parser = argparse.ArgumentParser(
        prog="python -m vitrine.holiday_seed", description="Writes the seed of holidays."
    )
    parser.add_argument("--out", type=Path, default=SEED, metavar="FILE")
    out = parser.parse_args(arguments).out
    rows = of_years()
    write(rows, out)
    print(f"{out}: {len(rows)} holidays, {rows[0].holiday_date} to {rows[-1].holiday_date}")


if __name__ == "__main__":
    main()
