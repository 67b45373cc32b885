-- Where the people of each segment buy at each part of the day. A visit is a person in
-- a zone in one part of one day, however many purchases it brought.
with

visits as (

    select distinct
        purchases.customer_id,
        purchases.purchase_date,
        coalesce(stores.zone, 'unknown') as zone,
        hours.day_part,
        coalesce(segments.segment_id, 'unknown') as segment_id
    from {{ ref('fct_purchases') }} as purchases
    inner join {{ ref('dim_stores') }} as stores
        on purchases.store_id = stores.store_id
    inner join {{ ref('hours_of_day') }} as hours
        on {{ local_hour('purchases.purchased_at') }} = hours.hour_of_day
    left join {{ ref('customer_segments') }} as segments
        on purchases.customer_id = segments.customer_id
    where purchases.is_kept and purchases.customer_id is not null

),

counted as (

    select
        zone,
        segment_id,
        day_part,
        count(*) as visits,
        count(distinct customer_id) as people
    from visits
    group by zone, segment_id, day_part

),

-- totals are those of a segment, and of a zone, in a part of the day
cells as (

    select
        *,
        segment_id || ' ' || day_part as of_segment,
        zone || ' ' || day_part as of_zone
    from counted

),

{{ hide_small_cells(
    'hidden',
    'cells',
    'of_segment',
    'of_zone',
    'people',
    'people',
    table_key='day_part',
) }},

totals as (

    select
        cells.*,
        hidden.is_hidden,
        sum(cells.visits) over (partition by cells.of_segment) as segment_visits,
        sum(cells.visits) over (partition by cells.of_zone) as zone_visits,
        sum(cells.visits) over (partition by cells.day_part) as all_visits
    from cells
    inner join hidden
        on cells.of_segment = hidden.of_segment and cells.of_zone = hidden.of_zone

)

select
    totals.zone,
    totals.segment_id,
    personas.persona_name_en,
    personas.persona_name_pt,
    totals.day_part,
    case
        when not totals.is_hidden then cast(totals.visits as {{ dbt.type_int() }})
    end as visits,
    case
        when not totals.is_hidden
            then {{ share_of('totals.visits', 'totals.segment_visits') }}
    end as share,
    case
        when not totals.is_hidden
            then {{ share_of(
                '100.0 * totals.visits * totals.all_visits',
                'totals.segment_visits * totals.zone_visits',
            ) }}
    end as index_vs_all,
    totals.is_hidden
from totals
left join {{ ref('dim_segments') }} as personas
    on totals.segment_id = personas.segment_id
