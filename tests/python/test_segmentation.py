"""The whole chain as the dbt models call it: published columns, thin data, the survey."""

from pathlib import Path

import numpy as np
import planted
import pyarrow as pa
import pytest
from pyarrow import csv
from reference_seeds import FEATURES, ROUTING, SHARES, with_value
from sklearn.metrics import adjusted_rand_score, silhouette_score

from vitrine import segmentation, segments
from vitrine.diagnostics import Choice

MALL = Path(__file__).parents[3] / "shared" / "data" / "mall_customers"
PROMISED = {
    "customer_id": pa.string(),
    "as_of_date": pa.date32(),
    "recency_days": pa.int32(),
    "frequency": pa.int32(),
    "monetary": pa.decimal128(18, 2),
    "r_score": pa.int32(),
    "f_score": pa.int32(),
    "m_score": pa.int32(),
    "weekend_share": pa.float64(),
    "weekday_share": pa.float64(),
    "segment_id": pa.string(),
    "is_outlier": pa.bool_(),
    "distance_to_centroid": pa.float64(),
    "model_version": pa.string(),
}


def build(activity: pa.Table, features_seed: pa.Table = FEATURES) -> pa.Table:
    people = segmentation.clusterable(activity, SHARES, ROUTING)
    diagnosed = segmentation.diagnose(people, features_seed, choice=Choice(k_max=6))
    model = segmentation.fit(people, features_seed, diagnosed)
    cores = segmentation.outlier_cores(activity, SHARES)
    return segmentation.customer_segments(activity, SHARES, ROUTING, model, cores)


def mall() -> pa.Table:
    measures, _ = planted.draw(1_000, 5, seed=11)
    measures["tenure_days"][:40] = 12
    measures["days_since_last_activity"][40:70] = 300
    return planted.activity(measures)


ACTIVITY = mall()
BUILT = build(ACTIVITY)


def test_the_published_columns_come_first_with_the_promised_types():
    fields = list(BUILT.schema)[: len(PROMISED)]
    assert {field.name: field.type for field in fields} == PROMISED
    assert [field.name for field in fields] == list(PROMISED)


def test_a_share_of_which_nobody_has_a_part_is_no_feature_of_the_fit():
    """Without offers in the data, offer_share falls with the number of purchases and says nothing else."""
    names = ACTIVITY.column_names
    nothing = pa.array(np.zeros(ACTIVITY.num_rows))
    silent = ACTIVITY.set_column(names.index("offer_purchases"), "offer_purchases", nothing)
    for activity, constant in ((ACTIVITY, set()), (silent, {"offer_share"})):
        people = segmentation.clusterable(activity, SHARES, ROUTING)
        fitted = segmentation.fit(people, FEATURES, pa.table({"is_chosen": [True], "k": [4]}))
        model = segments.from_rows(fitted)
        assert {scaled.feature for scaled in model.scalings if not scaled.weight} == constant
    # what is published stays the share as the seed has it
    published = build(silent)["offer_share"].to_numpy()
    assert published.min() < published.max()


def test_the_routed_have_their_segment_no_distance_and_the_models_version():
    segment = BUILT["segment_id"].to_pylist()
    assert segment[:70] == ["new"] * 40 + ["inactive"] * 30
    assert BUILT["distance_to_centroid"].slice(0, 70).null_count == 70
    assert BUILT["distance_to_centroid"].null_count == 70
    assert BUILT["is_routed"].to_pylist() == [True] * 70 + [False] * 930
    assert len(set(BUILT["model_version"].to_pylist())) == 1
    assert BUILT["model_version"][0].as_py().startswith("2025-12-31-")
    assert set(segment[70:]) == {"s1", "s2", "s3", "s4", "s5"}


def test_only_what_can_be_unknown_is_null():
    for name in BUILT.column_names:
        expected = 70 if name.startswith(("distance", "second")) else 0
        assert BUILT[name].null_count == expected, name


def test_row_order_does_not_change_one_published_value():
    order = np.random.default_rng(0).permutation(ACTIVITY.num_rows)
    assert build(ACTIVITY.take(order)).equals(BUILT.take(order))


def test_the_routed_do_not_take_part_in_the_fit():
    measures, _ = planted.draw(1_000, 5, seed=11)
    measures["tenure_days"][:40] = 12
    measures["days_since_last_activity"][40:70] = 300
    measures["net_spend"][:70] = 1e7
    assert build(planted.activity(measures))["model_version"].equals(BUILT["model_version"])


def test_nobody_gives_empty_tables_of_the_same_columns_and_types():
    empty = build(ACTIVITY.slice(0, 0))
    assert empty.num_rows == 0
    assert empty.schema.equals(BUILT.schema)


@pytest.mark.parametrize("people", [1, 2, 19])
def test_too_few_people_to_cluster_are_unsegmented(people):
    built = build(ACTIVITY.slice(100, people))
    assert set(built["segment_id"].to_pylist()) == {segments.UNSEGMENTED}
    assert built["model_version"].null_count == people
    assert not any(built["is_outlier"].to_pylist())
    assert built.schema.equals(BUILT.schema)


def test_nineteen_people_are_not_scanned_even_where_two_groups_are_plain():
    answers = pa.table(
        {
            "survey_id": [str(number) for number in range(19)],
            "income": [number % 2 * 100 + number % 3 for number in range(19)],
            "score": [number % 2 * 50 + number % 5 for number in range(19)],
        }
    )
    assert segmentation.diagnose(answers, FEATURES, **segmentation.SURVEY).num_rows == 0


@pytest.mark.parametrize("people", [20, 23, 60])
def test_few_people_are_segmented_or_not_but_never_a_crash(people):
    built = build(ACTIVITY.slice(100, people))
    assert built["segment_id"].null_count == 0


def test_people_who_are_all_alike_have_no_structure():
    alike = ACTIVITY.slice(200, 1).take([0] * 50)
    ids = pa.array([f"{number:04d}" for number in range(50)])
    built = build(alike.set_column(0, "customer_id", ids))
    assert set(built["segment_id"].to_pylist()) == {segments.UNSEGMENTED}


def test_purchases_alone_yield_segments():
    table = ACTIVITY
    unknown = [
        name
        for name in ACTIVITY.column_names
        if name.startswith(("app_", "viewing", "active_", "coupon", "dwell", "luxury", "discount"))
    ]
    for name in unknown:
        position = table.column_names.index(name)
        table = table.set_column(position, name, pa.nulls(table.num_rows))
    built = build(table)
    assert {"s1", "s2"} <= set(built["segment_id"].to_pylist())
    assert built.schema.equals(BUILT.schema)


def test_arrow_types_as_warehouses_send_them_make_no_difference():
    sent = ACTIVITY
    for name, kind in (
        ("purchases", pa.decimal128(38, 0)),
        ("net_spend", pa.decimal128(38, 2)),
        ("customer_id", pa.large_string()),
        ("as_of_date", pa.timestamp("us")),
    ):
        sent = sent.set_column(sent.column_names.index(name), name, sent[name].cast(kind))
    assert build(sent).equals(BUILT)


def test_a_wrong_feature_is_refused_even_where_there_is_nobody_to_segment():
    wrong = with_value(FEATURES, 0, "feature", "monetry")
    with pytest.raises(ValueError, match="row 'monetry', column 'feature': 'monetry' is not a col"):
        build(ACTIVITY.slice(0, 0), wrong)


def test_two_as_of_dates_in_one_table_are_refused():
    dates = ACTIVITY["as_of_date"].to_pylist()
    dates[-1] = dates[-1].replace(year=2024)
    mixed = ACTIVITY.set_column(1, "as_of_date", pa.array(dates))
    with pytest.raises(ValueError, match="'as_of_date' holds 2 values; build one day at a time"):
        build(mixed)


def survey() -> pa.Table:
    if not (MALL / "mall_customers.csv").exists():
        pytest.skip(f"the mall survey is not beside this clone ({MALL}); its figures go unchecked")
    answers = csv.read_csv(MALL / "mall_customers.csv").rename_columns({"id": "survey_id"})
    ids = answers["survey_id"].cast(pa.string())
    income = answers["income"].cast(pa.decimal128(38, 2))
    return answers.set_column(0, "survey_id", ids).set_column(3, "income", income)


def reference(k: str) -> list[int]:
    return csv.read_csv(MALL / "reference_labels.csv")[k].to_pylist()


def survey_segments(answers: pa.Table, seed: pa.Table = FEATURES) -> pa.Table:
    diagnosed = segmentation.diagnose(answers, seed, **segmentation.SURVEY)
    return segmentation.survey_segments(answers, diagnosed, seed)


def test_the_mall_survey_is_five_segments_standardised():
    answers = survey()
    diagnosed = segmentation.diagnose(answers, FEATURES, **segmentation.SURVEY)
    best = next(row for row in diagnosed.to_pylist() if row["is_chosen"])
    assert best["k"] == 5
    assert best["silhouette"] == pytest.approx(0.554657, abs=1e-6)
    assert best["inertia"] == pytest.approx(65.568408, abs=1e-5)
    found = survey_segments(answers)["segment_id"].to_pylist()
    assert adjusted_rand_score(reference("k5"), found) == 1.0
    assert sorted(found.count(name) for name in set(found)) == [22, 23, 35, 39, 81]


def test_the_mall_survey_is_five_segments_in_its_raw_units():
    answers = survey()
    seed = FEATURES
    first = FEATURES["feature_set"].to_pylist().index("survey")
    for row, name in ((first, "income"), (first + 1, "score")):
        # A weight of the variance undoes the standardising.
        seed = with_value(
            seed, row, "weight", float(np.var(answers[name].cast("double").to_numpy()))
        )
    diagnosed = segmentation.diagnose(answers, seed, **segmentation.SURVEY)
    best = next(row for row in diagnosed.to_pylist() if row["is_chosen"])
    assert best["k"] == 5
    assert best["silhouette"] == pytest.approx(0.553932, abs=1e-6)
    assert best["inertia"] == pytest.approx(44448.455448, abs=1e-3)
    assert best["davies_bouldin"] == pytest.approx(0.572563, abs=1e-6)
    assert best["calinski_harabasz"] == pytest.approx(247.358993, abs=1e-5)
    found = survey_segments(answers, seed)["segment_id"].to_pylist()
    assert adjusted_rand_score(reference("k5"), found) == 1.0
    raw = np.column_stack([answers[name].cast("double").to_numpy() for name in ("income", "score")])
    assert silhouette_score(raw, found) == pytest.approx(0.553932, abs=1e-6)


def test_an_empty_survey_gives_an_empty_table():
    answers = pa.table(
        {
            "survey_id": pa.array([], pa.string()),
            "income": pa.array([], pa.decimal128(18, 2)),
            "score": pa.array([], pa.int32()),
        }
    )
    found = survey_segments(answers)
    assert found.num_rows == 0
    assert found.schema.field("segment_id").type == pa.string()
    assert found.schema.field("model_version").type == pa.string()


def test_a_small_survey_is_unsegmented():
    answers = pa.table({"survey_id": ["1", "2"], "income": [15, 90], "score": [39, 81]})
    assert survey_segments(answers)["segment_id"].to_pylist() == [segments.UNSEGMENTED] * 2
