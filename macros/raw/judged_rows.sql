{#
    The body of `judged`, for a contract, the relation that holds its rows, and SQL for the fingerprint of each (macros/raw/row_fingerprint.sql).

    Nearly every row is the only one with its key. So a cheap count of hashed keys comes first, and only contested rows,
    whose key or its hash occurs again, are sorted against each other.
#}
{% macro judged_rows(contract, relation, row_fingerprint) %}
    {% set content = {} %}
    {% for column in contract.columns if column.name != 'loaded_at' %}
        {% do content.update({column.name: 'raw_' ~ column.name}) %}
    {% endfor %}
    with

    typed as {{ not_materialized() }} (

        {{ typed_rows(contract, relation) }}

    ),

    reasoned as {{ not_materialized() }} (

        select
            *,
            {{ row_fingerprint }} as row_fingerprint,
            {{ row_key(contract) }} as row_key,
            {{ known_since(contract) }} as known_since,
            {{ reject_reason(contract) }} as reject_reason,
            {{ repairs(contract) }} as repairs,
            {{ row_amount(contract) }} as row_amount,
            {{ event_day(contract) }} as event_day
        from typed
        {{ known_by_then(contract) }}

    ),

    described as {{ not_materialized() }} (

        select
            *,
            coalesce({{ short_hash('row_key') }}, 0) as key_hash,
            case when reject_reason is not null then {{ json_of(content) }} end as raw_row
        from reasoned

    ),

    contested_keys as (

        select key_hash
        from described
        group by key_hash
        having count(*) > 1

    ),

    ranked as (

        select
            described.*,
            min(described.known_since) over (partition by described.row_key, described.raw_row) as first_seen_at,
            row_number() over (
                partition by described.row_key, described.raw_row
                order by
                    {% if contract.latest_by is defined -%}
                    described.{{ contract.latest_by }} desc nulls last,
                    {% endif -%}
                    described.known_since desc
                    {%- for expression in content.values() %}, described.{{ expression }}{% endfor %}
            ) as version_number
        from described
        inner join contested_keys on described.key_hash = contested_keys.key_hash

    ),

    -- when a usable version first came, and when the last did
    corrected as (

        select row_key, min(known_since) as first_known_since, max(known_since) as corrected_at
        from ranked
        where reject_reason is null
        group by row_key

    ),

    contested as (

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

    )

    select * from contested

    union all

    select
        *,
        known_since as first_seen_at,
        1 as version_number,
        known_since as first_known_since,
        case when reject_reason is null then 'accepted' else 'quarantined' end as verdict
    from described
    where not exists (select 1 from contested_keys where contested_keys.key_hash = described.key_hash)
{% endmacro %}
