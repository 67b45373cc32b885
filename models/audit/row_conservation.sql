-- What came in is counted in the raw tables themselves, what became of it in staging:
-- two ways that must meet.
with

raw_totals as (

    {% for source_name, table_name in staged_tables() %}
    {{ raw_totals(source_name, table_name) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

staged_totals as (

    {% for source_name, table_name in staged_tables() %}
    select
        '{{ source_name }}' as source_name,
        '{{ table_name }}' as table_name,
        count(case when verdict = 'accepted' then 1 end) as accepted_rows,
        count(case when verdict = 'duplicate' then 1 end) as duplicate_rows,
        count(case when verdict = 'quarantined' then 1 end) as quarantined_rows,
        sum(case when verdict = 'accepted' then row_amount end) as accepted_amount,
        sum(case when verdict = 'duplicate' then row_amount end) as duplicate_amount,
        sum(case when verdict = 'quarantined' then row_amount end) as quarantined_amount
    from {{ ref('stg_' ~ source_name ~ '__' ~ table_name) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

unreadable_lines as (

    select source_name, table_name, count(*) as line_count
    from {{ source('intake', 'unreadable_lines') }}
    group by source_name, table_name

)

select
    raw_totals.source_name,
    raw_totals.table_name,
    raw_totals.raw_rows + coalesce(unreadable_lines.line_count, 0) as raw_rows,
    staged_totals.accepted_rows,
    staged_totals.duplicate_rows,
    staged_totals.quarantined_rows
    + coalesce(unreadable_lines.line_count, 0) as quarantined_rows,
    {{ amount_or_zero('raw_totals.raw_amount') }} as raw_amount,
    {{ amount_or_zero('staged_totals.accepted_amount') }} as accepted_amount,
    {{ amount_or_zero('staged_totals.duplicate_amount') }} as duplicate_amount,
    {{ amount_or_zero('staged_totals.quarantined_amount') }} as quarantined_amount
from raw_totals
inner join staged_totals
    on
        raw_totals.source_name = staged_totals.source_name
        and raw_totals.table_name = staged_totals.table_name
left join unreadable_lines
    on
        raw_totals.source_name = unreadable_lines.source_name
        and raw_totals.table_name = unreadable_lines.table_name
