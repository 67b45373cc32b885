"""What segmentation measures on a person: recency, frequency, money, scores, shrunk shares.

Every formula is elementary on purpose: the SQL twin of `customer_segments` computes the same from
`customer_activity` on warehouses without Python models, and the two are held equal to 1e-9.
"""

from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from vitrine.arrays import floats, require_numeric
from vitrine.processors import side_by_side
from vitrine.rules import ShareRule, share_rules

MONEY = pa.decimal128(18, 2)


def derive(activity: pa.Table, shares: pa.Table) -> pa.Table:
    """`customer_activity` with the derived measures added, one row a person, in the order given.

    Adds `recency_days` (int32 days from the last purchase to `as_of_date`, null where nothing was
    ever bought), `frequency` (int32 purchase days), `monetary` (decimal(18,2) net spend),
    `r_score`, `f_score`, `m_score` (int32, 1-5), `average_basket` (float64 net spend a purchase,
    null without purchases), every share of the seed, and `weekday_share` = 1 - `weekend_share`.

    Raises ValueError where a needed column or the share `weekend_share` is missing.
    """
    rules = share_rules(shares)
    _require(activity, rules)
    as_of = activity["as_of_date"].cast(pa.date32()).cast(pa.int32())
    last_purchase = activity["last_purchase_date"].cast(pa.date32()).cast(pa.int32())
    recency = pc.subtract(as_of, last_purchase)
    bought = pc.is_valid(recency)
    frequency = pc.fill_null(activity["purchase_days"].cast(pa.int32()), 0)
    # By way of 38 digits: Arrow refuses a whole number where 18 might not hold it.
    monetary = activity["net_spend"].cast(pa.decimal128(38, 2)).cast(MONEY)
    monetary = pc.fill_null(monetary, pa.scalar(0, MONEY))
    independent = {
        "r_score": lambda: quintile(recency, bought, highest_first=True),
        "f_score": lambda: quintile(frequency, bought),
        "m_score": lambda: quintile(monetary, bought),
        "average_basket": lambda: _average(activity, "net_spend", "purchases"),
        **{rule.share: partial(shrunk_share, activity, rule) for rule in rules},
    }
    found = side_by_side(lambda column: column(), independent.values())
    derived = {
        "recency_days": recency,
        "frequency": frequency,
        "monetary": monetary,
        **dict(zip(independent, found, strict=True)),
    }
    derived["weekday_share"] = pa.array(1.0 - derived["weekend_share"].to_numpy())
    for name, column in derived.items():
        activity = activity.append_column(name, column)
    return activity


def quintile(
    values: pa.ChunkedArray, counted: pa.ChunkedArray, highest_first: bool = False
) -> pa.Array:
    """Scores 1-5 of shape (rows,): ceil(5 * rank / n) over the counted rows, 1 for all others.

    A row's rank is how many counted rows are not above it (not below it with `highest_first`), so
    equal values always share a score: a tie is never split to make the fifths even.
    """
    counted = counted.to_numpy(zero_copy_only=False)
    among = values.filter(pa.array(counted))
    order = "descending" if highest_first else "ascending"
    ranks = pc.rank(among, sort_keys=order, tiebreaker="max").to_numpy().astype(np.int64)
    scores = np.ones(len(counted), dtype=np.int32)
    scores[counted] = (5 * ranks + len(among) - 1) // max(len(among), 1)
    return pa.array(scores)


def shrunk_share(activity: pa.Table, rule: ShareRule) -> pa.Array:
    """A share in 0-1 that starts at what is indifferent and moves with evidence; float64, no nulls.

    One Saturday of one visit is not "all visits on weekends": `prior_strength` pseudo-observations
    of `prior_share` are added (the posterior mean of a beta-binomial). Negative amounts (a refund
    whose sale is unknown) count as nothing, and a part never exceeds its whole.
    """
    whole = np.maximum(floats(activity, rule.denominator, 0.0), 0.0)
    part = np.clip(floats(activity, rule.numerator, 0.0), 0.0, whole)
    pseudo = rule.prior_share * rule.prior_strength
    return pa.array((part + pseudo) / (whole + rule.prior_strength))


def without_silent(people: pa.Table, shares: pa.Table) -> pa.Table:
    """The same people, a share of which nobody has any part being its prior for all.

    Where a source is not there (no price tiers, no offers), a shrunk share still falls with the number of
    purchases or visits, which other features tell already. As a constant it is left out of a fit.
    """
    for rule in share_rules(shares):
        if people.num_rows and not (floats(people, rule.numerator, 0.0) > 0).any():
            prior = pa.array(np.full(people.num_rows, rule.prior_share))
            people = people.set_column(people.column_names.index(rule.share), rule.share, prior)
    return people


def _average(activity: pa.Table, total: str, count: str) -> pa.Array:
    counts = floats(activity, count, 0.0)
    totals = floats(activity, total, 0.0)
    none = counts <= 0
    return pa.array(totals / np.where(none, 1.0, counts), mask=none)


def _require(activity: pa.Table, rules: tuple[ShareRule, ...]) -> None:
    for column in ("as_of_date", "last_purchase_date", "purchase_days", "purchases", "net_spend"):
        if column not in activity.column_names:
            raise ValueError(f"customer_activity: column '{column}' is missing; features need it")
    if "weekend_share" not in {rule.share for rule in rules}:
        raise ValueError("shrunk_shares.csv: row 'weekend_share' is missing; add it back")
    for rule in rules:
        for column in ("numerator", "denominator"):
            asked_by = f"shrunk_shares.csv: row '{rule.share}', column '{column}'"
            require_numeric(activity, getattr(rule, column), asked_by)
        if rule.share in activity.column_names:
            raise ValueError(
                f"shrunk_shares.csv: row '{rule.share}': customer_activity already has this column;"
                " name the share otherwise"
            )
