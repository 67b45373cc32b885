"""Whether the same segments come out again: of halves of the people, and of bootstrap samples."""

from collections.abc import Callable
from itertools import combinations

import numpy as np
from sklearn.metrics import adjusted_rand_score

from vitrine.kmeans import FEW_STARTS, k_means
from vitrine.processors import one_thread

# Five halves left a standard deviation of 0.1 on real households, enough to cross the bar by luck;
# ten leave 0.02.
HALVES = 10
HALVES_PEOPLE = 10_000
BOOTSTRAPS = 25
BOOTSTRAP_PEOPLE = 2_000
# Hennig (2007): from 0.75 on a cluster is stable, below 0.6 it is not to be trusted.
STABLE, DISSOLVED = 0.75, 0.6

# A fit on some people that answers for others: (points, seed) -> (points -> labels).
Fit = Callable[[np.ndarray, int], Callable[[np.ndarray], np.ndarray]]


def of_halves(points: np.ndarray, fit: Fit, halves: int = HALVES) -> float:
    """Mean adjusted Rand index over all pairs of fits on different halves with different seeds.

    Each fit is asked about everybody (Hubert & Arabie 1985; halves in the spirit of Ben-Hur,
    Elisseeff & Guyon 2002). `points` of shape (people, dimensions); its first 10,000 are used.
    """
    points = points[:HALVES_PEOPLE]
    half = len(points) // 2
    labels = []
    for seed in range(1, halves + 1):
        chosen = np.sort(np.random.default_rng(seed).permutation(len(points))[:half])
        answer = fit(points[chosen], seed)
        with one_thread():
            labels.append(answer(points))
    return float(np.mean([adjusted_rand_score(one, two) for one, two in combinations(labels, 2)]))


def jaccards(points: np.ndarray, labels: np.ndarray, k: int) -> np.ndarray:
    """How well each segment is found again: float64 of shape (25 bootstraps, `k`), in 0-1.

    Hennig (2007), the scheme of `clusterboot` in the R package fpc: k-means on people drawn with
    replacement; for each segment the largest Jaccard coefficient with any of the clusters found,
    counted over the people that were drawn, each once. `labels` are 0 to k-1, of shape (people,).
    The first 2,000 people are used; NaN where a bootstrap drew nobody of a segment.
    """
    points, labels = points[:BOOTSTRAP_PEOPLE], labels[:BOOTSTRAP_PEOPLE]
    found = np.empty((BOOTSTRAPS, k))
    for number in range(BOOTSTRAPS):
        drawn = np.random.default_rng(number).integers(0, len(points), len(points))
        people, first = np.unique(drawn, return_index=True)
        again = k_means(points[drawn], k, number, FEW_STARTS).labels_[first]
        both = np.zeros((k, k))
        np.add.at(both, (labels[people], again), 1)
        old, new = both.sum(axis=1, keepdims=True), both.sum(axis=0, keepdims=True)
        largest = (both / np.maximum(old + new - both, 1)).max(axis=1)
        found[number] = np.where(old[:, 0] > 0, largest, np.nan)
    return found


def mean_jaccards(found: np.ndarray) -> np.ndarray:
    """The mean over bootstraps, of shape (segments,); 0 for a segment that nobody was drawn of."""
    drawn = np.isfinite(found)
    return np.where(drawn, found, 0.0).sum(axis=0) / np.maximum(drawn.sum(axis=0), 1)


def verdict(jaccard: float) -> str:
    """Hennig's words for a mean Jaccard coefficient."""
    if jaccard >= STABLE:
        return "stable"
    return "doubtful" if jaccard >= DISSOLVED else "dissolves"
