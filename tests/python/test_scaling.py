"""From measures to the space of the distance."""

import math

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.preprocessing import StandardScaler

from vitrine.rules import FeatureRule
from vitrine.scaling import fit_scaling, standardised, transformed, weighted


def rule(feature: str, **changes) -> FeatureRule:
    usual = {
        "block": "value",
        "transform": "identity",
        "missing_as": 0.0,
        "clip": 100.0,
        "weight": 1.0,
    }
    return FeatureRule(feature=feature, **(usual | changes))


def z_of(table: pa.Table, *rules: FeatureRule) -> np.ndarray:
    return standardised(table, fit_scaling(table, rules))


def test_standardising_equals_scikit_learn():
    values = np.random.default_rng(0).lognormal(size=(300, 2))
    table = pa.table({"income": values[:, 0], "score": values[:, 1]})
    expected = StandardScaler().fit_transform(values)
    np.testing.assert_allclose(z_of(table, rule("income"), rule("score")), expected, atol=1e-12)


def test_a_feature_that_does_not_vary_is_out_of_the_distance():
    table = pa.table({"same": [0.1] * 7, "varies": [1, 2, 3, 4, 5, 6, 7]})
    scalings = fit_scaling(table, (rule("same"), rule("varies")))
    assert (scalings[0].scale, scalings[0].weight) == (1.0, 0.0)
    assert weighted(standardised(table, scalings), scalings).shape == (7, 1)


def test_a_column_of_nulls_does_not_vary_either():
    table = pa.table({"empty": pa.nulls(3)})
    scalings = fit_scaling(table, (rule("empty", missing_as=730.0),))
    assert (scalings[0].mean, scalings[0].weight) == (730.0, 0.0)


def test_null_becomes_missing_as_before_the_transform():
    table = pa.table({"recency_days": [0, None]})
    filled = transformed(table, "recency_days", "log1p", 730.0)
    assert filled.tolist() == pytest.approx([0, math.log(731)])


def test_a_negative_amount_counts_as_nothing_in_log1p_and_sqrt():
    table = pa.table({"monetary": pa.array(["-12.50", "3.00"]).cast(pa.decimal128(18, 2))})
    assert transformed(table, "monetary", "log1p", 0).tolist() == pytest.approx([0, math.log(4)])
    assert transformed(table, "monetary", "sqrt", 0).tolist() == pytest.approx([0, math.sqrt(3)])
    assert transformed(table, "monetary", "identity", 0).tolist() == [-12.5, 3.0]


def test_the_tail_is_winsorised_and_nobody_is_deleted():
    table = pa.table({"monetary": [*range(1000), 10**9]})
    z = z_of(table, rule("monetary", clip=4.0))
    assert z.shape == (1001, 1)
    assert z.max() == 4.0


def test_a_weight_stretches_the_squared_distance():
    table = pa.table({"one": [0.0, 2.0]})
    scalings = fit_scaling(table, (rule("one", weight=9.0),))
    points = weighted(standardised(table, scalings), scalings)
    assert (points[1, 0] - points[0, 0]) ** 2 == pytest.approx(9 * 4)


any_number = st.one_of(
    st.none(), st.floats(-1e100, 1e100), st.sampled_from([math.nan, math.inf, -math.inf])
)


@settings(deadline=None)
@given(st.lists(any_number, max_size=30), st.sampled_from(["identity", "log1p", "sqrt"]))
def test_nothing_is_ever_nan(values, transform):
    table = pa.table({"any": pa.array(values, pa.float64())})
    assert np.isfinite(z_of(table, rule("any", transform=transform))).all()


@pytest.mark.parametrize(
    ("feature", "problem"),
    [("monetry", "'monetry' is not a column"), ("name", "'name' is not numeric")],
)
def test_an_unknown_feature_is_refused_with_those_that_exist(feature, problem):
    table = pa.table({"name": ["Ana"], "monetary": [1.0]})
    with pytest.raises(ValueError) as refusal:
        fit_scaling(table, (rule(feature),))
    expected = (
        f"segment_features.csv: row '{feature}', column 'feature': {problem}; use one of monetary"
    )
    assert str(refusal.value) == expected
