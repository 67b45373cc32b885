"""Whether the same segments come out again: of halves of the people, and of bootstrap samples."""

from collections.abc import Callable

import numpy as np

from vitrine.kmeans import FEW_STARTS, k_means
from vitrine.processors import one_thread

# Of few people, ten halves leave a standard error of up to 0.05, enough to cross a bar by luck.
HALVES, MOST_HALVES = 10, 60
SURE = 2.0
HALVES_PEOPLE = 10_000
BOOTSTRAPS = 25
BOOTSTRAP_PEOPLE = 2_000
# Hennig (2007): from 0.75 on a cluster is stable, below 0.6 it is not to be trusted.
STABLE, DISSOLVED = 0.75, 0.6

# A fit on some people that answers for others: (points, seed) -> (points -> labels).
Fit = Callable[[np.ndarray, int], Callable[[np.ndarray], np.ndarray]]


def of_halves(
    points: np.ndarray, fit: Fit, halves: int = HALVES, bar: float | None = None
) -> float:
    """Mean adjusted Rand index over all pairs of fits on different halves with different seeds.

    Each fit is asked about everybody (Hubert & Arabie 1985; halves in the spirit of Ben-Hur,
    Elisseeff & Guyon 2002). With a `bar`, as many halves again are drawn while the mean lies within
    two standard errors of it, up to sixty in all. `points` of shape (people, dimensions); its first
    10,000 are used.
    """
    points = points[:HALVES_PEOPLE]
    most = halves if bar is None else MOST_HALVES // halves * halves
    labels: list[np.ndarray] = []
    mean = 0.0
    while len(labels) < most:
        labels += [_of_half(points, fit, len(labels) + number) for number in range(1, halves + 1)]
        mean, error = mean_of_pairs(np.tril(adjusted_rand(np.array(labels)), -1))
        if bar is not None and abs(mean - bar) > SURE * error:
            break
    return mean


def adjusted_rand(labels: np.ndarray) -> np.ndarray:
    """The adjusted Rand index (Hubert & Arabie 1985) of every two labelings of the same people.

    `labels` of shape (labelings, people); float64 of shape (labelings, labelings). To the bit what
    scikit-learn's `adjusted_rand_score` says of each pair, whose checks of its input take longer
    than the index: some two thousand pairs are asked for at every k.
    """
    labelings, people = labels.shape
    values = np.unique(labels)
    # how many people have each two labels, exact in float32 below 2^24 people
    given = (labels[:, None, :] == values[:, None]).reshape(-1, people).astype(np.float32)
    with one_thread():
        both = (given @ given.T).astype(np.int64)
    both = both.reshape(labelings, len(values), labelings, len(values))
    # ordered pairs of people that are together in both, in the first, in neither
    together = (both**2).sum(axis=(1, 3)) - people
    first = together.diagonal()[:, None]
    second = first.T
    apart = people * (people - 1) - first - second + together
    split, joined = first - together, second - together
    wrong = (together + split) * (split + apart) + (together + joined) * (joined + apart)
    right = 2.0 * (together * apart - split * joined)
    return np.where(split + joined == 0, 1.0, right / np.maximum(wrong, 1))


def mean_of_pairs(agreements: np.ndarray) -> tuple[float, float]:
    """The mean over pairs and its standard error, leaving one half out at a time (Efron & Stein 1981).

    `agreements` of shape (halves, halves), with a pair's agreement below the diagonal and zeros
    elsewhere; at least three halves.
    """
    halves = len(agreements)
    total = agreements.sum()
    without = total - agreements.sum(axis=0) - agreements.sum(axis=1)
    means = without / ((halves - 1) * (halves - 2) / 2)
    error = np.sqrt((halves - 1) * means.var())
    return float(total / (halves * (halves - 1) / 2)), float(error)


def _of_half(points: np.ndarray, fit: Fit, seed: int) -> np.ndarray:
    """What a fit on half of the people says about all of them."""
    half = len(points) // 2
    chosen = np.sort(np.random.default_rng(seed).permutation(len(points))[:half])
    answer = fit(points[chosen], seed)
    with one_thread():
        return answer(points)


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
