"""What a changed weight does to people, and a block that is weighed as one."""

import numpy as np
import planted
import pyarrow as pa
import pytest
from reference_seeds import FEATURES, SHARES, with_value

from vitrine import features, segments, sensitivity
from vitrine.rules import feature_rules

MEASURES, TRUTH = planted.draw(600, 4, seed=3)
PEOPLE = features.derive(planted.activity(MEASURES), SHARES)
RULES = feature_rules(FEATURES, "customers")
ROWS = segments.to_rows(segments.fit(PEOPLE, RULES, 4, label="2025-12-31"))
TABLE = sensitivity.weight_sensitivity(PEOPLE, ROWS)


@pytest.mark.parametrize("factor", sensitivity.FACTORS)
def test_the_people_who_move_are_those_whom_a_model_of_that_weight_places_elsewhere(factor):
    before = segments.assign(PEOPLE, segments.from_rows(ROWS))["segment_id"].to_numpy()
    for row in TABLE.to_pylist():
        if row["factor"] != factor:
            continue
        weights = [
            one["weight"] * (factor if one["feature"] == row["feature"] else 1)
            for one in ROWS.to_pylist()
        ]
        changed = ROWS.set_column(ROWS.column_names.index("weight"), "weight", pa.array(weights))
        after = segments.assign(PEOPLE, segments.from_rows(changed))["segment_id"].to_numpy()
        assert row["people_moved"] == np.count_nonzero(before != after), row
        assert row["people"] == 600


def test_every_weighted_feature_is_tried_both_ways():
    tried = {(row["feature"], row["factor"]) for row in TABLE.to_pylist()}
    weighted = {row["feature"] for row in ROWS.to_pylist() if row["weight"] > 0}
    assert tried == {(feature, factor) for feature in weighted for factor in sensitivity.FACTORS}
    assert max(TABLE["people_moved"].to_pylist()) > 0


def test_row_order_changes_nothing_even_where_a_sample_is_drawn():
    order = np.random.default_rng(0).permutation(PEOPLE.num_rows)
    few = sensitivity.weight_sensitivity(PEOPLE, ROWS, sample_size=100)
    again = sensitivity.weight_sensitivity(PEOPLE.take(order), ROWS, sample_size=100)
    assert again.equals(few)
    assert set(few["people"].to_pylist()) == {100}


def test_without_people_or_segments_there_is_nothing_to_say():
    for people, rows in ((PEOPLE.slice(0, 0), ROWS), (PEOPLE, segments.ROWS.empty_table())):
        table = sensitivity.weight_sensitivity(people, rows)
        assert table.num_rows == 0 and table.schema.equals(sensitivity.SCHEMA)


def weight_of(rules, block: str) -> float:
    return sum(rule.weight for rule in rules if rule.block == block)


def test_a_block_weighs_in_all_what_its_row_says_and_keeps_its_proportions():
    row = FEATURES["feature"].to_pylist().index("weekend_share")
    rules = feature_rules(with_value(FEATURES, row, "block_weight", 5.0), "customers")
    assert weight_of(rules, "rhythm") == pytest.approx(5)
    for block in ("value", "presence", "taste", "streaming"):
        assert weight_of(rules, block) == weight_of(RULES, block)
    by_name = {rule.feature: rule.weight for rule in rules}
    assert by_name["weekend_share"] == pytest.approx(3 * by_name["lunch_share"])


def test_a_block_with_two_weights_or_nothing_to_weigh_is_refused():
    names = FEATURES["feature"].to_pylist()
    two = with_value(FEATURES, names.index("weekend_share"), "block_weight", 5.0)
    two = with_value(two, names.index("lunch_share"), "block_weight", 4.0)
    with pytest.raises(ValueError, match="column 'block_weight': the block 'rhythm' has 4 and 5"):
        feature_rules(two, "customers")
    nothing = with_value(FEATURES, names.index("visit_days"), "weight", 0.0)
    nothing = with_value(nothing, names.index("visit_days"), "block_weight", 1.0)
    with pytest.raises(ValueError, match="the features of block 'presence' weigh nothing"):
        feature_rules(nothing, "customers")


def f1(truth: np.ndarray, found: np.ndarray, persona: int) -> float:
    """F1 of the segment that holds most of a persona."""
    names, counts = np.unique(found[truth == persona], return_counts=True)
    own, theirs = found == names[counts.argmax()], truth == persona
    return 2 * np.count_nonzero(own & theirs) / (own.sum() + theirs.sum())


def test_weekend_visitors_and_weekday_regulars_are_two_segments_among_eight():
    """F1 0.9 for both among people of eight visit days or more: of fewer nobody can tell a rhythm,
    since by chance alone one in ten who comes on any day has half of seven visits on weekends.
    """
    measures, truth = planted.draw(20_000, 8, seed=7)
    people = features.derive(planted.activity(measures), SHARES)
    model = segments.fit(people, RULES, 8, label="2025-12-31")
    found = segments.assign(people, model)["segment_id"].to_numpy()
    known = measures["visit_days"] >= 8
    for persona in (0, 1):
        assert f1(truth[known], found[known], persona) >= 0.9
