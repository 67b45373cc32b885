"""Splink alone, as a baseline: records described by attributes, deduplicated by the Fellegi-Sunter
model (Linacre et al. 2022, https://doi.org/10.23889/ijpds.v7i3.1794), grouped by its own clustering.

Set up as its documentation advises, with none of Vitrine's judgement. An account has what its form
said; what a form left out, and all that a card, a CPF, a plate or a device has, are the identifiers
that the record was seen with most often. It is given one advantage: values of more than `CROWD`
records (tablets of the mall, "nao@tem.com") are left out, since their blocks would be quadratic.
"""

from __future__ import annotations

import logging
import warnings

import duckdb
import splink.comparison_level_library as levels
import splink.comparison_library as compare
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

THRESHOLD = 0.9
CROWD = 50
# Pairs compared to learn how often strangers agree on names and dates.
SAMPLED_PAIRS = 10_000_000
# For identifiers a sample cannot tell: who agrees is mostly one human, and agreement would come out
# worthless. One record in fifty is taken to share its value with one stranger.
STRANGERS = 0.02

# Attribute → the type of the node that holds it.
IDENTIFIERS = {
    "cpf": "pos_cpf", "email": "email", "phone": "phone", "member": "loyalty", "card": "pos_card",
}  # fmt: skip
BLOCKS = [block_on(name) for name in IDENTIFIERS] + [
    block_on("birth_date", "substr(first_name, 1, 1)"),
    block_on("first_name", "last_name", "postal_code"),
]
# Together they leave no comparison untrained.
TRAINING_BLOCKS = [block_on("cpf"), block_on("email"), block_on("birth_date", "first_name")]


def add_splink_clusters(connection: duckdb.DuckDBPyConnection, staging: str) -> None:
    """Makes `splink_clusters` (record_id, cluster) of `records` and `sightings`.

    staging: the schema of the staged accounts. Records with nothing but themselves get no row.
    """
    connection.execute(_attributes(staging))
    with duckdb.connect() as apart, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        logging.getLogger("splink").setLevel(logging.ERROR)
        apart.register("given", connection.execute("select * from attributes").to_arrow_table())
        apart.execute(
            "create table attributes as select * from given order by md5(unique_id::text)"
        )
        clusters = _clusters(apart)
    connection.register("clustered", clusters)
    connection.execute("create or replace table splink_clusters as select * from clustered")
    connection.unregister("clustered")


def _clusters(connection: duckdb.DuckDBPyConnection):
    """record_id and cluster as an Arrow table."""
    api = DuckDBAPI(connection)
    attributes = connection.sql("select * from attributes")
    records = connection.execute("select count(*) from attributes").fetchall()[0][0]
    linker = Linker(api.register(attributes), _settings(STRANGERS / records), log_level=None)
    linker.training.estimate_u_using_random_sampling(max_pairs=SAMPLED_PAIRS, seed=1)
    linker.training.estimate_probability_two_random_records_match(
        [block_on("cpf"), block_on("email", "first_name"), block_on("member")], recall=0.6
    )
    for block in TRAINING_BLOCKS:
        linker.training.estimate_parameters_using_expectation_maximisation(block)
    pairs = linker.inference.predict(threshold_match_probability=THRESHOLD)
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, THRESHOLD)
    return connection.execute(
        f"select unique_id as record_id, cluster_id as cluster from {clusters.physical_name}"
    ).to_arrow_table()


def _settings(agree_by_chance: float) -> SettingsCreator:
    names = [
        compare.JaroWinklerAtThresholds(name, [0.92, 0.8]).configure(
            term_frequency_adjustments=True
        )
        for name in ("first_name", "last_name")
    ]
    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            *names,
            compare.DamerauLevenshteinAtThresholds("birth_date", [1, 2]),
            compare.DamerauLevenshteinAtThresholds("postal_code", [1]),
            compare.ExactMatch("gender"),
            *(_identifier(name, agree_by_chance) for name in IDENTIFIERS),
        ],
        blocking_rules_to_generate_predictions=BLOCKS,
    )


def _identifier(name: str, agree_by_chance: float) -> compare.CustomComparison:
    agree = levels.ExactMatchLevel(name).configure(
        u_probability=agree_by_chance, fix_u_probability=True
    )
    return compare.CustomComparison(
        output_column_name=name,
        comparison_levels=[levels.NullLevel(name), agree, levels.ElseLevel()],
    )


def _attributes(staging: str) -> str:
    """Makes `attributes`: one row per record that says anything."""
    forms = f"""
    select 'loyalty' as source_system, member_id as source_record_id, full_name, birth_date, postal_code, gender
    from {staging}.stg_mall__loyalty_members where verdict = 'accepted'
    union all
    select 'streaming', subscriber_id, full_name, birth_date, null, gender
    from {staging}.stg_streaming__subscribers where verdict = 'accepted'
    """
    seen = ", ".join(
        f"max(value) filter (where value_type = '{node_type}') as {name}"
        for name, node_type in IDENTIFIERS.items()
    )
    return f"""
    create or replace table attributes as
    with forms as ({forms}),
    named as (
        select
            * exclude (full_name, birth_date), strftime(birth_date, '%Y-%m-%d') as birth_date,
            string_split(trim(regexp_replace(upper(strip_accents(full_name)), '[^A-Z]+', ' ', 'g')), ' ') as words
        from forms
    ),
    both_ways as (
        select left_type, left_key, right_type as value_type, right_key as value, rows from sightings
        union all
        select right_type, right_key, left_type, left_key, rows from sightings
        union all
        select source_system, source_record_id, source_system, source_record_id, 1000000000 from records
    ),
    usual as (
        select left_type, left_key, value_type, arg_max(value, (rows, value)) as value
        from both_ways
        where value_type in {tuple(IDENTIFIERS.values())}
        group by left_type, left_key, value_type
    ),
    telling as (
        select usual.*, records.record_id
        from usual inner join records on left_type = source_system and left_key = source_record_id
        qualify count(*) over (partition by value_type, value) <= {CROWD}
    ),
    identified as (select record_id, {seen} from telling group by record_id)
    select
        record_id as unique_id, nullif(words[1], '') as first_name,
        case when len(words) > 1 then words[-1] end as last_name, birth_date, postal_code, gender,
        {", ".join(IDENTIFIERS)}
    from records
    left join identified using (record_id)
    left join named using (source_system, source_record_id)
    where coalesce(cpf, email, phone, member, card, words[1], birth_date) is not null
    """
