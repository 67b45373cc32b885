{#
    The body of `judged`, for a contract, the relation that holds its rows, and SQL for the fingerprint of each (macros/raw/row_fingerprint.sql).
    Where not all of them are judged, `unknown_rows` is the select of those that are.

    Nearly every row is the only one with its key. So the hashed keys are counted first, which reads the columns of the key alone. Only contested rows, whose key or
    its hash occurs again, are sorted against each other; all others are judged as they are read, once.
#}
{% macro judged_rows(contract, relation, row_fingerprint, unknown_rows=none) %}
    {% set hashed = '(select *, ' ~ raw_key_hash(contract) ~ ' as key_hash from ' ~ ('unknown_rows' if unknown_rows else relation) ~ ') as hashed' %}
    {% set is_contested = 'exists (select 1 from contested_keys where contested_keys.key_hash = hashed.key_hash)' %}
    with

    {% if unknown_rows -%}
    unknown_rows as (

        {{ unknown_rows }}

    ),

    {% endif -%}
    contested_keys as (

        select key_hash
        from {{ hashed }}
        group by key_hash
        having count(*) > 1

    ),

    contested as (

        {{ described_rows(contract, '(select * from ' ~ hashed ~ ' where ' ~ is_contested ~ ') as contested_rows', row_fingerprint) }}

    ),

    single as {{ not_materialized() }} (

        {{ described_rows(contract, '(select * from ' ~ hashed ~ ' where not ' ~ is_contested ~ ') as single_rows', row_fingerprint) }}

    ),

    ranked as (

        select
            *,
            min(known_since) over (partition by row_key, raw_row) as first_seen_at,
            row_number() over (
                partition by row_key, raw_row
                order by
                    {% if contract.latest_by is defined -%}
                    {{ contract.latest_by }} desc nulls last,
                    {% endif -%}
                    known_since desc
                    {%- for column in contract.columns if column.name != 'loaded_at' %}, raw_{{ column.name }}{% endfor %}
            ) as version_number
        from contested

    ),

    -- when a usable version first came, and when the last did
    corrected as (

        select row_key, min(known_since) as first_known_since, max(known_since) as corrected_at
        from ranked
        where reject_reason is null
        group by row_key

    )

    select
        ranked.*,
        case when ranked.reject_reason is null then corrected.first_known_since else ranked.first_seen_at end as first_known_since,
        case
            when ranked.version_number > 1 then 'duplicate'
            when ranked.reject_reason is null then 'accepted'
            when corrected.corrected_at >= ranked.known_since then 'duplicate'
            else 'quarantined'
        end as verdict
    from ranked
    left join corrected on ranked.row_key = corrected.row_key

    union all

    select
        *,
        known_since as first_seen_at,
        1 as version_number,
        known_since as first_known_since,
        case when reject_reason is null then 'accepted' else 'quarantined' end as verdict
    from single
{% endmacro %}
