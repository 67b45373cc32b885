"""k-means, the same to the bit wherever and however often it runs."""

import warnings

import numpy as np
from sklearn.cluster import KMeans
from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics import silhouette_score

from vitrine.processors import one_thread

STARTS = 10
# Where many small fits are compared with each other, the ones they are compared with alike.
FEW_STARTS = 3
SEED = 20_251


def k_means(points: np.ndarray, k: int, seed: int = SEED, starts: int = STARTS) -> KMeans:
    """A fitted scikit-learn KMeans, the same to the bit for the same points in the same order.

    Fewer distinct points than `k` give fewer segments, without a warning.
    """
    with one_thread(), warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        return KMeans(n_clusters=k, n_init=starts, random_state=seed).fit(points)


def silhouette(points: np.ndarray, labels: np.ndarray) -> float:
    """Mean silhouette (Rousseeuw 1987), -1 to 1; 0 where there is one group, or only loners."""
    if not 2 <= len(np.unique(labels)) < len(labels):
        return 0.0
    with one_thread():
        return float(silhouette_score(points, labels))
