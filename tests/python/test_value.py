"""The models of customer value: published parameters of a public data set, and planted people."""

import importlib.util
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as csv
import pytest

from vitrine import value


def cdnow(name: str) -> pa.Table:
    """The sample of CDNOW that the papers fit, as lifetimes ships it; its code is not run."""
    folder = Path(importlib.util.find_spec("lifetimes").origin).parent
    return csv.read_csv(folder / "datasets" / name)


def planted(people: int, seed: int = 0, r=0.8, alpha=60.0, a=0.9, b=3.0):
    """Repeats, last and age of people who buy and leave as BG/NBD says; ages of 30 to 700 days.

    Also what they buy in the 90 days after, and whether they are alive at the cut-off.
    """
    random = np.random.default_rng(seed)
    age = random.integers(30, 700, people).astype(float)
    rate = random.gamma(r, 1 / alpha, people)
    leaves = random.beta(a, b, people)
    time, last = np.zeros(people), np.zeros(people)
    repeats, later = np.zeros(people), np.zeros(people)
    alive, alive_then = np.ones(people, bool), np.ones(people, bool)
    while alive.any():
        time = time + random.exponential(1 / rate)
        seen, after = alive & (time <= age), alive & (time > age) & (time <= age + 90)
        repeats, last = repeats + seen, np.where(seen, time, last)
        later += after
        left = random.random(people) < leaves
        alive_then &= ~(seen & left)
        alive &= (time <= age + 90) & ~left
    return repeats, last, age, later, alive_then


def history(people: int = 400, seed: int = 1) -> pa.Table:
    repeats, last, age, later, _ = planted(people, seed)
    random = np.random.default_rng(seed)
    spend = np.round(random.gamma(2, 60, people) * (repeats + 1), 2)
    rows = {
        "customer_id": [f"{(7919 * one) % 100_003:06d}" for one in range(people)],
        "fit": ["today"] * people,
        "cutoff_date": pa.array(np.full(people, np.datetime64("2025-12-31", "D"))),
        "purchase_days": pa.array(repeats.astype(np.int32) + 1),
        "active_span_days": pa.array(last.astype(np.int32)),
        "age_days": pa.array(age.astype(np.int32)),
        "net_spend": pa.array(spend).cast(pa.decimal128(18, 2), safe=False),
        "later_purchase_days": pa.array(later.astype(np.int32)),
    }
    return pa.table(rows)


def test_cdnow_gives_the_published_parameters_to_three_digits():
    """Fader, Hardie & Lee (2005), table 2."""
    sample = cdnow("cdnow_customers_summary.csv")
    repeats, last, age = (sample[name].to_numpy() for name in ("frequency", "recency", "T"))
    model = value.fit_bg_nbd(repeats, last, age, np.ones(len(age)))
    found = [model.r, model.alpha, model.a, model.b, model.log_likelihood]
    assert np.round(found, 3).tolist() == pytest.approx([0.243, 4.414, 0.793, 2.426, -9582.426])
    assert found[:4] == pytest.approx([0.2426, 4.4135, 0.7929, 2.4258], abs=6e-4)
    assert round(model.log_likelihood, 2) == -9582.43


def test_cdnow_gives_the_published_gamma_gamma():
    """Fader & Hardie (2013): p 6.25, q 3.74, v 15.44 of those who came back."""
    sample = cdnow("cdnow_customers_summary_with_transactions.csv")
    times, mean = sample["x"].to_numpy(), sample["zbar"].to_numpy()
    again = times > 0
    model = value.fit_gamma_gamma(times[again], mean[again], np.ones(again.sum()))
    assert [model.p, model.q, model.v] == pytest.approx([6.25, 3.74, 15.44], abs=0.01)


def test_equal_people_counted_are_the_same_as_people_one_by_one():
    repeats, last, age, *_ = planted(3_000)
    last, age = np.floor(last), np.floor(age)
    groups, people = value.grouped(repeats, last, age)
    assert len(groups) < 3_000 and people.sum() == 3_000
    assert (np.unique(np.column_stack([repeats, last, age]), axis=0) == groups).all()
    counted = value.fit_bg_nbd(*groups.T, people)
    one_by_one = value.fit_bg_nbd(repeats, last, age, np.ones(3_000))
    assert list(vars(counted).values()) == pytest.approx(list(vars(one_by_one).values()), rel=1e-4)


def test_planted_parameters_are_found_again():
    model = value.fit_bg_nbd(*planted(100_000)[:3], np.ones(100_000))
    assert [model.r, model.alpha, model.a, model.b] == pytest.approx([0.8, 60, 0.9, 3], rel=0.05)


def test_planted_worths_are_found_again():
    random = np.random.default_rng(3)
    days = random.integers(1, 12, 60_000)
    mean = random.gamma(6 * days, 1 / (random.gamma(4, 1 / 300, 60_000) * days))
    model = value.fit_gamma_gamma(days, mean, np.ones(60_000))
    assert [model.p, model.q, model.v] == pytest.approx([6, 4, 300], rel=0.05)
    everybody = model.p * model.v / (model.q - 1)
    assert value.expected_mean(model, np.array([1e6]), np.array([40.0])) == pytest.approx(40, 1e-3)
    assert value.expected_mean(model, np.array([0]), np.array([40.0])) == pytest.approx(everybody)


def test_forecasts_and_probabilities_hold_for_planted_people():
    repeats, last, age, later, alive = planted(200_000, seed=4)
    model = value.BgNbd(0.8, 60.0, 0.9, 3.0, 0.0)
    chance = value.probability_alive(model, repeats, last, age)
    expected = chance * value.purchases_if_alive(model, repeats, age, 90)
    assert chance.mean() == pytest.approx(alive.mean(), abs=0.004)
    for tenth in np.array_split(np.argsort(expected), 10):
        assert expected[tenth].mean() == pytest.approx(later[tenth].mean(), rel=0.06, abs=0.01)
    for tenth in np.array_split(np.argsort(chance), 10):
        assert chance[tenth].mean() == pytest.approx(alive[tenth].mean(), abs=0.02)


@pytest.mark.parametrize("a", [0.4, 1.0, 2.5])
def test_the_expectation_is_the_integral_of_the_rate_of_who_is_alive(a):
    """Of BG/NBD's own definition, without any hypergeometric function: rate and chance to leave drawn
    from what is known of somebody alive after three purchases in 200 days.
    """
    model = value.BgNbd(0.8, 60.0, a, 3.0, 0.0)
    random = np.random.default_rng(5)
    rate = random.gamma(model.r + 3, 1 / (model.alpha + 200), 2_000_000)
    leaves = random.beta(a, model.b + 3, 2_000_000)
    simulated = np.mean((1 - np.exp(-leaves * rate * 90)) / leaves)
    exact = value.purchases_if_alive(model, np.array([3.0]), np.array([200.0]), 90)[0]
    assert exact == pytest.approx(simulated, rel=0.005)


def test_hundreds_of_purchases_do_not_overflow():
    model = value.BgNbd(0.3, 5.0, 1e-4, 8_000.0, 0.0)
    repeats, age = np.array([0.0, 900.0]), np.array([0.0, 1_400.0])
    expected = value.purchases_if_alive(model, repeats, age, 90)
    assert np.isfinite(expected).all()
    assert expected[1] == pytest.approx(900.3 / 1_405 * 90, rel=0.01)
    assert value.probability_alive(model, repeats, np.zeros(2), age)[1] < 1e-200


def test_row_order_does_not_change_one_bit():
    people = history()
    fitted = value.models(people)
    shuffled = people.take(np.random.default_rng(0).permutation(people.num_rows))
    assert value.models(shuffled).equals(fitted)
    assert value.expectations(shuffled, fitted).equals(value.expectations(people, fitted))


def test_a_handful_of_people_gives_no_parameters_but_the_reason():
    fitted = value.models(history(40))
    assert set(fitted["parameter"].to_pylist()) == {"people"}
    assert all("fewer than 50" in reason for reason in fitted["reason"].to_pylist())
    assert value.expectations(history(40), fitted).num_rows == 0


def test_where_everything_is_free_how_often_is_fitted_and_how_much_has_its_reason():
    people = history()
    column = people.column_names.index("net_spend")
    free = pa.array(np.zeros(people.num_rows)).cast(people.schema.field(column).type)
    fitted = value.models(people.set_column(column, "net_spend", free)).to_pylist()
    [why] = [row for row in fitted if row["model"] == "gamma_gamma"]
    assert (why["parameter"], why["value"]) == ("people", 0.0)
    assert why["reason"] == "not fitted: nobody bought for more than nothing"
    often = [row for row in value.models(people).to_pylist() if row["model"] == "bg_nbd"]
    assert [row for row in fitted if row["model"] == "bg_nbd"] == often


def test_an_empty_mall_gives_empty_tables():
    nobody = history().slice(0, 0)
    assert value.models(nobody).equals(value.MODEL.empty_table())
    assert value.expectations(nobody, value.models(nobody)).num_rows == 0


def test_every_age_and_number_of_purchase_days_has_its_expectation():
    people = history()
    expected = value.expectations(people, value.models(people))
    most, oldest = (max(people[name].to_pylist()) for name in ("purchase_days", "age_days"))
    assert expected.num_rows == most * (oldest + value.SCORES_AHEAD + 1)
    assert (expected["expected_purchases_if_alive"].to_numpy() >= 0).all()


def test_what_cannot_be_is_refused():
    one = np.ones(1)
    with pytest.raises(ValueError, match="after the cut-off"):
        value.fit_bg_nbd(one, 9 * one, 5 * one, one)
    with pytest.raises(ValueError, match="nobody came back"):
        value.fit_bg_nbd(0 * one, 0 * one, 5 * one, one)
    with pytest.raises(ValueError, match="above zero"):
        value.fit_gamma_gamma(one, 0 * one, one)
