-- What is told of a group is told of `min_cell_size` people or more. A row is a group
-- that is smaller; visits of a zone are counted again from the facts.
select
    'package_preference_by_age_band' as table_name,
    age_band as of_group,
    package_code as cell,
    subscribers as people
from {{ ref('package_preference_by_age_band') }}
where subscribers < {{ var('min_cell_size') }}

union all

select
    'package_preference_by_segment' as table_name,
    segment_id as of_group,
    package_code as cell,
    subscribers as people
from {{ ref('package_preference_by_segment') }}
where subscribers < {{ var('min_cell_size') }}

union all

select
    'zone_rhythm' as table_name,
    rhythm.segment_id as of_group,
    rhythm.zone || ' ' || rhythm.day_part as cell,
    count(distinct purchases.customer_id) as people
from {{ ref('zone_rhythm') }} as rhythm
inner join {{ ref('dim_stores') }} as stores
    on rhythm.zone = coalesce(stores.zone, 'unknown')
inner join {{ ref('day_parts') }} as day_parts on rhythm.day_part = day_parts.day_part
inner join {{ ref('fct_purchases') }} as purchases
    on
        stores.store_id = purchases.store_id
        and {{ local_hour('purchases.purchased_at') }}
        between day_parts.from_hour and day_parts.to_hour
left join {{ ref('customer_segments') }} as segments
    on purchases.customer_id = segments.customer_id
where
    not rhythm.is_hidden
    and purchases.is_kept
    and purchases.customer_id is not null
    and coalesce(segments.segment_id, 'unknown') = rhythm.segment_id
group by rhythm.segment_id, rhythm.zone, rhythm.day_part
having count(distinct purchases.customer_id) < {{ var('min_cell_size') }}
