"""Other algorithms asked the same question: evidence beside k-means, never the published answer.

k-means stays the answer because its parameters score anybody in plain SQL. The challengers say
whether its round, similar segments are an artefact: a Gaussian mixture may stretch and overlap
them (its BIC, Schwarz 1978, chooses k), HDBSCAN (Campello, Moulavi & Sander 2013) finds dense
groups of any shape, says how many by itself, and leaves the rest as noise. In the ten and more
dimensions of shoppers that is often most people, or one group of nearly all.

At most 2,000 people; stability is that of three halves, for the mixture that BIC chooses alone. All
on one thread.
"""

import warnings

import numpy as np
from sklearn.cluster import HDBSCAN
from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics import (
    adjusted_rand_score,
    calinski_harabasz_score,
    davies_bouldin_score,
)
from sklearn.mixture import GaussianMixture
from sklearn.neighbors import KNeighborsClassifier

from vitrine.kmeans import SEED, silhouette
from vitrine.processors import one_thread, side_by_side
from vitrine.stability import of_halves

MIXTURE = "gaussian mixture"
DENSITY = "hdbscan"
PEOPLE = 2_000
HALVES = 3
# Added to every variance. Those who pay for no package lie in a plane: without a floor a component
# collapses onto it and its likelihood has no bound.
VARIANCE_FLOOR = 0.05
NOISE = -1


def mixtures(points: np.ndarray, by_k_means: dict[int, np.ndarray]) -> list[dict]:
    """One row a k: a Gaussian mixture with full covariances, everybody in the likeliest component.

    `points` of shape (people, dimensions); `by_k_means` holds the labels of k-means for each k to
    try, with which `agreement` (adjusted Rand index) is measured.
    """
    points = points[:PEOPLE]

    def tried(k: int) -> dict:
        fitted = _mixture(points, k, SEED)
        found, bic = fitted.predict(points), float(fitted.bic(points))
        return {
            "algorithm": MIXTURE,
            "k": k,
            **figures(points, found),
            "smallest_share": float(np.bincount(found, minlength=k).min() / len(points)),
            "agreement": float(adjusted_rand_score(by_k_means[k][:PEOPLE], found)),
            "bic": bic,
        }

    rows = side_by_side(tried, by_k_means)
    least = min((row["bic"] for row in rows), default=0.0)
    for row in rows:
        best = "its BIC prefers another k"
        if row["bic"] == least:
            best = "its lowest BIC"
            row["stability"] = of_halves(points, _mixture_answer(row["k"]), HALVES)
        row["reason"] = f"evidence only: {best}; agrees with k-means at {row['agreement']:.2f}"
    return rows


def density(
    points: np.ndarray, by_k_means: dict[int, np.ndarray], smallest_share: float
) -> list[dict]:
    """One row for as many groups of at least `smallest_share` of the people as HDBSCAN finds, 0 too.

    Noise is in no group: the figures are of the others, null where fewer than two groups are left.
    `agreement` is with k-means for the same number, noise left out, null where that was not tried.
    """
    points = points[:PEOPLE]
    least = max(5, round(smallest_share * len(points)))
    found = _dense_groups(points, least)
    grouped = found != NOISE
    sizes = np.bincount(found[grouped])
    k = len(sizes)
    row = {
        "algorithm": DENSITY,
        "k": k,
        "noise_share": float(1 - grouped.mean()),
        "smallest_share": float(sizes.min() / len(points)) if k else None,
        "reason": f"evidence only: {k} dense groups,"
        f" {100 * (1 - grouped.mean()):.0f} % of the people in none",
    }
    if k >= 2:
        row |= figures(points[grouped], found[grouped])
        row["stability"] = of_halves(points, _density_answer(least), HALVES)
        if k in by_k_means:
            labels = by_k_means[k][:PEOPLE][grouped]
            row["agreement"] = float(adjusted_rand_score(labels, found[grouped]))
    return [row]


def figures(points: np.ndarray, labels: np.ndarray) -> dict:
    """Inertia around the groups' own means, silhouette, Calinski-Harabasz and Davies-Bouldin."""
    groups = np.unique(labels)
    inertia = sum(
        float(((points[labels == group] - points[labels == group].mean(axis=0)) ** 2).sum())
        for group in groups
    )
    separable = 2 <= len(groups) < len(labels)
    with one_thread():
        return {
            "inertia": inertia,
            "silhouette": silhouette(points, labels),
            "calinski_harabasz": float(calinski_harabasz_score(points, labels)) if separable else 0,
            "davies_bouldin": float(davies_bouldin_score(points, labels)) if separable else 0,
        }


def _mixture(points: np.ndarray, k: int, seed: int) -> GaussianMixture:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        return GaussianMixture(k, reg_covar=VARIANCE_FLOOR, random_state=seed).fit(points)


def _mixture_answer(k: int):
    def fit(points, seed):
        with one_thread():
            return _mixture(points, k, seed).predict

    return fit


def _dense_groups(points: np.ndarray, least: int) -> np.ndarray:
    with one_thread():
        return HDBSCAN(min_cluster_size=min(least, len(points)), copy=True).fit(points).labels_


def _density_answer(least: int):
    """HDBSCAN on half the people; whoever was not there is what the nearest who was is."""

    def fit(points, seed):
        found = _dense_groups(points, max(5, least // 2))
        return KNeighborsClassifier(1).fit(points, found).predict

    return fit
