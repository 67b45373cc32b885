"""RFM, shrunk shares and their edges."""

import datetime

import duckdb
import numpy as np
import planted
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference_seeds import SHARES, with_value

from vitrine import features
from vitrine.rules import ShareRule

MEASURES, _ = planted.draw(500, 6, seed=5)
MEASURES["purchases"][:60] = 0  # some people never bought
MEASURES["net_spend"][:60] = 0
MEASURES["purchase_days"][:60] = 0
ACTIVITY = planted.activity(MEASURES)
DERIVED = features.derive(ACTIVITY, SHARES)


def people(**changes) -> pa.Table:
    """Two people of the planted mall with some columns replaced."""
    table = ACTIVITY.slice(100, 2)
    for name, values in changes.items():
        position = table.column_names.index(name)
        table = table.set_column(position, name, pa.array(values, table.schema.field(name).type))
    return table


def scores(values: list, counted: list[bool], highest_first: bool = False) -> list[int]:
    columns = pa.chunked_array([values], pa.int64()), pa.chunked_array([counted], pa.bool_())
    return features.quintile(*columns, highest_first).to_pylist()


numbers = st.lists(st.tuples(st.integers(-5, 30), st.booleans()), max_size=60)


@settings(deadline=None)
@given(numbers)
def test_a_score_is_the_fifth_of_the_rank_and_ties_are_never_split(rows):
    values, counted = [value for value, _ in rows], [flag for _, flag in rows]
    among = [value for value, flag in rows if flag]
    for value, flag, score in zip(values, counted, scores(values, counted), strict=True):
        rank = sum(other <= value for other in among)
        assert score == (-(-5 * rank // len(among)) if flag else 1)


@settings(deadline=None)
@given(numbers)
def test_more_is_never_scored_lower(rows):
    values = [value for value, _ in rows]
    ordered = sorted(zip(values, scores(values, [True] * len(values)), strict=True))
    assert [score for _, score in ordered] == sorted(score for _, score in ordered)


@settings(deadline=None)
@given(numbers)
def test_the_recent_score_high_exactly_as_the_frequent_do(rows):
    values = [value for value, _ in rows]
    everybody = [True] * len(values)
    turned = [-value for value in values]
    assert scores(values, everybody, highest_first=True) == scores(turned, everybody)


def test_five_different_values_score_one_to_five():
    assert scores([10, 50, 30, 20, 40], [True] * 5) == [1, 5, 3, 2, 4]


def test_who_never_bought_scores_one_and_does_not_move_the_others():
    assert scores([10, 50, 30, 20, 40, 0, 99], [True] * 5 + [False] * 2) == [1, 5, 3, 2, 4, 1, 1]
    assert DERIVED["recency_days"].null_count == 60
    for name in ("r_score", "f_score", "m_score"):
        assert set(DERIVED[name].to_pylist()[:60]) == {1}


def test_recency_counts_local_days_from_the_last_purchase_to_the_as_of_date():
    last = [planted.AS_OF, datetime.date(2025, 12, 1)]
    assert features.derive(people(last_purchase_date=last), SHARES)["recency_days"].to_pylist() == [
        0,
        30,
    ]


@settings(deadline=None)
@given(
    st.decimals(-1_000, 100_000, places=2),
    st.decimals(-1_000, 100_000, places=2),
    st.floats(0, 1),
    st.floats(0.01, 1_000),
)
def test_a_shrunk_share_stays_between_zero_and_one(part, whole, prior, strength):
    rule = ShareRule("luxury_share", "luxury_spend", "net_spend", prior, strength)
    share = features.shrunk_share(
        people(luxury_spend=[part, None], net_spend=[whole, None]), rule
    ).to_pylist()
    assert 0 <= share[0] <= 1
    assert share[1] == pytest.approx(prior)


def test_one_saturday_does_not_make_a_weekend_visitor_and_ten_do():
    shares = features.derive(people(weekend_visit_days=[1, 10], visit_days=[1, 10]), SHARES)[
        "weekend_share"
    ].to_pylist()
    assert shares == pytest.approx([3 / 8, 12 / 17])


def test_weekend_and_weekday_make_one_and_so_do_the_parts_of_the_day():
    share = {name: DERIVED[name].to_numpy() for name in DERIVED.column_names if "_share" in name}
    np.testing.assert_allclose(share["weekend_share"] + share["weekday_share"], 1)
    parts = ("morning_share", "lunch_share", "afternoon_share", "evening_share")
    np.testing.assert_allclose(sum(share[part] for part in parts), 1)


def test_plain_sql_computes_the_same_to_1e_9():
    activity, derived = ACTIVITY, DERIVED  # noqa: F841 (DuckDB finds them by name)
    shares = ", ".join(
        f"""(least(greatest(coalesce({row["numerator"]}, 0), 0),
                   greatest(coalesce({row["denominator"]}, 0), 0))::double
            + {row["prior_share"]!r}::double * {row["prior_strength"]})
            / (greatest(coalesce({row["denominator"]}, 0), 0) + {row["prior_strength"]})
            as {row["share"]}"""
        for row in SHARES.to_pylist()
    )
    twin = duckdb.sql(f"""
        with buyers as (
            select *, as_of_date - last_purchase_date as recency_days,
                count(last_purchase_date) over () as buyers
            from activity
        )
        select customer_id, recency_days,
            case when recency_days is null then 1 else
                (5 * sum((recency_days is not null)::int)
                    over (order by recency_days desc range unbounded preceding)
                 + buyers - 1) // buyers end as r_score,
            case when recency_days is null then 1 else
                (5 * sum((recency_days is not null)::int)
                    over (order by net_spend range unbounded preceding)
                 + buyers - 1) // buyers end as m_score,
            net_spend::double / nullif(purchases, 0) as average_basket, {shares}
        from buyers""")
    names = [name for name in twin.columns if name != "customer_id"]
    worst = ", ".join(
        f"max(abs(twin.{name}::double - derived.{name}::double)) as {name}" for name in names
    )
    nulls = " + ".join(f"sum((twin.{n} is null <> (derived.{n} is null))::int)" for n in names)
    compared = duckdb.sql(f"select {worst}, {nulls} from twin join derived using (customer_id)")
    *differences, null_differences = compared.fetchall()[0]
    assert max(differences) < 1e-9
    assert null_differences == 0


def test_row_order_does_not_change_anybody():
    order = np.random.default_rng(0).permutation(ACTIVITY.num_rows)
    assert features.derive(ACTIVITY.take(order), SHARES).equals(DERIVED.take(order))


def test_nobody_gives_an_empty_table_of_the_same_columns_and_types():
    empty = features.derive(ACTIVITY.slice(0, 0), SHARES)
    assert empty.num_rows == 0
    assert empty.schema.equals(DERIVED.schema)


def test_columns_without_a_single_value_give_priors_and_lowest_scores():
    nulls = ACTIVITY.select(["customer_id", "as_of_date"])
    for name in ACTIVITY.column_names[2:]:
        nulls = nulls.append_column(name, pa.nulls(ACTIVITY.num_rows))
    derived = features.derive(nulls, SHARES)
    assert set(derived["m_score"].to_pylist()) == {1}
    assert derived["recency_days"].null_count == derived.num_rows
    assert derived["weekend_share"].to_pylist() == pytest.approx([2 / 7] * derived.num_rows)


def test_only_recency_and_average_basket_may_be_null_and_nothing_is_nan():
    for name in DERIVED.column_names[ACTIVITY.num_columns :]:
        column = DERIVED[name]
        assert column.null_count == (60 if name in ("recency_days", "average_basket") else 0), name
        assert np.isfinite(column.drop_null().cast(pa.float64()).to_numpy()).all(), name


def test_money_stays_decimal():
    assert DERIVED.schema.field("monetary").type == pa.decimal128(18, 2)
    assert DERIVED["monetary"].equals(ACTIVITY["net_spend"])


def test_a_share_of_an_unknown_column_is_refused_with_the_columns_there_are():
    wrong = with_value(SHARES, 0, "numerator", "saturday_days")
    with pytest.raises(ValueError) as refusal:
        features.derive(ACTIVITY, wrong)
    assert "shrunk_shares.csv: row 'weekend_share', column 'numerator'" in str(refusal.value)
    assert "'saturday_days' is not a column; use one of" in str(refusal.value)
    assert "weekend_visit_days" in str(refusal.value)


def test_the_weekend_share_cannot_be_removed():
    with pytest.raises(ValueError, match="row 'weekend_share' is missing; add it back"):
        features.derive(ACTIVITY, SHARES.slice(1))


def test_a_missing_column_of_the_activity_is_named():
    with pytest.raises(ValueError, match="customer_activity: column 'net_spend' is missing"):
        features.derive(ACTIVITY.drop_columns(["net_spend"]), SHARES)
