"""Is it structure? Noise of every kind is refused, planted people are found, evidence is right."""

import numpy as np
import planted
import pyarrow as pa
import pytest
from reference_seeds import FEATURES, ROUTING, SHARES
from scipy.stats import spearmanr
from sklearn.metrics import adjusted_rand_score
from sklearn.mixture import GaussianMixture
from threadpoolctl import threadpool_limits

from vitrine import challengers, features, null_test, segmentation, segments, stability
from vitrine.diagnostics import Choice, elbow, scan, scan_all
from vitrine.kmeans import k_means

FEW = Choice(k_max=4)
CORNERS = np.random.default_rng(2).permutation(
    np.random.default_rng(1).normal(size=(400, 2))
    + np.repeat([[0, 0], [9, 3], [1, 11], [12, 14]], 100, 0)
)
LABELS = k_means(CORNERS, 4).labels_


def scaled(points: np.ndarray) -> np.ndarray:
    """As the models see them: z-scores within four standard deviations."""
    return np.clip((points - points.mean(axis=0)) / points.std(axis=0), -4, 4)


def heap(kind: str, people: int = 500) -> np.ndarray:
    """One heap of people without any segment."""
    random = np.random.default_rng(3)
    normal = random.normal(size=(people, 5))
    rich_to_poor = 0.8 * random.normal(size=(people, 1)) + 0.6 * normal
    return scaled(
        {
            "even": random.random((people, 2)),
            "Gaussian": normal,
            "skewed": random.gamma(1, 1, (people, 3)),
            "heavy tails": random.standard_t(2, (people, 4)),
            "long": rich_to_poor,
            "long and skewed": np.exp(rich_to_poor),
            "copies of one feature": np.hstack(
                [normal, normal[:, :1] + 0.1 * random.normal(size=(people, 3))]
            ),
        }[kind]
    )


@pytest.mark.parametrize(
    "kind",
    [
        "even",
        "Gaussian",
        "skewed",
        "heavy tails",
        "long",
        "long and skewed",
        "copies of one feature",
    ],
)
def test_one_heap_of_people_has_no_stable_segments(kind):
    rows = scan(heap(kind), FEW).to_pylist()
    assert len(rows) == 3
    assert not any(row["is_chosen"] for row in rows)
    assert all(row["reason"].startswith("no stable segments: ") for row in rows)


def test_a_long_heap_is_cut_stably_and_refused_by_chance_alone():
    row = scan(heap("long"), Choice(k_max=2)).to_pylist()[0]
    assert row["stability"] > 0.75
    assert row["jaccard"] > 0.6
    assert "no better than chance" in row["reason"]
    assert row["null_silhouette"] == pytest.approx(row["silhouette"], abs=0.03)


def test_without_stable_segments_there_is_no_model_and_everybody_is_unsegmented():
    random = np.random.default_rng(5)
    answers = pa.table(
        {
            "survey_id": [f"{number:04d}" for number in range(300)],
            "income": np.exp(random.normal(10, 0.5, 300)),
            "score": random.integers(1, 100, 300),
        }
    )
    diagnosed = segmentation.diagnose(answers, FEATURES, **segmentation.SURVEY, choice=FEW)
    assert diagnosed.num_rows
    found = segmentation.survey_segments(answers, diagnosed, FEATURES)
    assert set(found["segment_id"].to_pylist()) == {segments.UNSEGMENTED}
    assert segmentation.fit(answers, FEATURES, diagnosed, **segmentation.SURVEY).num_rows == 0


def test_correlated_copies_of_a_feature_do_not_hide_the_planted_segments():
    measures, _ = planted.draw(800, 5, seed=2)
    seed = FEATURES.to_pylist()
    template = next(row for row in seed if row["feature"] == "monetary")
    copies = [{**template, "feature": name} for name in ("gross_spend", "discount_amount")]
    people = features.derive(planted.activity(measures), SHARES)
    diagnosed = segmentation.diagnose(
        people, pa.Table.from_pylist(seed + copies), choice=Choice(k_min=4, k_max=6)
    )
    assert diagnosed.filter(diagnosed["is_chosen"])["k"].to_pylist() == [5]


def test_a_permuted_copy_keeps_every_column_and_breaks_every_pair():
    points = heap("long")
    copy = null_test.permuted(points, 1)
    assert np.array_equal(np.sort(copy, axis=0), np.sort(points, axis=0))
    assert abs(spearmanr(copy[:, 0], copy[:, 1]).statistic) < 0.15


def test_a_copy_of_one_heap_keeps_every_column_and_the_rank_correlations():
    points = heap("long and skewed")
    copy = null_test.one_heap(points, 1)
    assert np.array_equal(np.sort(copy, axis=0), np.sort(points, axis=0))
    difference = spearmanr(copy).statistic - spearmanr(points).statistic
    assert np.abs(difference).max() < 0.1


def test_real_groups_separate_better_than_every_kind_of_copy():
    assert null_test.compare(CORNERS, 4).p < 1e-6


def test_two_features_in_two_camps_each_are_no_segments():
    random = np.random.default_rng(4)
    square = random.normal(size=(400, 2)) + 9 * random.integers(0, 2, (400, 2))
    assert null_test.compare(square, 4).p > 0.005


def test_a_column_that_varies_only_beyond_the_cut_is_not_judged_by(monkeypatch):
    alone = null_test.compare(CORNERS[:300], 4)
    monkeypatch.setattr(null_test, "PEOPLE", 300)
    rare = (np.arange(400) == 399).astype(float)
    assert null_test.compare(np.column_stack([CORNERS, rare]), 4) == alone
    assert null_test.compare(rare[:, None], 2) == null_test.Null(0.0, 1.0)


def test_the_gap_statistic_finds_the_planted_number_and_one_for_a_heap():
    gap, error = null_test.gaps(CORNERS, 6)
    assert np.flatnonzero(gap[:-1] >= gap[1:] - error[1:])[0] + 1 == 4
    gap, error = null_test.gaps(heap("even"), 6)
    assert gap[0] >= gap[1] - error[1]


def test_the_elbow_is_where_the_curve_bends_most():
    assert elbow(np.array([100.0, 40.0, 10.0, 8.0, 6.0, 5.0])) == 2
    assert elbow(np.array([9.0, 6.0, 3.0, 0.0])) is None
    marked = scan(CORNERS, Choice(k_max=7)).to_pylist()
    assert [row["k"] for row in marked if row["is_elbow"]] == [4]
    assert [row["k"] for row in marked if row["is_gap_choice"]] == [4]


def test_bootstraps_find_true_segments_again_and_dissolve_made_up_ones():
    assert stability.mean_jaccards(stability.jaccards(CORNERS, LABELS, 4)).min() > 0.95
    wrong = k_means(CORNERS, 7).labels_
    assert stability.mean_jaccards(stability.jaccards(CORNERS, wrong, 7)).min() < 0.6


def test_a_bootstrap_that_found_the_same_segments_has_a_jaccard_of_one(monkeypatch):
    class Same:
        def __init__(self, points):
            middles = np.array([CORNERS[label == LABELS].mean(axis=0) for label in range(4)])
            near = ((points[:, None] - middles) ** 2).sum(axis=2).argmin(axis=1)
            self.labels_ = np.array([2, 0, 3, 1])[near]

    monkeypatch.setattr(stability, "k_means", lambda points, *_: Same(points))
    assert (stability.jaccards(CORNERS, LABELS, 4) == 1).all()


@pytest.mark.parametrize(
    ("jaccard", "word"),
    [(0.75, "stable"), (0.749, "doubtful"), (0.6, "doubtful"), (0.599, "dissolves")],
)
def test_the_verdict_changes_at_hennigs_bounds(jaccard, word):
    assert stability.verdict(jaccard) == word


def test_challengers_stand_beside_and_are_never_chosen():
    rows = scan_all(CORNERS, Choice(k_min=3, k_max=5)).to_pylist()
    keys = [(row["algorithm"], row["k"]) for row in rows]
    assert keys[:6] == [(name, k) for name in ("k-means", "gaussian mixture") for k in (3, 4, 5)]
    assert [key for key in keys[6:]] == [("hdbscan", 4)]
    assert [row["k"] for row in rows if row["is_chosen"]] == [4]
    assert rows[0]["algorithm"] == "k-means"
    mixture, density = rows[4], rows[6]
    assert mixture["agreement"] == density["agreement"] == 1.0
    assert "its lowest BIC" in mixture["reason"]
    for name in ("silhouette", "davies_bouldin", "calinski_harabasz"):
        assert mixture[name] == pytest.approx(rows[1][name])
    assert mixture["inertia"] == pytest.approx(rows[1]["inertia"])


def test_a_mixture_is_scikit_learns_own_and_sees_a_tight_group_within_a_wide_one():
    random = np.random.default_rng(6)
    points = np.vstack([4 * random.normal(size=(300, 2)), 0.3 * random.normal(size=(200, 2)) + 3])
    truth = np.repeat([0, 1], [300, 200])
    by_k_means = k_means(points, 2).labels_
    row = challengers.mixtures(points, {2: by_k_means})[0]
    own = GaussianMixture(2, reg_covar=0.05, random_state=20_251).fit(points)
    assert row["bic"] == pytest.approx(own.bic(points))
    assert row["agreement"] == pytest.approx(adjusted_rand_score(by_k_means, own.predict(points)))
    assert adjusted_rand_score(truth, own.predict(points)) > 0.85
    assert row["agreement"] < 0.7


def test_where_nothing_is_dense_hdbscan_says_so_with_no_groups():
    row = challengers.density(heap("Gaussian"), {}, 0.02)[0]
    assert row["k"] == 0
    assert row["noise_share"] == 1.0
    assert "silhouette" not in row


def test_neither_threads_nor_a_second_run_change_one_figure():
    tables = []
    for threads in (1, 2):
        with threadpool_limits(limits=threads):
            tables.append(scan_all(CORNERS, Choice(k_max=3)))
    assert tables[0].equals(tables[1])


def test_each_fitted_segment_has_its_stability():
    measures, _ = planted.draw(600, 3, seed=1)
    people = features.derive(planted.activity(measures), SHARES)
    diagnosed = pa.table({"k": [3], "is_chosen": [True]})
    model = segmentation.fit(people, FEATURES, diagnosed)
    table = segmentation.segment_stability(people, model)
    assert table["segment_id"].to_pylist() == ["s1", "s2", "s3"]
    assert sum(table["customers"].to_pylist()) == 600
    assert set(table["verdict"].to_pylist()) == {"stable"}
    shuffled = people.take(np.random.default_rng(0).permutation(600))
    assert segmentation.segment_stability(shuffled, model).equals(table)
    nothing = segmentation.segment_stability(people, model.slice(0, 0))
    assert nothing.num_rows == 0
    assert nothing.schema.equals(table.schema)


def test_a_hundred_thousand_planted_people_are_found_again():
    """Adjusted Rand index of at least 0.95; six personas of 5 to 30 %, known for four years, three
    features of noise among seventeen, nothing told: not even that there are six.
    """
    sizes = (0.30, 0.22, 0.05, 0.12, 0.20, 0.11)
    measures, truth = planted.draw(100_000, 6, seed=6, years=4, strength=40, sizes=sizes)
    random = np.random.default_rng(7)
    noise = {
        "dwell_minutes": np.round(random.lognormal(5, 1, 100_000), 2),
        "app_events": random.negative_binomial(1, 0.2, 100_000),
        "viewing_days": random.gamma(0.7, 30, 100_000).astype(int),
    }
    activity = planted.activity(measures | noise)
    seed = FEATURES.to_pylist()
    seed += [{**seed[0], "feature": name, "weight": 0.25, "block": "noise"} for name in noise]
    seed = pa.Table.from_pylist(seed)
    people = segmentation.clusterable(activity, SHARES, ROUTING)
    diagnosed = segmentation.diagnose(
        people, seed, choice=Choice(k_min=4, k_max=8), sample_size=5_000
    )
    assert diagnosed.filter(diagnosed["is_chosen"])["k"].to_pylist() == [6]
    model = segments.from_rows(segmentation.fit(people, seed, diagnosed, sample_size=20_000))
    found = segments.assign(features.derive(activity, SHARES), model)["segment_id"]
    assert adjusted_rand_score(truth, found.to_numpy()) >= 0.95
