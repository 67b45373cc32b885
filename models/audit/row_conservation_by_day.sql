-- What came in is counted in the raw tables themselves, what became of it in staging:
-- two ways that must meet on every day. Rows whose time cannot be read have no day.
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
        event_day,
        verdict,
        count(*) as row_count,
        sum(row_amount) as amount
    from {{ ref('stg_' ~ source_name ~ '__' ~ table_name) }}
    group by event_day, verdict
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

-- a line that is no row is raw and quarantined at once
unreadable_lines as (

    select source_name, table_name, count(*) as line_count
    from {{ source('intake', 'unreadable_lines') }}
    group by source_name, table_name

),

counted as (

    select
        source_name,
        table_name,
        event_day,
        'raw' as verdict,
        raw_rows as row_count,
        raw_amount as amount
    from raw_totals

    union all

    select source_name, table_name, event_day, verdict, row_count, amount
    from staged_totals

    {% for verdict in ['raw', 'quarantined'] %}
    union all

    select
        source_name,
        table_name,
        cast(null as date) as event_day,
        '{{ verdict }}' as verdict,
        line_count as row_count,
        0 as amount
    from unreadable_lines
    {% endfor %}

)

select
    source_name,
    table_name,
    event_day,
    {% for verdict in ['raw', 'accepted', 'duplicate', 'quarantined'] %}
    cast(
        sum(case when verdict = '{{ verdict }}' then row_count else 0 end)
        as {{ dbt.type_bigint() }}
    ) as {{ verdict }}_rows,
    {% endfor %}
    {% for verdict in ['raw', 'accepted', 'duplicate'] %}
    {{ amount_or_zero("sum(case when verdict = '" ~ verdict ~ "' then amount end)") }}
        as {{ verdict }}_amount,
    {% endfor %}
    {{ amount_or_zero("sum(case when verdict = 'quarantined' then amount end)") }}
        as quarantined_amount
from counted
group by source_name, table_name, event_day
