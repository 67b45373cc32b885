-- How far behind the as-of day each raw table is: the clock of the data, where
-- `dbt source freshness` goes by the clock on the wall.
with

as_of as (

    select as_of_date from {{ ref('as_of') }}

),

delivered as (

    {% for source_name, table_name in staged_tables() %}
    select
        '{{ source_name }}' as source_name,
        '{{ table_name }}' as table_name,
        cast({{ late_after_days(source_name, table_name) }} as {{ dbt.type_int() }})
            as late_after_days,
        count(*) as accepted_rows,
        max(loaded_at) as last_loaded_at,
        max(event_day) as last_event_day
    from {{ ref('stg_' ~ source_name ~ '__' ~ table_name) }}
    where verdict = 'accepted'
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

compared as (

    select
        delivered.*,
        {{ days_between('delivered.last_event_day', 'as_of.as_of_date') }}
            as days_behind
    from delivered
    cross join as_of

)

select
    source_name,
    table_name,
    cast(accepted_rows as {{ dbt.type_bigint() }}) as accepted_rows,
    -- a table that says nothing of its loading says 1900
    nullif(last_loaded_at, cast('1900-01-01' as timestamp)) as last_loaded_at,
    last_event_day,
    days_behind,
    late_after_days,
    days_behind > late_after_days as is_late
from compared
