"""Propensities of people whose hazards were planted: what can be known is known, and no more is claimed."""

import numpy as np
import pyarrow as pa
import pytest
from scipy.special import expit
from sklearn.metrics import roc_auc_score
from threadpoolctl import threadpool_limits

from vitrine import propensity
from vitrine.propensity import ALL, BOOSTING, SHUFFLED

PACKAGES = ("CINE", "DOC", "KIDS")
STEP, GAP, HORIZON, CUTOFFS = 37, 7, 30, 7
BANDS = np.array(["18-24", "25-34", "35-44", "45-54", "55-64", "65+"])
TARGETS = pa.table(
    {
        "target": ["package_taken", "package_cancelled", "gone_quiet"],
        "gap_days": [7, 7, 7],
        "horizon_days": [30, 30, 60],
        "active_days": [None, None, 90],
    }
)


class Planted:
    """People who take each package after an exponential wait, give it up after another, and come to the
    mall as a Poisson process that may end. `tables` is what SQL makes of them; `chance` what is true.
    """

    def __init__(self, people: int, seed: int = 0, effect: float = 1.0):
        random = np.random.default_rng(seed)
        days = CUTOFFS * STEP + 40
        self.ids = np.array([f"{(7919 * one) % 1_000_003:07d}" for one in range(people)])
        age = random.integers(18, 80, people)
        band = np.searchsorted([25, 35, 45, 55, 65], age, side="right")
        man = random.random(people) < 0.5
        watches = random.gamma(1.5, 1 / 1.5, people)
        self.pace = 0.02 * random.gamma(2, 1 / 2, people) + 0.002
        young, old = (40 - age) / 15, (age - 50) / 12
        log = np.column_stack(
            [
                0.5 * young + 0.7 * np.log(watches + 0.1),
                old + 0.4 * ~man,
                1.2 * ((age > 28) & (age < 46)) + 0.5 * np.log(watches + 0.1),
            ]
        )
        self.hazard = np.exp(effect * log - 6.8)
        self.leaves = 0.004 * np.exp(-effect * np.log(watches + 0.1))[:, None] * np.ones(3)
        self.taken = random.exponential(1 / self.hazard)
        self.cancelled = self.taken + 7 + random.exponential(1 / self.leaves)
        ends = random.exponential(1 / (0.15 * self.pace))
        visits = [
            np.cumsum(random.exponential(1 / pace, int(days * pace * 4) + 9)) for pace in self.pace
        ]
        self.visits = [
            one[(one < days) & (one <= end)] for one, end in zip(visits, ends, strict=True)
        ]
        self.days = days
        self.age, self.band, self.man, self.watches = age, band, man, watches
        self.minutes = random.poisson(40 * watches[:, None] * np.ones((people, CUTOFFS)))

    def cutoff(self, number: int) -> float:
        return self.days - number * STEP

    def held(self, number: int) -> np.ndarray:
        now = self.cutoff(number)
        return (self.taken <= now) & (self.cancelled > now)

    def tables(self) -> dict[str, pa.Table]:
        features, holdings, outcomes = [], [], []
        for number in range(CUTOFFS):
            now = self.cutoff(number)
            seen = [one[one <= now] for one in self.visits]
            had, held = self.taken <= now, self.held(number)
            row = dict.fromkeys(propensity.FEATURES[:-1], np.zeros(len(self.ids)))
            row |= {
                "customer_id": self.ids,
                "cutoff_number": np.full(len(self.ids), number),
                "visits": np.array([len(one) for one in seen]),
                "visits_of_three": np.array([(one > now - 3 * STEP).sum() for one in seen]),
                "visits_of_one": np.array([(one > now - STEP).sum() for one in seen]),
                "days_since_visit": np.array(
                    [now - one[-1] // 1 if len(one) else np.nan for one in seen]
                ),
                "days_since_purchase": np.full(len(self.ids), np.nan),
                "days_since_viewing": np.full(len(self.ids), np.nan),
                "known_days": np.full(len(self.ids), now // 1),
                "viewing_minutes_of_one": self.minutes[:, number],
                "viewing_minutes_of_three": self.minutes[:, number : number + 3].sum(axis=1),
                "packages_held": held.sum(axis=1),
                "packages_given_up": (had & ~held).sum(axis=1),
                "age": self.age,
                "age_band": BANDS[self.band],
                "gender": np.where(self.man, "M", "F"),
            }
            features.append(
                pa.table({key: pa.array(value, from_pandas=True) for key, value in row.items()})
            )
            person, package = np.nonzero(had)
            since = np.floor(now - self.taken[person, package])
            minutes = self.minutes[person, number]
            holdings.append(self.of(person, package, number, is_held=held[person, package],
                                    days_since_taken=since, recent_minutes=minutes))  # fmt: skip
            for name, when, asked in (
                ("package_taken", self.taken, ~had),
                ("package_cancelled", self.cancelled, held),
            ):
                after = np.ceil(when - now)
                person, package = np.nonzero(asked & (after <= GAP + HORIZON))
                if number:
                    after = after[person, package]
                    outcomes.append(self.of(person, package, number, name, days_after=after))
            if number > 1:
                later = [np.ceil(one[np.ceil(one - now) > GAP] - now) for one in self.visits]
                person = np.array([at for at, one in enumerate(later) if len(one) and one[0] <= 67])
                after = np.array([later[at][0] for at in person])
                nothing = np.zeros(len(person), dtype=int)
                table = self.of(person, nothing, number, "gone_quiet", days_after=after)
                outcomes.append(table.set_column(1, "package_code", pa.array([ALL] * len(person))))
        return {
            "features": pa.concat_tables(features),
            "holdings": pa.concat_tables(holdings),
            "outcomes": pa.concat_tables(outcomes, promote_options="default"),
            "targets": TARGETS,
            "cutoffs": pa.table({"cutoff_number": range(CUTOFFS), "step_days": [STEP] * CUTOFFS}),
            "packages": pa.table({"package_code": PACKAGES}),
        }

    def of(self, person, package, number, target=None, **columns) -> pa.Table:
        return pa.table(
            {
                "customer_id": self.ids[person],
                "package_code": np.array(PACKAGES)[package],
                "cutoff_number": np.full(len(person), number),
                **({"target": [target] * len(person)} if target else {}),
                **columns,
            }
        )

    def optimum(self, target: str, number: int = 1) -> dict[str, float]:
        """The area under the curve of the planted hazards themselves, by package and in all."""
        held, now = self.held(number), self.cutoff(number)
        # who had a package and gave it up is asked, and never takes it again
        hazard, asked, when = self.hazard * (self.taken > now), ~held, self.taken
        if target == "package_cancelled":
            asked, when, hazard = held, self.cancelled, self.leaves
        after = np.where(when <= now, np.inf, np.ceil(when - now))
        asked = asked & (after > GAP)
        label = after <= GAP + HORIZON
        found = {ALL: roc_auc_score(label[asked], hazard[asked])}
        for at, code in enumerate(PACKAGES):
            one = asked[:, at]
            found[code] = roc_auc_score(label[one, at], hazard[one, at])
        return found


def figures(evaluation: pa.Table) -> dict[tuple[str, str, str], float]:
    return {
        (row["model"], row["package_code"], row["metric"]): row["value"]
        for row in evaluation.to_pylist()
    }


@pytest.fixture(scope="module")
def planted() -> Planted:
    return Planted(30_000)


@pytest.fixture(scope="module")
def tables(planted) -> dict[str, pa.Table]:
    return planted.tables()


@pytest.fixture(scope="module")
def evaluation(tables) -> pa.Table:
    return propensity.evaluate(propensity.Mall(**tables))


@pytest.mark.parametrize("code", [ALL, *PACKAGES])
def test_the_boosting_is_within_two_hundredths_of_what_can_be_known_and_above_every_baseline(
    planted, evaluation, code
):
    found = figures(evaluation)
    area = found[BOOSTING, code, "auc"]
    assert area > planted.optimum("package_taken")[code] - 0.02
    for name in propensity.BASELINES:
        assert area > found[name, code, "auc"]
        assert found[BOOSTING, code, "lift_top_decile"] > 1.5
    published = {
        row["model"] for row in evaluation.to_pylist() if row["is_published"] and row["package_code"] == code
        and row["target"] == "package_taken"
    }  # fmt: skip
    assert published == {BOOSTING}


def test_probabilities_come_true(evaluation):
    found = figures(evaluation)
    share = found[BOOSTING, ALL, "events"] / found[BOOSTING, ALL, "people"]
    assert found[BOOSTING, ALL, "calibration_error"] < 0.15 * share


def test_cancellations_are_known_nearly_as_well_as_they_can_be(planted, evaluation):
    area = figures(evaluation)["cancelled_gradient_boosting", ALL, "auc"]
    assert area > planted.optimum("package_cancelled")[ALL] - 0.03


def test_who_goes_quiet_is_told_better_than_by_recency_alone(evaluation):
    found = figures(evaluation)
    assert found["quiet_gradient_boosting", ALL, "auc"] > found["quiet_recency", ALL, "auc"]


def test_shuffled_labels_teach_nothing(evaluation):
    found = figures(evaluation)
    for prefix in propensity.PREFIX.values():
        assert found[prefix + SHUFFLED, ALL, "auc"] == pytest.approx(0.5, abs=0.08)


def test_row_order_and_threads_do_not_change_one_bit():
    tables = Planted(2_500, seed=3).tables()
    with threadpool_limits(limits=2):
        judged = propensity.evaluate(propensity.Mall(**tables))
        said = propensity.package_propensity(propensity.Mall(**tables), judged)
    order = np.random.default_rng(0).permutation
    mixed = {name: table.take(order(table.num_rows)) for name, table in tables.items()}
    with threadpool_limits(limits=1):
        again = propensity.evaluate(propensity.Mall(**mixed))
        by_key = [
            ("target", "ascending"),
            ("model", "ascending"),
            ("package_code", "ascending"),
            ("metric", "ascending"),
        ]
        assert again.sort_by(by_key).equals(judged.sort_by(by_key))
        said_again = propensity.package_propensity(propensity.Mall(**mixed), again)
        assert by_person(said_again).equals(by_person(said))


def by_person(said: pa.Table) -> pa.Table:
    """Scores with plain texts, which Arrow can sort by."""
    plain = pa.schema(
        [(f.name, pa.string() if f.type == propensity.REPEATED else f.type) for f in said.schema]
    )
    return said.cast(plain).sort_by([("customer_id", "ascending"), ("package_code", "ascending")])


def test_nobody_is_offered_what_they_have_and_everybody_else_is(planted, tables, evaluation):
    said = propensity.package_propensity(propensity.Mall(**tables), evaluation)
    asked = set(zip(said["customer_id"].to_pylist(), said["package_code"].to_pylist(), strict=True))
    person, package = np.nonzero(~planted.held(0))
    free = set(zip(planted.ids[person].tolist(), np.array(PACKAGES)[package].tolist(), strict=True))
    assert asked == free and len(asked) == said.num_rows
    decile, chance = said["decile"].to_numpy(), said["propensity"].to_numpy()
    tenths = [chance[decile == one].mean() for one in range(1, 11)]
    assert chance.min() >= 0 and tenths == sorted(tenths, reverse=True)
    reasons = said.filter(decile == 1)["reasons"]
    assert reasons.null_count < 0.1 * len(reasons)
    assert any("age" in text for text in reasons.drop_null().to_pylist())


def only_cine(table: pa.Table) -> pa.Table:
    return table.filter(np.isin(table["package_code"].to_numpy(), ["CINE", ALL]))


def test_a_planted_leak_is_caught_and_the_baseline_published_instead():
    tables = Planted(6_000, seed=4).tables()
    tables |= {name: only_cine(tables[name]) for name in ("packages", "holdings", "outcomes")}
    taken = tables["outcomes"].filter(tables["outcomes"]["target"].to_numpy() == "package_taken")
    soon = set(
        zip(taken["customer_id"].to_pylist(), taken["cutoff_number"].to_pylist(), strict=True)
    )
    features = tables["features"]
    keys = zip(
        features["customer_id"].to_pylist(), features["cutoff_number"].to_pylist(), strict=True
    )
    told = pa.array([1.0 if key in soon else 0.0 for key in keys])
    at = features.column_names.index("visits_of_one")
    leaking = tables | {"features": features.set_column(at, "visits_of_one", told)}

    def published(tables):
        rows = propensity.evaluate(propensity.Mall(**tables)).to_pylist()
        return {
            (row["model"], row["reason"])
            for row in rows
            if row["target"] == "package_taken" and row["is_published"]
        }

    chosen = published(leaking)
    assert BOOSTING not in {model for model, _ in chosen}
    assert all("a leak is suspected in visits_of_one" in reason for _, reason in chosen)
    assert not any("leak" in reason for _, reason in published(tables))


def test_where_a_baseline_is_as_good_it_is_published_and_says_so():
    area = {"people": 1_000.0, "events": 50.0}
    found = {name: area | {"auc": 0.7} for name in (BOOSTING, *propensity.BASELINES)}
    name, why = propensity._choice(found, [], 50)
    assert name == propensity.AGE_BAND
    assert why == "the best baseline: gradient boosting has AUC 0.700"
    found[propensity.RECENCY] = area | {"auc": 0.71}
    assert propensity._choice(found, [], 50)[0] == propensity.RECENCY
    found[BOOSTING] = area | {"auc": 0.72}
    assert propensity._choice(found, [], 50)[0] == BOOSTING
    found[SHUFFLED] = area | {"auc": 0.99}
    assert propensity._choice(found, [], 50)[0] == BOOSTING


def test_a_model_that_puts_everybody_the_wrong_way_round_is_worse_than_chance():
    found = {name: {"auc": 0.4} for name in propensity.BASELINES} | {BOOSTING: {"auc": 0.0}}
    assert propensity._choice(found, [], 50)[0] != BOOSTING
    assert propensity._choice(found | {BOOSTING: {"auc": None}}, [], 50)[0] == BOOSTING


def test_what_newer_people_contradict_says_the_same_of_everybody_as_often_as_it_happens():
    random = np.random.default_rng(5)

    def rows(sign: int) -> propensity.Rows:
        everybody = np.zeros((20_000, len(propensity.FEATURES)), dtype=np.float32)
        everybody[:, 0] = random.normal(size=20_000)
        label = random.random(20_000) < expit(sign * 1.5 * everybody[:, 0] - 3.5)
        pair = np.zeros((20_000, len(propensity.OF_PAIR)), dtype=np.float32)
        whole = np.zeros(20_000, dtype=np.int64)
        return propensity.Rows(
            everybody, np.arange(20_000), pair, whole, whole, label.astype(float)
        )

    newer = rows(-1)
    said = propensity.Boosting(rows(1), newer).predict(newer)
    assert np.ptp(said) == 0
    assert said[0] == pytest.approx(newer.label.mean())


def test_without_a_partner_there_are_no_propensities_and_the_reason():
    tables = Planted(500, seed=6).tables()
    tables |= {name: tables[name].slice(0, 0) for name in ("holdings", "packages")}
    quiet = tables["outcomes"]["target"].to_numpy() == "gone_quiet"
    tables["outcomes"] = tables["outcomes"].filter(quiet)
    mall = propensity.Mall(**tables)
    judged = propensity.evaluate(mall)
    reasons = {row["target"]: row["reason"] for row in judged.to_pylist() if row["is_published"]}
    assert "nothing to learn from" in reasons["package_taken"]
    assert propensity.package_propensity(mall, judged).num_rows == 0
    assert set(propensity.churn_propensity(mall, judged)["target"].to_pylist()) == {"gone_quiet"}


def test_packages_of_people_that_nothing_else_is_known_of_are_no_obstacle(tables):
    nobody = {**tables, "features": tables["features"].slice(0, 0)}
    mall = propensity.Mall(**nobody)
    assert tables["holdings"].num_rows and not len(mall.rows(mall.targets[propensity.TAKEN], 0))
    assert propensity.package_propensity(mall, propensity.evaluate(mall)).num_rows == 0


def test_more_packages_than_trees_tell_apart_are_no_obstacle():
    tables = Planted(600, seed=8).tables()
    hardly_any = [f"P{number:03}" for number in range(propensity.MOST_KINDS)]
    mall = propensity.Mall(
        **tables | {"packages": pa.table({"package_code": [*PACKAGES, *hardly_any]})}
    )
    taught = mall.rows(mall.targets[propensity.TAKEN], 3)
    boosting = propensity.Boosting(taught, taught)
    assert np.isfinite(boosting.predict(taught)).all()
    # those that are held keep a name of their own
    named = mall.kinds[[mall.packages.index(code) for code in PACKAGES]]
    assert len(set(named)) == len(PACKAGES) and mall.kinds.max() < propensity.MOST_KINDS


def test_an_empty_mall_has_empty_tables():
    tables = {name: table.slice(0, 0) for name, table in Planted(50, seed=7).tables().items()}
    mall = propensity.Mall(**(tables | {"targets": TARGETS}))
    judged = propensity.evaluate(mall)
    assert {row["value"] for row in judged.to_pylist()} == {0.0}
    assert propensity.package_propensity(mall, judged).num_rows == 0
    assert propensity.churn_propensity(mall, judged).num_rows == 0


def test_what_is_judged_was_never_taught(tables):
    mall = propensity.Mall(**tables)
    for target in mall.targets.values():
        at = mall.newest(target)
        assert at * STEP >= target.span
        numbers = mall.numbers(target, at)
        assert numbers and all((number - at) * STEP >= target.span for number in numbers)


def test_figures_are_those_of_a_hand_counted_ranking():
    label = np.array([1, 0, 1, 0, 0, 0, 0, 0, 0, 0], dtype=float)
    said = np.array([0.9, 0.8, 0.7, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1])
    found = propensity.figures(label, said)
    assert found["auc"] == pytest.approx(15 / 16)
    assert found["average_precision"] == pytest.approx((1 + 2 / 3) / 2)
    assert found["lift_top_decile"] == pytest.approx(5.0)
    assert found["calibration_error"] == pytest.approx((0.1 + 0.8 + 0.3 + 0.7) / 10)
    tied = propensity.figures(label, np.full(10, 0.2))
    assert tied["auc"] == 0.5 and tied["lift_top_decile"] == pytest.approx(1.0)
    assert propensity.figures(np.zeros(5), np.ones(5))["auc"] is None


def test_usual_is_the_median_of_whoever_is_asked_about_however_often():
    everybody = np.full((4, len(propensity.FEATURES)), np.nan, dtype=np.float32)
    everybody[:, 0] = [1, 3, 5, 100]
    everybody[0, 1] = 7
    pair = np.array(
        [[0, 1, 9, 2], [0, 1, 9, 4], [1, 0, np.nan, 6], [2, 0, np.nan, 6], [2, 0, 9, 6]]
    )
    asked = propensity.Rows(everybody, np.array([0, 1, 2, 2, 2]), pair, *np.zeros((3, 5)))
    usual = dict(zip(propensity.NAMES, propensity._usual(asked), strict=True))
    assert usual[propensity.FEATURES[0]] == 3  # of the answers it would be 5
    assert np.isnan(usual[propensity.FEATURES[1]])  # known of one in three
    assert usual["days_since_this_taken"] == 9
    assert usual["minutes_of_this"] == 6


def test_equal_people_share_a_tenth():
    assert propensity._deciles(np.full(9, 0.3)).tolist() == [5] * 9
    assert propensity._deciles(np.arange(20) / 20).tolist() == sorted([*range(1, 11)] * 2)[::-1]
