"""Why somebody moved: the feature that crossed, the rule that turned, or the segments themselves."""

import datetime

import numpy as np
import pyarrow as pa
import pytest
from reference_seeds import ROUTING

from vitrine import moves, scaling, segments

SCALES = tuple(
    scaling.Scaling(name, "identity", 0.0, 0.0, 1.0, 9.0, weight)
    for name, weight in (("monetary", 1.0), ("visit_days", 4.0), ("stores", 0.0))
)
CENTRES = np.array([[0.0, 0.0, 0.0], [2.0, 2.0, 9.0]])
MODEL = segments.Model("v", "customers", SCALES, ("s1", "s2"), CENTRES)
ROUTED = ("tenure_days", "days_since_last_activity", "purchases", "active_packages", "viewing_days")


def explained(then: dict, now: dict, left="s1", reached="s2", version="v") -> dict:
    moved = {
        "customer_id": "c",
        "from_date": datetime.date(2025, 1, 31),
        "to_date": datetime.date(2025, 2, 28),
        "from_segment_id": left,
        "to_segment_id": reached,
        "model_version": version,
    }
    usual = dict.fromkeys(ROUTED, 100) | {"monetary": 0.0, "visit_days": 1.0, "stores": 0.0}
    sides = [pa.Table.from_pylist([moved | usual | side]) for side in (then, now)]
    found = moves.explain(*sides, {"v": MODEL}, ROUTING)
    assert found.schema.equals(moves.SCHEMA)
    return found.to_pylist()[0]


def test_the_feature_that_brought_a_person_nearer_is_the_reason():
    row = explained({"monetary": 0.5, "visit_days": 0.5}, {"monetary": 0.9, "visit_days": 1.8})
    assert (row["cause"], row["feature"]) == ("behaviour", "visit_days")
    assert (row["before_value"], row["after_value"]) == (0.5, 1.8)


def test_a_weight_counts_and_a_feature_of_weight_zero_is_never_the_reason():
    row = explained({"visit_days": 0.5}, {"monetary": 3.0, "visit_days": 1.5, "stores": 9.0})
    assert row["feature"] == "visit_days"


def test_contributions_add_up_to_the_change_of_the_distances():
    row = explained({"monetary": 0.0, "visit_days": 0.0}, {"monetary": 0.0, "visit_days": 2.0})
    # 4 * ((2 - 0)² - 0) less 4 * (0 - (0 - 2)²)
    assert row["contribution"] == pytest.approx(32.0)


def test_whoever_would_have_been_there_before_did_not_move_the_segments_did():
    row = explained({"monetary": 2.0, "visit_days": 2.0}, {"monetary": 2.1, "visit_days": 2.0})
    assert (row["cause"], row["feature"], row["contribution"]) == ("refit", None, None)


@pytest.mark.parametrize(
    "left, reached, version", [("s9", "s2", "v"), ("unsegmented", "s1", "v"), ("s1", "s2", None)]
)
def test_a_segment_that_the_later_version_has_not_is_a_refit(left, reached, version):
    row = explained({}, {"visit_days": 2.0}, left, reached, version)
    assert (row["cause"], row["feature"]) == ("refit", None)


@pytest.mark.parametrize(
    "left, reached, then, now, feature",
    [
        ("s1", "inactive", {}, {"days_since_last_activity": 280}, "days_since_last_activity"),
        ("new", "s1", {"tenure_days": 20}, {"tenure_days": 50}, "tenure_days"),
        ("visitor_only", "s1", {"purchases": 0}, {"purchases": 1}, "purchases"),
        ("streaming_only", "visitor_only", {"purchases": 0, "visit_days": 0},
         {"purchases": 0, "visit_days": 2}, "visit_days"),
    ],
)  # fmt: skip
def test_the_rule_that_turned_is_the_reason(left, reached, then, now, feature):
    row = explained(then, now, left, reached)
    assert (row["cause"], row["feature"]) == ("rule", feature)
    assert row["before_value"] == (then.get(feature, 100))
    assert row["after_value"] == now[feature]


def test_nobody_moved_is_an_empty_table_of_the_same_columns():
    one = {name: pa.array([], kind) for name, kind in (("customer_id", pa.string()),)}
    empty = pa.table(
        one
        | {name: pa.array([], pa.date32()) for name in ("from_date", "to_date")}
        | {name: pa.array([], pa.string()) for name in ("from_segment_id", "to_segment_id")}
        | {"model_version": pa.array([], pa.string())}
    )
    assert moves.explain(empty, empty, {}, ROUTING).schema.equals(moves.SCHEMA)
