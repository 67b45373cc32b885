"""Who is placed by rule: priorities, conditions that go together, nulls."""

import pyarrow as pa
import pytest
from reference_seeds import ROUTING, with_value

from vitrine import routing


def person(**measures) -> dict:
    usual = {
        "tenure_days": 365,
        "days_since_last_activity": 20,
        "visit_days": 4,
        "purchases": 2,
        "active_packages": 0,
        "viewing_days": 0,
    }
    return usual | measures


def route(*people: dict, seed: pa.Table = ROUTING) -> list:
    return routing.route(pa.Table.from_pylist(list(people)), seed).to_pylist()


def test_an_ordinary_customer_is_left_to_clustering():
    assert route(person()) == [None]


def test_an_occasional_visitor_is_not_inactive_between_two_visits():
    assert route(person(days_since_last_activity=120), person(days_since_last_activity=269)) == [
        None,
        None,
    ]
    assert route(person(days_since_last_activity=270)) == ["inactive"]


def test_the_thirtieth_day_is_still_new():
    assert route(person(tenure_days=30), person(tenure_days=31)) == ["new", None]


def test_conditions_of_one_segment_must_all_hold():
    watcher = person(visit_days=0, purchases=0, active_packages=1)
    assert route(watcher) == ["streaming_only"]
    assert route(watcher | {"purchases": 1}) == [None]


def test_who_is_known_but_neither_came_nor_watched_is_not_called_a_streaming_client():
    assert route(person(visit_days=0, purchases=0)) == ["no_visit"]


def test_the_lowest_priority_number_wins():
    new_watcher = person(tenure_days=5, visit_days=0, purchases=0, active_packages=1)
    assert route(new_watcher) == ["new"]


def test_the_order_of_the_rules_in_the_file_means_nothing():
    backwards = ROUTING.take(list(range(ROUTING.num_rows))[::-1])
    new_watcher = person(tenure_days=5, visit_days=0, purchases=0, active_packages=1)
    assert route(new_watcher, seed=backwards) == ["new"]


def test_an_unknown_measure_satisfies_no_comparison():
    assert route(person(days_since_last_activity=None), person()) == [None, None]


def test_without_rules_nobody_is_routed():
    assert route(person(tenure_days=1), seed=ROUTING.slice(0, 0)) == [None]


def test_nobody_gives_an_empty_column():
    nobody = pa.Table.from_pylist([person()]).slice(0, 0)
    assert routing.route(nobody, ROUTING).equals(pa.array([], pa.string()))


def test_a_rule_on_a_measure_that_does_not_exist_is_refused():
    with pytest.raises(ValueError) as refusal:
        route(person(), seed=with_value(ROUTING, 0, "measure", "tenure"))
    assert "segment_routing.csv: row 'new', column 'measure': 'tenure' is not a column" in str(
        refusal.value
    )
