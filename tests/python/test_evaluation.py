"""The measures of identity, on examples small enough to count by hand and against plain loops."""

from itertools import combinations

import duckdb
import evaluate_identity
import identity_evidence
import identity_metrics
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

COLUMNS = "record_id, source_system, person_id, chain_id, customer_id, cpf_key"


def measured(rows: list[tuple]) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(
        """
        create table records (
            record_id bigint, source_system varchar, person_id varchar, chain_id bigint,
            customer_id varchar, cpf_key varchar
        )
        """
    )
    if rows:
        connection.executemany("insert into records values (?, ?, ?, ?, ?, ?)", rows)
    return connection


# Ana has five records: a card and her CPF that share a receipt, and a second card, a membership and
# an account that share an e-mail. Bia has one card. Nobody knows whose record 7 is.
PEOPLE = [
    (1, "pos_card", "Ana", 1, "x", None),
    (2, "pos_cpf", "Ana", 1, "x", "cpf of Ana"),
    (3, "pos_card", "Ana", 2, "y", None),
    (4, "loyalty", "Ana", 2, "x", None),
    (5, "streaming", "Ana", 2, None, None),
    (6, "pos_card", "Bia", 3, "y", None),
    (7, "loyalty", None, None, "x", "cpf of somebody"),
]


@pytest.fixture
def people() -> identity_metrics.Agreement:
    return identity_metrics.agreement(measured(PEOPLE), "customer_id")


def test_pairs_are_counted_by_hand(people):
    # found: 1-2, 1-4, 2-4, 3-6; true: the ten of Ana; connected: 1-2, 3-4, 3-5, 4-5
    assert people.pairs == identity_metrics.Pairs(
        found=4, true=10, connected=4, both=3, both_connected=1
    )
    assert people.pairs.precision == 3 / 4
    assert people.pairs.recall == 3 / 10
    assert people.pairs.connected_recall == 1 / 4
    assert people.f1 == pytest.approx(2 * 3 / 4 * 1 / 4)  # the two sum to one
    assert people.f1_all == pytest.approx(2 * 0.75 * 0.3 / 1.05)


def test_b_cubed_is_counted_by_hand(people):
    # three records are in a group of their own human alone, one is alone, two share with another
    assert people.b3_precision == pytest.approx((3 * 1 + 1 + 2 * 1 / 2) / 6)
    # of Ana's five, three see three, two see one; Bia sees herself
    assert people.b3_recall == pytest.approx((3 * 3 / 5 + 2 * 1 / 5 + 1) / 6)


def test_records_that_nobody_owns_count_only_for_size_and_cpfs(people):
    assert (people.records, people.humans, people.persons) == (6, 2, 3)
    assert people.largest == 4
    assert people.two_cpfs == 1


def test_records_without_a_person_are_persons_of_their_own():
    rows = [(number, "pos_card", "Ana", 1, None, f"cpf {number}") for number in range(3)]
    found = identity_metrics.agreement(measured(rows), "customer_id")
    assert (found.persons, found.largest, found.two_cpfs) == (3, 1, 0)
    assert (found.pairs.precision, found.pairs.recall, found.b3_recall) == (1, 0, 1 / 3)


def test_pairs_are_split_by_the_sources_of_both_records():
    found = identity_metrics.source_pairs(measured(PEOPLE), "customer_id")
    assert {sources: (pairs.found, pairs.true, pairs.both) for sources, pairs in found.items()} == {
        ("loyalty", "pos_card"): (1, 2, 1),
        ("loyalty", "pos_cpf"): (1, 1, 1),
        ("loyalty", "streaming"): (0, 1, 0),
        ("pos_card", "pos_card"): (1, 1, 0),
        ("pos_card", "pos_cpf"): (1, 2, 1),
        ("pos_card", "streaming"): (0, 2, 0),
        ("pos_cpf", "streaming"): (0, 1, 0),
    }


def test_no_records_are_no_mistake():
    found = identity_metrics.agreement(measured([]), "customer_id")
    assert (found.records, found.f1, found.f1_all, found.b3_f1) == (0, 1, 1, 1)


few = st.integers(0, 3)
groups = st.one_of(st.none(), st.sampled_from("abc"))
drawn = st.lists(st.tuples(st.sampled_from(["loyalty", "pos_card"]), few, few, groups), max_size=12)


@settings(max_examples=50, deadline=None)
@given(drawn)
def test_the_sums_are_those_of_plain_loops_over_records(rows):
    records = [
        (number, source, f"P{human}", 10 * human + chain, group, None)
        for number, (source, human, chain, group) in enumerate(rows)
    ]
    connection = measured(records)
    found = identity_metrics.agreement(connection, "customer_id")
    expected = dict.fromkeys(identity_metrics.KEYS, 0)
    for one, other in combinations(records, 2):
        for name in kinds(one, other):
            expected[name] += 1
    assert vars(found.pairs) == expected
    by_source = identity_metrics.source_pairs(connection, "customer_id").values()
    for name, count in expected.items():
        assert sum(getattr(pairs, name) for pairs in by_source) == count
    assert (found.b3_precision, found.b3_recall) == pytest.approx(b_cubed(records))


def together(one: tuple, other: tuple) -> bool:
    return one[0] == other[0] or (one[4] is not None and one[4] == other[4])


def kinds(one: tuple, other: tuple) -> list[str]:
    is_true, is_connected = one[2] == other[2], one[3] == other[3]
    both = {"true": is_true, "connected": is_connected}
    if together(one, other):
        both |= {"found": True, "both": is_true, "both_connected": is_connected}
    return [name for name, holds in both.items() if holds]


def b_cubed(records: list[tuple]) -> tuple[float, float]:
    precision = recall = 0.0
    for one in records:
        group = {other[0] for other in records if together(one, other)}
        human = {other[0] for other in records if one[2] == other[2]}
        precision += len(group & human) / len(group)
        recall += len(group & human) / len(human)
    count = len(records)
    return (precision / count, recall / count) if count else (1.0, 1.0)


def seen(*pairs: tuple[str, str]) -> duckdb.DuckDBPyConnection:
    """Sightings of nodes written as "type key"."""
    connection = duckdb.connect()
    connection.execute(
        "create table sightings"
        " (left_type varchar, left_key varchar, right_type varchar, right_key varchar, rows bigint)"
    )
    rows = [(*left.split(" ", 1), *right.split(" ", 1)) for left, right in pairs]
    connection.executemany("insert into sightings values (?, ?, ?, ?, 1)", rows)
    return connection


def owned(connection: duckdb.DuckDBPyConnection, **owners: str) -> duckdb.DuckDBPyConnection:
    """Memberships with their humans, and a tablet of the mall that is nobody's."""
    connection.execute(
        "create table owners (node_type varchar, node_key varchar, person_id varchar)"
    )
    rows = [("loyalty", member, person) for member, person in owners.items()]
    connection.executemany(
        "insert into owners values (?, ?, ?)", [*rows, ("wifi_device", "tablet", None)]
    )
    return connection


def components(connection: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    """Nodes of type loyalty that are together, each group as one sorted text."""
    rows = connection.execute(
        f"select string_agg(node_key, ' ' order by node_key) from {table}"
        " where node_type = 'loyalty' group by component order by 1"
    ).fetchall()
    return [text for (text,) in rows]


KIOSK = (
    ("loyalty M1", "email kiosk"),
    ("loyalty M2", "email kiosk"),
    ("loyalty M2", "phone Bia"),
    ("streaming A2", "phone Bia"),
    ("loyalty M3", "phone Caio"),
)


def test_naive_components_join_strangers_through_a_kiosk():
    connection = seen(*KIOSK)
    identity_evidence.add_naive_components(connection)
    assert components(connection, "naive") == ["M1 M2", "M3"]


def test_a_chain_stays_within_one_human():
    connection = owned(seen(*KIOSK), M1="Ana", M2="Bia", M3="Caio")
    identity_evidence.add_chains(connection)
    assert components(connection, "chains") == ["M1", "M2", "M3"]


def test_a_value_on_two_records_of_one_human_connects_them():
    connection = owned(seen(*KIOSK), M1="Ana", M2="Ana", M3="Ana")
    identity_evidence.add_chains(connection)
    assert components(connection, "chains") == ["M1 M2", "M3"]


def test_values_seen_together_connect_where_both_are_on_the_humans_own_records():
    anonymous = ("email Ana", "phone Ana")
    connection = owned(
        seen(("loyalty M1", "email Ana"), ("loyalty M2", "phone Ana"), anonymous),
        M1="Ana",
        M2="Ana",
    )
    identity_evidence.add_chains(connection)
    assert components(connection, "chains") == ["M1 M2"]


@pytest.mark.parametrize("bridge", ["wifi_device tablet", "loyalty M9"])
def test_a_record_of_nobody_or_of_somebody_else_connects_nothing(bridge):
    connection = owned(
        seen(("loyalty M1", bridge), (bridge, "email Ana"), ("email Ana", "loyalty M2")),
        M1="Ana", M2="Ana", M9="Bia",
    )  # fmt: skip
    identity_evidence.add_chains(connection)
    ana = "(select * from chains where person_id = 'Ana')"
    assert components(connection, ana) == ["M1", "M2"]


def test_the_table_of_figures_reads_as_markdown():
    rows = [{"grouping": "Vitrine", "precision": 0.99123, "persons": 1234}]
    assert evaluate_identity.table(rows).splitlines() == [
        "| grouping | precision | persons |",
        "| -------- | --------- | ------- |",
        "| Vitrine  | 0.9912    | 1,234   |",
    ]


def test_the_page_has_a_place_for_the_figures():
    page = evaluate_identity.PAGE.read_text()
    assert page.index(evaluate_identity.BEGIN) < page.index(evaluate_identity.END)
