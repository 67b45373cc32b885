"""How many segments the data supports: k-means for every k, the same figures, one rule.

The rule (`choose`):

1. *Stable*: ten k-means fits with ten seeds on ten different halves of the people, each then
   asked about everybody, must agree: mean adjusted Rand index of all pairs at least 0.75 (Hubert &
   Arabie 1985; halves in the spirit of Ben-Hur, Elisseeff & Guyon 2002). On noise it is near 0.1.
2. *Usable*: no segment under 2 % of the people; what is rarer is flagged (`cores`), not segmented.
3. *Separated*: of what is left, the highest mean silhouette (Rousseeuw 1987); the fewest segments
   where two are equal. A margin in favour of fewer was tried and lost more than it won: one strong
   contrast between two groups often separates almost as well as the full answer. That is also what
   the rule still gets wrong now and then, by choosing too few.

If no k passes 1 and 2 nothing is chosen and every row says why: there is no structure to publish.
No absolute bar on the silhouette: the right answer on shoppers' records often peaks near 0.2.
Halves, not the whole, because refitting the same rows hides instability: with enough starts k-means
finds the same arbitrary cut every time. Inertia, Calinski & Harabasz (1974) and Davies & Bouldin
(1979) are published beside it for the reader; they do not vote.
"""

import warnings
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pyarrow as pa
from sklearn.cluster import KMeans
from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics import (
    adjusted_rand_score,
    calinski_harabasz_score,
    davies_bouldin_score,
    silhouette_score,
)
from threadpoolctl import ThreadpoolController

ALGORITHM = "k-means"
# Finds the thread pools once, after scikit-learn has loaded them; asking at every fit is slower
# than many of the fits.
_POOLS = ThreadpoolController()
STARTS = 10
SEED = 20_251
# Five halves left a standard deviation of 0.1 on real households, enough to cross the bar by luck;
# ten leave 0.02.
HALVES = 10
STABILITY_PEOPLE = 10_000
SILHOUETTE_PEOPLE = 5_000

SCHEMA = pa.schema(
    [
        ("algorithm", pa.string()),
        ("k", pa.int32()),
        ("inertia", pa.float64()),
        ("silhouette", pa.float64()),
        ("calinski_harabasz", pa.float64()),
        ("davies_bouldin", pa.float64()),
        ("stability", pa.float64()),
        ("smallest_share", pa.float64()),
        ("people", pa.int32()),
        ("is_chosen", pa.bool_()),
        ("reason", pa.string()),
    ]
)


@dataclass(frozen=True)
class Choice:
    """The thresholds of the rule above, and the range of k that a business person may narrow."""

    k_min: int = 2
    k_max: int = 10
    stability: float = 0.75
    smallest_share: float = 0.02


DEFAULT = Choice()


def k_means(points: np.ndarray, k: int, seed: int = SEED, starts: int = STARTS) -> KMeans:
    """A fitted scikit-learn KMeans, the same to the bit for the same points in the same order.

    One thread: several add up floating-point sums in the order in which they finish. Fewer distinct
    points than `k` give fewer segments, without a warning.
    """
    with _POOLS.limit(limits=1), warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        return KMeans(n_clusters=k, n_init=starts, random_state=seed).fit(points)


def scan(points: np.ndarray, choice: Choice = DEFAULT) -> pa.Table:
    """One row for each k that the points allow, with its figures, `is_chosen` and `reason`.

    `points` is float64 of shape (people, dimensions), scaled and weighted, in hash order (so that a
    prefix is a fair sample). k goes from `k_min` to `k_max`, at most the number of distinct points
    and half the people; nothing varies means no rows.
    """
    distinct = len(np.unique(points, axis=0)) if points.shape[1] else 0
    largest = min(choice.k_max, distinct, len(points) // 2)
    rows = [_figures(points, k) for k in range(max(choice.k_min, 2), largest + 1)]
    return pa.Table.from_pylist(choose(rows, choice), schema=SCHEMA)


def choose(rows: list[dict], choice: Choice = DEFAULT) -> list[dict]:
    """The rows with `is_chosen` and `reason` filled in by the rule at the top of this file."""
    refusals = [_refusal(row, choice) for row in rows]
    sound = [row for row, refusal in zip(rows, refusals, strict=True) if not refusal]
    best = max((row["silhouette"] for row in sound), default=0.0)
    chosen = min((row["k"] for row in sound if row["silhouette"] == best), default=0)
    judged = []
    for row, refusal in zip(rows, refusals, strict=True):
        reason = refusal or (
            "chosen: the best silhouette of the stable answers"
            if row["k"] == chosen
            else f"k = {chosen} separates better"
            if row["silhouette"] < best
            else f"separates no better than k = {chosen} with fewer segments"
        )
        if not sound:
            reason = f"no structure: {reason}"
        judged.append({**row, "is_chosen": row["k"] == chosen, "reason": reason})
    return judged


def stability(points: np.ndarray, k: int) -> float:
    """Mean adjusted Rand index over all pairs of fits on different halves with different seeds."""
    points = points[:STABILITY_PEOPLE]
    half = len(points) // 2
    labels = []
    for seed in range(1, HALVES + 1):
        chosen = np.sort(np.random.default_rng(seed).permutation(len(points))[:half])
        fitted = k_means(points[chosen], k, seed)
        with _POOLS.limit(limits=1):
            labels.append(fitted.predict(points))
    return float(np.mean([adjusted_rand_score(one, two) for one, two in combinations(labels, 2)]))


def _figures(points: np.ndarray, k: int) -> dict:
    fitted = k_means(points, k)
    labels = fitted.labels_
    looked_at = slice(0, SILHOUETTE_PEOPLE)
    groups = len(np.unique(labels[looked_at]))
    separable = 2 <= groups < len(labels[looked_at])
    with _POOLS.limit(limits=1):
        silhouette = silhouette_score(points[looked_at], labels[looked_at]) if separable else 0.0
    return {
        "algorithm": ALGORITHM,
        "k": k,
        "inertia": float(fitted.inertia_),
        "silhouette": float(silhouette),
        "calinski_harabasz": float(calinski_harabasz_score(points, labels)),
        "davies_bouldin": float(davies_bouldin_score(points, labels)),
        "stability": stability(points, k),
        "smallest_share": float(np.bincount(labels).min() / len(points)),
        "people": len(points),
    }


def _refusal(row: dict, choice: Choice) -> str:
    if row["stability"] < choice.stability:
        return (
            f"unstable: fits on halves agree at {row['stability']:.2f}, below {choice.stability:g}"
        )
    if row["smallest_share"] < choice.smallest_share:
        smallest, bar = 100 * row["smallest_share"], 100 * choice.smallest_share
        return f"its smallest segment holds {smallest:.1f} % of the people, below {bar:g} %"
    return ""
