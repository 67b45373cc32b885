"""What customers will buy: BG/NBD for how often, Gamma-Gamma for how much, both on purchase days.

BG/NBD (Fader, Hardie & Lee 2005, "Counting your customers the easy way", Marketing Science 24): who is alive buys at
a steady rate that differs between people (gamma: `r`, `alpha`) and after any purchase leaves for
good with a chance that differs too (beta: `a`, `b`). Gamma-Gamma (Fader & Hardie 2013, "The Gamma-Gamma
model of monetary value"): what a purchase day is worth varies around a mean that differs between
people (`p`, `q`, `v`).

A person enters with `repeats` (purchase days after the first), `last` (days from the first to the
last) and `age` (days from the first to the cut-off). Equal people are counted, not repeated, so the
fit costs as much as there are different ones. Where the library that used to do this (lifetimes) is
read, it is for its data, by a test.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy.optimize import minimize
from scipy.special import digamma, gammaln, hyp2f1

from vitrine.arrays import floats
from vitrine.processors import one_thread

HORIZON = 90
# Fewer people who ever came back say nothing about when people leave.
MIN_REPEATERS = 50
# A fit serves warehouses that score by it later for so many days without being made anew.
SCORES_AHEAD = 100
# Parameters stay within e^-9 to e^9 of one: beyond, the likelihood is flat and nothing is learnt.
BOUND = 9.0

MODEL = pa.schema(
    [
        ("fit", pa.string()),
        ("cutoff_date", pa.date32()),
        ("model", pa.string()),
        ("parameter", pa.string()),
        ("value", pa.float64()),
        ("reason", pa.string()),
    ]
)
EXPECTATIONS = pa.schema(
    [
        ("fit", pa.string()),
        ("purchase_days", pa.int32()),
        ("age_days", pa.int32()),
        ("expected_purchases_if_alive", pa.float64()),
    ]
)


@dataclass(frozen=True)
class BgNbd:
    """Parameters in days (`alpha`) or pure numbers, and the log-likelihood of the people."""

    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float


@dataclass(frozen=True)
class GammaGamma:
    """`p` and `q` are pure numbers, `v` is money."""

    p: float
    q: float
    v: float
    log_likelihood: float


def grouped(*columns: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Distinct rows of whole numbers, shape (groups, columns), in order, and how many each stands for.

    One pass over a single key, ten times as fast as sorting rows.
    """
    columns = [np.asarray(column, dtype=np.int64) for column in columns]
    key = np.zeros(len(columns[0]), dtype=np.int64)
    spans = [int(column.max(initial=0)) + 1 for column in columns]
    for column, span in zip(columns, spans, strict=True):
        key = key * span + column
    key, counts = np.unique(key, return_counts=True)
    rows = []
    for span in reversed(spans):
        key, value = np.divmod(key, span)
        rows.append(value)
    return np.column_stack(rows[::-1]), counts


def fit_bg_nbd(repeats: np.ndarray, last: np.ndarray, age: np.ndarray, people: np.ndarray) -> BgNbd:
    """Maximum likelihood over groups; all arrays of shape (groups,), times in any one unit.

    Raises ValueError where no group has a repeat, or a time is impossible.
    """
    repeats, last, age, people = (np.asarray(each, float) for each in (repeats, last, age, people))
    if (last > age).any() or (repeats < 0).any() or ((repeats == 0) & (last > 0)).any():
        raise ValueError("a last purchase lies after the cut-off, or without a second purchase")
    if not (people * repeats).sum():
        raise ValueError("nobody came back: there is nothing to learn a rate from")
    # Likelihood in times of order one, so that steps in all four directions are alike.
    unit = max(float(age.max()), 1.0)
    last, age = last / unit, age / unit
    kinds, kind = np.unique(repeats, return_inverse=True)
    by_kind = np.bincount(kind, people)
    total, bought = people.sum(), repeats > 0

    def negative(log_parameters: np.ndarray) -> tuple[float, np.ndarray]:
        r, alpha, a, b = np.exp(log_parameters)
        stays = -(r + repeats) * np.log(alpha + age)
        left = np.where(
            bought,
            np.log(a)
            - np.log(b + np.maximum(repeats, 1) - 1)
            - (r + repeats) * np.log(alpha + last),
            -np.inf,
        )
        both = np.logaddexp(stays, left)
        gone = np.exp(left - both) * people
        here = people - gone
        of_kinds = (
            gammaln(r + kinds) - gammaln(r) + r * np.log(alpha)
            + gammaln(a + b) + gammaln(b + kinds) - gammaln(b) - gammaln(a + b + kinds)
        )  # fmt: skip
        value = np.sum(of_kinds * by_kind) + np.sum(both * people)
        per_r = np.sum((digamma(r + kinds) - digamma(r) + np.log(alpha)) * by_kind) - np.sum(
            here * np.log(alpha + age) + gone * np.log(alpha + last)
        )
        per_alpha = np.sum(by_kind) * r / alpha - np.sum(
            (r + repeats) * (here / (alpha + age) + gone / (alpha + last))
        )
        beta = digamma(a + b) - digamma(a + b + kinds)
        per_a = np.sum(beta * by_kind) + np.sum(gone) / a
        per_b = np.sum((beta + digamma(b + kinds) - digamma(b)) * by_kind) - np.sum(
            gone[bought] / (b + repeats[bought] - 1)
        )
        slopes = np.array([per_r * r, per_alpha * alpha, per_a * a, per_b * b])
        return -value / total, -slopes / total

    found = _best(negative, 4)
    r, alpha, a, b = (float(each) for each in np.exp(found.x))
    # Back in the unit given: a density of that many times in larger units is smaller.
    likelihood = -found.fun * total - np.sum(people * repeats) * np.log(unit)
    return BgNbd(r, alpha * unit, a, b, float(likelihood))


def fit_gamma_gamma(days: np.ndarray, mean: np.ndarray, people: np.ndarray) -> GammaGamma:
    """Maximum likelihood over people: `days` with a purchase (>= 1) and their `mean` value (> 0).

    Raises ValueError for anything else.
    """
    days, mean, people = (np.asarray(each, float) for each in (days, mean, people))
    if not len(days) or (days < 1).any() or not (mean > 0).all():
        raise ValueError("Gamma-Gamma needs people with purchases of a value above zero")
    unit = float(np.exp(np.average(np.log(mean), weights=people)))
    mean, total = mean / unit, people.sum()
    kinds, kind = np.unique(days, return_inverse=True)
    by_kind = np.bincount(kind, people)
    log_mean = np.bincount(kind, people * np.log(mean))

    def negative(log_parameters: np.ndarray) -> tuple[float, np.ndarray]:
        p, q, v = np.exp(log_parameters)
        spread = np.log(days * mean + v)
        pooled = np.bincount(kind, people * spread)
        shape = p * kinds
        value = np.sum(
            (gammaln(shape + q) - gammaln(shape) - gammaln(q) + q * np.log(v) + shape * np.log(kinds))
            * by_kind
            + (shape - 1) * log_mean - (shape + q) * pooled
        )  # fmt: skip
        both = digamma(shape + q)
        per_p = np.sum(
            kinds * ((both - digamma(shape) + np.log(kinds)) * by_kind + log_mean - pooled)
        )
        per_q = np.sum((both - digamma(q) + np.log(v)) * by_kind - pooled)
        per_v = total * q / v - np.sum(people * (p * days + q) / (days * mean + v))
        return -value / total, -np.array([per_p * p, per_q * q, per_v * v]) / total

    found = _best(negative, 3)
    p, q, v = (float(each) for each in np.exp(found.x))
    return GammaGamma(p, q, v * unit, float(-found.fun * total - total * np.log(unit)))


def probability_alive(
    model: BgNbd, repeats: np.ndarray, last: np.ndarray, age: np.ndarray
) -> np.ndarray:
    """Chance that a person has not left; 1 for who bought once, as the model has it."""
    # As in SQL: beyond e^600 nobody is alive, and no power may overflow.
    power = (model.r + repeats) * (np.log(model.alpha + age) - np.log(model.alpha + last))
    odds = model.a / (model.b + np.maximum(repeats, 1) - 1) * np.exp(np.minimum(power, 600))
    return np.where(repeats > 0, 1 / (1 + odds), 1.0)


def purchases_if_alive(
    model: BgNbd, repeats: np.ndarray, age: np.ndarray, horizon: float
) -> np.ndarray:
    """Expected purchases within `horizon` of somebody who is alive (times `probability_alive`).

    Equation 10 of the paper after Euler's transformation of 2F1, which keeps it from overflowing for people
    with hundreds of purchases.
    """
    # At a = 1 numerator and denominator both vanish; beside it the limit is met to nine digits.
    a = model.a + 1e-9 if abs(model.a - 1) < 1e-9 else model.a
    c = a + model.b + repeats - 1
    c = np.where(np.abs(c) < 1e-9, 1e-9, c)
    z = horizon / (model.alpha + age + horizon)
    series = hyp2f1(a + model.b - 1 - model.r, a - 1, c, z)
    return c / (a - 1) * (1 - (1 - z) ** (a - 1) * series)


def expected_mean(model: GammaGamma, days: np.ndarray, mean: np.ndarray) -> np.ndarray:
    """What a further purchase day of a person is worth: between the own mean and everybody's."""
    return model.p * (model.v + days * mean) / (model.p * days + model.q - 1)


def models(history: pa.Table) -> pa.Table:
    """The table `customer_value_model`: the parameters of each fit as rows, or why there are none.

    `history` has `fit`, `cutoff_date`, `customer_id`, `purchase_days`, `active_span_days`,
    `age_days`, `net_spend`, in any order.
    """
    rows = []
    with one_thread():
        for name in sorted(set(history["fit"].to_pylist())):
            ours = history.filter(pc.equal(history["fit"], name)).sort_by("customer_id")
            given = {"fit": name, "cutoff_date": ours["cutoff_date"][0].as_py()}
            rows += [given | row for row in _fit(ours)]
    return pa.Table.from_pylist(rows, schema=MODEL)


def expectations(history: pa.Table, fitted: pa.Table) -> pa.Table:
    """The table `customer_value_expectations`: what SQL cannot compute, for every number of purchase days
    and every age up to the greatest there are.
    """
    tables = []
    for name in sorted(set(fitted["fit"].to_pylist())):
        model = bg_nbd_of(fitted, name)
        if model is None:
            continue
        ours = history.filter(pc.equal(history["fit"], name))
        days = np.arange(1, pc.max(ours["purchase_days"]).as_py() + 1)
        ages = np.arange(pc.max(ours["age_days"]).as_py() + SCORES_AHEAD + 1)
        days, ages = (each.ravel() for each in np.meshgrid(days, ages, indexing="ij"))
        expected = purchases_if_alive(model, days - 1.0, ages.astype(float), HORIZON)
        columns = [np.full(len(days), name), days, ages, expected]
        table = pa.table(columns, names=EXPECTATIONS.names)
        tables.append(table.cast(EXPECTATIONS))
    return pa.concat_tables(tables) if tables else EXPECTATIONS.empty_table()


def bg_nbd_of(fitted: pa.Table, fit: str) -> BgNbd | None:
    """The BG/NBD of a fit, from its rows."""
    rows = fitted.filter(pc.equal(fitted["fit"], fit)).to_pylist()
    values = {row["parameter"]: row["value"] for row in rows if row["model"] == "bg_nbd"}
    names = ("r", "alpha", "a", "b", "log_likelihood")
    return BgNbd(*(values[name] for name in names)) if "r" in values else None


def _fit(history: pa.Table) -> list[dict]:
    """Rows of both models of one cut-off."""
    days = floats(history, "purchase_days").astype(np.int64)
    last = floats(history, "active_span_days").astype(np.int64)
    age = floats(history, "age_days").astype(np.int64)
    mean = floats(history, "net_spend") / days
    repeaters = int((days > 1).sum())
    if repeaters < MIN_REPEATERS:
        why = f"{repeaters} people bought on a second day, fewer than {MIN_REPEATERS}"
        return [_not_fitted(name, len(days), why) for name in ("bg_nbd", "gamma_gamma")]
    groups, people = grouped(days - 1, last, age)
    counted = vars(fit_bg_nbd(*groups.T, people))
    rows = _rows("bg_nbd", {**counted, "people": len(days), "groups": len(people)})
    paid = mean > 0
    if not paid.any():
        return [*rows, _not_fitted("gamma_gamma", 0, "nobody bought for more than nothing")]
    valued = vars(fit_gamma_gamma(days[paid], mean[paid], np.ones(int(paid.sum()))))
    correlation = _correlation(days[paid & (days > 1)], mean[paid & (days > 1)])
    return rows + _rows(
        "gamma_gamma", {**valued, "people": int(paid.sum()), "correlation": correlation}
    )


def _rows(model: str, values: dict[str, float]) -> list[dict]:
    flat = np.exp(BOUND - 0.01)
    return [
        {
            "model": model,
            "parameter": parameter,
            "value": float(value),
            "reason": "at its bound: the data say no more than that"
            if parameter in ("r", "a", "b", "p", "q") and not 1 / flat < value < flat
            else None,
        }
        for parameter, value in values.items()
    ]


def _not_fitted(model: str, people: int, why: str) -> dict:
    reason = f"not fitted: {why}"
    return {"model": model, "parameter": "people", "value": float(people), "reason": reason}


def _correlation(days: np.ndarray, mean: np.ndarray) -> float:
    """Of purchase days and log value, which Gamma-Gamma takes to be near nought; 0 if none varies."""
    if len(days) < 3 or not days.std() or not mean.std():
        return 0.0
    return float(np.corrcoef(np.log(days), np.log(mean))[0, 1])


def _best(negative, parameters: int):
    """The minimum over logs of parameters, from one start: both likelihoods have one summit inside."""
    return minimize(
        negative,
        np.zeros(parameters),
        jac=True,
        method="L-BFGS-B",
        bounds=[(-BOUND, BOUND)] * parameters,
        options={"maxiter": 1_000, "ftol": 1e-14, "gtol": 1e-9},
    )
