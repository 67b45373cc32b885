"""Segments in words: short rules, said as people say them, judged on people they never saw."""

import math

import numpy as np
import planted
import pyarrow as pa
import pytest
from reference_seeds import FEATURES, ROUTING, SHARES, seed, with_value

from vitrine import segmentation, segments, surrogate
from vitrine.diagnostics import Choice
from vitrine.rules import Label

LABELS = seed("measure_labels")
MEASURES, _ = planted.draw(1_000, 5, seed=11)
ACTIVITY = planted.activity(MEASURES)


def modelled(activity: pa.Table) -> tuple[pa.Table, pa.Table]:
    people = segmentation.clusterable(activity, SHARES, ROUTING)
    diagnosed = segmentation.diagnose(people, FEATURES, choice=Choice(k_max=6))
    model = segmentation.fit(people, FEATURES, diagnosed)
    cores = segmentation.outlier_cores(activity, SHARES)
    return model, segmentation.customer_segments(activity, SHARES, ROUTING, model, cores)


MODEL, ASSIGNED = modelled(ACTIVITY)
RULES = surrogate.explain(ACTIVITY, SHARES, ASSIGNED, MODEL, LABELS)


def test_every_segment_has_rules_that_tell_it_from_the_others():
    rows = RULES.to_pylist()
    assert {row["segment_id"] for row in rows} == {"s1", "s2", "s3", "s4", "s5"}
    assert rows[0]["fidelity"] >= 0.85
    for row in rows:
        assert row["segment_precision"] >= 0.8 and row["segment_recall"] >= 0.8, row
        assert row["rule_en"].count(", ") < surrogate.DEPTH, row
        assert row["held_out_people"] == 500


def test_whom_no_tree_has_seen_has_no_say_in_which_rule_places_them():
    everybody = ()
    found = {"s1": {everybody: 0.9}, "s2": {everybody: 0.1}}
    held_out = np.array(["s1", "s2", "s2", "s2"], dtype=object)
    judged = surrogate._judged(found, np.zeros((4, 1)), held_out, (), "v")
    assert judged["fidelity"].to_pylist() == [0.25, 0.25]
    assert judged["precision"].to_pylist() == [0.25, 0.75]


def test_a_rule_holds_for_whom_its_words_hold():
    labels = (Label("x", "visits", "visitas", "count"), Label("y", "part", "parte", "share"))
    values = np.array([[1, 0.2], [3, 0.2], [3, 0.9], [4, 0.9]])
    rule = (surrogate.Condition(0, 2, math.inf), surrogate.Condition(1, 0.3, 0.9))
    assert surrogate.words(rule, labels, "en") == "visits at least 3, part between 30 % and 90 %"
    assert surrogate.words(rule, labels, "pt") == "visitas a partir de 3, parte entre 30 % e 90 %"
    assert surrogate.holds(rule, values).tolist() == [False, False, True, True]


def test_money_is_said_as_each_language_writes_it():
    label = (Label("x", "spend", "gasto", "brl"),)
    rule = (surrogate.Condition(0, 1_300, math.inf),)
    assert surrogate.words(rule, label, "en") == "spend over BRL 1,300"
    assert surrogate.words(rule, label, "pt") == "gasto acima de R$ 1.300"


@pytest.mark.parametrize(
    ("threshold", "unit", "said"),
    [
        (0.4149, "share", 0.41),
        (8.5, "count", 8),
        (1_284.3, "count", 1_300),
        (1_284.3, "brl", 1_300),
        (0, "brl", 0),
    ],
)
def test_a_threshold_is_rounded_to_what_one_can_say(threshold, unit, said):
    assert surrogate.sayable(threshold, unit) == said


def test_two_halves_of_one_rule_are_said_as_one():
    random = np.random.default_rng(0)
    values = np.column_stack([np.arange(400.0), random.random(400)])
    inside = (values[:, 0] > 199) & ((values[:, 1] > 0.5) | (values[:, 0] % 10 < 9))
    labels = (Label("x", "x", "x", "count"), Label("y", "y", "y", "share"))
    rules = surrogate.rules_of(values, inside, labels)
    assert rules == [(surrogate.Condition(0, 200.0, math.inf),)]


@pytest.mark.parametrize(
    ("unit", "step", "said"),
    [
        ("brl", 1, "x between BRL 1,510.5 and BRL 1,530.5"),
        ("count", 1, "x between 1,511 and 1,530"),
        ("share", 1 / 100_000, "x between 1.51 % and 1.53 %"),
    ],
)
def test_thresholds_that_would_be_said_alike_are_said_as_they_are(unit, step, said):
    number = np.arange(1_300.0, 1_700.0)
    inside = (number > 1_510) & (number <= 1_530)
    labels = (Label("x", "x", "x", unit),)
    values = number.reshape(-1, 1) * step
    [rule] = surrogate.rules_of(values, inside, labels)
    assert (surrogate.holds(rule, values) == inside).all()
    assert surrogate.words(rule, labels, "en") == said


def test_a_segment_without_a_majority_anywhere_still_has_one_rule():
    values = np.arange(400.0).reshape(-1, 1)
    inside = (values[:, 0] > 200) & (values[:, 0] % 5 == 0)
    rules = surrogate.rules_of(values, inside, (Label("x", "x", "x", "brl"),))
    assert len(rules) >= 1


def test_row_order_does_not_change_a_rule():
    order = np.random.default_rng(0).permutation(ACTIVITY.num_rows)
    again = surrogate.explain(ACTIVITY.take(order), SHARES, ASSIGNED.take(order), MODEL, LABELS)
    assert again.equals(RULES)


def test_without_segments_there_are_no_rules():
    none = surrogate.explain(ACTIVITY, SHARES, ASSIGNED, segments.ROWS.empty_table(), LABELS)
    assert none.schema.equals(surrogate.SCHEMA) and none.num_rows == 0


def test_a_feature_without_a_name_or_with_an_unknown_unit_is_refused():
    names = LABELS["measure"].to_pylist()
    nameless = LABELS.filter(pa.compute.not_equal(LABELS["measure"], "monetary"))
    with pytest.raises(ValueError, match=r"measure_labels.csv: row 'monetary' is missing; add"):
        surrogate.explain(ACTIVITY, SHARES, ASSIGNED, MODEL, nameless)
    wrong = with_value(LABELS, names.index("monetary"), "unit", "euro")
    with pytest.raises(ValueError, match="row 'monetary', column 'unit': 'euro' is unknown"):
        surrogate.explain(ACTIVITY, SHARES, ASSIGNED, MODEL, wrong)
