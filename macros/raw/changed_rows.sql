{#
    A select of the fingerprints of all versions of every key of which a row came, went or was emptied by an erasure, in the raw table or in the staging table.
#}
{% macro changed_rows(contract, relation) %}
    {% set of_changed = ' in (select changed_deliveries.delivery from changed_deliveries)' %}
    {% set is_emptied = ' in (select emptied.row_fingerprint from emptied)' %}
    {% set looked_at = row_delivery(contract) ~ of_changed ~ ' or ' ~ row_fingerprint(contract, relation) ~ is_emptied %}
    with

    emptied as ({{ emptied_fingerprints() }}),

    changed_deliveries as ({{ changed_deliveries(contract, relation) }}),

    delivered as (
        select row_fingerprint, min(row_key) as row_key, count(*) as row_count
        from (
            select {{ row_fingerprint(contract, relation, 'raw_') }} as row_fingerprint, coalesce({{ row_key(contract) }}, '') as row_key
            from ({{ typed_rows(contract, '(select * from ' ~ relation ~ ' where ' ~ looked_at ~ ') as looked_at') }}) as typed
        ) as delivered_rows
        group by row_fingerprint
    ),

    known as (
        select row_fingerprint, count(*) as row_count
        from {{ known_fingerprints() }} as known_rows
        where {{ delivery_of('row_fingerprint') }}{{ of_changed }}
        group by row_fingerprint
    ),

    changed as (
        select coalesce(delivered.row_fingerprint, known.row_fingerprint) as row_fingerprint, delivered.row_key
        from delivered
        full outer join known on delivered.row_fingerprint = known.row_fingerprint
        where
            coalesce(delivered.row_count, 0) <> coalesce(known.row_count, 0)
            or delivered.row_fingerprint{{ is_emptied }}
    ),

    changed_keys as (
        select row_key from changed where row_key is not null
        union distinct
        select coalesce(row_key, '') as row_key from {{ this }} where row_fingerprint in (select changed.row_fingerprint from changed)
        union distinct
        -- an emptied row that is delivered no more tells its key here alone
        select row_key from {{ this }} where row_fingerprint is null and row_key is not null
    )

    select row_fingerprint from changed
    union distinct
    select row_fingerprint from {{ this }}
    where row_fingerprint is not null and coalesce(row_key, '') in (select changed_keys.row_key from changed_keys)
{% endmacro %}
