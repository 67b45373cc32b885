"""Versions of the segmentation: when to fit anew, which segment is which, what may be published.

State is a table of fits, one row each time somebody looked for segments: what was found, what was
decided and by which fit people are scored since. A build appends a row or none:

    due     nothing fits yet, what segments are made of changed, somebody asked (`refit`), it is time
            (`refit_after_days`), or a feature began or ceased to tell people apart, as when a table
            is delivered for the first time. On other days people are scored by the version in use.
    match   the new segments against those in use, on the same people today: a pair keeps its
            `segment_id` where the Jaccard coefficient of their members is at least 0.5; below that
            a cluster counts as dissolved (Hennig 2007, Computational Statistics & Data Analysis
            52). Of such pairs Hungarian assignment (Kuhn 1955) takes those with most in common,
            centroids deciding where members do not. Every other new segment gets an id that nobody ever had.
    gate    a version is published or, where it is unstable, too fine or separates people worse
            than the version in use, that one is kept, and the reason says so.

Time: a version counts from the day that it was fitted as of. A build for an earlier day scores with
the last version of that day or before; where there is none it fits one for the days up to the next
(`backfilled`), named after its neighbour in time, and changes no later day.
"""

import datetime
import hashlib
import json
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from scipy.optimize import linear_sum_assignment
from scipy.spatial.distance import cdist

from vitrine import diagnostics, scaling, segmentation, segments
from vitrine.kmeans import silhouette
from vitrine.rules import feature_rules, routing_rules, share_rules

PUBLISHED, BACKFILLED = "published", "backfilled"
KEPT_LAST, NO_STRUCTURE = "kept_last", "no_structure"
SAME_SEGMENT = 0.5
# What the centroids may add to the Jaccard coefficient: never enough to outweigh half the members.
CENTROIDS_COUNT = 0.25
# How far out a person must be to be something that the last version had no place for: beyond all
# but this part of the segment's own people at its fit.
REACH = 0.95
# A new segment is a split, an old one merged, where the other holds at least this part of it.
MOST = 0.5

FITS = pa.schema(
    [
        ("fit_number", pa.int32()),
        ("as_of_date", pa.date32()),
        ("feature_fingerprint", pa.string()),
        ("why", pa.string()),
        ("people", pa.int32()),
        ("k", pa.int32()),
        ("silhouette", pa.float64()),
        ("stability", pa.float64()),
        ("smallest_share", pa.float64()),
        ("silhouette_of_last", pa.float64()),
        ("model_version", pa.string()),
        ("compared_with", pa.string()),
        ("decision", pa.string()),
        ("reason", pa.string()),
        ("uses_fit", pa.int32()),
        ("parameters", pa.string()),
        ("reaches", pa.string()),
        ("events", pa.string()),
        ("diagnostics", pa.string()),
    ]
)

EVENTS = pa.schema(
    [
        ("fit_number", pa.int32()),
        ("model_version", pa.string()),
        ("as_of_date", pa.date32()),
        ("segment_id", pa.string()),
        ("event", pa.string()),
        ("other_segment_id", pa.string()),
        ("people", pa.int32()),
        ("jaccard", pa.float64()),
        ("share_of_segment", pa.float64()),
        ("share_of_other", pa.float64()),
        ("share_beyond_reach", pa.float64()),
        ("centroid_distance", pa.float64()),
        ("compared_with", pa.string()),
    ]
)

_INTERNAL = ("uses_fit", "parameters", "reaches", "events", "diagnostics")
VERSIONS = pa.schema(
    [
        *(field for field in FITS if field.name not in _INTERNAL),
        ("version_in_use", pa.string()),
        ("is_current", pa.bool_()),
    ]
)


@dataclass(frozen=True)
class Gate:
    """What a new version must reach to take the place of the one in use.

    `stability` and `smallest_share` are those of `diagnostics.Choice`. Silhouettes are compared on
    the same people in the same space: with as many segments the new version may lose `worse_by`;
    another number of segments must win `better_by`, or names would come and go with every month's
    noise.
    """

    stability: float = 0.7
    smallest_share: float = 0.02
    worse_by: float = 0.01
    better_by: float = 0.005


@dataclass(frozen=True)
class Schedule:
    """When to fit though nothing forces it: now (`refit`), or after so many days; None is never."""

    refit: bool = False
    refit_after_days: int | None = None


@dataclass(frozen=True, eq=False)
class Match:
    """How two versions share the same people: old segments down, new ones across.

    `together` (int64) counts people; `jaccard` and `distance` (weighted standard deviations of the new
    version) are float64; all of shape (old segments, new segments). `heirs`
    maps the position of a new segment to that of the old one whose id it keeps. `beyond` (float64,
    shape (new segments,)) is the part of a new segment's people who stood out of the reach of the
    old one that held them.
    """

    together: np.ndarray
    jaccard: np.ndarray
    distance: np.ndarray
    heirs: dict[int, int]
    beyond: np.ndarray


def fingerprint(
    features_seed: pa.Table,
    shares: pa.Table,
    routing: pa.Table,
    choice: diagnostics.Choice = diagnostics.DEFAULT,
) -> str:
    """Eight hex digits over what segments are made of; texts for the reader do not count."""
    rules = (
        feature_rules(features_seed, "customers"),
        share_rules(shares),
        routing_rules(routing),
        choice,
    )
    return hashlib.sha256(repr(rules).encode()).hexdigest()[:8]


def why_due(
    fits: pa.Table, as_of: datetime.date, made_of: str, schedule: Schedule, used: set[str]
) -> str | None:
    """Why a build for this day must look for segments, None where it scores with what there is.

    `made_of` is the `fingerprint` of the seeds, `used` are the features that a fit would use. A day before
    the last fit is never refitted by schedule, by request or for its data: what later versions were
    matched with stays as it is.
    """
    rows = _until(fits, as_of)
    alike = [row for row in rows if row["feature_fingerprint"] == made_of]
    if not rows:
        return "there is no version for this day yet"
    if not alike:
        return "what segments are made of changed"
    if alike[-1]["uses_fit"] is None:
        return "no structure was found the last time"
    if any(row["as_of_date"] > as_of for row in fits.select(["as_of_date"]).to_pylist()):
        return None
    if schedule.refit:
        return "asked for by the var refit"
    days = (as_of - alike[-1]["as_of_date"]).days
    if schedule.refit_after_days is not None and days >= schedule.refit_after_days:
        return f"{days} days since the last fit (var refit_after_days)"
    was = _used(segments.from_rows(model_rows(in_use(fits, as_of, made_of))).scalings)
    switched = [
        f"{feature} {'now' if feature in used else 'no longer'} tells people apart"
        for feature in sorted(used ^ was)
    ]
    why = "; ".join(switched)
    # what a fit could not put right is not tried again every day
    return why if why and why != alike[-1]["why"] else None


def in_use(fits: pa.Table, as_of: datetime.date | None, made_of: str) -> dict | None:
    """The fit by which a build for this day scores people; None where no structure was found."""
    rows = [row for row in _until(fits, as_of) if row["feature_fingerprint"] == made_of]
    return _by_number(fits, rows[-1]["uses_fit"]) if rows else None


def next_fit(
    fits: pa.Table,
    people: pa.Table,
    features_seed: pa.Table,
    as_of: datetime.date | None,
    made_of: str,
    schedule: Schedule = Schedule(),
    gate: Gate = Gate(),
    choice: diagnostics.Choice = diagnostics.DEFAULT,
) -> pa.Table:
    """The row that a build adds to `fits`: none where no fit is due, or nothing ever happened.

    `people` are the `segmentation.clusterable` ones as of the day, in any order. A row for the same
    day and seeds takes the place of the one that is there.
    """
    # the same people for all that follows: a smaller sample is the beginning of a larger one
    asked = segments.sample(people, "customer_id", segmentation.FIT_PEOPLE)
    used = _used(scaling.fit_scaling(asked, feature_rules(features_seed, "customers")))
    why = None if as_of is None else why_due(fits, as_of, made_of, schedule, used)
    if why is None:
        return FITS.empty_table()
    same = [
        row
        for row in fits.to_pylist()
        if (row["as_of_date"], row["feature_fingerprint"]) == (as_of, made_of)
    ]
    others = _without(fits, {row["fit_number"] for row in same})
    number = same[0]["fit_number"] if same else 1 + max(_numbers(fits), default=0)
    diagnosed = segmentation.diagnose(asked, features_seed, choice=choice)
    fitted = segments.from_rows(segmentation.fit(asked, features_seed, diagnosed))
    row = {
        "fit_number": number,
        "as_of_date": as_of,
        "feature_fingerprint": made_of,
        "why": why,
        "people": people.num_rows,
        "diagnostics": json.dumps(diagnosed.to_pylist()),
        "events": "[]",
    }
    last, is_backfill = _neighbour(others, as_of, made_of)
    replaced = next((row for row in same if row["parameters"]), None)
    row |= _judged(row, fits, asked, fitted, _chosen(diagnosed), last, replaced, is_backfill, gate)
    return pa.Table.from_pylist([row], schema=FITS)


def model_rows(fit: dict | None) -> pa.Table:
    """The table `segment_model`: the parameters of one fit, no rows without one."""
    return pa.Table.from_pylist(json.loads(fit["parameters"]) if fit else [], schema=segments.ROWS)


def models(fits: pa.Table) -> dict[str, segments.Model]:
    """Every version that people were ever scored by, by its name."""
    published = [row for row in fits.to_pylist() if row["parameters"]]
    return {row["model_version"]: segments.from_rows(model_rows(row)) for row in published}


def diagnostics_of(fits: pa.Table, as_of: datetime.date | None, made_of: str) -> pa.Table:
    """The table `segment_diagnostics`: what the rule saw when the version in use was fitted.

    Without one, what it saw in the last attempt, each row with its reason.
    """
    rows = [row for row in _until(fits, as_of) if row["feature_fingerprint"] == made_of]
    shown = in_use(fits, as_of, made_of) or (rows[-1] if rows else None)
    found = json.loads(shown["diagnostics"]) if shown else []
    return pa.Table.from_pylist(found, schema=diagnostics.SCHEMA)


def versions(fits: pa.Table, current: dict | None) -> pa.Table:
    """The table `segment_versions`: every fit, its figures, what was decided about it and why."""
    rows = sorted(fits.to_pylist(), key=lambda row: row["fit_number"])
    for row in rows:
        used = _by_number(fits, row["uses_fit"])
        row["version_in_use"] = used and used["model_version"]
        row["is_current"] = current is not None and row["fit_number"] == current["fit_number"]
    return pa.Table.from_pylist(rows, schema=VERSIONS)


def events(fits: pa.Table) -> pa.Table:
    """The table `segment_events`: what became of each segment at each published fit."""
    rows = sorted(fits.to_pylist(), key=lambda row: row["fit_number"])
    found = [
        {
            **event,
            "fit_number": row["fit_number"],
            "model_version": row["model_version"],
            "as_of_date": row["as_of_date"],
            "compared_with": row["compared_with"],
        }
        for row in rows
        for event in json.loads(row["events"])
    ]
    return pa.Table.from_pylist(found, schema=EVENTS)


def match(
    old: segments.Model, new: segments.Model, people: pa.Table, reaches: dict[str, float]
) -> Match:
    """Both versions asked about the same people, and their segments paired.

    `reaches` gives for each old segment the distance within which `REACH` of its people stood.
    """
    was, now = segments.assign(people, old), segments.assign(people, new)
    rows, columns = _positions(was, old), _positions(now, new)
    together = np.zeros((len(old.segment_ids), len(new.segment_ids)), dtype=np.int64)
    np.add.at(together, (rows, columns), 1)
    either = together.sum(axis=1)[:, None] + together.sum(axis=0)[None, :] - together
    jaccard = together / np.maximum(either, 1)
    distance = _centroid_distances(old, new)
    # what is below the bar counts nothing: two such pairs would outweigh one that keeps its id
    score = np.where(jaccard >= SAME_SEGMENT, jaccard + CENTROIDS_COUNT / (1.0 + distance), 0.0)
    pairs = zip(*linear_sum_assignment(score, maximize=True), strict=True)
    heirs = {int(j): int(i) for i, j in pairs if jaccard[i, j] >= SAME_SEGMENT}
    reach = np.array([reaches[name] for name in old.segment_ids])
    out = was["distance_to_centroid"].to_numpy() > reach[rows]
    counts = np.maximum(np.bincount(columns, minlength=len(new.segment_ids)), 1)
    beyond = np.bincount(columns, weights=out, minlength=len(new.segment_ids)) / counts
    return Match(together, jaccard, distance, heirs, beyond)


def named(matched: Match, old: segments.Model, new: segments.Model, next_id: int) -> list[str]:
    """The ids of the new segments: the heirs' old ones, and s<next_id> … for the others in order."""
    names = []
    for position in range(len(new.segment_ids)):
        heir = matched.heirs.get(position)
        names.append(f"s{next_id}" if heir is None else old.segment_ids[heir])
        next_id += heir is None
    return names


def what_happened(matched: Match, old: segments.Model, names: list[str]) -> list[dict]:
    """One event a new segment (kept, born, split) and one an old one without heir (died, merged).

    *split*: most of its people were within one old segment's reach. *born*: not so; the last version
    had no place for them. *merged*: most of the old segment's people are in one new segment; *died*:
    they are scattered, or there are none. People, shares and the Jaccard coefficient are counted
    among today's people under both versions.
    """
    found = []
    for j, name in enumerate(names):
        heir = old.segment_ids.index(name) if name in old.segment_ids else None
        i = int(matched.together[:, j].argmax()) if heir is None else heir
        figures = _figures(matched, i, j, of_new=True)
        is_split = figures["share_of_segment"] >= MOST and matched.beyond[j] < MOST
        event = "split" if is_split else "born"
        found.append(
            {
                "segment_id": name,
                "event": "kept" if heir is not None else event,
                "other_segment_id": old.segment_ids[i],
                "share_beyond_reach": float(matched.beyond[j]),
                **figures,
            }
        )
    for i, name in enumerate(old.segment_ids):
        if name not in names:
            j = int(matched.together[i].argmax())
            figures = _figures(matched, i, j, of_new=False)
            event = "merged" if figures["share_of_segment"] >= MOST else "died"
            other = {"segment_id": name, "event": event, "other_segment_id": names[j]}
            found.append({**other, "share_beyond_reach": None, **figures})
    return found


def reaches(people: pa.Table, model: segments.Model) -> dict[str, float]:
    """For each segment the distance within which `REACH` of its people stand, 0 without people."""
    found = segments.assign(people, model)
    positions, distances = _positions(found, model), found["distance_to_centroid"].to_numpy()
    return {
        name: float(np.quantile(distances[positions == position], REACH, method="higher"))
        if (positions == position).any()
        else 0.0
        for position, name in enumerate(model.segment_ids)
    }


def refusal(figures: dict, last_k: int | None, comparable: bool, gate: Gate = Gate()) -> str | None:
    """Why a version may not take the place of the one in use; None where it may.

    `figures` has k, silhouette, stability, smallest_share and silhouette_of_last. Where the seeds
    changed (`comparable` false) silhouettes of two spaces say nothing about each other.
    """
    if figures["stability"] < gate.stability:
        found = diagnostics.missing(figures["stability"], gate.stability, 2)
        return f"unstable: fits on halves agree at {found}, below {gate.stability:g}"
    if figures["smallest_share"] < gate.smallest_share:
        bar = 100 * gate.smallest_share
        found = diagnostics.missing(100 * figures["smallest_share"], bar, 1)
        return f"its smallest segment holds {found} % of the people, below {bar:g} %"
    if not comparable or last_k is None:
        return None
    won = figures["silhouette"] - figures["silhouette_of_last"]
    against = f"{figures['silhouette']:.3f} against {figures['silhouette_of_last']:.3f}"
    if figures["k"] == last_k and won < -gate.worse_by:
        return f"separates people worse than the version in use: silhouette {against}"
    if figures["k"] != last_k and won < gate.better_by:
        return (
            f"{figures['k']} segments separate people no better than the {last_k} in use:"
            f" silhouette {against}"
        )
    return None


def _judged(
    row: dict,
    fits: pa.Table,
    people: pa.Table,
    fitted: segments.Model,
    chosen: dict | None,
    last: dict | None,
    replaced: dict | None,
    is_backfill: bool,
    gate: Gate,
) -> dict:
    """The rest of the row: figures, ids, events and the decision.

    Ids come from the version that this one takes the place of, the last or an earlier fit of the day.
    """
    if chosen is None:
        nothing = "no number of segments is stable and usable; see segment_diagnostics"
        if last is None or last["as_of_date"] > row["as_of_date"]:
            return {"decision": NO_STRUCTURE, "reason": nothing, "uses_fit": None}
        return {"decision": KEPT_LAST, "reason": nothing, "uses_fit": last["fit_number"]}
    old = segments.from_rows(model_rows(last))
    compared = segments.sample(people, "customer_id", segmentation.SCAN_PEOPLE)
    figures = {
        "k": len(fitted.segment_ids),
        "stability": chosen["stability"],
        **_sizes_and_silhouettes(compared, old, fitted),
    }
    names, happened = list(fitted.segment_ids), _all_born(compared, fitted)
    if known := replaced or last:
        namesake = segments.from_rows(model_rows(known))
        matched = match(namesake, fitted, compared, json.loads(known["reaches"]))
        names = named(matched, namesake, fitted, _next_id(fits))
        happened = [
            event | {"segment_id": name} for event, name in zip(happened, names, strict=True)
        ]
    if last:
        if replaced:
            matched = match(old, fitted, compared, json.loads(last["reaches"]))
        happened = what_happened(matched, old, names)
        if is_backfill:
            happened = [event for event in happened if event["segment_id"] in names]
    model = segments.named(fitted, names, row["as_of_date"].isoformat())
    comparable = (
        bool(last)
        and last["feature_fingerprint"] == row["feature_fingerprint"]
        and _used(old.scalings) == _used(fitted.scalings)
    )
    refused = None
    if last and not is_backfill:
        refused = refusal(figures, len(old.segment_ids), comparable, gate)
    figures |= {
        "model_version": model.version,
        "compared_with": last and last["model_version"],
    }
    if refused:
        return {**figures, "decision": KEPT_LAST, "reason": refused, "uses_fit": last["fit_number"]}
    return {
        **figures,
        "decision": BACKFILLED if is_backfill else PUBLISHED,
        "reason": "fitted for earlier days than the last version is for"
        if is_backfill
        else "the first version"
        if not last
        else "stable, and as good as the version before"
        if comparable
        else "stable; made otherwise than the version before",
        "uses_fit": row["fit_number"],
        "parameters": json.dumps(segments.to_rows(model).to_pylist()),
        "reaches": json.dumps(reaches(compared, model)),
        "events": json.dumps(happened),
    }


def _until(fits: pa.Table, as_of: datetime.date | None) -> list[dict]:
    """The fits that count on a day, the one that decides last."""
    rows = [row for row in fits.to_pylist() if as_of is not None and row["as_of_date"] <= as_of]
    return sorted(rows, key=lambda row: (row["as_of_date"], row["fit_number"]))


def _neighbour(fits: pa.Table, as_of: datetime.date, made_of: str) -> tuple[dict | None, bool]:
    """The fit to compare with, and whether later ones exist: the one in use before, or the next."""
    before = _until(fits, as_of)
    later = [row for row in fits.to_pylist() if row["as_of_date"] > as_of]
    used = [row for row in before if row["uses_fit"] is not None]
    alike = [row for row in used if row["feature_fingerprint"] == made_of]
    if used:
        return _by_number(fits, (alike or used)[-1]["uses_fit"]), bool(later)
    later = [row for row in later if row["uses_fit"] is not None]
    later.sort(key=lambda row: (row["as_of_date"], row["fit_number"]))
    alike = [row for row in later if row["feature_fingerprint"] == made_of]
    return (_by_number(fits, (alike or later)[0]["uses_fit"]) if later else None), bool(later)


def _numbers(fits: pa.Table) -> list[int]:
    return fits["fit_number"].to_pylist()


def _by_number(fits: pa.Table, number: int | None) -> dict | None:
    return next((row for row in fits.to_pylist() if row["fit_number"] == number), None)


def _without(fits: pa.Table, numbers: set[int]) -> pa.Table:
    return fits.filter(pa.array([number not in numbers for number in _numbers(fits)], pa.bool_()))


def _next_id(fits: pa.Table) -> int:
    """The first number that no segment of any published version ever had."""
    given = [
        int(row["segment_id"][1:])
        for parameters in fits["parameters"].to_pylist()
        for row in json.loads(parameters or "[]")
    ]
    return 1 + max(given, default=0)


def _used(scalings: tuple[scaling.Scaling, ...]) -> set[str]:
    """The features that a distance is made of: those that have a weight and vary."""
    return {scaled.feature for scaled in scalings if scaled.weight > 0}


def _chosen(diagnosed: pa.Table) -> dict | None:
    return next(iter(diagnosed.filter(diagnosed["is_chosen"]).to_pylist()), None)


def _positions(assigned: pa.Table, model: segments.Model) -> np.ndarray:
    """The position of each person's segment in the model: int64 of shape (rows,)."""
    position = {name: number for number, name in enumerate(model.segment_ids)}
    names = assigned["segment_id"].to_pylist()
    return np.array([position[name] for name in names], dtype=np.int64)


def _centroid_distances(old: segments.Model, new: segments.Model) -> np.ndarray:
    """Distances (old, new) in the new version's space, over the features that both have alike."""
    before = {scale.feature: number for number, scale in enumerate(old.scalings)}
    shared = [
        (before[scale.feature], number)
        for number, scale in enumerate(new.scalings)
        if scale.feature in before
        and old.scalings[before[scale.feature]].transform == scale.transform
    ]
    theirs = np.empty((len(old.segment_ids), len(shared)))
    for column, (one, other) in enumerate(shared):
        was, now = old.scalings[one], new.scalings[other]
        theirs[:, column] = (old.centroids[:, one] * was.scale + was.mean - now.mean) / now.scale
    ours = new.centroids[:, [number for _, number in shared]]
    scalings = tuple(new.scalings[number] for _, number in shared)
    return cdist(scaling.weighted(theirs, scalings), scaling.weighted(ours, scalings))


def _sizes_and_silhouettes(people: pa.Table, old: segments.Model, new: segments.Model) -> dict:
    """Smallest share and silhouette of the new version, and that of the old among the same."""
    labels = _positions(segments.assign(people, new), new)
    looked_at = people.slice(0, diagnostics.SILHOUETTE_PEOPLE)
    points = scaling.weighted(scaling.standardised(looked_at, new.scalings), new.scalings)
    of_last = None
    if old.segment_ids:
        of_last = silhouette(points, _positions(segments.assign(looked_at, old), old))
    return {
        "smallest_share": float(np.bincount(labels).min() / len(labels)),
        "silhouette": silhouette(points, labels[: len(points)]),
        "silhouette_of_last": of_last,
    }


def _figures(matched: Match, i: int, j: int, *, of_new: bool) -> dict:
    """The figures of a pair, seen from its new or its old segment."""
    common = int(matched.together[i, j])
    old, new = int(matched.together[i].sum()), int(matched.together[:, j].sum())
    mine, other = (new, old) if of_new else (old, new)
    return {
        "people": mine,
        "jaccard": float(matched.jaccard[i, j]),
        "share_of_segment": common / mine if mine else 0.0,
        "share_of_other": common / other if other else 0.0,
        "centroid_distance": float(matched.distance[i, j]),
    }


def _all_born(people: pa.Table, model: segments.Model) -> list[dict]:
    """The events of the first version, which has nothing to be compared with."""
    sizes = np.bincount(
        _positions(segments.assign(people, model), model), minlength=len(model.segment_ids)
    )
    return [
        {"segment_id": name, "event": "born", "people": int(size)}
        for name, size in zip(model.segment_ids, sizes, strict=True)
    ]
