{#
    No more rows, and no more values of a column, were unusable than the seed `rejection_limits` puts up with.

    A row that this returns is a column, or `row`, with too large a share: 1 warns, 2 stops the build before anything is made of what is left.
#}
{% test rejected_share(model) %}
{{ config(fail_calc='coalesce(max(alarm), 0)', warn_if='>= 1', error_if='>= 2') }}
{%- set source_name, table_name = model.identifier[4:].split('__') %}

with

shares as (

    {{ rejected_shares(source_name, table_name, model) }}

),

limited as (

    select
        shares.table_name,
        shares.column_name,
        shares.row_count,
        shares.rejected_count,
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
        on limits.table_name in (shares.table_name, 'any')
        and (
            limits.column_name = shares.column_name
            or (limits.column_name = 'any' and shares.column_name <> 'row')
        )

)

select
    table_name,
    column_name,
    row_count,
    rejected_count,
    case when rejected_count > stop_above * row_count then 2 else 1 end as alarm
from limited
where position = 1 and row_count >= from_rows and rejected_count > warn_above * row_count

{% endtest %}
