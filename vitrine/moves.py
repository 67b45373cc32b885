"""Why somebody is in another segment than on the day before: the feature that crossed the line.

Between two clustered segments, *from* and *to*, a person moved because d²(from) - d²(to) rose above
zero. With the version of the later day that difference is a sum over features of
weight * ((z - centroid_from)² - (z - centroid_to)²), so what each feature added to its change
between the two days is exact, and the feature that added most is the reason. Where the earlier
features would be in another segment under the later version too, nobody moved: the version did.
"""

import numpy as np
import pyarrow as pa

from vitrine import routing, scaling, segments
from vitrine.arrays import floats
from vitrine.rules import RoutingRule, routing_rules

BEHAVIOUR, RULE, REFIT = "behaviour", "rule", "refit"

SCHEMA = pa.schema(
    [
        ("customer_id", pa.string()),
        ("from_date", pa.date32()),
        ("to_date", pa.date32()),
        ("from_segment_id", pa.string()),
        ("to_segment_id", pa.string()),
        ("cause", pa.string()),
        ("feature", pa.string()),
        ("before_value", pa.float64()),
        ("after_value", pa.float64()),
        ("contribution", pa.float64()),
        ("model_version", pa.string()),
    ]
)
_GIVEN = ("customer_id", "from_date", "to_date", "from_segment_id", "to_segment_id")


def explain(
    before: pa.Table, after: pa.Table, models: dict[str, segments.Model], routed_by: pa.Table
) -> pa.Table:
    """One row a move, in the order given, with `cause`, `feature` and its values on both days.

    `before` and `after` have the same moves in the same rows: who, when, from where to where, the
    `model_version` of the later day, and all features as they were on the earlier and later day.
    *behaviour*: `feature` contributed most, by `contribution` (squared weighted standard
    deviations). *rule*: `feature` is the measure of the rule in `segment_routing` that began or
    ceased to hold. *refit*: no feature; the person's segment is another in the later version.
    """
    moves = before.num_rows
    cause = np.full(moves, REFIT, dtype=object)
    feature = np.full(moves, None, dtype=object)
    contribution = np.full(moves, np.nan)
    rules = routing_rules(routed_by)
    pairs = ("model_version", "from_segment_id", "to_segment_id")
    groups: dict[tuple, list[int]] = {}
    for row, pair in enumerate(zip(*(before[name].to_pylist() for name in pairs), strict=True)):
        groups.setdefault(pair, []).append(row)
    for (version, left, reached), rows in groups.items():
        then, now = before.take(rows), after.take(rows)
        if {left, reached} & {rule.segment_id for rule in rules}:
            cause[rows], feature[rows] = RULE, _rules_that_turned(then, now, left, reached, rules)
            continue
        model = models.get(version, segments.NOTHING)
        if {left, reached} <= set(model.segment_ids):
            added = _added(then, now, model, left, reached)
            most = added.argmax(axis=1)
            stood = np.array(segments.assign(then, model)["segment_id"].to_pylist()) != reached
            names = np.array([scale.feature for scale in model.scalings], dtype=object)
            cause[rows] = np.where(stood, BEHAVIOUR, REFIT)
            feature[rows] = np.where(stood, names[most], None)
            contribution[rows] = np.where(stood, added[np.arange(len(rows)), most], np.nan)
    return pa.table(
        {
            **{name: before[name] for name in _GIVEN},
            "cause": pa.array(cause, pa.string()),
            "feature": pa.array(feature, pa.string()),
            "before_value": _values(before, feature),
            "after_value": _values(after, feature),
            "contribution": pa.array(contribution, mask=np.isnan(contribution)),
            "model_version": before["model_version"],
        }
    ).cast(SCHEMA)


def _added(
    then: pa.Table, now: pa.Table, model: segments.Model, left: str, reached: str
) -> np.ndarray:
    """What each feature added to d²(from) - d²(to): float64 of shape (moves, features)."""
    weights = np.array([scale.weight for scale in model.scalings])
    centroids = dict(zip(model.segment_ids, model.centroids, strict=True))

    def difference(features: pa.Table) -> np.ndarray:
        z = scaling.standardised(features, model.scalings)
        return weights * ((z - centroids[left]) ** 2 - (z - centroids[reached]) ** 2)

    return difference(now) - difference(then)


def _rules_that_turned(
    then: pa.Table, now: pa.Table, left: str, reached: str, rules: tuple[RoutingRule, ...]
) -> np.ndarray:
    """The measure of the first rule of the segment reached that holds now and did not then, else of
    the segment left that held and holds no more; None where neither turned. Shape (moves,).
    """
    found = np.full(then.num_rows, None, dtype=object)
    for segment_id, day, other in ((reached, now, then), (left, then, now)):
        for rule in rules:
            if rule.segment_id == segment_id:
                turned = routing.holds(day, rule) & ~routing.holds(other, rule)
                found[turned & np.equal(found, None)] = rule.measure
    return found


def _values(features: pa.Table, names: np.ndarray) -> pa.Array:
    """In each row the value of the column that `names` gives there; null where it is null."""
    values = np.full(features.num_rows, np.nan)
    for name in {name for name in names if name is not None}:
        rows = names == name
        values[rows] = floats(features, name)[rows]
    return pa.array(values, mask=np.isnan(values))
