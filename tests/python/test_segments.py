"""The fitted model: published as rows, read back, and scored the same anywhere."""

import duckdb
import numpy as np
import planted
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference_seeds import FEATURES, SHARES
from sklearn.metrics import adjusted_rand_score

from vitrine import features, segments
from vitrine.rules import FeatureRule, feature_rules

RULES = feature_rules(FEATURES, "customers")
MEASURES, TRUTH = planted.draw(800, 4, seed=3)
PEOPLE = features.derive(planted.activity(MEASURES), SHARES)


def fit(people: pa.Table = PEOPLE, rules=RULES, k: int = 4, **options) -> segments.Model:
    return segments.fit(people, rules, k, label="2025-12-31", **options)


MODEL = fit()
ROWS = segments.to_rows(MODEL)
ASSIGNED = segments.assign(PEOPLE, MODEL)


def without(name: str) -> tuple[FeatureRule, ...]:
    return tuple(rule for rule in RULES if rule.feature != name)


def reweighted(name: str, weight: float) -> tuple[FeatureRule, ...]:
    return tuple(
        FeatureRule(**{**vars(rule), "weight": weight}) if rule.feature == name else rule
        for rule in RULES
    )


def test_planted_segments_are_found_again():
    assert adjusted_rand_score(TRUTH, ASSIGNED["segment_id"].to_pylist()) > 0.95


def test_the_model_survives_being_published_and_read_back_in_any_order():
    shuffled = ROWS.take(np.random.default_rng(0).permutation(ROWS.num_rows))
    read = segments.from_rows(shuffled)
    assert read.version == MODEL.version
    assert segments.to_rows(read).equals(ROWS)
    assert segments.assign(PEOPLE, read).equals(ASSIGNED)


def test_ten_and_more_segments_keep_their_order():
    model = fit(k=11)
    assert model.segment_ids[9:] == ("s10", "s11")
    assert segments.from_rows(segments.to_rows(model)).segment_ids == model.segment_ids


def test_row_order_does_not_change_the_answer():
    order = np.random.default_rng(1).permutation(PEOPLE.num_rows)
    again = fit(PEOPLE.take(order))
    assert segments.to_rows(again).equals(ROWS)
    assert segments.assign(PEOPLE.take(order), again).equals(ASSIGNED.take(order))


def test_the_sample_is_the_same_whatever_the_row_order():
    order = np.random.default_rng(2).permutation(PEOPLE.num_rows)
    few = fit(sample_size=200)
    assert segments.to_rows(fit(PEOPLE.take(order), sample_size=200)).equals(segments.to_rows(few))
    assert few.version != MODEL.version
    found = segments.assign(PEOPLE, few)["segment_id"].to_pylist()
    assert adjusted_rand_score(TRUTH, found) > 0.9


def test_a_sample_by_hash_ignores_how_people_are_numbered():
    numbered = pa.table({"id": np.arange(10_000)})
    drawn = segments.sample(numbered, "id", 1_000)["id"].to_numpy()
    assert abs(drawn.mean() - 5_000) < 300


def test_everybody_is_in_the_nearest_segment_and_the_next_is_no_nearer():
    first = ASSIGNED["distance_to_centroid"].to_numpy()
    second = ASSIGNED["distance_to_second"].to_numpy()
    assert (first >= 0).all() and (first <= second).all()


def test_plain_sql_scores_the_published_rows_the_same():
    people, rows = PEOPLE, ROWS  # noqa: F841 (DuckDB finds them by name)
    assigned = ASSIGNED.append_column("customer_id", PEOPLE["customer_id"])  # noqa: F841
    names = ", ".join(sorted({row["feature"] for row in ROWS.to_pylist()}))
    casts = ", ".join(f"{name}::double as {name}" for name in names.split(", "))
    differences = duckdb.sql(f"""
        with long as (
            select * from (select customer_id, {casts} from people)
                unpivot include nulls (measured for feature in ({names}))
        ),
        filled as (
            select long.customer_id, rows.*, coalesce(measured, missing_as) as filled
            from long join rows using (feature)
        ),
        shaped as (
            select *, case transform
                when 'log1p' then ln(1 + greatest(filled, 0))
                when 'sqrt' then sqrt(greatest(filled, 0)) else filled end as shaped
            from filled
        ),
        distances as (
            select customer_id, segment_id, segment_order, sqrt(sum(weight * power(
                least(greatest((shaped - mean) / scale, -clip), clip) - centroid, 2))) as distance
            from shaped group by all
        ),
        nearest as (
            select * from distances
            qualify row_number() over (
                partition by customer_id order by distance, segment_order) = 1
        )
        select count(*), max(abs(nearest.distance - assigned.distance_to_centroid)),
            sum((nearest.segment_id <> assigned.segment_id)::int)
        from nearest join assigned using (customer_id)
    """).fetchall()[0]
    assert differences[0] == PEOPLE.num_rows
    assert differences[1] < 1e-9
    assert differences[2] == 0


def test_on_a_tie_the_segment_first_in_order_wins():
    rows = [
        {
            "model_version": "v",
            "feature_set": "customers",
            "segment_id": name,
            "segment_order": order,
            "feature": "monetary",
            "transform": "identity",
            "missing_as": 0.0,
            "mean": 0.0,
            "scale": 1.0,
            "clip": 9.0,
            "weight": 1.0,
            "centroid": centroid,
        }
        for order, name, centroid in ((1, "s7", 1.0), (2, "s2", -1.0))
    ]
    model = segments.from_rows(pa.Table.from_pylist(rows[::-1], schema=segments.ROWS))
    table = segments.assign(pa.table({"monetary": [0.0, -0.5]}), model)
    assert table["segment_id"].to_pylist() == ["s7", "s2"]
    assert table["distance_to_centroid"].to_pylist() == [1.0, 0.5]
    assert table["distance_to_second"].to_pylist() == [1.0, 1.5]


@settings(max_examples=5, deadline=None)
@given(st.sampled_from([rule.feature for rule in RULES]))
def test_weight_zero_is_as_good_as_removing_the_feature(name):
    silenced = segments.assign(PEOPLE, fit(rules=reweighted(name, 0.0), k=3))
    removed = segments.assign(PEOPLE, fit(rules=without(name), k=3))
    assert silenced["distance_to_centroid"].equals(removed["distance_to_centroid"])
    assert adjusted_rand_score(
        silenced["segment_id"].to_pylist(), removed["segment_id"].to_pylist()
    ) == pytest.approx(1)


def test_a_heavy_weight_draws_the_segments_along_its_feature():
    weights = [
        segments.assign(PEOPLE, fit(rules=reweighted("active_packages", w))) for w in (0, 50)
    ]
    packages = PEOPLE["active_packages"].to_numpy() > 0
    spread = []
    for table in weights:
        labels = np.array(table["segment_id"].to_pylist())
        spread.append(len(set(labels[packages]) & set(labels[~packages])))
    assert spread[1] == 0 < spread[0]


def test_all_weights_times_ten_change_distances_and_nobodys_segment():
    tenfold = tuple(FeatureRule(**{**vars(rule), "weight": 10 * rule.weight}) for rule in RULES)
    scaled = segments.assign(PEOPLE, fit(rules=tenfold))
    assert scaled["segment_id"].equals(ASSIGNED["segment_id"])
    np.testing.assert_allclose(
        scaled["distance_to_centroid"].to_numpy(),
        np.sqrt(10) * ASSIGNED["distance_to_centroid"].to_numpy(),
    )


def test_the_first_segment_is_the_most_valuable():
    spend = np.array(MEASURES["net_spend"])
    labels = np.array(ASSIGNED["segment_id"].to_pylist())
    middle = [np.median(spend[labels == name]) for name in MODEL.segment_ids]
    assert middle[0] == max(middle)


def test_the_version_names_the_day_and_changes_with_every_parameter():
    assert MODEL.version.startswith("2025-12-31-") and len(MODEL.version) == 19
    assert fit().version == MODEL.version
    assert fit(rules=reweighted("categories", 0.26)).version != MODEL.version
    assert fit(k=3).version != MODEL.version


def test_a_feature_that_never_varied_is_published_with_weight_zero():
    constant = PEOPLE.set_column(
        PEOPLE.column_names.index("viewing_minutes"), "viewing_minutes", pa.nulls(800)
    )
    rows = [
        row
        for row in segments.to_rows(fit(constant)).to_pylist()
        if row["feature"] == "viewing_minutes"
    ]
    assert {(row["weight"], row["scale"], row["centroid"]) for row in rows} == {(0.0, 1.0, 0.0)}


def test_more_segments_than_people_are_refused():
    with pytest.raises(ValueError, match="4 segments cannot be fitted on 3 rows; ask for fewer"):
        fit(PEOPLE.slice(0, 3))


def test_duplicates_give_as_many_segments_as_there_are_different_people():
    twins = pa.table({"id": [str(n) for n in range(30)], "income": [1.0, 2.0, 9.0] * 10})
    rules = (FeatureRule("income", "value", "identity", 0.0, 100.0, 1.0),)
    model = segments.fit(twins, rules, 5, label="survey", key="id")
    assert model.segment_ids == ("s1", "s2", "s3")
    assert segments.assign(twins, model)["distance_to_centroid"].to_pylist() == pytest.approx(
        [0] * 30, abs=1e-12
    )


def test_people_who_are_all_alike_are_one_segment():
    alike = pa.table({"id": ["a", "b"], "income": [1.0, 1.0]})
    rules = (FeatureRule("income", "value", "identity", 0.0, 100.0, 1.0),)
    found = segments.assign(alike, segments.fit(alike, rules, 2, label="survey", key="id"))
    assert found["segment_id"].to_pylist() == ["s1", "s1"]
    assert found["distance_to_second"].null_count == 2


def test_without_a_model_everybody_is_unsegmented():
    model = segments.from_rows(segments.ROWS.empty_table())
    found = segments.assign(PEOPLE, model)
    assert set(found["segment_id"].to_pylist()) == {segments.UNSEGMENTED}
    assert found["distance_to_centroid"].null_count == PEOPLE.num_rows
    assert model.version is None


def test_nobody_gives_an_empty_table_of_the_same_columns_and_types():
    assert segments.assign(PEOPLE.slice(0, 0), MODEL).schema.equals(ASSIGNED.schema)


def test_a_person_twice_is_refused():
    with pytest.raises(ValueError, match=r"column 'customer_id': '[0-9a-f]+' appears twice"):
        fit(pa.concat_tables([PEOPLE, PEOPLE.slice(5, 1)]))


def test_a_person_without_a_key_is_refused():
    ids = pa.array([None, *PEOPLE["customer_id"].to_pylist()[1:]])
    with pytest.raises(ValueError, match="column 'customer_id' is null in 1 rows"):
        fit(PEOPLE.set_column(0, "customer_id", ids))


def test_a_missing_key_is_refused():
    with pytest.raises(ValueError, match="column 'survey_id' is missing"):
        fit(key="survey_id")


def test_mixed_versions_are_refused():
    other = segments.to_rows(fit(k=2))
    with pytest.raises(ValueError, match="filter to one of them"):
        segments.from_rows(pa.concat_tables([ROWS, other]))


def test_a_model_with_a_row_lost_is_refused():
    with pytest.raises(ValueError, match="has not the features of 's1'; build the model anew"):
        segments.from_rows(ROWS.slice(0, ROWS.num_rows - 1))


def test_scoring_people_without_a_feature_of_the_model_is_refused():
    with pytest.raises(ValueError, match="'evening_share' is not a column"):
        segments.assign(PEOPLE.drop_columns(["evening_share"]), MODEL)
