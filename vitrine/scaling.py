"""From measures to a space in which a distance means something.

missing_as -> transform -> standardise -> clip -> times the square root of the weight. Raw measures
of shoppers put everybody beside one luxury buyer; logarithms and z-scores do not, and the clip
bounds what is left of the tail without deleting anybody (winsorising).
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from vitrine.arrays import floats, require_numeric
from vitrine.rules import FeatureRule

# Below this part of the mean a standard deviation is rounding, not variation.
_ROUNDING = 1e-12

_TRANSFORM = {
    "identity": lambda values: values,
    "log1p": lambda values: np.log1p(np.maximum(values, 0.0)),
    "sqrt": lambda values: np.sqrt(np.maximum(values, 0.0)),
}


@dataclass(frozen=True)
class Scaling:
    """How one feature is placed on the common scale; the fitted part is `mean` and `scale`.

    A feature that did not vary in the fit has `scale` 1 and `weight` 0: it is out of the distance.
    """

    feature: str
    transform: str
    missing_as: float
    mean: float
    scale: float
    clip: float
    weight: float


def transformed(features: pa.Table, feature: str, transform: str, missing_as: float) -> np.ndarray:
    """One feature of shape (rows,), nulls filled first; log1p and sqrt take a negative as 0."""
    require_numeric(features, feature, f"segment_features.csv: row '{feature}', column 'feature'")
    return _TRANSFORM[transform](floats(features, feature, missing_as))


def fit_scaling(features: pa.Table, rules: tuple[FeatureRule, ...]) -> tuple[Scaling, ...]:
    """Mean and population standard deviation of each transformed feature over the given rows.

    Raises ValueError for a feature that the table does not have as a number.
    """
    return tuple(_fit_one(features, rule) for rule in rules)


def _fit_one(features: pa.Table, rule: FeatureRule) -> Scaling:
    values = transformed(features, rule.feature, rule.transform, rule.missing_as)
    mean, scale, weight = 0.0, 0.0, rule.weight
    if len(values):
        mean, scale = float(np.mean(values)), float(np.std(values))
    if scale <= _ROUNDING * max(1.0, abs(mean)):
        scale, weight = 1.0, 0.0
    return Scaling(rule.feature, rule.transform, rule.missing_as, mean, scale, rule.clip, weight)


def standardised(features: pa.Table, scalings: tuple[Scaling, ...]) -> np.ndarray:
    """z-scores within ±clip, unweighted: float64 of shape (rows, features), never NaN."""
    z = np.empty((features.num_rows, len(scalings)))
    for position, scaling in enumerate(scalings):
        values = transformed(features, scaling.feature, scaling.transform, scaling.missing_as)
        values = (values - scaling.mean) / scaling.scale
        z[:, position] = np.clip(values, -scaling.clip, scaling.clip)
    return z


def weighted(z: np.ndarray, scalings: tuple[Scaling, ...]) -> np.ndarray:
    """The space of the distance: features of weight 0 left out, the others times √weight."""
    weights = np.array([scaling.weight for scaling in scalings])
    used = weights > 0
    return np.ascontiguousarray(z[:, used] * np.sqrt(weights[used]))
