-- Weeks of each segment and each kind of store. Below the smallest cell nothing is said
-- of so few people, nor of a segment or kind of store alone: what all of the week came
-- to less that of the others would be theirs, and all spent as much by segment as by
-- kind.
with

seasons as (

    select
        visit_date,
        season_index,
        cast({{ dbt.dateadd('day', '1 - day_of_week', 'visit_date') }} as date)
            as week_start
    from {{ ref('visit_trends') }}

),

days as (

    select
        'segment' as dimension,
        segments.segment_id as group_name,
        visits.customer_id,
        visits.visit_date,
        1 as visits,
        cast(0 as {{ money_type() }}) as net_spend
    from {{ ref('fct_visits') }} as visits
    inner join {{ ref('customer_segments') }} as segments
        on visits.customer_id = segments.customer_id
    where segments.segment_id is not null

    union all

    select
        'segment' as dimension,
        segments.segment_id as group_name,
        purchases.customer_id,
        purchases.purchase_date as visit_date,
        0 as visits,
        purchases.net_amount as net_spend
    from {{ ref('fct_purchases') }} as purchases
    inner join {{ ref('customer_segments') }} as segments
        on purchases.customer_id = segments.customer_id
    where purchases.is_kept and segments.segment_id is not null

    union all

    -- who bought there on that day visited it, once a day
    select
        'category' as dimension,
        stores.category as group_name,
        purchases.customer_id,
        purchases.purchase_date as visit_date,
        1 as visits,
        sum(purchases.net_amount) as net_spend
    from {{ ref('fct_purchases') }} as purchases
    inner join {{ ref('dim_stores') }} as stores
        on purchases.store_id = stores.store_id
    where purchases.is_kept and purchases.customer_id is not null
    group by stores.category, purchases.customer_id, purchases.purchase_date

),

weeks as (

    select
        days.dimension,
        days.group_name,
        seasons.week_start,
        count(distinct days.customer_id) as people,
        sum(days.visits) as visits,
        sum(cast(days.visits / seasons.season_index as decimal(18, 6)))
            as adjusted_visits,
        sum(days.net_spend) as net_spend,
        sum(cast(days.net_spend / seasons.season_index as {{ money_type() }}))
            as adjusted_spend
    from days
    inner join seasons on days.visit_date = seasons.visit_date
    group by days.dimension, days.group_name, seasons.week_start

),

named as (

    select *, {{ text('week_start') }} as week
    from weeks

),

-- each week is a table of its own
cells as (

    select
        *,
        dimension || ' ' || group_name || ' ' || week as cell,
        dimension || ' ' || week as adds_up_with
    from named

),

{{ hide_small_cells('hidden', 'cells', 'adds_up_with', 'cell', 'people', 'people') }}

select
    cells.dimension,
    cells.group_name,
    cells.week_start,
    cast(cells.people as {{ dbt.type_int() }}) as people,
    cast(cells.visits as {{ dbt.type_int() }}) as visits,
    cast(cells.adjusted_visits as {{ type_double() }}) as adjusted_visits,
    cast(cells.net_spend as {{ money_type() }}) as net_spend,
    cast(cells.adjusted_spend as {{ money_type() }}) as adjusted_spend
from cells
inner join hidden on cells.cell = hidden.cell
where not hidden.is_hidden
