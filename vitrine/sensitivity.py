"""How many people would be in another segment if a feature counted a fifth more, or less.

Whoever sets the weights should know which of them matter. The segments stay as they were fitted and
people are scored anew, one weight changed at a time: what a change does before the next fit.
"""

import numpy as np
import pyarrow as pa

from vitrine import segments
from vitrine.scaling import standardised

FACTORS = (0.8, 1.2)
SAMPLE_PEOPLE = 20_000

SCHEMA = pa.schema(
    [
        ("model_version", pa.string()),
        ("feature", pa.string()),
        ("factor", pa.float64()),
        ("weight", pa.float64()),
        ("people", pa.int32()),
        ("people_moved", pa.int32()),
        ("share_moved", pa.float64()),
    ]
)


def weight_sensitivity(
    people: pa.Table, model_rows: pa.Table, *, sample_size: int = SAMPLE_PEOPLE
) -> pa.Table:
    """The table `weight_sensitivity`: one row a weighted feature and factor, ordered by both.

    `people` are those who are clustered, with their features; a sample of them is chosen by the
    hash of the key. No rows without people or with fewer than two segments.
    """
    model = segments.from_rows(model_rows)
    if not people.num_rows or len(model.segment_ids) < 2:
        return SCHEMA.empty_table()
    z = standardised(segments.sample(people, "customer_id", sample_size), model.scalings)
    # How much each feature adds to the squared distance: (people, segments).
    parts = {
        scaling.feature: scaling.weight * (z[:, [column]] - model.centroids[:, column]) ** 2
        for column, scaling in enumerate(model.scalings)
        if scaling.weight > 0
    }
    distances = np.sum(list(parts.values()), axis=0)
    nearest = distances.argmin(axis=1)
    weights = {scaling.feature: scaling.weight for scaling in model.scalings}
    rows = []
    for feature, part in parts.items():
        for factor in FACTORS:
            moved = int(((distances + (factor - 1) * part).argmin(axis=1) != nearest).sum())
            rows.append(
                {
                    "model_version": model.version,
                    "feature": feature,
                    "factor": factor,
                    "weight": factor * weights[feature],
                    "people": len(z),
                    "people_moved": moved,
                    "share_moved": moved / len(z),
                }
            )
    return pa.Table.from_pylist(rows, schema=SCHEMA)
