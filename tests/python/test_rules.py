"""The seeds that people edit are read whole or refused with file, row, column and remedy."""

import pyarrow as pa
import pytest
from reference_seeds import FEATURES, ROUTING, SHARES, seed, with_value

from vitrine import rules


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("transform", "log", "column 'transform': 'log' is unknown; use one of identity, log1p"),
        ("weight", -1.0, "column 'weight': -1 is below 0; raise it"),
        ("weight", "heavy", "column 'weight': 'heavy' is not a number; write one such as 0.5"),
        ("weight", "0,5", "column 'weight': '0,5' is not a number"),
        ("weight", float("nan"), "column 'weight': 'nan' is not a number"),
        ("weight", None, "column 'weight': is empty; write a number"),
        ("clip", 0.0, "column 'clip': 0 must be greater than 0"),
        ("block", " ", "column 'block': is empty; fill it in"),
    ],
)
def test_a_wrong_feature_is_refused_by_file_row_column_and_remedy(column, value, message):
    wrong = with_value(FEATURES, 0, column, value)
    with pytest.raises(ValueError) as refusal:
        rules.feature_rules(wrong, "customers")
    assert "segment_features.csv: row 'customers / monetary', " + message in str(refusal.value)


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("prior_share", 2.0, "column 'prior_share': 2 is above 1; lower it"),
        ("prior_strength", 0, "column 'prior_strength': 0 must be greater than 0"),
    ],
)
def test_a_wrong_share_is_refused(column, value, message):
    with pytest.raises(ValueError) as refusal:
        rules.share_rules(with_value(SHARES, 0, column, value))
    assert "shrunk_shares.csv: row 'weekend_share', " + message in str(refusal.value)


def test_a_segment_with_two_priorities_is_refused():
    with pytest.raises(ValueError, match="'no_visit' has two priorities; give its rows the same"):
        rules.routing_rules(with_value(ROUTING, 5, "priority", 9))


def test_two_segments_with_one_priority_are_refused():
    with pytest.raises(ValueError, match="1 is also that of 'inactive'; number them apart"):
        rules.routing_rules(with_value(ROUTING, 1, "priority", 1))


def test_an_unknown_comparison_is_refused():
    with pytest.raises(ValueError, match="'!=' is unknown; use one of >=, <=, =, <, >"):
        rules.routing_rules(with_value(ROUTING, 0, "comparison", "!="))


def test_a_repeated_row_is_refused():
    with pytest.raises(ValueError, match="row 'customers / monetary' appears twice"):
        rules.feature_rules(pa.concat_tables([FEATURES, FEATURES.slice(0, 1)]), "customers")


def test_a_missing_column_is_refused():
    with pytest.raises(ValueError, match=r"segment_routing.csv: column 'priority' is missing"):
        rules.routing_rules(ROUTING.drop_columns(["priority"]))


def test_an_unknown_feature_set_is_refused_with_those_that_exist():
    with pytest.raises(ValueError, match=r"'surveys' \(found: customers, survey\)"):
        rules.feature_rules(FEATURES, "surveys")


@pytest.mark.parametrize("column", ["weight", "block_weight"])
def test_features_of_which_none_weighs_anything_are_refused(column):
    nothing = FEATURES
    for row in range(FEATURES.num_rows):
        nothing = with_value(nothing, row, column, 0.0)
    for feature_set in ("customers", "survey"):
        with pytest.raises(ValueError, match=f"feature_set '{feature_set}' weighs 0") as refusal:
            rules.feature_rules(nothing, feature_set)
        assert "give one a weight" in str(refusal.value)


def test_the_order_of_a_seeds_rows_means_nothing():
    backwards = FEATURES.take(list(range(FEATURES.num_rows))[::-1])
    assert rules.feature_rules(backwards, "customers") == rules.feature_rules(FEATURES, "customers")


def test_every_row_of_every_seed_says_why():
    for name in (
        "segment_features",
        "shrunk_shares",
        "segment_routing",
        "personas",
        "persona_rules",
    ):
        reasons = seed(name)["why"].to_pylist()
        assert all(reason and len(reason) > 10 for reason in reasons), name


def test_what_a_persona_has_is_asked_of_most_of_its_people():
    """A mean of packages is the doing of a few who have many: it named a segment Streaming Household
    of which a third had any.
    """
    asked = {
        rule["statistic"]
        for rule in seed("persona_rules").to_pylist()
        if rule["measure"] == "active_packages"
    }
    assert asked == {"positive_share"}


def test_every_persona_is_bound_either_by_rules_or_by_a_routed_segment():
    personas = seed("personas").to_pylist()
    ruled = set(seed("persona_rules")["persona_code"].to_pylist())
    routed = {row["persona_code"] for row in personas if row["routed_segment_id"]}
    assert ruled | routed == {row["persona_code"] for row in personas}
    assert not ruled & routed
    bound = {row["routed_segment_id"] for row in personas if row["routed_segment_id"]}
    assert bound == set(ROUTING["segment_id"].to_pylist())
