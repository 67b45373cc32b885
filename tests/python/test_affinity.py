"""What goes together, by other hands: mlxtend's rules, SciPy's tests, on the sample's own baskets."""

import math
from collections import Counter

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mlxtend.frequent_patterns import association_rules, fpgrowth
from mlxtend.preprocessing import TransactionEncoder
from scipy.stats import false_discovery_control, hypergeom

from vitrine import baskets

KINDS = ("store", "category")
MEASURES = ("support", "confidence", "lift", "leverage", "conviction")
SUPPORT, MOST_ITEMS = 0.001, 4


def by_mlxtend(contents: list[list[str]], support=SUPPORT, most_items=MOST_ITEMS) -> dict:
    """The measures of every rule by its two sides."""
    encoder = TransactionEncoder()
    table = pd.DataFrame(encoder.fit_transform(contents), columns=encoder.columns_)
    itemsets = fpgrowth(table, min_support=support, use_colnames=True, max_len=most_items)
    if itemsets.empty:
        return {}
    found = association_rules(itemsets, metric="support", min_threshold=0)
    return {
        (" + ".join(sorted(row.antecedents)), " + ".join(sorted(row.consequents))): [
            getattr(row, measure) for measure in MEASURES
        ]
        for row in found.itertuples()
    }


def assert_equal(ours: dict, theirs: dict) -> None:
    assert set(ours) == set(theirs)
    for rule, measures in theirs.items():
        own = [math.inf if value is None else value for value in ours[rule]]
        assert own == pytest.approx(measures, rel=1e-9, abs=1e-12), rule


def measured(rows: list[tuple]) -> dict:
    return {tuple(row[:2]): list(row[2:]) for row in rows}


@pytest.fixture(scope="module", params=KINDS)
def kind(request, sample_build):
    """Name of a kind and the contents of all its baskets, read from the facts themselves."""
    assert sample_build.success, sample_build.shown
    facts = {
        "store": "select store_id as item, customer_id || purchase_date as basket"
        " from marts.fct_purchases where is_kept and customer_id is not null",
        "category": "select product_category as item, purchase_id as basket"
        " from marts.fct_purchase_lines join marts.fct_purchases using (purchase_id)"
        " where is_kept group by all having sum(quantity) > 0 or min(quantity) >= 0",
    }[request.param]
    rows = sample_build.rows(f"select list(distinct item) from ({facts}) group by basket")
    return request.param, [items for (items,) in rows]


def test_the_pairs_of_sql_are_those_of_mlxtend(kind, sample_build):
    name, contents = kind
    rows = sample_build.rows(
        f"select antecedent, consequent, {', '.join(MEASURES)} from insights.{name}_affinity"
    )
    assert len(rows) > 50
    assert_equal(measured(rows), by_mlxtend(contents, most_items=2))


def test_the_longer_rules_are_those_of_mlxtend(kind, sample_build):
    name, contents = kind
    rows = sample_build.rows(
        f"select antecedent, consequent, {', '.join(MEASURES)} from insights.{name}_rules"
    )
    assert_equal(measured(rows), by_mlxtend(contents))


def test_there_are_rules_of_three_and_four_categories(sample_build):
    sizes = sample_build.rows(
        "select distinct antecedent_items + consequent_items from insights.category_rules order by 1"
    )
    assert sizes == [(2,), (3,), (4,)]


def test_p_values_are_fishers_from_above(kind, sample_build):
    name, _ = kind
    rows = sample_build.rows(
        "select p_value, baskets, all_baskets, antecedent_baskets, consequent_baskets"
        f" from insights.{name}_affinity where p_value < 1 and p_value > 1e-290"
    )
    computed, both, total, left, right = np.array(rows).T
    exact = hypergeom.sf(both - 1, total, left, right)
    assert np.all(computed >= exact * (1 - 1e-6))
    assert np.all(computed <= exact * 1.5)
    assert np.median(computed / exact) < 1.1


def test_q_values_are_benjamini_and_hochbergs_over_all_frequent_pairs(kind, sample_build):
    name, contents = kind
    rows = sample_build.rows(
        f"select p_value, q_value from insights.{name}_affinity where antecedent < consequent"
    )
    p_values, q_values = np.array(rows).T
    counts = Counter(item for items in contents for item in items)
    frequent = sum(count / len(contents) >= SUPPORT for count in counts.values())
    tests = frequent * (frequent - 1) // 2
    padded = np.concatenate([p_values, np.ones(tests - len(p_values))])
    assert q_values == pytest.approx(false_discovery_control(padded)[: len(p_values)], rel=1e-9)


@given(
    contents=st.lists(st.sets(st.sampled_from("abcdef")).map(sorted), min_size=1, max_size=30),
    support=st.sampled_from([0.05, 0.1, 0.25, 0.5]),
    most_items=st.integers(2, 5),
)
@settings(max_examples=40, deadline=None)
def test_whatever_the_baskets_the_rules_are_those_of_mlxtend(contents, support, most_items):
    counted = Counter(map(tuple, contents))
    table = pa.table({"items": [list(one) for one in counted], "times": list(counted.values())})
    table = table.set_column(0, "items", table["items"].cast(pa.list_(pa.string())))
    limits = pa.table({"min_pair_support": [support], "max_rule_items": [most_items]})
    made = baskets.rules(table, limits).to_pylist()
    ours = {
        (row["antecedent"], row["consequent"]): [row[measure] for measure in MEASURES]
        for row in made
    }
    assert_equal(ours, by_mlxtend(contents, support, most_items) if any(contents) else {})


def test_no_baskets_are_no_rules():
    table = pa.table(
        {"items": pa.array([], pa.list_(pa.string())), "times": pa.array([], pa.int64())}
    )
    limits = pa.table({"min_pair_support": [0.001], "max_rule_items": [4]})
    made = baskets.rules(table, limits)
    assert made.num_rows == 0 and made.schema == baskets.SCHEMA


def test_of_a_basket_that_is_too_large_it_counts_that_it_is_one():
    rows = duckdb.sql(
        "from (values ('p', 'b', 5), ('p', 'a', 5), ('q', 'a', 2), ('r', 'a', 3), ('r', 'b', 3),"
        " ('r', 'c', 3), ('s', 'a', 1), ('s', 'd', 1), ('s', 'e', 1)) as rows (basket_id, item, baskets)"
    )
    made = baskets.contents(rows, "item", pa.table({"max_basket_items": [2]}))
    assert sorted(zip(*made.to_pydict().values(), strict=True)) == [
        ([], 4), (["a"], 2), (["a", "b"], 5),
    ]  # fmt: skip


def test_the_order_of_the_baskets_changes_nothing():
    lists, times = [["a", "b"], ["b", "c"], ["a", "b", "c"], []], [5, 3, 2, 7]
    limits = pa.table({"min_pair_support": [0.01], "max_rule_items": [3]})
    one = pa.table({"items": lists, "times": times})
    assert baskets.rules(one, limits) == baskets.rules(one.take([3, 1, 0, 2]), limits)


@pytest.mark.parametrize(
    "var, message",
    [
        ("min_cell_size: 0", "var min_cell_size: '0' is not a whole number from 1 on"),
        ("max_basket_items: many", "var max_basket_items: 'many' is not a whole number from 2 on"),
        ("min_pair_support: 2", "var min_pair_support: '2' is not a share between 0 and 1"),
        ("recommendations_per_person: 2.5", "'2.5' is not a whole number from 1 on"),
    ],
)
def test_a_wrong_var_stops_the_build(project, tmp_path, var, message):
    build = project.dbt("build", "--vars", "{" + var + "}", into=tmp_path / "wrong")
    assert not build.success
    assert message in build.shown
