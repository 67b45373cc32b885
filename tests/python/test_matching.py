"""Accounts that are one person without a common identifier, and those that merely look so."""

import datetime

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from conftest import SAMPLE

from vitrine import matching
from vitrine.matching import Matching, probable_pairs
from vitrine.sample.names import GIVEN, SURNAMES, WOMEN

# Two registrations each: name, birth date, postal code, gender.
ONE_PERSON = {
    "a letter is missing": (
        ("Wanderley Souza Figueira", "1971-03-09", "01310100", "M"),
        ("Wandrley Souza Figueira", "1971-03-09", "01310100", "M"),
    ),
    "accents, capitals and particles are left out": (
        ("Conceição de Araújo Simões", "1966-11-23", None, "F"),
        ("CONCEICAO ARAUJO SIMOES", "1966-11-23", None, None),
    ),
    "names are abbreviated": (
        ("Marialva Aparecida Toledo", "1958-06-30", "04094050", "F"),
        ("M. A. Toledo", "1958-06-30", "04094050", "F"),
    ),
    "a surname was taken at marriage": (
        ("Priscila Fontana Lobo", "1987-01-15", "05407002", "F"),
        ("Priscila Fontana Arruda", "1987-01-15", "05407002", "F"),
    ),
    "day and month of the birth date are swapped": (
        ("Edmilson Garcia Paes", "1979-04-11", "02012000", "M"),
        ("Edmilson Garcia Paes", "1979-11-04", "02012000", "M"),
    ),
    "first and last name are swapped": (
        ("Hortência Valadares", "1992-08-02", "03162010", "F"),
        ("Valadares Hortência", "1992-08-02", "03162010", "F"),
    ),
    "a digit of the postal code is wrong": (
        ("Teobaldo Linhares", "1950-12-24", "08240000", "M"),
        ("Teobaldo Linhares", "1950-12-24", "08249000", "M"),
    ),
    "a space is lost and no address is known": (
        ("Leopoldina Bittencourt", "1963-09-17", None, "F"),
        ("LeopoldinaBittencourt", "1963-09-17", "06454000", "F"),
    ),
}
DIFFERENT = {
    "twins": (
        ("Otaviano Prado Guedes", "1999-05-12", "01420001", "M"),
        ("Valdomiro Prado Guedes", "1999-05-12", "01420001", "M"),
    ),
    "father and son": (
        ("Godofredo Prates Neiva", "1955-02-28", "05435020", "M"),
        ("Godofredo Prates Neiva", "1984-10-07", "05435020", "M"),
    ),
    "father and son, one of them without a birth date": (
        ("Belmiro Sampaio Reis", "1951-07-19", "04543011", "M"),
        ("Belmiro Sampaio Reis", None, "04543011", "M"),
    ),
    "namesakes born on one day who live elsewhere": (
        ("José Silva", "1980-05-17", "01001000", "M"),
        ("José Silva", "1980-05-17", "09750730", "M"),
    ),
    "a couple": (
        ("Ludmila Rangel Torres", "1976-03-03", "02460000", "F"),
        ("Evandro Rangel Torres", "1974-12-13", "02460000", "M"),
    ),
    "a name alone": (
        ("Zulmira Quadros Peçanha", "1969-01-31", None, "F"),
        ("Zulmira Quadros Peçanha", None, "04711130", "F"),
    ),
}


def table(rows) -> pa.Table:
    """Accounts of (account_id, name, birth date, postal code, gender)."""
    ids, names, births, postal_codes, genders = (list(column) for column in zip(*rows, strict=True))
    births = [birth and datetime.date.fromisoformat(birth) for birth in births]
    return pa.table(
        {
            "account_id": pa.array(ids, pa.string()),
            "full_name": pa.array(names, pa.string()),
            "birth_date": pa.array(births, pa.date32()),
            "postal_code": pa.array(postal_codes, pa.string()),
            "gender": pa.array(genders, pa.string()),
        }
    )


def misspelled(name: str, random) -> str:
    """The name with a letter lost, doubled or swapped with the next, in capitals, or as it is."""
    at = int(random.integers(1, len(name) - 2))
    return (
        name[:at] + name[at + 1 :],
        name[:at] + name[at] + name[at:],
        name[:at] + name[at + 1] + name[at] + name[at + 2 :],
        name.upper(),
        name,
    )[int(random.integers(5))]


def crowd(people: int = 1_200, seed: int = 3) -> list[tuple]:
    """Accounts of a town: a quarter of the people have a second one; two in five live at the address
    of another and have that one's surname, a few of them the whole name or the birth date; one
    value in seven is missing.
    """
    random = np.random.default_rng(seed)
    rows, name, birth, postal_code = [], "", "", ""
    for person in range(people):
        is_relative, alike = person % 5 in (1, 2), random.integers(12)
        if not is_relative:
            postal_code = f"{random.integers(1_000_000, 9_999_999):08d}"
        last_name = name.split(" ")[-1] if is_relative else random.choice(SURNAMES)
        if not (is_relative and alike == 0):
            name = f"{random.choice(GIVEN)} {random.choice(SURNAMES)} {last_name}"
        if not (is_relative and alike == 1):
            birth = str(born(random))
        for account in range(2 if random.random() < 0.25 else 1):
            known = random.random(2) < 0.85
            rows.append(
                (
                    f"{person}-{account}",
                    misspelled(name, random) if account else name,
                    birth if known[0] else None,
                    postal_code if known[1] else None,
                    "F" if name.split(" ")[0] in WOMEN else "M",
                )
            )
    return rows


def born(random) -> datetime.date:
    return datetime.date(1950, 1, 1) + datetime.timedelta(int(random.integers(20_000)))


def with_cases() -> list[tuple]:
    rows = crowd()
    rows += [
        (f"common {number}", "José Silva", str(born(np.random.default_rng(number))), None, "M")
        for number in range(80)
    ]
    for name, accounts in {**ONE_PERSON, **DIFFERENT}.items():
        rows += [(f"{name} {side}", *account) for side, account in zip("ab", accounts, strict=True)]
    return rows


@pytest.fixture(scope="module")
def accounts() -> pa.Table:
    return table(with_cases())


@pytest.fixture(scope="module")
def found(accounts) -> pa.Table:
    return probable_pairs(accounts)


def linked(pairs: pa.Table) -> set[tuple[str, str]]:
    return set(zip(pairs["left_id"].to_pylist(), pairs["right_id"].to_pylist(), strict=True))


@pytest.mark.parametrize("case", ONE_PERSON)
def test_it_is_one_person_although(case, found):
    assert (f"{case} a", f"{case} b") in linked(found)


@pytest.mark.parametrize("case", DIFFERENT)
def test_these_are_not_one_person(case, found):
    assert (f"{case} a", f"{case} b") not in linked(found)


def test_strangers_and_relatives_are_hardly_ever_linked(found):
    """0.98: of a few hundred pairs, five may be strangers of one name and birthday."""
    people = [
        (left.split("-")[0], right.split("-")[0])
        for left, right in linked(found)
        if left[0].isdigit() and right[0].isdigit()
    ]
    right = sum(left == right for left, right in people)
    assert len(people) >= 200
    assert right / len(people) >= 0.98


def test_pairs_are_sorted_once_each_with_a_probability_from_the_threshold_on(found):
    rows = [tuple(row.values()) for row in found.to_pylist()]
    assert rows == sorted(set(rows))
    assert len(linked(found)) == len(rows)
    assert all(left < right and 0.93 <= probability <= 1 for left, right, probability in rows)


def test_the_order_of_rows_does_not_change_the_answer(accounts, found):
    shuffled = accounts.take(np.random.default_rng(1).permutation(len(accounts)))
    assert probable_pairs(shuffled).equals(found)


def test_the_number_of_threads_does_not_change_the_answer(accounts, found, monkeypatch):
    monkeypatch.setenv("VITRINE_THREADS", "1")
    assert probable_pairs(accounts).equals(found)


def test_the_threshold_only_chooses_among_the_same_pairs(accounts, found):
    more = probable_pairs(accounts, Matching(threshold=0.5))
    assert more.num_rows > found.num_rows
    assert more.filter(pc.greater_equal(more["probability"], 0.93)).equals(found)


@pytest.mark.parametrize("threshold", [0, 1, -0.5, 1.5, "high", None])
def test_a_threshold_that_is_no_probability_is_refused_by_name_and_value(threshold):
    with pytest.raises(ValueError, match=f"probable_link_threshold: '{threshold}'"):
        Matching(threshold=threshold)


def test_few_accounts_teach_nothing():
    rows = crowd()[: matching.MIN_ACCOUNTS - 1]
    rows += [("twice", *rows[0][1:])]
    assert probable_pairs(table(rows[1:])).num_rows == 0
    assert probable_pairs(table(rows).slice(0, 0)).schema == matching.SCHEMA


ALIKE = ("Ana Souza", "1980-05-17", "01310100", "F")


@pytest.mark.parametrize(
    "rows",
    [
        [(str(number), *ALIKE) for number in range(300)],
        [(str(number), None, *ALIKE[1:]) for number in range(300)],
        [(str(number), " 123 ", *ALIKE[1:]) for number in range(300)],
        [(str(number), "Ana Souza", None, None, None) for number in range(300)],
        [(row[0], row[1], None, None, None) for row in crowd(400)],
        [(f"{number}", f"{GIVEN[number]} Souza", *ALIKE[1:]) for number in range(50)],
        [row for row in crowd(400) if row[0].endswith("-0")][:60],
    ],
    ids=[
        "all alike",
        "no names",
        "names without letters",
        "one name and nothing else",
        "names and nothing else",
        "one birth date and address for all",
        "hardly anybody twice",
    ],
)
def test_training_ends_without_pairs_where_there_is_nothing_to_learn(rows):
    assert probable_pairs(table(rows)).num_rows == 0


# Splink gives up on weights that go to nought, as those of few accounts do.
@pytest.mark.parametrize(("accounts_taken", "pairs"), [(None, 15), (600, 5)])
def test_the_members_of_a_mall_without_a_partner_are_enough(accounts_taken, pairs):
    members = duckdb.sql(f"""
        select
            member_id as account_id, full_name, try_cast(birth_date as date) as birth_date, postal_code,
            case when gender in ('F', 'M') then gender end as gender
        from read_csv('{SAMPLE}/mall/loyalty_members.csv', all_varchar=true)
        qualify row_number() over (partition by member_id order by loaded_at desc) = 1
        order by member_id
    """).to_arrow_table()
    assert probable_pairs(members.slice(0, accounts_taken)).num_rows >= pairs


def test_columns_without_values_are_no_obstacle(accounts):
    nothing = pa.nulls(len(accounts), pa.string())
    emptied = accounts.set_column(3, "postal_code", nothing).set_column(4, "gender", nothing)
    case = "accents, capitals and particles are left out"
    assert (f"{case} a", f"{case} b") in linked(probable_pairs(emptied))


def test_a_birth_date_typed_in_for_want_of_another_says_nothing(accounts):
    rows = with_cases()
    usual = "1900-01-01"
    rows += [
        (f"usual {i}", f"{GIVEN[i % 50]} {SURNAMES[i % 48]}", usual, None, None) for i in range(90)
    ]
    rows += [
        ("usual a", "Ana Silva", usual, None, None),
        ("usual b", "Ana Silva", usual, None, None),
    ]
    assert ("usual a", "usual b") not in linked(probable_pairs(table(rows)))


def test_accounts_of_several_systems_keep_system_and_key(accounts, found):
    keys = accounts["account_id"]
    systems = pa.array(["loyalty" if i % 2 else "streaming" for i in range(len(keys))])
    given = accounts.drop_columns(["account_id"])
    given = given.append_column("source_system", systems).append_column("source_record_id", keys)
    pairs = matching.account_pairs(given).to_pylist()
    of = dict(zip(keys.to_pylist(), systems.to_pylist(), strict=True))
    assert len(pairs) >= found.num_rows * 0.95
    for pair in pairs:
        assert (pair["left_type"], pair["left_key"]) < (pair["right_type"], pair["right_key"])
        assert of[pair["left_key"]] == pair["left_type"]
        assert of[pair["right_key"]] == pair["right_type"]
