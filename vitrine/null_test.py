"""What the same figures are where there are no segments: copies of the data without structure.

A silhouette alone proves nothing: one skewed heap of people cut in two gives 0.6, the right answer
on shoppers 0.2. So the answer is compared with copies of the same people that have none:

- *permuted*: every feature shuffled by itself. What it has left it had feature by feature.
- *one heap*: every feature keeps its values and every pair its rank correlation, by way of a
  Gaussian copula (NORTA: Cario & Nelson 1997), and nothing else is left. That is what a long or
  skewed heap looks like, rich to poor, which permuting breaks up and k-means cuts stably: a
  Gaussian one is the null of SigClust (Liu, Hayes, Nobel & Marron 2008).

Twenty copies of each, of the first 2,000 people, each clustered in the same way. `p` is that of a
new draw from the copies' Student distribution; the more favourable copies count. One feature alone
therefore never makes segments, nor do features whose two camps have nothing to do with each other:
both are said better by the features themselves.

The gap statistic (Tibshirani, Walther & Hastie 2001) asks the same of inertia, against people
spread evenly over the box of the principal components.
"""

from dataclasses import dataclass

import numpy as np
from scipy import stats

from vitrine.kmeans import FEW_STARTS, k_means, silhouette
from vitrine.processors import one_thread, side_by_side

PEOPLE = 2_000
GAP_PEOPLE = 1_000
COPIES = 20
GAP_COPIES = 10


@dataclass(frozen=True)
class Null:
    """The mean silhouette of the better separated kind of copies, and the chance that they reach
    what the people themselves have.
    """

    silhouette: float
    p: float


def permuted(points: np.ndarray, seed: int) -> np.ndarray:
    """The points with every column shuffled by itself, of the same shape."""
    random = np.random.default_rng(seed)
    return np.column_stack([random.permutation(column) for column in points.T])


def one_heap(points: np.ndarray, seed: int) -> np.ndarray:
    """As many points with the same values in each column and the same rank correlations."""
    scores = stats.norm.ppf((stats.rankdata(points, axis=0) - 0.5) / len(points))
    with one_thread():
        values, vectors = np.linalg.eigh(np.atleast_2d(np.corrcoef(scores.T)))
        root = vectors * np.sqrt(np.maximum(values, 0.0))
        drawn = np.random.default_rng(seed).normal(size=points.shape) @ root.T
    ranks = drawn.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable")
    return np.take_along_axis(np.sort(points, axis=0), ranks, axis=0)


def compare(points: np.ndarray, k: int) -> Null:
    """How well `k` segments separate copies without structure.

    At most 2,000 people of shape (people, dimensions) and 40 copies of them are clustered, by the
    columns in which these people differ; where there are none, chance reaches all there is.
    """
    points = points[:PEOPLE]
    varies = np.ptp(points, axis=0) > 0
    if not varies.any():
        return Null(0.0, 1.0)
    if not varies.all():
        # what few people have may be beyond the cut, and a constant has no correlation
        points = np.compress(varies, points, axis=1)
    own = _separation(points, k)
    kinds = []
    for copy in (permuted, one_heap):
        copies = [copy(points, seed) for seed in range(1, COPIES + 1)]
        found = np.array(side_by_side(lambda copied: _separation(copied, k), copies))
        kinds.append(Null(float(found.mean()), _p_value(own, found)))
    return max(kinds, key=lambda null: (null.p, null.silhouette))


def gaps(points: np.ndarray, k_max: int) -> tuple[np.ndarray, np.ndarray]:
    """The gap statistic and its error, each of shape (k_max,), for 1 to `k_max` segments.

    gap(k) = mean of log W over ten even references - log W of the points; W is the inertia. The
    error is their standard deviation times sqrt(1 + 1/10). The first 1,000 people are used. NaN
    where the inertia is 0.
    """
    points = points[:GAP_PEOPLE]
    with one_thread():
        centred = points - points.mean(axis=0)
        axes = np.linalg.svd(centred, full_matrices=False)[2]
        turned = centred @ axes.T
        low, high = turned.min(axis=0), turned.max(axis=0)
        even = [
            np.random.default_rng(seed).uniform(low, high, turned.shape) @ axes
            for seed in range(1, GAP_COPIES + 1)
        ]
    own = _log_inertias(centred, k_max, FEW_STARTS)
    # Without structure one start finds as good a cut as three.
    references = np.array(side_by_side(lambda reference: _log_inertias(reference, k_max, 1), even))
    error = references.std(axis=0) * np.sqrt(1 + 1 / GAP_COPIES)
    return references.mean(axis=0) - own, error


def _separation(points: np.ndarray, k: int) -> float:
    return silhouette(points, k_means(points, k, starts=FEW_STARTS).labels_)


def _p_value(own: float, copies: np.ndarray) -> float:
    spread = copies.std(ddof=1) * np.sqrt(1 + 1 / len(copies))
    if spread <= 1e-12:
        return 0.0 if own > copies.mean() + 1e-12 else 1.0
    return float(stats.t.sf((own - copies.mean()) / spread, len(copies) - 1))


def _log_inertias(points: np.ndarray, k_max: int, starts: int) -> np.ndarray:
    inertias = np.full(k_max, np.nan)
    for k in range(1, min(k_max, len(points)) + 1):
        inertias[k - 1] = k_means(points, k, starts=starts).inertia_
    return np.log(np.where(inertias > 0, inertias, np.nan))
