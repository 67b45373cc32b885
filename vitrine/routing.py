"""Who is placed by rule and never clustered: too new, long gone, or never at the mall."""

import numpy as np
import pyarrow as pa

from vitrine.arrays import floats, require_numeric
from vitrine.rules import RoutingRule, routing_rules

_COMPARE = {
    ">=": np.greater_equal,
    "<=": np.less_equal,
    "=": np.equal,
    "<": np.less,
    ">": np.greater,
}


def route(features: pa.Table, routing: pa.Table) -> pa.Array:
    """The routed segment of each person, of shape (rows,): a string, null where clustering decides.

    Rules of one `segment_id` must all hold; of several segments that match, the lowest `priority`
    number wins. A measure that is null satisfies no comparison, as in SQL.

    Raises ValueError where the seed `segment_routing.csv` is wrong or names an unknown measure.
    """
    rules = routing_rules(routing)
    segment_ids = list(dict.fromkeys(rule.segment_id for rule in rules))
    nowhere = len(segment_ids)
    placed = np.full(features.num_rows, nowhere)
    for position, segment_id in enumerate(segment_ids):
        conditions = [rule for rule in rules if rule.segment_id == segment_id]
        hold = np.all([holds(features, rule) for rule in conditions], axis=0)
        placed[hold & (placed == nowhere)] = position
    return pa.array(segment_ids, pa.string()).take(pa.array(placed, mask=placed == nowhere))


def holds(features: pa.Table, rule: RoutingRule) -> np.ndarray:
    """Where one condition holds: boolean of shape (rows,), False where the measure is null."""
    asked_by = f"segment_routing.csv: row '{rule.segment_id}', column 'measure'"
    require_numeric(features, rule.measure, asked_by)
    return _COMPARE[rule.comparison](floats(features, rule.measure), rule.threshold)
