"""What the dbt Python models call: one function a model, Arrow tables in, an Arrow table out.

    people      = clusterable(customer_activity, shrunk_shares, segment_routing)
    diagnostics = diagnose(people, segment_features)
    model       = fit(people, segment_features, diagnostics)
    stability   = segment_stability(people, model)
    cores       = outlier_cores(customer_activity, shrunk_shares)
    hours       = cores.find_hours(visit_hours)
    segments    = customer_segments(customer_activity, shrunk_shares, segment_routing, model, cores)

Rows may come in any order. No rows give empty tables of the same columns; fewer than `MIN_PEOPLE`
to cluster, or no structure, give no model, and then everybody who is not routed is `unsegmented`.
A wrong seed raises ValueError with file, row, column and remedy.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from vitrine import cores, diagnostics, features, routing, scaling, segments, stability
from vitrine.processors import side_by_side
from vitrine.rules import feature_rules

# Fewer people than this are read one by one, not segmented.
MIN_PEOPLE = 20
SCAN_PEOPLE = 20_000
FIT_PEOPLE = 50_000

# How the survey goes through the same functions: whose features they are, and what names a row.
SURVEY = {"feature_set": "survey", "key": "survey_id"}

STABILITY = pa.schema(
    [
        ("model_version", pa.string()),
        ("segment_id", pa.string()),
        ("customers", pa.int32()),
        ("jaccard", pa.float64()),
        ("times_recovered", pa.int32()),
        ("times_dissolved", pa.int32()),
        ("bootstraps", pa.int32()),
        ("verdict", pa.string()),
    ]
)

# The published contract first; what follows explains it.
PUBLISHED = (
    "customer_id",
    "as_of_date",
    "recency_days",
    "frequency",
    "monetary",
    "r_score",
    "f_score",
    "m_score",
    "weekend_share",
    "weekday_share",
    "segment_id",
    "is_outlier",
    "distance_to_centroid",
    "model_version",
    "is_routed",
    "second_segment_id",
    "distance_to_second",
    "average_basket",
)


def clusterable(activity: pa.Table, shares: pa.Table, routed_by: pa.Table) -> pa.Table:
    """The features of everybody whom no rule of `segment_routing` places, silent shares as constants."""
    derived = features.derive(activity, shares)
    people = derived.filter(pc.is_null(routing.route(derived, routed_by)))
    return features.without_silent(people, shares)


def diagnose(
    people: pa.Table,
    features_seed: pa.Table,
    *,
    feature_set: str = "customers",
    key: str = "customer_id",
    choice: diagnostics.Choice = diagnostics.DEFAULT,
    sample_size: int = SCAN_PEOPLE,
) -> pa.Table:
    """The table `segment_diagnostics`: one row an algorithm and k, at most one of them chosen."""
    chosen = segments.sample(people, key, sample_size)
    scalings = scaling.fit_scaling(chosen, feature_rules(features_seed, feature_set))
    if people.num_rows < MIN_PEOPLE:
        return diagnostics.SCHEMA.empty_table()
    points = scaling.weighted(scaling.standardised(chosen, scalings), scalings)
    return diagnostics.scan_all(points, choice)


def fit(
    people: pa.Table,
    features_seed: pa.Table,
    diagnosed: pa.Table,
    *,
    feature_set: str = "customers",
    key: str = "customer_id",
    sample_size: int = FIT_PEOPLE,
) -> pa.Table:
    """The table `segment_model`: the chosen k fitted, as rows; no rows where no k was chosen."""
    chosen = diagnosed.filter(diagnosed["is_chosen"])["k"].to_pylist()
    if not chosen:
        return segments.ROWS.empty_table()
    model = segments.fit(
        people,
        feature_rules(features_seed, feature_set),
        chosen[0],
        label=_label(people, feature_set),
        feature_set=feature_set,
        key=key,
        sample_size=sample_size,
    )
    return segments.to_rows(model)


def segment_stability(people: pa.Table, model_rows: pa.Table) -> pa.Table:
    """The table `segment_stability`: how surely bootstraps find each fitted segment again.

    One row a segment of the model, over the first 2,000 people by hash; `customers` counts those.
    No rows without segments, or for fewer than `MIN_PEOPLE`.
    """
    model = segments.from_rows(model_rows)
    if not model.segment_ids or people.num_rows < MIN_PEOPLE:
        return STABILITY.empty_table()
    chosen = segments.sample(people, "customer_id", stability.BOOTSTRAP_PEOPLE)
    found = segments.assign(chosen, model)["segment_id"].to_numpy()
    points = scaling.weighted(scaling.standardised(chosen, model.scalings), model.scalings)
    labels = np.array([model.segment_ids.index(name) for name in found])
    jaccards = stability.jaccards(points, labels, len(model.segment_ids))
    means = stability.mean_jaccards(jaccards)
    return pa.table(
        {
            "model_version": [model.version] * len(means),
            "segment_id": list(model.segment_ids),
            "customers": np.bincount(labels, minlength=len(means)),
            "jaccard": means,
            "times_recovered": (jaccards >= stability.STABLE).sum(axis=0),
            "times_dissolved": (jaccards <= 0.5).sum(axis=0),
            "bootstraps": np.full(len(means), stability.BOOTSTRAPS),
            "verdict": [stability.verdict(jaccard) for jaccard in means],
        }
    ).cast(STABILITY)


def outlier_cores(activity: pa.Table, shares: pa.Table) -> pa.Table:
    """The table of grid cells with their dense core: see `vitrine.cores`."""
    return cores.find(features.derive(activity, shares))


def customer_segments(
    activity: pa.Table,
    shares: pa.Table,
    routed_by: pa.Table,
    model_rows: pa.Table,
    core_rows: pa.Table,
) -> pa.Table:
    """RFM, rhythm, segment and outlier flag of every person, in the order given.

    A routed person has the routed `segment_id`, no second and no distance. `model_version` is that of the
    model everybody was judged by, null where there was none.
    """
    derived = features.derive(activity, shares)
    model = segments.from_rows(model_rows)
    routed, found, is_outlier = side_by_side(
        lambda step: step(),
        [
            lambda: routing.route(derived, routed_by),
            lambda: segments.assign(derived, model),
            lambda: cores.is_outlier(derived, core_rows),
        ],
    )
    is_routed = pc.is_valid(routed)
    added = {
        "customer_id": derived["customer_id"].cast(pa.string()),
        "as_of_date": derived["as_of_date"].cast(pa.date32()),
        "segment_id": pc.coalesce(routed, found["segment_id"]),
        "is_outlier": is_outlier,
        "model_version": pa.array([model.version], pa.string()).take(
            pa.array(np.zeros(derived.num_rows, dtype=np.int64))
        ),
        "is_routed": is_routed,
    }
    for name in ("distance_to_centroid", "second_segment_id", "distance_to_second"):
        added[name] = pc.if_else(is_routed, pa.scalar(None, found[name].type), found[name])
    others = [name for name in derived.column_names if name.endswith("_share")]
    names = dict.fromkeys([*PUBLISHED, *others])
    return pa.table({name: added[name] if name in added else derived[name] for name in names})


def survey_segments(answers: pa.Table, diagnosed: pa.Table, features_seed: pa.Table) -> pa.Table:
    """The survey's answers with `segment_id`, `distance_to_centroid` and `model_version` added.

    `diagnosed` is what `diagnose(answers, features_seed, **SURVEY)` found.
    """
    model = segments.from_rows(fit(answers, features_seed, diagnosed, **SURVEY))
    found = segments.assign(answers, model)
    version = pa.array([model.version] * answers.num_rows, pa.string())
    for name in ("segment_id", "distance_to_centroid"):
        answers = answers.append_column(name, found[name])
    return answers.append_column("model_version", version)


def _label(people: pa.Table, feature_set: str) -> str:
    if "as_of_date" not in people.column_names:
        return feature_set
    days = pc.unique(people["as_of_date"].cast(pa.date32())).to_pylist()
    if len(days) != 1 or days[0] is None:
        raise ValueError(
            f"customer_activity: column 'as_of_date' holds {len(days)} values; build one day at a time"
        )
    return days[0].isoformat()
