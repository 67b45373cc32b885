"""Visits of the next four weeks, with intervals that a rolling-origin backtest has measured.

Three models, from plain to less plain:

- `seasonal_naive`: the same weekday of the last week that is known and in which it was open;
- `weekday_mean`: the mean of the last four of that weekday;
- `calendar_regression`: a Poisson regression (scikit-learn) on weekday, holidays, the days between,
  and, once two years are known, the time of the year; what is older counts less.

Each is asked, as of every seventh day of the past, for the 28 days after. The one with the lowest
mean absolute error is published, whichever it is. An interval goes from the 10th to the 90th percentile of
the relative errors that the model made so many weeks ahead (split conformal prediction); the coverage
reported is that of intervals made from errors known by then, never from the days that they cover. A day
without any visit is a closed one: nothing is learnt from it but that the holiday of its name closes.
"""

import numpy as np
import pyarrow as pa
from sklearn.linear_model import PoissonRegressor

from vitrine.processors import one_thread

AHEAD = 28
EVERY = 7
# Half of what is learnt is from the last eight weeks.
HALF_LIFE = 56
# A first forecast needs eight weeks; a judgement needs as many origins.
MIN_DAYS = 56
MIN_ORIGINS = 8
# Judged over a year of origins at most: what erred before that may have learnt since.
MOST_ORIGINS = 52
# The origins whose errors an interval is made of.
REMEMBERED = 26
YEARLY_FROM = 730
# One error in ten may lie below an interval of 80 %, and one above.
ONE_IN = 10

NAIVE, MEAN, REGRESSION = "seasonal_naive", "weekday_mean", "calendar_regression"
MODELS = (NAIVE, MEAN, REGRESSION)

FORECAST = pa.schema(
    [
        ("visit_date", pa.date32()),
        ("expected_visits", pa.float64()),
        ("lower_80", pa.float64()),
        ("upper_80", pa.float64()),
        ("model", pa.string()),
        ("forecast_on", pa.date32()),
    ]
)
EVALUATION = pa.schema(
    [
        ("model", pa.string()),
        ("metric", pa.string()),
        ("value", pa.float64()),
        ("is_published", pa.bool_()),
        ("reason", pa.string()),
    ]
)


def forecast(trends: pa.Table, dates: pa.Table) -> pa.Table:
    """The table `visit_forecast`: 28 days after the last of `visit_trends`.

    `trends` has `visit_date` and `visits`, a row a day without gaps; `dates` is `dim_dates`. No rows
    where fewer than `MIN_DAYS` days are known.
    """
    series = _Series(trends, dates)
    if len(series.visits) < MIN_DAYS:
        return FORECAST.empty_table()
    with one_thread():
        tests = backtest(series)
        model = _best(tests)
        expected = MODEL_OF[model](series, len(series.visits))
    errors = tests[model].relative_errors(len(tests[model].origins))
    lower, upper = _interval(expected, errors)
    first = series.first + len(series.visits)
    days = np.arange(first, first + AHEAD).astype("datetime64[D]")
    return pa.table(
        {
            "visit_date": days,
            "expected_visits": expected,
            "lower_80": lower,
            "upper_80": upper,
            "model": [model] * AHEAD,
            "forecast_on": np.repeat(days[:1] - np.timedelta64(1, "D"), AHEAD),
        }
    ).cast(FORECAST)


def evaluate(trends: pa.Table, dates: pa.Table) -> pa.Table:
    """The table `forecast_evaluation`: a row a model and metric, and which model is published and why."""
    series = _Series(trends, dates)
    with one_thread():
        tests = backtest(series)
    published = _best(tests)
    rows = []
    for name, test in tests.items():
        figures = test.figures() | {"mase": None}
        if len(test.origins):
            error, naive = figures["mae"], tests[NAIVE].figures()["mae"]
            figures["mase"] = error / naive if naive else None
        is_published = name == published and len(series.visits) >= MIN_DAYS
        reason = _reason(tests, published, name, len(series.visits))
        given = {"model": name, "is_published": is_published, "reason": reason}
        rows += [
            given | {"metric": metric, "value": None if value is None else float(value)}
            for metric, value in figures.items()
        ]
    return pa.Table.from_pylist(rows, schema=EVALUATION)


class _Series:
    """Visits a day from day number `first` on, and the calendar up to four weeks after."""

    def __init__(self, trends: pa.Table, dates: pa.Table):
        trends = trends.select(["visit_date", "visits"]).sort_by("visit_date")
        days = trends["visit_date"].cast(pa.date32()).cast(pa.int32()).to_numpy()
        self.visits = trends["visits"].cast(pa.int64()).to_numpy().astype(float)
        self.first = int(days[0]) if len(days) else 0
        if len(days) and not (np.diff(days) == 1).all():
            raise ValueError("visit_trends: a day is missing or twice; every day needs one row")
        last = self.first + len(days) + AHEAD
        names = [
            "is_holiday",
            "is_optional_holiday",
            "is_bridge_day",
            "holiday_name",
            "day_of_week",
        ]
        calendar = {
            int(day): row
            for day, *row in zip(
                dates["date_day"].cast(pa.date32()).cast(pa.int32()).to_pylist(),
                *(dates[name].to_pylist() for name in names),
                strict=True,
            )
            if self.first <= day < last
        }
        calendar = [calendar[day] for day in range(self.first, last)] if len(days) else []
        holiday, optional, bridge, name, weekday = (
            zip(*calendar, strict=True) if calendar else [()] * 5
        )
        self.weekday = np.array(weekday, dtype=np.int64)
        self.name = np.array([each or "" for each in name], dtype=object)
        holiday, optional = np.array(holiday, dtype=bool), np.array(optional, dtype=bool)
        kinds = [holiday & ~optional, holiday & optional, np.array(bridge, dtype=bool)]
        columns = [self.weekday == each for each in range(1, 8)] + kinds
        turn = 2 * np.pi * (self.first + np.arange(len(calendar))) / 365.2425
        yearly = [wave(times * turn) for times in (1, 2, 3) for wave in (np.sin, np.cos)]
        self.calendar = np.column_stack(columns).astype(float) if calendar else np.zeros((0, 10))
        self.yearly = np.column_stack(yearly)

    def closed(self, now: int) -> np.ndarray:
        """Which of the next days are holidays whose like had no visit before; bool of shape (AHEAD,)."""
        past, ahead = slice(0, now), slice(now, now + AHEAD)
        names = self.name[past]
        shut = set(names[(self.visits[past] == 0) & (names != "")])
        shut -= set(names[(self.visits[past] > 0) & (names != "")])
        return np.array([name in shut for name in self.name[ahead]], dtype=bool)


def _naive(series: _Series, now: int) -> np.ndarray:
    weeks = series.visits[now - 28 : now].reshape(4, 7)
    last_open = np.where(weeks > 0, np.arange(4)[:, None], 0).max(axis=0)
    return np.tile(weeks[last_open, np.arange(7)], AHEAD // 7)


def _mean(series: _Series, now: int) -> np.ndarray:
    weeks = series.visits[now - 28 : now].reshape(4, 7)
    opened = (weeks > 0).sum(axis=0)
    return np.tile(weeks.sum(axis=0) / np.maximum(opened, 1), AHEAD // 7)


def _regression(series: _Series, now: int) -> np.ndarray:
    features = series.calendar
    if now >= YEARLY_FROM:
        features = np.hstack([features, series.yearly])
    opened = np.flatnonzero(series.visits[:now] > 0)
    if not len(opened):
        return np.zeros(AHEAD)
    # With the year's own shape known, what is old tells of it; without, only of another level.
    half_life = 365 if now >= YEARLY_FROM else HALF_LIFE
    weight = 0.5 ** ((now - opened) / half_life)
    level = np.average(series.visits[opened], weights=weight)
    model = PoissonRegressor(alpha=1e-3, max_iter=1_000, tol=1e-8)
    model.fit(features[opened], series.visits[opened] / level, sample_weight=weight)
    expected = model.predict(features[now : now + AHEAD]) * level
    return np.where(series.closed(now), 0.0, expected)


MODEL_OF = {NAIVE: _naive, MEAN: _mean, REGRESSION: _regression}


class Backtest:
    """What a model said as of each origin, and what came: float arrays of shape (origins, AHEAD)."""

    def __init__(self, origins: np.ndarray, expected: np.ndarray, came: np.ndarray):
        self.origins, self.expected, self.came = origins, expected, came

    def relative_errors(self, before: int) -> np.ndarray:
        """Errors by day ahead of the origins up to `before`, those whose days were over by then."""
        known = slice(max(0, before - REMEMBERED), before)
        expected, came = self.expected[known], self.came[known]
        return (came - expected) / np.maximum(expected, 1.0)

    def covered(self) -> np.ndarray:
        """Whether each day fell into its interval, where enough errors were known by then to make one."""
        # An origin's last day is over AHEAD days, so that many origins, later.
        late = AHEAD // EVERY
        hits = [np.zeros(0, dtype=bool)]
        for at in range(len(self.origins)):
            known = at - late + 1
            if known >= MIN_ORIGINS:
                lower, upper = _interval(self.expected[at], self.relative_errors(known))
                hits.append((lower <= self.came[at]) & (self.came[at] <= upper))
        return np.concatenate(hits)

    def figures(self) -> dict[str, float | None]:
        count = len(self.origins)
        if not count:
            return {"origins": 0}
        error = self.came - self.expected
        hits = self.covered()
        return {
            "origins": count,
            "mae": np.abs(error).mean(),
            "wape": np.abs(error).sum() / max(self.came.sum(), 1.0),
            "bias": -error.mean(),
            "coverage_80": hits.mean() if len(hits) else None,
            "days_covered": len(hits),
        }


def backtest(series: _Series) -> dict[str, Backtest]:
    """Every model as of every seventh day that left 28 known days after it."""
    days = len(series.visits)
    last = days - AHEAD
    origins = np.arange(last, MIN_DAYS - 1, -EVERY)[:MOST_ORIGINS][::-1]
    came = np.array([series.visits[now : now + AHEAD] for now in origins]).reshape(-1, AHEAD)
    found = {}
    for name in MODELS:
        said = np.array([MODEL_OF[name](series, now) for now in origins]).reshape(-1, AHEAD)
        found[name] = Backtest(origins, said, came)
    return found


def _interval(expected: np.ndarray, errors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Lower and upper bounds of shape (AHEAD,): the errors of a week ahead are pooled."""
    if not len(errors):
        # Nothing was ever checked: as wide as counts vary by themselves, twice over.
        width = 2 * 1.2816 * np.sqrt(np.maximum(expected, 1.0))
        return np.maximum(expected - width, 0.0), expected + width
    weeks = errors.reshape(len(errors), AHEAD // 7, 7).transpose(1, 0, 2).reshape(AHEAD // 7, -1)
    # The ranks of split conformal prediction (Vovk, Gammerman and Shafer 2005), on both sides.
    ordered, size = np.sort(weeks, axis=1), weeks.shape[1]
    rank = max((size + 1) // ONE_IN, 1)
    lower, upper = ordered[:, rank - 1], ordered[:, size - rank]
    shut = expected == 0
    lower = expected + np.repeat(lower, 7) * np.maximum(expected, 1.0)
    upper = expected + np.repeat(upper, 7) * np.maximum(expected, 1.0)
    lower = np.minimum(np.maximum(lower, 0.0), expected)
    return np.where(shut, 0.0, lower), np.where(shut, 0.0, np.maximum(upper, expected))


def _best(tests: dict[str, Backtest]) -> str:
    """The lowest mean absolute error; the plainest of equals, and of those nobody could test."""
    if len(tests[NAIVE].origins) < MIN_ORIGINS:
        return NAIVE
    return min(MODELS, key=lambda name: (tests[name].figures()["mae"], MODELS.index(name)))


def _reason(tests: dict[str, Backtest], published: str, name: str, days: int) -> str:
    origins = len(tests[NAIVE].origins)
    if days < MIN_DAYS:
        return f"nothing is published: {days} days are known, fewer than {MIN_DAYS}"
    if origins < MIN_ORIGINS:
        verdict = "published untested" if name == published else "not published"
        return f"{verdict}: {origins} origins to test from, fewer than {MIN_ORIGINS}"
    if name == published:
        return f"published: the lowest mean absolute error from {origins} origins"
    return f"not published: {published} errs less"
