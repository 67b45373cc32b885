"""Dense cores and lonely people in two dimensions, small enough to be read and joined in SQL.

DBSCAN (Ester, Kriegel, Sander & Xu 1996) on a million people needs neither their distances nor a
sample once they are counted in cells of a grid: a cell stands for its people (`sample_weight`), and
a few hundred cells are clustered in milliseconds. A cell is floor(ln(1 + monetary) / 0.2),
floor(ln(1 + frequency) / 0.5): the next cell spends 1.2 times as much or comes 1.6 times as often,
and the days 1, 2, 3 … leave no row of cells empty. A cell is dense where it and its eight
neighbours hold one buyer in a hundred (at least two buyers); who is neither in such a cell nor next
to one is an outlier. On heavy-tailed shoppers from 1,500 to a million that flags 0.5-1.4 %, on
2,469 real households 1.1 %, but up to 3 % of 300: few people leave many cells thin. Outliers are
flagged with the measure that makes them so, never deleted.

Visits are dense in the week likewise, on 7 weekdays by 24 hours: see `find_hours`.
"""

import math

import numpy as np
import pyarrow as pa
from sklearn.cluster import DBSCAN

from vitrine.arrays import floats

X_MEASURE, Y_MEASURE = "monetary", "frequency"
X_STEP, Y_STEP = 0.2, 0.5
# In cells: reaches the eight neighbours (diagonal 1.41) and nothing beyond.
EPS = 1.5
MIN_SHARE = 0.01
# Among fewer buyers nobody can be called rare.
MIN_BUYERS = 50
OUTLIER = -1
NEVER_BOUGHT = 0

SCHEMA = pa.schema(
    [
        ("x_measure", pa.string()),
        ("y_measure", pa.string()),
        ("x_step", pa.float64()),
        ("y_step", pa.float64()),
        ("cell_x", pa.int32()),
        ("cell_y", pa.int32()),
        ("customers", pa.int32()),
        ("core_id", pa.int32()),
        ("outlier_measure", pa.string()),
    ]
)

DAYS, HOURS = 7, 24
# An hour is dense where it and the four beside it hold half again as many visits as usual.
HOUR_DENSITY = 1.5
# Of the week only the hours that hold 99 % of the visits count as usual: a mall is closed at night,
# and a cleaner's phone at three is no opening hour.
USUAL_SHARE = 0.99
NO_CORE = 0

HOURS_SCHEMA = pa.schema(
    [
        ("day_of_week", pa.int32()),
        ("hour_of_day", pa.int32()),
        ("visits", pa.int64()),
        ("density", pa.float64()),
        ("core_id", pa.int32()),
    ]
)


def find(features: pa.Table) -> pa.Table:
    """One row a cell: how many people it holds and its core, 1 being the largest, -1 an outlier.

    People who never bought (`frequency` 0) share the row (0, 0) with core 0: they are many or few,
    never rare buyers. That row is always there unless `features` has no rows. `core_id` is never
    null; `outlier_measure` is null but for outliers (`_outlier_measures`).
    """
    if not features.num_rows:
        return SCHEMA.empty_table()
    cells = _cells(features)
    buyers = floats(features, Y_MEASURE, 0.0) > 0
    unique, customers = np.unique(cells[buyers], axis=0, return_counts=True)
    unique = np.vstack([np.zeros((1, 2), dtype=np.int64), unique])
    core_ids = np.concatenate([[NEVER_BOUGHT], _core_ids(unique[1:], customers)])
    measures = [None, *_outlier_measures(unique[1:], customers, core_ids[1:])]
    customers = np.concatenate([[np.count_nonzero(~buyers)], customers])
    return pa.table(
        {
            "x_measure": [X_MEASURE] * len(unique),
            "y_measure": [Y_MEASURE] * len(unique),
            "x_step": np.full(len(unique), X_STEP),
            "y_step": np.full(len(unique), Y_STEP),
            "cell_x": unique[:, 0],
            "cell_y": unique[:, 1],
            "customers": customers,
            "core_id": core_ids,
            "outlier_measure": pa.array(measures, pa.string()),
        }
    ).cast(SCHEMA)


def is_outlier(features: pa.Table, core_rows: pa.Table) -> pa.Array:
    """True where a person's cell is an outlier, or was empty when the cores were found.

    Shape (rows,), never null. Without cores (an empty table) nobody is an outlier.
    """
    if not core_rows.num_rows:
        return pa.array(np.zeros(features.num_rows, dtype=bool))
    cells = np.column_stack([core_rows["cell_x"].to_numpy(), core_rows["cell_y"].to_numpy()])
    dense = cells[core_rows["core_id"].to_numpy() != OUTLIER]
    return pa.array(~np.isin(_number(_cells(features)), _number(dense)))


def find_hours(visits: pa.Table) -> pa.Table:
    """The week as 168 rows: visits in each hour, how dense they are, and the core they belong to.

    `visits` has `day_of_week` (1 Monday to 7 Sunday), `hour_of_day` (0 to 23) and `visits`, in any
    order, an hour at most once: counted in SQL, so that no visit ever comes here. The week is a
    ring of days and the day one of hours. `density` is what an hour, the one before, the one after
    and the same hour of the days beside it hold, over what five usual hours do. DBSCAN makes cores
    of those at 1.5 and more with the hours beside them; 1 is the largest, 0 no core. No visits, no
    rows.
    """
    days = visits["day_of_week"].to_numpy().astype(np.int64) - 1
    hours = visits["hour_of_day"].to_numpy().astype(np.int64)
    counted = np.zeros((DAYS, HOURS), dtype=np.int64)
    counted[days, hours] = visits["visits"].to_numpy()
    if not counted.sum():
        return HOURS_SCHEMA.empty_table()
    beside = [np.roll(counted, step, axis) for axis in (0, 1) for step in (1, -1)]
    around = counted + sum(beside)
    falling = np.sort(counted, axis=None)[::-1].cumsum()
    usual = 1 + int(np.searchsorted(falling, USUAL_SHARE * falling[-1]))
    usual_visits = falling[usual - 1] / usual
    cells = np.argwhere(counted > 0)
    core_ids = np.full((DAYS, HOURS), NO_CORE)
    core_ids[*cells.T] = _ring_core_ids(
        cells, counted[*cells.T], math.ceil(HOUR_DENSITY * 5 * usual_visits)
    )
    day, hour = np.indices((DAYS, HOURS)).reshape(2, -1)
    return pa.table(
        {
            "day_of_week": day + 1,
            "hour_of_day": hour,
            "visits": counted.ravel(),
            "density": around.ravel() / (5 * usual_visits),
            "core_id": core_ids.ravel(),
        }
    ).cast(HOURS_SCHEMA)


def _outlier_measures(cells: np.ndarray, customers: np.ndarray, core_ids: np.ndarray) -> list:
    """Which measure makes each outlier cell one, None for the others.

    A measure does where its band of three cells, whatever the other measure, holds fewer than the
    buyers a dense cell needs: `high monetary`, `low frequency`, … against the median buyer, joined
    by ` and ` where both do. Where neither does it is the two together:
    `monetary unusual for frequency`.
    """
    if OUTLIER not in core_ids:
        return [None] * len(cells)
    least = _least(int(customers.sum()))
    named = []
    for axis, measure in enumerate((X_MEASURE, Y_MEASURE)):
        held = np.bincount(cells[:, axis], weights=customers, minlength=cells[:, axis].max() + 2)
        band = held + np.append(held[1:], 0) + np.append(0, held[:-1])
        middle = int(np.searchsorted(held.cumsum(), held.sum() / 2))
        side = np.where(cells[:, axis] > middle, "high", "low")
        rare = band[cells[:, axis]] < least
        named.append(
            [
                f"{word} {measure}" if is_rare else ""
                for word, is_rare in zip(side, rare, strict=True)
            ]
        )
    together = f"{X_MEASURE} unusual for {Y_MEASURE}"
    return [
        " and ".join(filter(None, both)) or together if core_id == OUTLIER else None
        for *both, core_id in zip(*named, core_ids, strict=True)
    ]


def _least(buyers: int) -> int:
    return max(2, math.ceil(MIN_SHARE * buyers))


def _cells(features: pa.Table) -> np.ndarray:
    """The cell of each person: int64 of shape (rows, 2); negative money counts as none."""
    columns = [np.maximum(floats(features, name, 0.0), 0.0) for name in (X_MEASURE, Y_MEASURE)]
    cells = np.floor(np.log1p(np.column_stack(columns)) / (X_STEP, Y_STEP)).astype(np.int64)
    cells[columns[1] <= 0] = 0
    return cells


def _number(cells: np.ndarray) -> np.ndarray:
    return cells[:, 0].astype(np.int64) * 1_000 + cells[:, 1]


def _core_ids(cells: np.ndarray, customers: np.ndarray) -> np.ndarray:
    """DBSCAN over the cells, the cores renumbered from 1 by the people they hold."""
    buyers = int(customers.sum())
    if buyers < MIN_BUYERS:
        return np.ones(len(cells), dtype=np.int64)
    fitted = DBSCAN(eps=EPS, min_samples=_least(buyers)).fit(cells, sample_weight=customers)
    return _by_size(fitted.labels_, customers, OUTLIER)


def _ring_core_ids(cells: np.ndarray, visits: np.ndarray, least: int) -> np.ndarray:
    """DBSCAN over the hours of the week, where Sunday is beside Monday and 23 h beside 0 h."""
    apart = np.abs(cells[:, None] - cells[None])
    steps = np.minimum(apart, (DAYS, HOURS) - apart).sum(axis=2)
    ring = DBSCAN(eps=1, min_samples=least, metric="precomputed")
    return _by_size(ring.fit(steps, sample_weight=visits).labels_, visits, NO_CORE)


def _by_size(labels: np.ndarray, held_by: np.ndarray, none: int) -> np.ndarray:
    """The clusters numbered from 1, the one that holds most first; `none` for noise."""
    names = np.unique(labels[labels >= 0])
    held = np.array([held_by[labels == name].sum() for name in names], dtype=np.int64)
    core_ids = np.full(len(labels), none)
    for rank, position in enumerate(np.argsort(-held, kind="stable"), start=1):
        core_ids[labels == names[position]] = rank
    return core_ids
