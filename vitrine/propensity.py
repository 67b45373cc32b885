"""Who will take a package, give one up or stay away: gradient boosting beside three plain baselines.

A cut-off is a day; what was known by its end are the features, and the label is what came after a gap,
within a horizon (seed `propensity_targets`). `cutoff_number` counts cut-offs back from the as-of day,
which is 0. For a judgement the newest cut-off whose horizon is over is kept aside, and all that is learnt
comes from cut-offs whose horizons were over by then: the newest of these calibrates, the older ones teach.
What is published is made in the same way one step later. Nobody is asked about a package that they have.

- `gradient_boosting`: scikit-learn's histogram gradient boosting over everybody and all packages, then
  Platt's sigmoid (1999);
- `age_band_rate`: the share of the person's age band that did it, package by package;
- `recency`: the share among people last seen as long ago;
- `popularity`: the share of everybody, package by package;
- `shuffled_labels`: the boosting taught with labels dealt out at random, which must know nothing.

What is learnt from is processed in the order of cut-off and hash of the person, with one thread where sums
are made. The order of those who are asked about today decides nothing.
"""

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy.special import expit, logit
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score

from vitrine.arrays import floats
from vitrine.kmeans import SEED
from vitrine.processors import one_thread, side_by_side
from vitrine.trees import BLOCK, Trees

ALL = "all"
TAKEN, CANCELLED, QUIET = "package_taken", "package_cancelled", "gone_quiet"
BOOSTING, SHUFFLED = "gradient_boosting", "shuffled_labels"
AGE_BAND, RECENCY, POPULARITY = "age_band_rate", "recency", "popularity"
BASELINES = (AGE_BAND, RECENCY, POPULARITY)
# How models of each target are called, so that a name means one model.
PREFIX = {TAKEN: "", CANCELLED: "cancelled_", QUIET: "quiet_"}

NEGATIVES = 150_000
# Events to learn from, and to judge one package by; below, its judgement is that of all together.
MIN_EVENTS = 30
# As many as scikit-learn's trees tell apart.
MOST_KINDS = 255
MIN_JUDGED = 20
# A single feature that knows the future this well was not known before.
LEAK = 0.99
PRIOR = 20.0  # people of the overall rate that are added to each group's rate
RECENT = (7, 30, 90, 180)

FEATURES = (
    "visits", "visits_of_three", "visits_of_one", "weekend_visits", "weekend_visits_of_three",
    "purchases", "purchases_of_three", "purchases_of_one", "net_spend", "net_spend_of_three",
    "viewing_sessions_of_three", "viewing_sessions_of_one", "viewing_minutes",
    "viewing_minutes_of_three", "viewing_minutes_of_one", "days_since_visit", "days_since_purchase",
    "days_since_viewing", "known_days", "packages_held", "packages_given_up", "days_since_taken",
    "subscriber_days", "age", "is_man",
)  # fmt: skip
OF_PAIR = ("package", "had_before", "days_since_this_taken", "minutes_of_this")
NAMES = (*FEATURES, *OF_PAIR)
# What a reason speaks of: the feature that is named, and all that are taken away together.
REASONS = {
    "age": ("age",),
    "is_man": ("is_man",),
    "visits_of_three": (*(name for name in FEATURES if "visit" in name), "known_days"),
    "purchases_of_three": tuple(name for name in FEATURES if "purchase" in name or "spend" in name),
    "viewing_minutes_of_three": tuple(name for name in FEATURES if "viewing" in name),
    "packages_held": ("packages_held", "packages_given_up", "days_since_taken"),
    "subscriber_days": ("subscriber_days",),
    "minutes_of_this": ("had_before", "days_since_this_taken", "minutes_of_this"),
}

EVALUATION = pa.schema(
    [
        ("target", pa.string()),
        ("model", pa.string()),
        ("package_code", pa.string()),
        ("metric", pa.string()),
        ("value", pa.float64()),
        ("is_published", pa.bool_()),
        ("reason", pa.string()),
    ]
)
# Everybody times the packages: what repeats is named by a number, or there would be more text than figures.
REPEATED = pa.dictionary(pa.int32(), pa.string())
SCORES = pa.schema(
    [
        ("customer_id", REPEATED),
        ("target", REPEATED),
        ("package_code", REPEATED),
        ("propensity", pa.float64()),
        ("decile", pa.int32()),
        ("model", REPEATED),
        ("reasons", pa.string()),
    ]
)


@dataclass(frozen=True)
class Target:
    name: str
    gap: int
    horizon: int
    active: int | None

    @property
    def span(self) -> int:
        return self.gap + self.horizon


@dataclass(frozen=True)
class Rows:
    """Questions at one or several cut-offs. Per row: where the person stands in `everybody` (float32 of
    shape (people, features)), what is known of person and package together (float32 of shape (rows,
    `OF_PAIR`)), the position of the package, of the age band, and the label (NaN where nobody knows yet).
    """

    everybody: np.ndarray
    customer: np.ndarray
    pair: np.ndarray
    package: np.ndarray
    band: np.ndarray
    label: np.ndarray

    def __len__(self) -> int:
        return len(self.package)

    def take(self, which: np.ndarray | slice) -> "Rows":
        return replace(self, **{name: values[which] for name, values in self.columns.items()})

    @property
    def columns(self) -> dict[str, np.ndarray]:
        """What has a value per row."""
        return {name: values for name, values in vars(self).items() if name != "everybody"}

    @property
    def x(self) -> np.ndarray:
        """All features, float32 of shape (rows, `NAMES`): wide, so asked for a few rows at a time."""
        return np.hstack([self.everybody[self.customer], self.pair])

    def feature(self, at: int) -> np.ndarray:
        """One column of `x`."""
        own = at - len(FEATURES)
        return self.everybody[self.customer, at] if own < 0 else self.pair[:, own]

    @property
    def by_feature(self) -> list[np.ndarray]:
        """The columns of `x`, as trees are asked about them."""
        own = np.ascontiguousarray(self.pair.T)
        return [*(column[self.customer] for column in self.everybody.T), *own]

    @property
    def blocks(self) -> list["Rows"]:
        return [self.take(slice(start, start + BLOCK)) for start in range(0, len(self), BLOCK)]

    @property
    def events(self) -> int:
        return int(np.nansum(self.label))


def joined(parts: list[Rows]) -> Rows:
    columns = {
        name: np.concatenate([part.columns[name] for part in parts]) for name in parts[0].columns
    }
    return replace(parts[0], **columns)


class Mall:
    """The tables of models/insights/propensity as arrays."""

    def __init__(self, features, holdings, outcomes, targets, cutoffs, packages):
        self.step = cutoffs["step_days"][0].as_py() if cutoffs.num_rows else 1
        self.packages = sorted(set(packages["package_code"].to_pylist()))
        self.bands = sorted(set(features["age_band"].drop_null().to_pylist()))
        self.targets = {
            row["target"]: Target(
                row["target"], row["gap_days"], row["horizon_days"], row["active_days"]
            )
            for row in targets.to_pylist()
        }
        features = _ordered(features)
        is_man = pc.cast(pc.equal(features["gender"], "M"), pa.float64())
        features = features.append_column("is_man", is_man)
        self.number = features["cutoff_number"].to_numpy()
        # column by column, as trees are asked
        self.x = np.stack([floats(features, name).astype(np.float32) for name in FEATURES]).T
        self.band = _places(features["age_band"], self.bands)
        # everybody's number, so that ids are compared once and not at every cut-off
        self.customer = features["customer_id"].combine_chunks().dictionary_encode()
        self.person, self.people = self.customer.indices.to_numpy(), self.customer.dictionary
        self.holdings, self.outcomes = (
            _numbered(table, self.people) for table in (holdings, outcomes)
        )
        self.kinds = _kinds(_places(holdings["package_code"], self.packages), len(self.packages))

    def newest(self, target: Target, before: int = 0) -> int:
        """The newest cut-off whose horizon was over at another."""
        return before + -(-target.span // self.step)

    def numbers(self, target: Target, before: int) -> list[int]:
        """All such cut-offs that anybody was known at, newest first."""
        known = np.unique(self.number)
        return [int(each) for each in known if each >= self.newest(target, before)]

    def rows(self, target: Target, number: int) -> Rows:
        """Everybody who is asked about at a cut-off, person by person and package by package."""
        people = np.flatnonzero(self.number == number)
        kinds = len(self.packages)
        held, extra = self._holdings(people, number)
        after = self._days_after(people, number, target)
        if target.name == QUIET:
            active = self.x[people, FEATURES.index("days_since_visit")] <= target.active
            person, package = np.flatnonzero(active), np.zeros(int(active.sum()), dtype=np.int64)
            label = np.isnan(after[person, 0]).astype(float)
            extra = np.zeros((len(people), max(kinds, 1), 3), dtype=np.float32)
        else:
            asked = held if target.name == CANCELLED else ~held
            person, package = np.nonzero(asked & ~(after <= target.gap))
            label = (after[person, package] <= target.span).astype(float)
        if number < self.newest(target):
            label = np.full(len(label), np.nan)
        pair = np.column_stack([self.kinds[package], extra[person, package]]).astype(np.float32)
        at = people[person]
        return Rows(self.x, at, pair, package, self.band[at], label)

    def _pairs(self, table: pa.Table, people: np.ndarray) -> tuple[np.ndarray, ...]:
        """Which rows of a table are of these people, whose, and of which package."""
        # -1 is nobody's number: it leads to the last place, which stays -1
        place = np.full(len(self.people) + 1, -1)
        place[self.person[people]] = np.arange(len(people))
        person = place[table["person"].to_numpy()]
        package = _places(table["package_code"], self.packages)
        package[pc.equal(table["package_code"], ALL).to_numpy()] = 0
        ours = np.flatnonzero((person >= 0) & (package >= 0))
        return ours, person[ours], package[ours]

    def _holdings(self, people: np.ndarray, number: int) -> tuple[np.ndarray, np.ndarray]:
        """Shape (people, packages): whether held; and had before, days since taken, minutes watched."""
        table = self.holdings.filter(pc.equal(self.holdings["cutoff_number"], number))
        ours, person, package = self._pairs(table, people)
        held = np.zeros((len(people), len(self.packages)), dtype=bool)
        extra = np.zeros((*held.shape, 3), dtype=np.float32)
        extra[:, :, 1] = np.nan
        held[person, package] = table["is_held"].to_numpy(zero_copy_only=False)[ours]
        extra[person, package, 0] = 1
        extra[person, package, 1] = floats(table, "days_since_taken")[ours]
        extra[person, package, 2] = floats(table, "recent_minutes")[ours]
        return held, extra

    def _days_after(self, people: np.ndarray, number: int, target: Target) -> np.ndarray:
        """Shape (people, packages): days from the cut-off to what happened; NaN where nothing did."""
        of_target = pc.and_(
            pc.equal(self.outcomes["target"], target.name),
            pc.equal(self.outcomes["cutoff_number"], number),
        )
        table = self.outcomes.filter(of_target)
        ours, person, package = self._pairs(table, people)
        after = np.full((len(people), max(len(self.packages), 1)), np.nan)
        after[person, package] = floats(table, "days_after")[ours]
        return after


class Boosting:
    """Gradient boosting taught by some cut-offs and calibrated on a newer one."""

    def __init__(self, teach: Rows, calibrate: Rows, shuffled: bool = False):
        random = np.random.default_rng(SEED)
        label = random.permutation(teach.label) if shuffled else teach.label
        # Nearly nobody does it: all who did, and enough of the others. How many were left out is put right
        # in the intercept (King and Zeng 2001): with weights scikit-learn would sort every column anew
        # for each of its 254 edges of bins, and learn the same.
        others = np.flatnonzero(label == 0)
        kept = np.sort(random.permutation(others)[:NEGATIVES])
        chosen = np.sort(np.concatenate([np.flatnonzero(label == 1), kept]))
        many = label.sum() > 1_000
        learner = HistGradientBoostingClassifier(
            max_iter=20 if many else 80,
            learning_rate=0.4 if many else 0.06,
            max_leaf_nodes=15 if many else 6,
            min_samples_leaf=50,
            l2_regularization=5.0,
            categorical_features=[NAMES.index("package")],
            early_stopping=False,
            random_state=SEED,
        )
        with one_thread():
            x = teach.take(chosen).x
            # scikit-learn finds no bins for a column of which nothing is known: a constant is no bin either
            x[:, np.isnan(x).all(axis=0)] = 0
            self.trees = Trees(learner.fit(x, label[chosen]))
            self.slope, self.intercept = 1.0, -np.log(max(len(others), 1) / max(len(kept), 1))
            if min(calibrate.events, len(calibrate) - calibrate.events) >= 10 and not shuffled:
                sigmoid = LogisticRegression(C=1e6)
                sigmoid.fit(self._raw(calibrate)[:, None], calibrate.label)
                self.slope = float(sigmoid.coef_[0, 0])
                self.intercept = float(sigmoid.intercept_[0])
                if self.slope <= 0:
                    # A model that is wrong way round on newer people is not turned round: it is flat.
                    self.slope, self.intercept = 0.0, float(logit(calibrate.label.mean()))

    def _raw(self, rows: Rows) -> np.ndarray:
        def of_block(block: Rows) -> np.ndarray:
            return self.trees.log_odds(self.trees.values(block.by_feature), len(block))

        found = side_by_side(of_block, rows.blocks)
        return np.concatenate(found) if found else np.zeros(0)

    def predict(self, rows: Rows) -> np.ndarray:
        return expit(self.slope * self._raw(rows) + self.intercept)

    def gains(self, rows: Rows, usual: np.ndarray) -> np.ndarray:
        """By how much each of `REASONS` lifts the log odds, of shape (rows, reasons)."""
        block = rows.by_feature
        known = self.trees.values(block)

        def log_odds(values: list) -> np.ndarray:
            return self.slope * self.trees.log_odds(values, len(rows)) + self.intercept

        before = log_odds(known)
        gains = np.empty((len(rows), len(REASONS)))
        for at, names in enumerate(REASONS.values()):
            taken_away = {NAMES.index(name) for name in names}
            without = [
                usual[place] if place in taken_away else column
                for place, column in enumerate(block)
            ]
            gains[:, at] = before - log_odds(self.trees.values(without, known, taken_away))
        return gains


class Rate:
    """The share that did it among people of a group, pulled towards the share of everybody."""

    def __init__(self, name: str, teach: Rows, kinds: int):
        self.name, self.kinds = name, max(kinds, 1)
        everybody = teach.label.mean()
        group = self.group(teach)
        size = int(group.max(initial=0)) + 1
        did, asked = np.bincount(group, teach.label, size), np.bincount(group, minlength=size)
        package = group % self.kinds
        per_package = np.bincount(package, teach.label, self.kinds) + PRIOR * everybody
        per_package = per_package / (np.bincount(package, minlength=self.kinds) + PRIOR)
        prior = per_package[np.arange(size) % self.kinds]
        self.rates = (did + PRIOR * prior) / (asked + PRIOR)
        self.unseen = everybody

    def group(self, rows: Rows) -> np.ndarray:
        """Whole numbers of shape (rows,): group times packages plus package, 0 where that is not looked at."""
        if self.name == POPULARITY:
            return rows.package
        if self.name == AGE_BAND:
            return (rows.band + 1) * self.kinds + rows.package
        since = [FEATURES.index(name) for name in FEATURES if name.startswith("days_since")]
        known = rows.everybody[:, since][rows.customer]
        seen = np.where(np.isnan(known), np.inf, known).min(axis=1)
        return np.searchsorted(RECENT, seen) * self.kinds

    def predict(self, rows: Rows) -> np.ndarray:
        group = self.group(rows)
        known = group < len(self.rates)
        return np.where(known, self.rates[np.where(known, group, 0)], self.unseen)


def evaluate(mall: Mall) -> pa.Table:
    """The table `propensity_evaluation`: figures of each model on people and days that it never saw."""
    judged = side_by_side(lambda target: _judged(mall, target), mall.targets.values())
    return pa.Table.from_pylist([row for rows in judged for row in rows], schema=EVALUATION)


def scores(mall: Mall, evaluation: pa.Table, asked: tuple[str, ...]) -> pa.Table:
    """Everybody's propensity at the as-of day for some targets, by the model that the evaluation chose.

    `decile` is 1 for the tenth of a package's people who are likeliest; equal people share one.
    """
    targets = [mall.targets[name] for name in asked if name in mall.targets]
    tables = side_by_side(lambda target: _scored(mall, target, evaluation), targets)
    return pa.concat_tables(tables) if tables else SCORES.empty_table()


def package_propensity(mall: Mall, evaluation: pa.Table) -> pa.Table:
    """The table of that name."""
    return scores(mall, evaluation, (TAKEN,)).drop_columns(["target"])


def churn_propensity(mall: Mall, evaluation: pa.Table) -> pa.Table:
    """The table of that name."""
    return scores(mall, evaluation, (CANCELLED, QUIET))


def figures(label: np.ndarray, said: np.ndarray) -> dict[str, float | None]:
    """Area under the curve, average precision, lift in the top tenth, calibration error; None where only
    one kind of label is there. Ties at the tenth's edge count in proportion.
    """
    events, size = int(label.sum()), len(label)
    found = {"people": float(size), "events": float(events)}
    if not 0 < events < size:
        return found | dict.fromkeys(
            ("auc", "average_precision", "lift_top_decile", "calibration_error")
        )
    order = np.argsort(-said, kind="stable")
    edge = said[order[max(int(np.ceil(size / 10)) - 1, 0)]]
    above, at = said > edge, said == edge
    room = max(size / 10 - above.sum(), 0.0)
    hits = label[above].sum() + label[at].mean() * min(room, at.sum())
    tenths = np.array_split(order, 10)
    error = sum(abs(said[one].sum() - label[one].sum()) for one in tenths) / size
    return found | {
        "auc": float(roc_auc_score(label, said)),
        "average_precision": float(average_precision_score(label, said)),
        "lift_top_decile": float(hits / (size / 10) / (events / size)),
        "calibration_error": float(error),
    }


def leaking(rows: Rows) -> list[str]:
    """Features that alone tell the labels nearly without fail: they know what came after."""
    found = []
    if min(rows.events, len(rows) - rows.events) < MIN_JUDGED:
        return found
    for at, name in enumerate(NAMES):
        # Missing is a value of its own, below all others.
        area = roc_auc_score(rows.label, np.nan_to_num(rows.feature(at), nan=-1.0))
        if max(area, 1 - area) > LEAK:
            found.append(name)
    return found


def _judged(mall: Mall, target: Target) -> list[dict]:
    """The rows of one target, its published models marked."""
    at = mall.newest(target)
    numbers = mall.numbers(target, at)
    taught = [mall.rows(target, number) for number in numbers]
    asked = mall.rows(target, at)
    given = {"target": target.name}
    learnt = sum(part.events for part in taught)
    if not len(asked) or not taught or not learnt:
        reason = "nothing to learn from: no cut-off has both features and an outcome"
        return [given | _row(target, POPULARITY, ALL, "events", float(learnt), True, reason)]
    models = _models(mall, taught)
    if BOOSTING in models:
        models[SHUFFLED] = Boosting(joined(taught[1:]), taught[0], shuffled=True)
    said = {name: model.predict(asked) for name, model in models.items()}
    suspects = leaking(asked)
    packages = [ALL, *mall.packages] if target.name != QUIET else [ALL]
    rows, of_all = [], None
    for code in packages:
        of = np.arange(len(asked))
        if code != ALL:
            of = np.flatnonzero(asked.package == mall.packages.index(code))
        found = {name: figures(asked.label[of], values[of]) for name, values in said.items()}
        judged = found[POPULARITY]["events"] >= MIN_JUDGED
        best, why = _choice(found, suspects, learnt) if judged or code == ALL else of_all
        if code == ALL:
            of_all = best, f"{why} (by all packages together)"
        for name, metrics in found.items():
            reason = why if name == best else None
            for metric, value in metrics.items():
                rows.append(given | _row(target, name, code, metric, value, name == best, reason))
    return rows


def _row(target, model, code, metric, value, is_published, reason) -> dict:
    return {
        "model": PREFIX[target.name] + model,
        "package_code": code,
        "metric": metric,
        "value": value,
        "is_published": is_published,
        "reason": reason,
    }


def _choice(found: dict, suspects: list[str], learnt: int) -> tuple[str, str]:
    """Which model is published, and why."""
    area = {
        name: 0.5 if metrics["auc"] is None else metrics["auc"]
        for name, metrics in found.items()
        if name != SHUFFLED
    }
    plain = max(BASELINES, key=lambda name: (area[name], -BASELINES.index(name)))
    if BOOSTING not in found:
        return plain, f"the best baseline: {learnt} events are too few to teach more"
    if suspects:
        return plain, f"the best baseline: a leak is suspected in {', '.join(suspects)}"
    if area[BOOSTING] > area[plain]:
        return BOOSTING, f"beats the best baseline, {plain}: AUC {area[plain]:.3f}"
    return plain, f"the best baseline: gradient boosting has AUC {area[BOOSTING]:.3f}"


def _models(mall: Mall, taught: list[Rows]) -> dict:
    """All models, from rows of the newest cut-off first."""
    everything = joined(taught)
    models = {name: Rate(name, everything, len(mall.packages)) for name in BASELINES}
    older = joined(taught[1:]) if len(taught) > 1 else None
    if older is not None and min(older.events, len(older) - older.events) >= MIN_EVENTS:
        models = {BOOSTING: Boosting(older, taught[0]), **models}
    return models


def _scored(mall: Mall, target: Target, evaluation: pa.Table) -> pa.Table:
    taught = [mall.rows(target, number) for number in mall.numbers(target, 0)]
    asked = mall.rows(target, 0)
    if not len(asked) or not taught or not sum(part.events for part in taught):
        return SCORES.empty_table()
    models = _models(mall, taught)
    chosen = {
        row["package_code"]: row["model"].removeprefix(PREFIX[target.name])
        for row in evaluation.to_pylist()
        if row["target"] == target.name and row["is_published"]
    }
    codes = mall.packages if target.name != QUIET else [ALL]
    usual = _usual(asked)

    def of_package(code: str) -> pa.Table:
        rows = asked.take(np.flatnonzero(asked.package == codes.index(code)))
        name = chosen.get(code, chosen.get(ALL, POPULARITY))
        name = name if name in models else POPULARITY
        said = models[name].predict(rows)
        decile = _deciles(said)
        return pa.table(
            {
                "customer_id": mall.customer.take(pa.array(rows.customer)),
                "target": _repeated(target.name, len(rows)),
                "package_code": _repeated(code, len(rows)),
                "propensity": said,
                "decile": decile,
                "model": _repeated(PREFIX[target.name] + name, len(rows)),
                "reasons": pa.array(_reasons(models[name], rows, decile, usual), pa.string()),
            }
        ).cast(SCORES)

    return pa.concat_tables(side_by_side(of_package, codes)).unify_dictionaries()


def _repeated(text: str, times: int) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(np.zeros(times, dtype=np.int32), [text])


def _deciles(said: np.ndarray) -> np.ndarray:
    """1 for the highest tenth to 10, by the middle of the places that equals share."""
    if not len(said):
        return np.zeros(0, dtype=np.int32)
    _, group, size = np.unique(-said, return_inverse=True, return_counts=True)
    middle = np.cumsum(size) - (size - 1) / 2
    return np.ceil(10 * (middle - 0.5) / len(said))[group].clip(1, 10).astype(np.int32)


def _reasons(model, rows: Rows, decile: np.ndarray, usual: np.ndarray) -> np.ndarray:
    """For the likeliest tenth, up to three things without which a person would be less likely, the weightiest
    first: each is set to what is usual, and the log odds are compared.
    """
    texts = np.full(len(rows), None, dtype=object)
    top = np.flatnonzero(decile == 1)
    if not isinstance(model, Boosting) or not len(top):
        return texts
    likeliest = rows.take(top)
    gains = np.concatenate(side_by_side(lambda block: model.gains(block, usual), likeliest.blocks))
    order = np.argsort(-gains, axis=1, kind="stable")[:, :3]
    words = [_said(name, likeliest.feature(NAMES.index(name))) for name in REASONS]
    people = np.arange(len(top))
    said = None
    for at in order.T:
        matters = pa.array(gains[people, at] > 0.05)
        one = pc.if_else(matters, pc.choose(pa.array(at), *words), None)
        longer = one if said is None else pc.binary_join_element_wise(said, one, "; ")
        said = longer if said is None else pc.coalesce(longer, said)
    texts[top] = said.to_numpy(zero_copy_only=False)
    return texts


def _usual(asked: Rows) -> np.ndarray:
    """What is usual among all who are asked, float32 of shape (`NAMES`,): the median of what is known; where
    most is not known, that is usual: NaN.
    """
    is_asked = np.bincount(asked.customer, minlength=len(asked.everybody)) > 0
    columns = [*asked.everybody[is_asked].T, *asked.pair.T]

    def middle(values: np.ndarray) -> float:
        return np.nan if np.isnan(values).mean() > 0.5 else float(np.nanmedian(values))

    return np.array(side_by_side(middle, columns), dtype=np.float32)


def _said(name: str, values: np.ndarray) -> pa.Array:
    """A feature and its value in whole numbers, as texts."""
    known = pa.array(np.nan_to_num(values).round().astype(np.int64)).cast(pa.string())
    known = pc.if_else(pa.array(np.isnan(values)), "unknown", known)
    return pc.binary_join_element_wise(name, known, " ")


def _ordered(features: pa.Table) -> pa.Table:
    """Cut-off by cut-off, today's at the end as it came: sorting everybody's ids would take seconds."""
    is_today = pc.equal(features["cutoff_number"], 0)
    learnt = features.filter(pc.invert(is_today))
    learnt = learnt.sort_by([("cutoff_number", "ascending"), ("customer_id", "ascending")])
    return pa.concat_tables([learnt, features.filter(is_today)])


def _numbered(table: pa.Table, ids: pa.Array) -> pa.Table:
    """A table with `person` in the place of `customer_id`: where the id stands among these, or -1."""
    person = pa.array(_places(table["customer_id"], ids))
    return table.drop_columns(["customer_id"]).append_column("person", person)


def _kinds(held: np.ndarray, packages: int) -> np.ndarray:
    """What each package is called in the trees, int64 of shape (packages,): of more than they can tell
    apart, those that were held least often go by one name. `held` are positions, -1 for none.
    """
    if packages <= MOST_KINDS:
        return np.arange(max(packages, 1))
    often = np.bincount(held[held >= 0], minlength=packages)
    rank = np.empty(packages, dtype=np.int64)
    rank[np.argsort(-often, kind="stable")] = np.arange(packages)
    return np.minimum(rank, MOST_KINDS - 1)


def _places(column: pa.ChunkedArray, values: list[str] | pa.Array) -> np.ndarray:
    """The position of each value in a list; -1 where it is not in it."""
    places = pc.index_in(column, value_set=pa.array(values, pa.string()))
    return pc.fill_null(places, -1).to_numpy().astype(np.int64)
