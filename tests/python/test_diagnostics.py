"""Choosing the number of segments: the figures are scikit-learn's, the choice is the rule's."""

import numpy as np
import planted
import pytest
from reference_seeds import FEATURES, ROUTING, SHARES
from sklearn import metrics
from threadpoolctl import threadpool_info, threadpool_limits

from vitrine import diagnostics, features, kmeans, segmentation
from vitrine.diagnostics import Choice, choose, k_means, scan, stability
from vitrine.stability import adjusted_rand, mean_of_pairs, of_halves

# Not the corners of a square: that is two features in two camps each, and no segments.
BLOBS = np.random.default_rng(1).normal(size=(400, 2)) + np.repeat(
    [[0, 0], [9, 3], [1, 11], [12, 14]], 100, 0
)
BLOBS = np.random.default_rng(2).permutation(BLOBS)


def chosen(table) -> list[int]:
    return table.filter(table["is_chosen"])["k"].to_pylist()


def candidate(
    k: int,
    silhouette: float,
    stable: float = 0.9,
    smallest: float = 0.1,
    jaccard: float = 0.8,
    null_p: float | None = None,
) -> dict:
    return {
        "k": k,
        "silhouette": silhouette,
        "stability": stable,
        "smallest_share": smallest,
        "jaccard": jaccard,
        "null_silhouette": None if null_p is None else 0.3,
        "null_p": null_p,
    }


def verdict(*rows: dict) -> list[int]:
    return [row["k"] for row in choose(list(rows)) if row["is_chosen"]]


def test_every_figure_equals_scikit_learns_own():
    for row in scan(BLOBS, Choice(k_max=5)).to_pylist():
        labels = k_means(BLOBS, row["k"]).labels_
        assert row["silhouette"] == pytest.approx(metrics.silhouette_score(BLOBS, labels))
        assert row["calinski_harabasz"] == pytest.approx(
            metrics.calinski_harabasz_score(BLOBS, labels)
        )
        assert row["davies_bouldin"] == pytest.approx(metrics.davies_bouldin_score(BLOBS, labels))
        middles = np.array([BLOBS[labels == label].mean(axis=0) for label in range(row["k"])])
        assert row["inertia"] == pytest.approx(((BLOBS - middles[labels]) ** 2).sum(), rel=1e-4)
        assert row["smallest_share"] == np.bincount(labels).min() / 400


def test_four_plain_groups_are_four():
    assert chosen(scan(BLOBS, Choice(k_max=7))) == [4]


def test_the_best_silhouette_wins():
    assert verdict(candidate(2, 0.2), candidate(3, 0.4), candidate(4, 0.3)) == [3]


def test_of_equals_the_fewest_segments_win():
    assert verdict(candidate(4, 0.4), candidate(5, 0.4), candidate(6, 0.3)) == [4]


def test_a_strong_contrast_of_two_does_not_hide_a_better_answer():
    # The figures of a planted three that a margin in favour of fewer segments took for two.
    assert verdict(candidate(2, 0.3633), candidate(3, 0.3683), candidate(4, 0.3124)) == [3]


def test_a_doubtful_contrast_gives_way_to_surer_groups_that_separate_nearly_as_well():
    # Shoppers of a mall without a partner: two heaps, or the five groups that were planted.
    found = choose([candidate(2, 0.457, jaccard=0.67), candidate(5, 0.418, jaccard=0.97)])
    assert [row["is_chosen"] for row in found] == [False, True]
    assert found[0]["reason"] == (
        "k = 5 separates nearly as well and is surer: bootstraps find a segment of this one again"
        " at 0.67, below 0.75"
    )
    assert verdict(candidate(2, 0.457, jaccard=0.67), candidate(5, 0.41, jaccard=0.97)) == [2]
    assert verdict(candidate(2, 0.457, jaccard=0.67), candidate(5, 0.418, jaccard=0.74)) == [2]


def test_an_unstable_answer_loses_however_well_it_separates():
    assert verdict(candidate(3, 0.3), candidate(4, 0.9, stable=0.69)) == [3]


def test_a_sliver_is_not_a_segment():
    assert verdict(candidate(3, 0.3), candidate(4, 0.9, smallest=0.019)) == [3]


def test_a_segment_that_bootstraps_dissolve_refuses_the_answer():
    assert verdict(candidate(3, 0.3), candidate(4, 0.9, jaccard=0.59)) == [3]


def test_an_answer_that_chance_gives_as_well_is_none():
    rows = choose([candidate(2, 0.4, null_p=0.005)])
    assert not rows[0]["is_chosen"]
    assert rows[0]["reason"] == (
        "no stable segments: no better than chance: copies without structure separate at 0.30"
        " (p = 0.005)"
    )
    assert verdict(candidate(2, 0.4, null_p=0.005), candidate(3, 0.3, null_p=0.004)) == [3]


def test_without_a_sound_answer_nothing_is_chosen_and_every_row_says_why():
    rows = choose([candidate(2, 0.1, stable=0.2), candidate(3, 0.1, smallest=0.001)])
    assert not any(row["is_chosen"] for row in rows)
    assert (
        rows[0]["reason"] == "no stable segments: unstable: fits on halves agree at 0.20, below 0.7"
    )
    assert "its smallest segment holds 0.1 % of the people" in rows[1]["reason"]


def test_a_value_that_just_misses_is_written_so_that_it_does():
    (row,) = choose([candidate(2, 0.1, stable=0.6996)])
    assert row["reason"].endswith("fits on halves agree at 0.6996, below 0.7")
    (row,) = choose([candidate(2, 0.1, smallest=0.01999)])
    assert row["reason"].endswith("holds 1.999 % of the people, below 2 %")


def test_noise_has_no_structure():
    noise = np.random.default_rng(0).normal(size=(1_000, 8))
    table = scan(noise, Choice(k_max=5))
    assert chosen(table) == []
    assert all(reason.startswith("no stable segments") for reason in table["reason"].to_pylist())


def test_a_wrong_number_of_segments_is_less_stable_than_the_right_one():
    assert stability(BLOBS, 4) == 1.0
    assert stability(BLOBS, 7) < 0.9


def test_more_halves_are_asked_where_ten_cannot_tell_which_side_of_the_bar():
    asked = []

    def fit(half, seed):
        asked.append(seed)
        return k_means(half, 7, seed).predict

    few = of_halves(BLOBS, fit)
    assert asked == list(range(1, 11))
    asked.clear()
    assert of_halves(BLOBS, fit, bar=0.0) == of_halves(BLOBS, fit, bar=1.0) == few
    assert asked == 2 * list(range(1, 11))
    asked.clear()
    many = of_halves(BLOBS, fit, bar=few)
    assert asked[:20] == list(range(1, 21)) and len(asked) <= 60
    assert many != few


def test_agreements_are_scikit_learns_own_to_the_bit():
    random = np.random.default_rng(4)
    truth = random.integers(0, 5, 3_000)
    labels = [np.where(random.random(3_000) < part, random.integers(-1, 9, 3_000), truth) for part in
              (0, 0, 0.1, 0.5, 1)]  # fmt: skip
    labels.append(np.zeros(3_000, dtype=int))
    found = adjusted_rand(np.array(labels))
    for one, row in enumerate(found):
        for two, agreement in enumerate(row):
            assert agreement == metrics.adjusted_rand_score(labels[one], labels[two])
    assert found[0, 1] == 1 and 0.1 < found[0, 3] < 0.9


def test_the_error_of_a_mean_of_pairs_is_that_of_leaving_one_out():
    below = np.tril(np.random.default_rng(3).random((6, 6)), -1)
    values = [[below[max(i, j), min(i, j)] for j in range(6) if j != i] for i in range(6)]
    mean, error = mean_of_pairs(below)
    assert mean == pytest.approx(below.sum() / 15)
    without = [(below.sum() - sum(row)) / 10 for row in values]
    assert error == pytest.approx(np.sqrt(5 / 6 * ((without - np.mean(without)) ** 2).sum()))


def test_the_same_points_give_the_same_figures_to_the_bit():
    assert scan(BLOBS, Choice(k_max=4)).equals(scan(BLOBS, Choice(k_max=4)))


@pytest.mark.parametrize("points", [np.ones((30, 2)), np.empty((30, 0)), np.empty((0, 3))])
def test_points_without_variation_give_no_rows(points):
    assert scan(points).num_rows == 0


def test_more_segments_than_half_the_people_are_not_tried():
    assert scan(BLOBS[:12])["k"].to_pylist() == [2, 3, 4, 5, 6]


def test_every_fit_runs_on_one_thread_whatever_the_machine_allows(monkeypatch):
    seen = set()

    class Watched(kmeans.KMeans):
        def fit(self, points):
            seen.update(pool["num_threads"] for pool in threadpool_info())
            return super().fit(points)

    monkeypatch.setattr(kmeans, "KMeans", Watched)
    with threadpool_limits(limits=4):
        k_means(BLOBS, 2)
    assert seen == {1}


def test_more_segments_than_distinct_points_are_not_tried():
    table = scan(np.repeat([[0.0, 0.0], [4.0, 1.0], [1.0, 5.0]], 20, axis=0))
    assert table["k"].to_pylist() == [2, 3]
    assert chosen(table) == [3]
    for name in ("silhouette", "calinski_harabasz", "davies_bouldin", "stability"):
        assert np.isfinite(table[name].to_numpy()).all()


@pytest.mark.parametrize("count", range(2, 9))
def test_the_planted_number_of_heavy_tailed_segments_is_found(count):
    measures, truth = planted.draw(1_200, count, seed=count)
    people = features.derive(planted.activity(measures), SHARES)
    diagnosed = segmentation.diagnose(people, FEATURES, choice=Choice(k_max=min(count + 3, 10)))
    assert chosen(diagnosed) == [count]
    found = segmentation.customer_segments(
        planted.activity(measures),
        SHARES,
        ROUTING.slice(0, 0),
        segmentation.fit(people, FEATURES, diagnosed),
        segmentation.outlier_cores(planted.activity(measures), SHARES),
    )
    agreement = metrics.adjusted_rand_score(truth, found["segment_id"].to_pylist())
    # Measured 0.90-0.99; these people overlap: a rare visitor of any kind looks occasional.
    assert agreement > 0.87


@pytest.mark.parametrize("kind", ["huge unit", "two camps", "one billionaire"])
def test_one_dominating_feature_does_not_decide(kind):
    measures, _ = planted.draw(1_200, 5, seed=2)
    random = np.random.default_rng(7)
    noise = {
        "huge unit": np.round(1e9 * random.random(1_200), 2),
        "two camps": 1_000.0 * random.integers(0, 2, 1_200),
        "one billionaire": np.r_[np.round(100 * random.random(1_199), 2), 1e9],
    }[kind]
    people = features.derive(planted.activity(measures | {"dwell_minutes": noise}), SHARES)
    seed = FEATURES.to_pylist()
    seed.append({**seed[0], "feature": "dwell_minutes", "transform": "identity", "block": "noise"})
    seed = type(FEATURES).from_pylist(seed)
    assert chosen(segmentation.diagnose(people, seed, choice=Choice(k_max=7))) == [5]


def test_the_scan_looks_at_a_sample_of_the_stated_size():
    measures, _ = planted.draw(1_000, 3, seed=1)
    people = features.derive(planted.activity(measures), SHARES)
    table = segmentation.diagnose(
        people, FEATURES, choice=diagnostics.Choice(k_max=3), sample_size=300
    )
    assert set(table["people"].to_pylist()) == {300}


def test_row_order_does_not_change_one_figure():
    measures, _ = planted.draw(600, 3, seed=1)
    people = features.derive(planted.activity(measures), SHARES)
    shuffled = people.take(np.random.default_rng(3).permutation(600))
    few = diagnostics.Choice(k_max=4)
    for size in (600, 200):
        first = segmentation.diagnose(people, FEATURES, choice=few, sample_size=size)
        again = segmentation.diagnose(shuffled, FEATURES, choice=few, sample_size=size)
        assert again.equals(first)
