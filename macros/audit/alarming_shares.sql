{#
    The columns of one raw table, or its rows as `row`, of which more were unusable than the seed `rejection_limits` calls life:
    (table_name, column_name, row_count, rejected_count, warn_above, stop_above). The closest match in the seed counts.
#}
{% macro alarming_shares(source_name, table_name, relation) %}
    with

    shares as (

        {{ rejected_shares(source_name, table_name, relation) }}

    ),

    limited as (

        select
            shares.*,
            limits.from_rows,
            limits.warn_above,
            limits.stop_above,
            row_number() over (
                partition by shares.column_name
                order by
                    case when limits.table_name = 'any' then 1 else 0 end
                    + case when limits.column_name = 'any' then 2 else 0 end
            ) as position
        from shares
        inner join {{ ref('rejection_limits') }} as limits
            on
                limits.table_name in (shares.table_name, 'any')
                and (
                    limits.column_name = shares.column_name
                    or (limits.column_name = 'any' and shares.column_name <> 'row')
                )

    )

    select table_name, column_name, row_count, rejected_count, warn_above, stop_above
    from limited
    where position = 1 and row_count >= from_rows and rejected_count > warn_above * row_count
{% endmacro %}
