"""Versions of the segmentation: who keeps which id, what is published, and when anybody looks."""

import datetime

import months
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from reference_seeds import FEATURES, ROUTING, SHARES, with_value
from sklearn.cluster import KMeans
from sklearn.metrics import davies_bouldin_score

from vitrine import registry, scaling, segments, stability
from vitrine.diagnostics import Choice
from vitrine.rules import feature_rules

NAMES = {"monetary", "visit_days", *months.SHARES}
RULES_SEED = FEATURES.filter(
    pa.array(
        [
            row["feature_set"] == "customers" and row["feature"] in NAMES
            for row in FEATURES.to_pylist()
        ]
    )
)
MONTHS = months.months(1_000, 12)
# The registry is asked, not the scan: fewer numbers of segments to try.
CHOICE = Choice(k_min=4, k_max=7)
ALWAYS = registry.Schedule(refit=True)
MADE_OF = "seeds"
# all of them vary among the people of every month
USED = NAMES


@pytest.fixture(autouse=True)
def few_halves(monkeypatch):
    """Nor how surely an answer is stable."""
    monkeypatch.setattr(stability, "MOST_HALVES", stability.HALVES)


def day(number: int) -> datetime.date:
    return datetime.date(2025, number, 28)


def people(number: int) -> pa.Table:
    table = MONTHS[number - 1].people
    return table.append_column("as_of_date", pa.array([day(number)] * table.num_rows))


def built(fits: pa.Table, number: int, schedule=ALWAYS, made_of=MADE_OF, who=None, **options):
    """The table of fits after the build of a month, as delete+insert by day and seeds leaves it."""
    who = people(number) if who is None else who
    added = registry.next_fit(
        fits, who, RULES_SEED, day(number), made_of, schedule, choice=CHOICE, **options
    )
    key = {(row["as_of_date"], row["feature_fingerprint"]) for row in added.to_pylist()}
    kept = [(row["as_of_date"], row["feature_fingerprint"]) not in key for row in fits.to_pylist()]
    return pa.concat_tables([fits.filter(pa.array(kept, pa.bool_())), added])


def scored(fits: pa.Table, number: int, made_of: str = MADE_OF) -> np.ndarray:
    model = segments.from_rows(registry.model_rows(registry.in_use(fits, day(number), made_of)))
    return np.array(segments.assign(people(number), model)["segment_id"].to_pylist())


NOTHING = registry.FITS.empty_table()
FIRST = built(NOTHING, 1)


@pytest.fixture(scope="module")
def year() -> pa.Table:
    """Twelve monthly fits."""
    fits = NOTHING
    for month in MONTHS:
        fits = built(fits, month.number)
    return fits


def spurious(labels: list[np.ndarray]) -> list[float]:
    """Of the people who kept their persona, the part that got another label; by month from 2."""
    parts = []
    for number in range(1, len(MONTHS)):
        before, after = MONTHS[number - 1].persona, MONTHS[number].persona
        stayed = before == after[: len(before)]
        changed = labels[number - 1] != labels[number][: len(before)]
        parts.append(float(changed[stayed].mean()))
    return parts


def retrained() -> list[np.ndarray]:
    """The recipe found in the wild: train k-means every month, keep whichever of it and the model
    so far has the better Davies-Bouldin index on the month, publish the cluster's number.
    """
    labels, kept = [], None
    for month in MONTHS:
        scalings = scaling.fit_scaling(month.people, feature_rules(RULES_SEED, "customers"))
        points = scaling.weighted(scaling.standardised(month.people, scalings), scalings)
        models = [KMeans(k, n_init=1, random_state=month.number).fit(points) for k in range(4, 8)]
        candidates = [(model, scalings) for model in models] + ([kept] if kept else [])
        found = []
        for model, space in candidates:
            predicted = model.predict(
                scaling.weighted(scaling.standardised(month.people, space), space)
            )
            found.append((davies_bouldin_score(points, predicted), predicted))
        best = min(range(len(found)), key=lambda number: found[number][0])
        kept = candidates[best]
        labels.append(found[best][1])
    return labels


def test_twelve_monthly_fits_keep_their_ids_and_record_the_birth(year, record_property, capsys):
    """The bar: 2 % of the people change persona each month and one persona is born in month 7."""
    ours = spurious([scored(year, month.number) for month in MONTHS])
    theirs = spurious(retrained())
    record_property("spurious_by_month", ours)
    record_property("spurious_by_month_retrained", theirs)
    with capsys.disabled():
        for name, parts in (("registry", ours), ("retrained", theirs)):
            figures = " ".join(f"{100 * part:.1f}" for part in parts)
            print(f"\n% spurious id changes, months 2-12, {name}: {figures}", end="")
    assert max(ours) <= 0.01, ours
    assert max(theirs) > 0.5, theirs
    begun = [
        event
        for event in registry.events(year).to_pylist()
        if event["event"] != "kept" and event["as_of_date"] > day(1)
    ]
    assert [(event["event"], event["as_of_date"]) for event in begun] == [
        ("born", day(months.BIRTH_MONTH))
    ]
    newborn = scored(year, months.BIRTH_MONTH)[MONTHS[6].persona == months.BORN]
    assert (newborn == begun[0]["segment_id"]).mean() > 0.95
    assert begun[0]["segment_id"] == "s6"


def test_true_migrations_are_seen(year):
    """An id that never moves would be stable too."""
    before, after = scored(year, 9), scored(year, 10)
    moved = MONTHS[8].persona != MONTHS[9].persona
    assert (before != after)[moved].mean() > 0.9


def test_the_same_history_gives_the_same_fits(year):
    again = built(NOTHING, 1)
    order = np.random.default_rng(0).permutation(people(2).num_rows)
    again = built(again, 2, who=people(2).take(order))
    assert again.equals(year.slice(0, 2).combine_chunks()) or again.to_pylist() == (
        year.slice(0, 2).to_pylist()
    )


# When anybody looks for segments.


def test_a_first_build_fits_and_the_next_days_score():
    fits = built(FIRST, 2, registry.Schedule())
    assert fits.num_rows == 1
    assert registry.in_use(fits, day(2), MADE_OF)["as_of_date"] == day(1)
    assert FIRST["why"].to_pylist() == ["there is no version for this day yet"]


def test_a_second_build_of_a_day_changes_nothing_even_where_a_fit_is_asked_for():
    twice = built(built(FIRST, 2), 2)
    assert twice.to_pylist() == built(FIRST, 2).to_pylist()


def test_a_second_fit_of_a_day_keeps_the_ids_of_the_first_though_there_are_more_people():
    more = MONTHS[6].people
    more = more.append_column("as_of_date", pa.array([day(1)] * more.num_rows))
    again = built(FIRST, 1, who=more)
    assert again.num_rows == 1
    assert again["model_version"].to_pylist() != FIRST["model_version"].to_pylist()
    assert (scored(again, 1) == scored(FIRST, 1)).mean() > 0.99


@pytest.mark.parametrize("days, due", [(None, False), (32, False), (31, True), (1, True)], ids=str)
def test_a_fit_is_due_after_so_many_days(days, due):
    schedule = registry.Schedule(refit_after_days=days)
    assert bool(registry.why_due(FIRST, day(2), MADE_OF, schedule, USED)) == due


def test_other_weights_are_fitted_and_the_old_ones_find_their_version_again():
    fits = built(FIRST, 2, registry.Schedule(), made_of="other")
    rows = fits.to_pylist()
    assert [row["decision"] for row in rows] == ["published"] * 2
    assert rows[1]["why"] == "what segments are made of changed"
    assert registry.why_due(fits, day(2), "other", registry.Schedule(), USED) is None
    assert registry.why_due(fits, day(2), MADE_OF, registry.Schedule(), USED) is None
    assert registry.in_use(fits, day(2), MADE_OF)["fit_number"] == 1
    assert registry.in_use(fits, day(2), "other")["fit_number"] == 2


def without(who: pa.Table, feature: str) -> pa.Table:
    constant = pa.array([0.1] * who.num_rows)
    return who.set_column(who.column_names.index(feature), feature, constant)


def test_a_feature_that_comes_or_goes_is_fitted_once_and_ids_are_inherited():
    """As when a table is delivered for the first time: who was scored without it was scored wrongly."""
    plain = registry.Schedule()
    before = built(NOTHING, 1, plain, who=without(people(1), "luxury_share"))
    after = built(before, 2, plain)
    came = after.to_pylist()[1]
    assert came["why"] == "luxury_share now tells people apart"
    assert came["decision"] == "published"
    assert came["reason"] == "stable; made otherwise than the version before"
    assert built(after, 3, plain).num_rows == 2
    gone = built(after, 3, plain, who=without(people(3), "luxury_share"))
    assert gone.to_pylist()[2]["why"] == "luxury_share no longer tells people apart"
    earlier = registry.why_due(after, day(1), MADE_OF, plain, NAMES - {"luxury_share"})
    assert earlier is None


def test_what_a_fit_could_not_put_right_is_not_tried_every_day():
    plain = registry.Schedule()
    before = built(NOTHING, 1, plain, who=without(people(1), "luxury_share"))
    refused = built(before, 2, plain, gate=registry.Gate(stability=1.1))
    assert refused.to_pylist()[1]["decision"] == "kept_last"
    assert built(refused, 3, plain).num_rows == 2


def test_a_day_without_structure_looks_again():
    fits = built(NOTHING, 1, who=people(1).slice(0, 5))
    row = fits.to_pylist()[0]
    assert (row["decision"], row["uses_fit"]) == ("no_structure", None)
    assert registry.in_use(fits, day(1), MADE_OF) is None
    assert registry.model_rows(None).num_rows == 0
    again = built(fits, 1, registry.Schedule())
    assert again["decision"].to_pylist() == ["published"]
    assert again["fit_number"].to_pylist() == [1]


def test_nothing_is_fitted_where_there_is_no_day():
    assert registry.next_fit(NOTHING, people(1), RULES_SEED, None, MADE_OF).num_rows == 0
    assert registry.in_use(FIRST, None, MADE_OF) is None
    assert registry.diagnostics_of(FIRST, None, MADE_OF).num_rows == 0


def test_the_fingerprint_is_of_what_counts_and_not_of_the_reasons():
    made_of = registry.fingerprint(FEATURES, SHARES, ROUTING)
    told = with_value(FEATURES, 0, "why", "because")
    assert registry.fingerprint(told, SHARES, ROUTING) == made_of
    order = np.random.default_rng(0).permutation(FEATURES.num_rows)
    assert registry.fingerprint(FEATURES.take(order), SHARES, ROUTING) == made_of
    weighed = with_value(FEATURES, 0, "weight", 0.5)
    assert registry.fingerprint(weighed, SHARES, ROUTING) != made_of
    narrowed = registry.fingerprint(FEATURES, SHARES, ROUTING, Choice(k_max=7))
    assert narrowed != made_of
    shared = with_value(SHARES, 0, "prior_strength", 9.0)
    assert registry.fingerprint(FEATURES, shared, ROUTING) != made_of


def test_two_fits_that_found_the_same_are_two_fits():
    """Another fingerprint, the same parameters: one version, and its events told twice."""
    fits = built(FIRST, 1, registry.Schedule(), made_of="other")
    events = registry.events(fits).to_pylist()
    assert len({event["model_version"] for event in events}) == 1
    assert len({(event["fit_number"], event["segment_id"]) for event in events}) == 10
    assert [event["event"] for event in events] == ["born"] * 5 + ["kept"] * 5


# Days gone by.


def test_a_build_for_an_earlier_day_scores_with_the_version_of_that_time(year):
    assert built(year, 5).equals(year)
    assert registry.in_use(year, day(5), MADE_OF)["as_of_date"] == day(5)


def test_a_day_before_the_first_version_gets_one_and_later_days_stay_as_they_were():
    later = built(NOTHING, 7)
    fits = built(later, 3)
    row = fits.to_pylist()[1]
    assert (row["decision"], row["fit_number"]) == ("backfilled", 2)
    assert registry.in_use(fits, day(3), MADE_OF)["fit_number"] == 2
    assert registry.in_use(fits, day(6), MADE_OF)["fit_number"] == 2
    assert registry.in_use(fits, day(7), MADE_OF)["fit_number"] == 1
    assert (scored(fits, 7) == scored(later, 7)).all()
    # it is named after the later version, so what is one group has one id
    stayed = MONTHS[2].persona == MONTHS[6].persona[:1_000]
    assert (scored(fits, 3)[stayed] == scored(fits, 7)[:1_000][stayed]).mean() > 0.97


# Which segment is which.


def model(*centroids: float) -> segments.Model:
    scale = scaling.Scaling("x", "identity", 0.0, 0.0, 1.0, 100.0, 1.0)
    names = tuple(f"s{number}" for number in range(1, len(centroids) + 1))
    return segments.Model("v", "customers", (scale,), names, np.array(centroids)[:, None])


def happened(old: segments.Model, new: segments.Model, x: list[float], reach: float = 3.0):
    table = pa.table({"x": x})
    matched = registry.match(old, new, table, dict.fromkeys(old.segment_ids, reach))
    names = registry.named(matched, old, new, next_id=10)
    events = registry.what_happened(matched, old, names)
    return names, {event["segment_id"]: event for event in events}


def test_a_segment_keeps_its_id_where_it_stands_in_another_order():
    names, events = happened(model(0, 10), model(10.5, 0.2), [0.0] * 6 + [10.0] * 4)
    assert names == ["s2", "s1"]
    assert {event["event"] for event in events.values()} == {"kept"}
    assert events["s2"]["people"] == 4
    assert events["s2"]["jaccard"] == 1.0
    assert events["s2"]["centroid_distance"] == pytest.approx(0.5)


def test_a_segment_that_breaks_up_leaves_its_id_to_the_part_with_most_of_it():
    x = [-1.0] * 6 + [1.0] * 4 + [20.0] * 5
    names, events = happened(model(0, 20), model(-1, 1, 20), x)
    assert names == ["s1", "s10", "s2"]
    assert (events["s10"]["event"], events["s10"]["other_segment_id"]) == ("split", "s1")
    assert events["s10"]["share_of_other"] == pytest.approx(0.4)
    assert events["s10"]["share_beyond_reach"] == 0.0


def test_people_whom_the_last_version_had_no_place_for_are_a_birth():
    x = [0.0] * 10 + [20.0] * 5 + [6.0] * 4
    names, events = happened(model(0, 20), model(0, 6, 20), x)
    assert names == ["s1", "s10", "s2"]
    assert (events["s10"]["event"], events["s10"]["share_beyond_reach"]) == ("born", 1.0)


def test_a_segment_that_became_part_of_another_merged_and_one_without_people_died():
    x = [-1.0] * 6 + [1.0] * 4 + [20.0] * 5
    names, events = happened(model(-1, 1, 20, 90), model(0, 20), x)
    assert names == ["s1", "s3"]
    assert (events["s2"]["event"], events["s2"]["other_segment_id"]) == ("merged", "s1")
    assert (events["s4"]["event"], events["s4"]["people"]) == ("died", 0)


def test_three_even_parts_are_three_new_segments_since_none_is_the_old_one():
    x = [-2.0] * 4 + [0.0] * 4 + [2.0] * 4 + [20.0] * 5
    names, events = happened(model(0, 20), model(-2, 0, 2, 20), x)
    assert names == ["s10", "s11", "s12", "s2"]
    assert [events[name]["event"] for name in names[:3]] == ["split"] * 3
    assert events["s1"]["event"] == "died"


def test_half_in_common_keeps_the_id_though_two_smaller_pairs_have_more_together():
    x = [-2.0] * 40 + [1.0] * 60 + [3.0] * 15
    names, events = happened(model(0, 4), model(2, -2), x)
    assert names == ["s1", "s10"]
    assert events["s1"]["jaccard"] == pytest.approx(60 / 115)
    assert (events["s2"]["event"], events["s2"]["other_segment_id"]) == ("merged", "s1")


def test_centroids_decide_where_the_members_are_evenly_parted():
    x = [-1.0] * 5 + [1.0] * 5
    names, _ = happened(model(0.5, 99), model(-1, 1), x)
    assert names == ["s10", "s1"]


def test_versions_of_other_features_are_matched_by_their_people():
    old = model(0, 10)
    other = scaling.Scaling("y", "identity", 0.0, 0.0, 1.0, 100.0, 1.0)
    new = segments.Model("w", "customers", (other,), ("s1", "s2"), np.array([[5.0], [-5.0]]))
    table = pa.table({"x": [0.0] * 6 + [10.0] * 4, "y": [-5.0] * 6 + [5.0] * 4})
    matched = registry.match(old, new, table, {"s1": 1.0, "s2": 1.0})
    assert registry.named(matched, old, new, 3) == ["s2", "s1"]
    assert (matched.distance == 0).all()


def test_an_id_is_never_given_again(year):
    """s6 of month 7 may be gone one day; the next to be born is s7."""
    rows = year.to_pylist()
    assert registry._next_id(year) == 7
    without = [row for row in rows if row["as_of_date"] != day(7)]
    assert registry._next_id(pa.Table.from_pylist(without[:6], schema=registry.FITS)) == 6


# What is published.

GOOD = {
    "k": 5,
    "stability": 0.9,
    "smallest_share": 0.05,
    "silhouette": 0.30,
    "silhouette_of_last": 0.30,
}


@pytest.mark.parametrize(
    "change, reason",
    [
        ({}, None),
        ({"silhouette": 0.295}, None),
        ({"silhouette": 0.28}, "separates people worse than the version in use: silhouette 0.280"),
        ({"stability": 0.65}, "unstable: fits on halves agree at 0.65, below 0.7"),
        ({"stability": 0.6996}, "unstable: fits on halves agree at 0.6996, below 0.7"),
        ({"smallest_share": 0.01}, "its smallest segment holds 1.0 % of the people, below 2 %"),
        ({"k": 6}, "6 segments separate people no better than the 5 in use: silhouette 0.300"),
        ({"k": 6, "silhouette": 0.31}, None),
    ],
)
def test_the_gate_says_why(change, reason):
    refused = registry.refusal(GOOD | change, 5, comparable=True)
    assert refused is None if reason is None else refused.startswith(reason)


def test_silhouettes_of_other_features_are_not_compared():
    assert registry.refusal(GOOD | {"silhouette": 0.1}, 5, comparable=False) is None
    assert registry.refusal(GOOD | {"stability": 0.1}, 5, comparable=False)


def test_a_refused_version_leaves_the_last_in_use_and_is_on_record():
    fits = built(FIRST, 7, gate=registry.Gate(better_by=1.0))
    row = fits.to_pylist()[1]
    assert (row["decision"], row["k"], row["uses_fit"]) == ("kept_last", 6, 1)
    assert row["reason"].startswith("6 segments separate people no better than the 5 in use")
    versions = registry.versions(fits, registry.in_use(fits, day(7), MADE_OF)).to_pylist()
    first = versions[0]["model_version"]
    assert [version["version_in_use"] for version in versions] == [first, first]
    assert [version["is_current"] for version in versions] == [True, False]
    assert registry.events(fits).num_rows == 5
    # the next one is compared with what is in use, and has ids that nobody had
    later = built(fits, 8).to_pylist()[2]
    assert (later["decision"], later["compared_with"]) == ("published", first)


def test_where_nothing_is_sound_any_more_the_last_version_goes_on():
    row = built(FIRST, 2, who=people(2).slice(0, 5)).to_pylist()[1]
    assert (row["decision"], row["uses_fit"], row["k"]) == ("kept_last", 1, None)
    assert row["reason"].startswith("no number of segments is stable and usable")


def test_the_diagnostics_shown_are_those_of_the_version_in_use():
    fits = built(FIRST, 7, gate=registry.Gate(better_by=1.0))
    shown = registry.diagnostics_of(fits, day(7), MADE_OF)
    assert shown.filter(shown["is_chosen"])["k"].to_pylist() == [5]
    assert shown.filter(pc.equal(shown["algorithm"], "k-means"))["k"].to_pylist() == [4, 5, 6, 7]
