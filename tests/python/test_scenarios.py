"""Named situations of identity, end to end: docs/SCENARIOS.md tells each, and here it holds.

All situations of one day are one build among the people of the sample, those of two days are two
builds into one database.
"""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
import scenarios
from conftest import ROOT, SAMPLE, WITHOUT_TESTS, Build
from scenarios import OVER_TIME, STATIC, Life, Record, Scenario, published

PAGE = ROOT / "docs" / "SCENARIOS.md"
WANTED = (
    "+dim_customers", "+dim_households", "+identity_links", "+identity_conflicts",
    "+customer_id_history",
)  # fmt: skip


@dataclass(frozen=True)
class Warehouse:
    """What a build says about people, as it stood then."""

    people: dict[tuple[str, str], str]
    levels: dict[tuple[str, str], str]
    records: dict[str, set[tuple[str, str]]]
    customers: dict[str, str | None]
    history: list[tuple]
    ledger: int

    def of(self, record: Record) -> str | None:
        return self.people[published(record)]


def looked_at(build: Build) -> Warehouse:
    assert build.success, build.shown
    rows = build.rows(
        "select source_system, source_record_id, customer_id, level from marts.dim_customer_records"
    )
    records: dict[str, set[tuple[str, str]]] = {}
    for system, record_id, customer_id, _ in rows:
        records.setdefault(customer_id, set()).add((system, record_id))
    return Warehouse(
        people={(system, record_id): customer_id for system, record_id, customer_id, _ in rows},
        levels={(system, record_id): level for system, record_id, _, level in rows},
        records=records,
        customers=dict(build.rows("select customer_id, household_id from marts.dim_customers")),
        history=build.rows("select * from marts.customer_id_history order by all"),
        ledger=build.value("select count(*) from marts.customer_id_ledger"),
    )


def assert_people(warehouse: Warehouse, people: list[set[Record]]) -> None:
    """Each set is one person: these records, no other, and in `dim_customers`."""
    for person in people:
        ids = {record: warehouse.people.get(published(record)) for record in person}
        assert None not in ids.values(), f"named nobody: {ids}"
        assert len(set(ids.values())) == 1, f"one person, not several: {ids}"
        (customer_id,) = set(ids.values())
        assert warehouse.records[customer_id] == {published(record) for record in person}
        assert customer_id in warehouse.customers


def delivered(rows: list[scenarios.Row]) -> set[str]:
    """Values that may join records, as delivered."""
    columns = (
        "member_id", "subscriber_id", "cpf", "email", "phone", "card_token", "cartao", "telefone",
        "plate", "device_mac", "login_email", "login_phone",
    )  # fmt: skip
    return {
        given[column].strip().lower()
        for _, given in rows
        for column in columns
        if given.get(column)
    }


# One build of everything that happens on one day.


@pytest.fixture(scope="module")
def one_day_raw(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("one_day")
    for file in SAMPLE.rglob("*.csv"):
        part = folder / file.relative_to(SAMPLE).with_suffix("") / "sample.csv"
        part.parent.mkdir(parents=True)
        shutil.copy(file, part)
    rows = [row for scenario in STATIC.values() for row in scenario.rows]
    scenarios.write(folder, rows, "scenarios")
    return folder


@pytest.fixture(scope="module")
def one_day_build(project, one_day_raw, tmp_path_factory) -> Build:
    into = tmp_path_factory.mktemp("one_day_build")
    return project.dbt(*WITHOUT_TESTS, "--select", *WANTED, raw=one_day_raw, into=into)


@pytest.fixture(scope="module")
def one_day(one_day_build) -> Warehouse:
    return looked_at(one_day_build)


@pytest.fixture(scope="module")
def evidence(one_day_build) -> dict[str, list[tuple]]:
    """Rows of the tables behind the people, by table."""
    assert one_day_build.success, one_day_build.shown
    return {
        "links": one_day_build.rows(
            "select source_system_a, source_record_id_a, source_system_b, source_record_id_b,"
            " identifier_type, decision, reason from audit.identity_links"
        ),
        "conflicts": one_day_build.rows(
            "select identifier_type, identifier_key, other_key, level, reason"
            " from audit.identity_conflicts"
        ),
        "purchases": one_day_build.rows(
            "select source_record_id, customer_id, household_id from marts.fct_purchases"
        ),
        "spend": one_day_build.rows(
            "select household_id, members, members_purchases, shared_purchases, shared_net_amount"
            " from marts.dim_households"
        ),
        "visits": one_day_build.rows(
            "select customer_id, cast(visit_date as varchar) from marts.fct_visits"
        ),
        "attributes": one_day_build.rows(
            "select customer_id, attribute, attribute_value, source_system, source_record_id"
            " from marts.customer_attributes"
        ),
        "values": one_day_build.rows(
            """
            select records.node_type, records.node_key, others.node_key
            from (
                select node_id, other_id from identity.identity_company
                union all
                select node_id, other_id from identity.identity_presence_pairs
            ) as pairs
            join identity.identity_nodes as records on pairs.node_id = records.node_id
            join identity.identity_nodes as others on pairs.other_id = others.node_id
            """
        ),
    }


def conflicts_of(scenario: Scenario, evidence: dict) -> set[tuple[str, str, str]]:
    """Conflicts of the scenario's records and of the values that were seen with them."""
    records = {published(record) for record in all_records(scenario)}
    known = {key for _, key in records}
    known |= {value for system, key, value in evidence["values"] if (system, key) in records}
    return {
        (identifier_type, level, reason)
        for identifier_type, key, other_key, level, reason in evidence["conflicts"]
        if key in known or other_key in known
    }


def all_records(scenario: Scenario) -> set[Record]:
    return set().union(*scenario.people, scenario.nobody)


@pytest.mark.parametrize("name", STATIC)
def test_who_is_who(name, one_day, evidence):
    scenario = STATIC[name]
    assert_people(one_day, scenario.people)
    for record, level in scenario.nobody.items():
        assert one_day.of(record) is None and one_day.levels[published(record)] == level
    assert not {published(record) for record in scenario.absent} & one_day.people.keys()


@pytest.mark.parametrize("name", STATIC)
def test_why(name, one_day, evidence):
    """Every link that was suggested and every conflict has its reason, and there are no others."""
    scenario = STATIC[name]
    records = {published(record) for record in all_records(scenario)}
    links = {
        (identifier_type, reason, decision)
        for *pair, identifier_type, decision, reason in evidence["links"]
        if tuple(pair[:2]) in records or tuple(pair[2:]) in records
    }
    assert links == {
        (
            kind,
            reason,
            "accepted" if reason == "alike" or reason.startswith("shared") else "refused",
        )
        for kind, reason in scenario.links
    }
    assert conflicts_of(scenario, evidence) == scenario.conflicts


@pytest.mark.parametrize("name", STATIC)
def test_households(name, one_day):
    scenario = STATIC[name]
    living = {}
    for household in scenario.households:
        ids = {one_day.customers[one_day.of(record)] for record in household}
        assert len(ids) == 1 and ids != {None}, f"one household: {household}"
        members = {one_day.of(record) for record in household}
        assert members == {who for who, home in one_day.customers.items() if {home} == ids}
        living |= dict.fromkeys(members, ids)
    alone = {one_day.of(record) for person in scenario.people for record in person} - living.keys()
    assert {one_day.customers[who] for who in alone} <= {None}


@pytest.mark.parametrize(
    "name", [name for name, one in STATIC.items() if one.purchases or one.visits or one.attributes]
)
def test_what_follows(name, one_day, evidence):
    """Purchases, visits and attributes go to whom they should."""
    scenario = STATIC[name]
    bought = {sale: (customer, home) for sale, customer, home in evidence["purchases"]}
    home = {one_day.customers[one_day.of(record)] for one in scenario.households for record in one}
    for sale, buyer in scenario.purchases.items():
        if buyer in ("household", "nobody"):
            assert bought[sale] == (None, home.copy().pop() if buyer == "household" else None)
        else:
            assert bought[sale] == (one_day.of(buyer), None)
    if "household" in scenario.purchases.values():
        (spend,) = [rest for own, *rest in evidence["spend"] if own in home]
        shared = sum(buyer == "household" for buyer in scenario.purchases.values())
        own = len(scenario.purchases) - shared
        assert spend == [len(scenario.people), own, shared, 100 * shared]
    for record, days in scenario.visits.items():
        assert {day for who, day in evidence["visits"] if who == one_day.of(record)} == days
    known = {(who, attribute): rest for who, attribute, *rest in evidence["attributes"]}
    for (record, attribute), (value, source) in scenario.attributes.items():
        assert known[one_day.of(record), attribute] == [value, *published(source)]


def test_no_scenario_touches_another_or_the_sample(one_day_raw):
    junk = {"nao@tem.com", "(11) 99999-9999", "11999999999", "111.111.111-11", "11111111111"}
    values = {name: delivered(one.rows) - junk for name, one in STATIC.items()}
    seen: dict[str, str] = {}
    for name, own in values.items():
        assert not own & seen.keys(), f"{name} and {[seen[value] for value in own & seen.keys()]}"
        seen |= dict.fromkeys(own, name)
    for file in one_day_raw.rglob("sample.csv"):
        text = set(re.split(r"[,\n]", file.read_text().lower()))
        assert not text & seen.keys(), file


# Two days, and builds that bring nothing new.


@pytest.fixture(scope="module")
def days(project, tmp_path_factory) -> dict[str, Warehouse]:
    """What each build of one database says, in this order."""
    into, first, both = (tmp_path_factory.mktemp(name) for name in ("life", "first", "both"))
    rows = [row for life in OVER_TIME.values() for row in life.first]
    rows.append(scenarios.sale("last", "2025-06-30"))
    scenarios.write(first, rows, "first")
    scenarios.write(both, rows, "first")
    scenarios.write(both, [row for life in OVER_TIME.values() for row in life.later], "later")
    builds = {
        "first": (first, ()),
        "first again": (first, ()),
        "later": (both, ()),
        "later in full": (both, ("--full-refresh",)),
        "looking back": (both, ("--vars", "{as_of_date: '2025-06-30'}")),
        "known then": (both, ("--vars", "{known_at: '2025-06-30'}")),
    }
    return {
        name: looked_at(
            project.dbt(*WITHOUT_TESTS, "--select", *WANTED, *arguments, raw=raw, into=into)
        )
        for name, (raw, arguments) in builds.items()
    }


@pytest.mark.parametrize("name", OVER_TIME)
def test_two_days(name, days):
    life: Life = OVER_TIME[name]
    first, later = days["first"], days["later"]
    assert_people(first, life.people_first)
    assert_people(later, life.people_later)
    moved = {record for record in life.keeps if first.of(record) != later.of(record)}
    assert not moved
    mentioned = {
        one.of(record)
        for record in _records(life)
        for one in (first, later)
        if published(record) in one.people
    }
    history = {(old, new, why) for old, new, why, *_ in later.history if {old, new} & mentioned}
    assert history == {(first.of(old), later.of(new), why) for old, new, why in life.history}
    replaced = {old for old, _, why in history if why == "merge"}
    assert not replaced & later.customers.keys()


def _records(life: Life) -> set[Record]:
    return set().union(*life.people_first, *life.people_later)


# An earlier as_of_date hides later events; of an account it knows the latest version.
SEEN_AS_THEY_ARE_NOW = {"changed_number", "late_registration_without_loaded_at"}


def nothing_new(days):
    assert days["first again"] == days["first"]
    assert days["first"].history == []


def full_refresh(days):
    assert days["later in full"] == days["later"]
    assert days["later"].history != []


def looking_back(days):
    assert days["looking back"].ledger == days["later"].ledger
    assert days["looking back"].history == days["later"].history
    for name in OVER_TIME.keys() - SEEN_AS_THEY_ARE_NOW:
        assert_people(days["looking back"], OVER_TIME[name].people_first)


def known_then(days):
    assert days["known then"].ledger == days["later"].ledger
    assert days["known then"].history == days["later"].history
    assert days["first"].people.items() <= days["known then"].people.items()


AGAIN = {one.__name__: one for one in (nothing_new, full_refresh, looking_back, known_then)}


@pytest.mark.parametrize("name", AGAIN)
def test_built_again(name, days):
    AGAIN[name](days)


def shuffled_rows(project, one_day_raw, one_day, tmp_path):
    scenarios.shuffled(one_day_raw, tmp_path / "raw")
    build = project.dbt(
        *WITHOUT_TESTS, "--select", *WANTED, raw=tmp_path / "raw", into=tmp_path / "built"
    )
    assert looked_at(build) == one_day


ANOTHER_ORDER = {"shuffled_rows": shuffled_rows}


@pytest.mark.parametrize("name", ANOTHER_ORDER)
def test_in_another_order(name, project, one_day_raw, one_day, tmp_path):
    ANOTHER_ORDER[name](project, one_day_raw, one_day, tmp_path)


def test_the_page_tells_every_scenario_and_no_other():
    told = re.findall(r"^\| `(\w+)` \|", PAGE.read_text(), re.M)
    assert len(told) == len(set(told))
    assert set(told) == {*STATIC, *OVER_TIME, *AGAIN, *ANOTHER_ORDER}
    assert len(told) >= 30
