"""Forecasts of visits on planted years: what is there is found, and no more is said than is known."""

import numpy as np
import pyarrow as pa
import pytest

from vitrine import forecast

FIRST = np.datetime64("2024-01-01", "D")  # a Monday
WEEK = np.array([0.8, 0.8, 0.8, 0.8, 1.0, 1.6, 1.2])


def calendar(days: int) -> pa.Table:
    """Every day and four weeks more; each 25 December a holiday that closes, each 40th day one that fills."""
    dates = FIRST + np.arange(days + forecast.AHEAD)
    closes = np.array([str(day).endswith("12-25") for day in dates])
    fills = np.arange(len(dates)) % 40 == 20
    return pa.table(
        {
            "date_day": dates,
            "day_of_week": np.arange(len(dates)) % 7 + 1,
            "is_holiday": closes | fills,
            "is_optional_holiday": np.zeros(len(dates), bool),
            "is_bridge_day": np.zeros(len(dates), bool),
            "holiday_name": pa.array(np.where(closes, "Natal", np.where(fills, "Festa", None))),
        }
    )


def mall(days: int = 400, seed: int = 0, level: float = 300.0, trend: float = 0.0) -> pa.Table:
    """Visits that are Poisson around a level, a weekday, a holiday and a slow trend; closed at Christmas."""
    random = np.random.default_rng(seed)
    dates = calendar(days).slice(0, days)
    name = np.array(dates["holiday_name"].to_pylist(), dtype=object)
    mean = level * WEEK[np.arange(days) % 7] * np.exp(trend * np.arange(days))
    mean = np.where(name == "Festa", 1.5, 1.0) * mean * random.gamma(100, 1 / 100, days)
    visits = np.where(name == "Natal", 0, random.poisson(mean))
    return pa.table({"visit_date": dates["date_day"], "visits": pa.array(visits).cast(pa.int32())})


def figures(table: pa.Table) -> dict[tuple[str, str], float]:
    return {(row["model"], row["metric"]): row["value"] for row in table.to_pylist()}


def published(table: pa.Table) -> set[str]:
    return {row["model"] for row in table.to_pylist() if row["is_published"]}


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_on_a_planted_year_the_regression_wins_and_its_intervals_hold(seed):
    judged = forecast.evaluate(mall(seed=seed), calendar(400))
    assert published(judged) == {forecast.REGRESSION}
    found = figures(judged)
    assert found[forecast.REGRESSION, "mase"] < 0.9
    for name in forecast.MODELS:
        assert 0.7 <= found[name, "coverage_80"] <= 0.9


def test_a_young_mall_does_not_learn_from_christmas_that_it_is_closed_on_thursdays():
    """No model could be tested yet, and last week's Thursday was a closed one."""
    days = (np.datetime64("2025-01-01", "D") - FIRST).astype(int)
    young = mall(days).slice(days - 92)
    assert young["visits"].to_pylist()[-7] == 0
    said = forecast.forecast(young, calendar(days))
    assert set(said["model"].to_pylist()) == {forecast.NAIVE}
    assert min(said["expected_visits"].to_pylist()) > 100


def test_of_56_errors_the_fifth_and_the_fifty_second_bound_the_interval():
    errors = np.arange(1.0, 57.0).reshape(8, 1, 7).repeat(4, axis=1).reshape(8, forecast.AHEAD)
    lower, upper = forecast._interval(np.full(forecast.AHEAD, 1.0), -errors)
    assert (set(lower), set(upper)) == ({0.0}, {1.0})
    lower, upper = forecast._interval(np.full(forecast.AHEAD, 1.0), errors)
    assert (set(lower), set(upper)) == ({1.0}, {53.0})


def test_the_interval_holds_for_days_that_nobody_has_seen():
    inside, outside_below = [], []
    for seed in range(12):
        whole = mall(428, seed=seed)
        said = forecast.forecast(whole.slice(0, 400), calendar(400))
        came = whole["visits"].to_numpy()[400:]
        lower, upper = said["lower_80"].to_numpy(), said["upper_80"].to_numpy()
        inside.append((lower <= came) & (came <= upper))
        outside_below.append(came < lower)
    assert 0.7 <= np.mean(inside) <= 0.9
    assert 0.04 <= np.mean(outside_below) <= 0.18


def test_where_last_week_knows_best_seasonal_naive_is_published_and_said_to_be():
    """Levels that jump at random from week to week: old weeks tell nothing that the last does not."""
    random = np.random.default_rng(1)
    level = 1_000 * np.exp(np.cumsum(random.normal(0, 0.5, 58)))
    visits = np.repeat(level, 7)[:400] * WEEK[np.arange(400) % 7]
    trends = mall().set_column(1, "visits", pa.array(visits.astype(np.int32)))
    judged = forecast.evaluate(trends, calendar(400))
    assert published(judged) == {forecast.NAIVE}
    said = forecast.forecast(trends, calendar(400))
    assert set(said["model"].to_pylist()) == {forecast.NAIVE}
    assert (said["expected_visits"].to_numpy()[:7] == trends["visits"].to_numpy()[-7:]).all()
    reasons = {row["model"]: row["reason"] for row in judged.to_pylist()}
    assert reasons[forecast.REGRESSION] == "not published: seasonal_naive errs less"


def test_a_holiday_that_closed_the_mall_before_closes_it_again():
    days = 715  # up to 15 December of the second year
    said = forecast.forecast(mall(days), calendar(days)).to_pylist()
    christmas = [row for row in said if str(row["visit_date"]).endswith("12-25")]
    assert [row["expected_visits"] for row in christmas] == [0.0]
    assert [row["upper_80"] for row in christmas] == [0.0]
    assert all(row["expected_visits"] > 100 for row in said if row not in christmas)


def test_a_holiday_is_told_from_its_weekday():
    said = forecast.forecast(mall(400), calendar(400)).to_pylist()
    festive = [row for at, row in enumerate(said) if (400 + at) % 40 == 20]
    ordinary = [
        row for row in said if row["visit_date"].weekday() == festive[0]["visit_date"].weekday()
    ]
    usual = min(row["expected_visits"] for row in ordinary)
    assert festive[0]["expected_visits"] / usual == pytest.approx(1.5, rel=0.12)


def test_years_teach_the_time_of_the_year():
    days = 1_160
    season = 1 + 0.4 * np.sin(2 * np.pi * np.arange(days + 28) / 365.2425)
    random = np.random.default_rng(2)
    visits = random.poisson(500 * season * WEEK[np.arange(days + 28) % 7])
    dates = FIRST + np.arange(days + 28)
    trends = pa.table({"visit_date": dates, "visits": visits}).slice(0, days)
    said = forecast.forecast(trends, calendar(days))["expected_visits"].to_numpy()
    assert said == pytest.approx(visits[days:], rel=0.25)
    assert np.mean(said / (500 * season * WEEK[np.arange(days + 28) % 7])[days:]) == pytest.approx(
        1, abs=0.04
    )


def test_row_order_does_not_change_one_bit():
    trends, dates = mall(200), calendar(200)
    order = np.random.default_rng(0).permutation
    mixed = trends.take(order(200)), dates.take(order(dates.num_rows))
    assert forecast.forecast(*mixed).equals(forecast.forecast(trends, dates))
    assert forecast.evaluate(*mixed).equals(forecast.evaluate(trends, dates))


def test_a_young_mall_gets_no_forecast_then_an_untested_plain_one():
    assert forecast.forecast(mall(55), calendar(55)).num_rows == 0
    judged = forecast.evaluate(mall(55), calendar(55))
    assert published(judged) == set()
    assert "fewer than 56" in judged["reason"][0].as_py()
    said = forecast.forecast(mall(70), calendar(70))
    assert set(said["model"].to_pylist()) == {forecast.NAIVE}
    assert (said["lower_80"].to_numpy() < said["upper_80"].to_numpy()).all()
    judged = forecast.evaluate(mall(70), calendar(70))
    assert "untested" in judged["reason"][0].as_py()


def test_an_empty_mall_gets_no_forecast_and_the_reason():
    nothing = mall(10).slice(0, 0)
    assert forecast.forecast(nothing, calendar(10)).num_rows == 0
    judged = forecast.evaluate(nothing, calendar(10))
    assert published(judged) == set()
    assert judged.num_rows == 2 * len(forecast.MODELS)


def test_a_mall_that_was_closed_throughout_is_expected_to_be():
    shut = mall(200).set_column(1, "visits", pa.array(np.zeros(200, np.int32)))
    said = forecast.forecast(shut, calendar(200))
    assert set(said["expected_visits"].to_pylist()) == {0.0}


def test_a_missing_day_is_refused():
    trends = mall(100)
    holed = pa.concat_tables([trends.slice(0, 50), trends.slice(51)])
    with pytest.raises(ValueError, match="every day needs one row"):
        forecast.forecast(holed, calendar(100))


def test_no_interval_is_made_of_errors_that_were_not_known_yet(monkeypatch):
    """An error after the origin may change nothing that is said about days before it."""
    monkeypatch.setattr(forecast, "MODELS", (forecast.MEAN,))
    trends, dates = mall(300), calendar(300)
    series = forecast._Series(trends, dates)
    before = forecast.backtest(series)[forecast.MEAN].covered()
    series.visits[-28:] *= 50
    after = forecast.backtest(series)[forecast.MEAN].covered()
    untouched = len(before) - 4 * forecast.AHEAD
    assert (before[:untouched] == after[:untouched]).all()
    assert (before[untouched:] != after[untouched:]).any()
