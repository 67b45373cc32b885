-- Shares and indexes give the totals of rows and columns away, so a cell that is
-- withheld alone in either could be got back by subtraction. A row is such a line.
with

cells as (

    select
        'package_preference_by_age_band' as table_name,
        age_band as of_row,
        package_code as of_column,
        is_hidden
    from {{ ref('package_preference_by_age_band') }}

    union all

    select
        'package_preference_by_segment' as table_name,
        segment_id as of_row,
        package_code as of_column,
        is_hidden
    from {{ ref('package_preference_by_segment') }}

    union all

    select
        'zone_rhythm' as table_name,
        segment_id || ' ' || day_part as of_row,
        zone || ' ' || day_part as of_column,
        is_hidden
    from {{ ref('zone_rhythm') }}

    union all

    select
        'segment_categories' as table_name,
        segment_id as of_row,
        category as of_column,
        is_hidden
    from {{ ref('segment_categories') }}

    union all

    select
        'customer_demographics' as table_name,
        age_band as of_row,
        gender as of_column,
        is_hidden
    from {{ ref('customer_demographics') }}

    union all

    select
        'customer_ages' as table_name,
        'all' as of_row,
        age_band as of_column,
        is_hidden
    from {{ ref('customer_ages') }}

    union all

    -- everybody's hours are withheld by themselves
    select
        case segment_id
            when 'all' then 'segment_rhythm of all' else 'segment_rhythm'
        end as table_name,
        segment_id as of_row,
        cast(day_of_week * 100 + hour_of_day as {{ dbt.type_string() }}) as of_column,
        is_hidden
    from {{ ref('segment_rhythm') }}

    union all

    select
        'sales_rhythm' as table_name,
        'all' as of_row,
        cast(day_of_week * 100 + hour_of_day as {{ dbt.type_string() }}) as of_column,
        is_hidden
    from {{ ref('sales_rhythm') }}

),

lines as (

    select table_name, 'row ' || of_row as line, is_hidden
    from cells

    union all

    select table_name, 'column ' || of_column as line, is_hidden
    from cells

)

select table_name, line, count(*) as cells
from lines
group by table_name, line
having sum(case when is_hidden then 1 else 0 end) = 1 and count(*) > 1
