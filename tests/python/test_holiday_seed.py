"""The seed of holidays is what its script makes, and what the calendar and the law say."""

import csv
from collections import Counter
from datetime import date, timedelta

import pytest

from vitrine import holiday_seed

FIXED = {
    (1, 1): "Confraternização Universal",
    (1, 25): "Aniversário da Cidade de São Paulo",
    (4, 21): "Tiradentes",
    (5, 1): "Dia do Trabalhador",
    (7, 9): "Revolução Constitucionalista",
    (9, 7): "Independência do Brasil",
    (10, 12): "Nossa Senhora Aparecida",
    (11, 2): "Finados",
    (11, 15): "Proclamação da República",
    (12, 25): "Natal",
}
DAYS_FROM_EASTER = {
    -48: "Carnaval",
    -47: "Carnaval",
    -46: "Quarta-feira de Cinzas",
    -2: "Sexta-feira Santa",
    60: "Corpus Christi",
}


@pytest.fixture(scope="module")
def seed() -> dict[str, dict[str, str]]:
    """The committed seed by date, all values as text."""
    with holiday_seed.SEED.open(encoding="utf-8", newline="") as file:
        return {row["holiday_date"]: row for row in csv.DictReader(file)}


def easter(year: int) -> date:
    """Easter Sunday by the anonymous Gregorian computus (Meeus, *Astronomical Algorithms*, 8)."""
    golden = year % 19
    century, of_century = divmod(year, 100)
    leap_centuries, century_rest = divmod(century, 4)
    moon_correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - moon_correction + 15) % 30
    leaps, leap_rest = divmod(of_century, 4)
    to_sunday = (32 + 2 * century_rest + 2 * leaps - epact - leap_rest) % 7
    late = (golden + 11 * epact + 22 * to_sunday) // 451
    month, day = divmod(epact + to_sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@pytest.mark.parametrize("sunday", ["2015-04-05", "2019-04-21", "2024-03-31", "2025-04-20"])
def test_the_computus_of_this_file_knows_easter(sunday):
    assert easter(int(sunday[:4])) == date.fromisoformat(sunday)


def test_the_committed_seed_is_what_the_script_makes(tmp_path):
    made = tmp_path / "holidays.csv"
    holiday_seed.main(["--out", str(made)])
    assert made.read_bytes() == holiday_seed.SEED.read_bytes(), (
        "run python -m vitrine.holiday_seed and commit the seed"
    )


def test_every_date_is_there_once_and_in_order():
    with holiday_seed.SEED.open(encoding="utf-8", newline="") as file:
        dates = [row["holiday_date"] for row in csv.DictReader(file)]
    assert dates == sorted(set(dates))


def test_every_year_has_exactly_the_days_of_law_and_easter(seed):
    expected = {}
    for year in range(2015, 2036):
        for (month, day), name in FIXED.items():
            expected[date(year, month, day)] = name
        for days, name in DAYS_FROM_EASTER.items():
            expected[easter(year) + timedelta(days)] = name
        expected[date(year, 11, 20)] = (
            "Dia Nacional de Zumbi e da Consciência Negra" if year >= 2024 else "Consciência Negra"
        )
    found = {date.fromisoformat(day): row["holiday_name"] for day, row in seed.items()}
    assert found == expected


@pytest.mark.parametrize(
    ("day", "name", "scope", "is_optional"),
    [
        ("2025-03-03", "Carnaval", "national", "true"),
        ("2025-03-04", "Carnaval", "national", "true"),
        ("2025-03-05", "Quarta-feira de Cinzas", "national", "true"),
        ("2025-06-19", "Corpus Christi", "national", "true"),
        ("2025-04-18", "Sexta-feira Santa", "national", "false"),
        ("2023-11-20", "Consciência Negra", "city", "false"),
        ("2024-11-20", "Dia Nacional de Zumbi e da Consciência Negra", "national", "false"),
        ("2025-07-09", "Revolução Constitucionalista", "state", "false"),
        ("2025-01-25", "Aniversário da Cidade de São Paulo", "city", "false"),
        ("2025-12-25", "Natal", "national", "false"),
    ],
)
def test_known_days(seed, day, name, scope, is_optional):
    row = seed[day]
    assert (row["holiday_name"], row["scope"], row["is_optional"]) == (name, scope, is_optional)


@pytest.mark.parametrize("day", ["2025-10-28", "2025-12-24", "2025-12-31"])
def test_a_day_off_for_civil_servants_or_for_shopping_is_no_holiday_of_a_mall(seed, day):
    assert day not in seed


def test_every_row_says_why_and_has_an_english_name(seed):
    assert all(row["why"] and row["holiday_name_en"] for row in seed.values())
    assert Counter(row["is_optional"] for row in seed.values()).keys() == {"true", "false"}


def test_two_holidays_of_one_date_join_alike_whatever_their_order():
    day = date(2000, 4, 21)
    friday = holiday_seed.Holiday(day, "Sexta-feira Santa", "Good Friday", "national", True, "b")
    founding = holiday_seed.Holiday(day, "Aniversário", "Founding", "city", False, "a")
    joined = holiday_seed.Holiday(
        day, "Sexta-feira Santa / Aniversário", "Good Friday / Founding", "national", False, "b / a"
    )
    assert holiday_seed.join([founding, friday]) == holiday_seed.join([friday, founding]) == joined


def test_a_day_that_nobody_has_judged_stops_the_script(monkeypatch):
    monkeypatch.delitem(holiday_seed.WHY, "Finados")
    with pytest.raises(ValueError, match="2025-11-02: 'Finados' is new"):
        holiday_seed.of_years([2025])
