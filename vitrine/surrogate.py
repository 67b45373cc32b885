"""What a segment is, in words: short rules that place people as the segments do, and how well.

Distances to centroids explain nobody. So for each segment a small decision tree (depth 3, a leaf
holds 1 % of people or more) learns to tell its people from all others, from the measures in the
units people know; the leaves in which the segment is the majority are its rules. One tree for all
segments would be simpler still, but three questions have eight answers: of six segments on the
sample it placed 78 % right. Thresholds are rounded to what one can say, and every figure is that of
the rounded rules on people whom no tree has seen (Craven & Shavlik 1996 call it fidelity).
"""

import math
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from sklearn.tree import DecisionTreeClassifier

from vitrine import features, segments
from vitrine.arrays import floats
from vitrine.rules import Label, measure_labels

DEPTH = 3
LEAF_SHARE = 0.01
LEAF_PEOPLE = 5
SAMPLE_PEOPLE = 20_000
# Half of them are held out; with fewer the figures would say nothing.
MIN_PEOPLE = 40

SCHEMA = pa.schema(
    [
        ("model_version", pa.string()),
        ("segment_id", pa.string()),
        ("rule_number", pa.int32()),
        ("rule_en", pa.string()),
        ("rule_pt", pa.string()),
        ("coverage", pa.float64()),
        ("precision", pa.float64()),
        ("segment_precision", pa.float64()),
        ("segment_recall", pa.float64()),
        ("fidelity", pa.float64()),
        ("held_out_people", pa.int32()),
    ]
)


@dataclass(frozen=True)
class Condition:
    """above < measure <= at_most, in the units of the measure; an end may be infinite."""

    column: int
    above: float
    at_most: float


Rule = tuple[Condition, ...]

_WORDS = {
    "en": {
        "over": "over {low}",
        "at_least": "at least {low}",
        "at_most": "at most {high}",
        "between": "between {low} and {high}",
        "everybody": "everybody",
    },
    "pt": {
        "over": "acima de {low}",
        "at_least": "a partir de {low}",
        "at_most": "até {high}",
        "between": "entre {low} e {high}",
        "everybody": "todos",
    },
}


def explain(
    activity: pa.Table,
    shares: pa.Table,
    assigned: pa.Table,
    model_rows: pa.Table,
    labels_seed: pa.Table,
) -> pa.Table:
    """The table `segment_rules`: one row a segment and rule, the rule that covers most first.

    `assigned` is `customer_segments`. No rows where fewer than two segments or `MIN_PEOPLE` are
    clustered. Raises ValueError where `measure_labels.csv` is wrong or lacks a feature.
    """
    model = segments.from_rows(model_rows)
    used = [scaling for scaling in model.scalings if scaling.weight > 0]
    labels = measure_labels(labels_seed, tuple(scaling.feature for scaling in used))
    clustered = assigned.filter(pa.compute.invert(assigned["is_routed"]))
    if len(model.segment_ids) < 2 or clustered.num_rows < MIN_PEOPLE:
        return SCHEMA.empty_table()
    derived = features.derive(activity, shares)
    people = segments.sample(
        clustered.select(["customer_id", "segment_id"]), "customer_id", SAMPLE_PEOPLE
    )
    rows = pa.compute.index_in(people["customer_id"], derived["customer_id"])
    derived = derived.take(rows)
    values = np.column_stack(
        [floats(derived, scaling.feature, scaling.missing_as) for scaling in used]
    )
    segment = people["segment_id"].to_numpy()
    seen, held_out = slice(0, None, 2), slice(1, None, 2)
    found = {
        name: _trusted(rules_of(values[seen], inside, labels), values[seen], inside)
        for name, inside in ((name, segment[seen] == name) for name in model.segment_ids)
        if inside.any() and (segment[held_out] == name).any()
    }
    return _judged(found, values[held_out], segment[held_out], labels, model.version)


def rules_of(values: np.ndarray, inside: np.ndarray, labels: tuple[Label, ...]) -> list[Rule]:
    """Rules that hold for the people inside (bool of shape (rows,)) and few others.

    `values` is float64 of shape (rows, features). Where no leaf has a majority inside, the leaf
    with the largest part of them is the one rule.
    """
    least = max(LEAF_PEOPLE, math.ceil(LEAF_SHARE * len(values)))
    fitted = DecisionTreeClassifier(max_depth=DEPTH, min_samples_leaf=least, random_state=0)
    tree = fitted.fit(values, inside).tree_
    parts = tree.value[:, 0, -1] / tree.value[:, 0].sum(axis=1)
    if inside.all() or tree.node_count == 1:
        return [()]
    leaves = [node for node in range(tree.node_count) if tree.children_left[node] < 0]
    majority = min(0.5, max(parts[leaf] for leaf in leaves) - 1e-12)

    def walk(node: int, bounds: dict[int, tuple[float, float]]) -> list[Rule] | None:
        """The rules below a node; None where nothing below it is the segment's."""
        if tree.children_left[node] < 0:
            return [_rule(bounds, labels)] if parts[node] > majority else []
        column, threshold = int(tree.feature[node]), float(tree.threshold[node])
        above, at_most = bounds.get(column, (-math.inf, math.inf))
        below = bounds | {column: (above, threshold)}
        beyond = bounds | {column: (threshold, at_most)}
        low, high = walk(tree.children_left[node], below), walk(tree.children_right[node], beyond)
        whole = _rule(bounds, labels)
        both = _rule(below, labels) in low and _rule(beyond, labels) in high
        return [whole] if both else low + high

    return walk(0, {})


def sayable(threshold: float, unit: str) -> float:
    """A threshold as one would say it: whole percents, whole counts, two digits of money."""
    if math.isinf(threshold):
        return threshold
    if unit == "share":
        return round(threshold, 2)
    if unit == "count" and threshold < 100:
        return float(math.floor(threshold))
    if threshold == 0:
        return 0.0
    return float(round(threshold, 1 - math.floor(math.log10(abs(threshold)))))


def holds(rule: Rule, values: np.ndarray) -> np.ndarray:
    """True for the rows, of shape (rows, features), of which every condition is true."""
    held = np.ones(len(values), dtype=bool)
    for condition in rule:
        column = values[:, condition.column]
        held &= (column > condition.above) & (column <= condition.at_most)
    return held


def words(rule: Rule, labels: tuple[Label, ...], language: str) -> str:
    """The rule as a phrase in `en` or `pt`."""
    phrases = [_phrase(condition, labels[condition.column], language) for condition in rule]
    return ", ".join(phrases) or _WORDS[language]["everybody"]


def _rule(bounds: dict[int, tuple[float, float]], labels: tuple[Label, ...]) -> Rule:
    return tuple(
        _condition(column, *bounds[column], labels[column].unit) for column in sorted(bounds)
    )


def _condition(column: int, above: float, at_most: float, unit: str) -> Condition:
    low, high = sayable(above, unit), sayable(at_most, unit)
    # nobody is between two thresholds that are said alike
    return Condition(column, low, high) if low < high else Condition(column, above, at_most)


def _phrase(condition: Condition, label: Label, language: str) -> str:
    low, high = condition.above, condition.at_most
    counted = label.unit == "count" and np.floor(low) < np.floor(high)
    if counted:
        # A count above 2 is at least 3.
        low, high = np.floor(low) + 1, np.floor(high)
    if math.isinf(condition.at_most):
        kind = "at_least" if counted else "over"
    else:
        kind = "at_most" if math.isinf(condition.above) else "between"
    said = _WORDS[language][kind].format(
        low=_amount(low, label.unit, language), high=_amount(high, label.unit, language)
    )
    return f"{label.label_en if language == 'en' else label.label_pt} {said}"


def _amount(value: float, unit: str, language: str) -> str:
    text = f"{100 * value if unit == 'share' else value:,.2f}".rstrip("0").rstrip(".")
    if language == "pt":
        text = text.translate(str.maketrans(",.", ".,"))
    if unit == "share":
        return f"{text} %"
    if unit == "brl":
        return f"R$ {text}" if language == "pt" else f"BRL {text}"
    return text


def _trusted(rules: list[Rule], values: np.ndarray, inside: np.ndarray) -> dict[Rule, float]:
    """How precise each rule is among those whom it was learnt from: what decides between two."""
    return {rule: _part((held := holds(rule, values)) & inside, held) for rule in rules}


def _judged(
    found: dict[str, dict[Rule, float]],
    values: np.ndarray,
    segment: np.ndarray,
    labels: tuple[Label, ...],
    version: str | None,
) -> pa.Table:
    """Figures of the rules on people held out; a person goes where the most trusted rule says."""
    rows, placed = [], np.full(len(values), None, dtype=object)
    best = np.zeros(len(values))
    for name, rules in found.items():
        inside = segment == name
        held = [holds(rule, values) for rule in rules]
        union = np.any(held, axis=0)
        judged = sorted(zip(rules, held, strict=True), key=lambda one: -(one[1] & inside).sum())
        for number, (rule, true) in enumerate(judged, start=1):
            better = true & (rules[rule] > best)
            placed[better], best[better] = name, rules[rule]
            rows.append(
                {
                    "model_version": version,
                    "segment_id": name,
                    "rule_number": number,
                    "rule_en": words(rule, labels, "en"),
                    "rule_pt": words(rule, labels, "pt"),
                    "coverage": _part(true & inside, inside),
                    "precision": _part(true & inside, true),
                    "segment_precision": _part(union & inside, union),
                    "segment_recall": _part(union & inside, inside),
                    "held_out_people": len(values),
                }
            )
    fidelity = float(np.mean(placed == segment))
    return pa.Table.from_pylist([row | {"fidelity": fidelity} for row in rows], schema=SCHEMA)


def _part(some: np.ndarray, whole: np.ndarray) -> float:
    return float(some.sum() / max(whole.sum(), 1))
