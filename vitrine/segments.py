"""A fitted segmentation as a value: fit on a sample, publish as rows, read back, score anybody.

The rows are the model. Scoring needs nothing else, and plain SQL can do it: per person and segment
the distance is sqrt(sum over features of weight * (z - centroid)^2) with z = the transformed
feature, missing filled, minus `mean`, over `scale`, held within ±`clip`; the nearest segment wins,
the lower `segment_order` on a tie.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
from scipy.spatial.distance import cdist

from vitrine.arrays import hash_order
from vitrine.diagnostics import k_means
from vitrine.processors import side_by_side
from vitrine.rules import FeatureRule
from vitrine.scaling import Scaling, fit_scaling, standardised, weighted

# Whoever is not routed while no segments could be fitted.
UNSEGMENTED = "unsegmented"
# Rows that are scored at a time: as many as stay in a processor's cache.
BLOCK = 20_000

ROWS = pa.schema(
    [
        ("model_version", pa.string()),
        ("feature_set", pa.string()),
        ("segment_id", pa.string()),
        ("segment_order", pa.int32()),
        ("feature", pa.string()),
        ("transform", pa.string()),
        ("missing_as", pa.float64()),
        ("mean", pa.float64()),
        ("scale", pa.float64()),
        ("clip", pa.float64()),
        ("weight", pa.float64()),
        ("centroid", pa.float64()),
    ]
)


@dataclass(frozen=True, eq=False)
class Model:
    """Segments in a fixed order and the scales they live on.

    `centroids` is float64 of shape (segments, features), in z-scores before weighting, so a reader
    sees standard deviations from the average person. A model may have no segments at all.
    """

    version: str | None
    feature_set: str | None
    scalings: tuple[Scaling, ...]
    segment_ids: tuple[str, ...]
    centroids: np.ndarray


NOTHING = Model(None, None, (), (), np.empty((0, 0)))


def sample(features: pa.Table, key: str, size: int) -> pa.Table:
    """At most `size` rows, chosen and ordered by the hash of their key."""
    return features.take(pa.array(hash_order(features, key)[:size]))


def fit(
    features: pa.Table,
    rules: tuple[FeatureRule, ...],
    k: int,
    *,
    label: str,
    feature_set: str = "customers",
    key: str = "customer_id",
    sample_size: int = 50_000,
) -> Model:
    """`k` segments named s1, s2 … from the most valuable down.

    Value is the weighted sum of a centroid's z-scores over the features of the block `value` (over
    all features where that block does not vary). `label` starts the version, which ends in a hash
    of the parameters: two models with one version score alike. Duplicate points may leave fewer
    than `k` segments.

    Raises ValueError where `k` is not between 1 and the number of rows, or a key repeats.
    """
    if not 1 <= k <= features.num_rows:
        raise ValueError(
            f"{k} segments cannot be fitted on {features.num_rows} rows; ask for fewer segments"
        )
    chosen = sample(features, key, sample_size)
    scalings = fit_scaling(chosen, rules)
    z = standardised(chosen, scalings)
    points = weighted(z, scalings)
    labels = k_means(points, k).labels_ if points.shape[1] else np.zeros(len(z), dtype=int)
    centroids = np.array([z[labels == label].mean(axis=0) for label in np.unique(labels)])
    centroids = centroids[_by_value(centroids, scalings, rules)]
    names = tuple(f"s{number}" for number in range(1, len(centroids) + 1))
    return named(Model(None, feature_set, scalings, names, centroids), names, label)


def named(model: Model, segment_ids: Sequence[str], label: str) -> Model:
    """The same segments under these ids, and with the version that `label` and they make."""
    model = replace(model, version=None, segment_ids=tuple(segment_ids))
    return replace(model, version=f"{label}-{_fingerprint(model)}")


def to_rows(model: Model) -> pa.Table:
    """The model as the table `segment_model`, one row a segment and feature."""
    rows = [
        {
            "model_version": model.version,
            "feature_set": model.feature_set,
            "segment_id": segment_id,
            "segment_order": order,
            "centroid": float(centroid),
            **vars(scaling),
        }
        for order, segment_id in enumerate(model.segment_ids, start=1)
        for scaling, centroid in zip(model.scalings, model.centroids[order - 1], strict=True)
    ]
    return pa.Table.from_pylist(rows, schema=ROWS)


def from_rows(rows: pa.Table) -> Model:
    """The model that `to_rows` published, from rows in any order; no rows give no segments.

    Raises ValueError where a column is missing, versions are mixed or a segment lacks a feature.
    """
    missing = [name for name in ROWS.names if name not in rows.column_names]
    if missing:
        raise ValueError(f"segment_model: column '{missing[0]}' is missing; build the model anew")
    published = rows.select(ROWS.names).to_pylist()
    if not published:
        return NOTHING
    versions = sorted({str(row["model_version"]) for row in published})
    if len(versions) > 1:
        raise ValueError(
            f"segment_model: holds the versions {', '.join(versions)}; filter to one of them"
        )
    published.sort(key=lambda row: (row["segment_order"], row["feature"]))
    names = tuple(dict.fromkeys(row["segment_id"] for row in published))
    width = len(published) // len(names)
    grid = [published[start : start + width] for start in range(0, len(published), width)]
    for line in grid:
        if [row["feature"] for row in line] != [row["feature"] for row in grid[0]]:
            raise ValueError(
                f"segment_model: segment '{line[0]['segment_id']}' has not the features of"
                f" '{names[0]}'; build the model anew"
            )
    fields = Scaling.__dataclass_fields__
    scalings = tuple(Scaling(**{field: row[field] for field in fields}) for row in grid[0])
    centroids = np.array([[row["centroid"] for row in line] for line in grid])
    return Model(versions[0], published[0]["feature_set"], scalings, names, centroids)


def assign(features: pa.Table, model: Model) -> pa.Table:
    """The nearest segment of each row, in the order given.

    Columns: `segment_id` (string), `distance_to_centroid`, `second_segment_id` (string) and
    `distance_to_second` (distances are float64, in weighted standard deviations; null where there
    is no such segment). A model without segments calls everybody `unsegmented`.
    """
    people = features.num_rows
    nearest = next_nearest = np.zeros(people, dtype=np.int64)
    first = second = np.full(people, np.inf)
    if model.segment_ids and people:
        blocks = [features.slice(start, BLOCK) for start in range(0, people, BLOCK)]
        found = side_by_side(lambda block: _two_nearest(block, model), blocks)
        nearest, first, next_nearest, second = map(np.concatenate, zip(*found, strict=True))
    names = pa.array(model.segment_ids or (UNSEGMENTED,), pa.string())
    no_second = ~np.isfinite(second)
    return pa.table(
        {
            "segment_id": names.take(pa.array(nearest)),
            "distance_to_centroid": pa.array(first, mask=~np.isfinite(first)),
            "second_segment_id": names.take(pa.array(next_nearest, mask=no_second)),
            "distance_to_second": pa.array(second, mask=no_second),
        }
    )


def _two_nearest(
    features: pa.Table, model: Model
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Position of the nearest segment and distance to it, and of the next; each of shape (rows,)."""
    points = weighted(standardised(features, model.scalings), model.scalings)
    distances = cdist(points, weighted(model.centroids, model.scalings))
    rows = np.arange(len(points))
    nearest = distances.argmin(axis=1)
    first = distances[rows, nearest]
    distances[rows, nearest] = np.inf
    next_nearest = distances.argmin(axis=1)
    return nearest, first, next_nearest, distances[rows, next_nearest]


def _by_value(
    centroids: np.ndarray, scalings: tuple[Scaling, ...], rules: tuple[FeatureRule, ...]
) -> np.ndarray:
    """Positions of the centroids, most valuable first; equal value is ordered by centroid."""
    weights = np.array([scaling.weight for scaling in scalings])
    valued = weights * np.array([rule.block == "value" for rule in rules])
    value = centroids @ (valued if valued.any() else weights)
    return np.lexsort((*(-centroids.T[::-1]), -value))


def _fingerprint(model: Model) -> str:
    """Eight hex digits over every parameter to nine digits, the precision that scoring can feel."""
    text = "\n".join(
        "|".join(f"{value:.9g}" if isinstance(value, float) else str(value) for value in row)
        for row in zip(*(to_rows(model)[name].to_pylist() for name in ROWS.names[1:]), strict=True)
    )
    return hashlib.sha256(text.encode()).hexdigest()[:8]
