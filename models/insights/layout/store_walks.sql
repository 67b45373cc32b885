-- How far apart two stores are on foot: along the floor, and up or down. Stores without
-- floor or zone are nowhere. One row per ordered pair that is published as an affinity.
with

stores as (

    select
        stores.store_id,
        stores.zone,
        stores.floor,
        coalesce(climbs.minutes, other_floors.minutes) as climb
    from {{ ref('dim_stores') }} as stores
    left join {{ ref('floor_climbs') }} as climbs on stores.floor = climbs.floor
    left join {{ ref('floor_climbs') }} as other_floors on other_floors.floor = 'any'
    where stores.zone is not null and stores.floor is not null

),

zone_walks as (

    select zone, other_zone, minutes
    from {{ ref('zone_walks') }}

    union all

    select other_zone as zone, zone as other_zone, minutes
    from {{ ref('zone_walks') }}
    where zone <> other_zone and other_zone <> 'same'

)

select
    affinity.antecedent as store_id,
    affinity.consequent as other_store_id,
    cast(
        coalesce(listed.minutes, usual.minutes)
        + abs(one.climb - other.climb)
        as decimal(18, 1)
    ) as walk_minutes,
    one.zone = other.zone and one.floor = other.floor as is_same_place
from {{ ref('store_affinity') }} as affinity
inner join stores as one on affinity.antecedent = one.store_id
inner join stores as other on affinity.consequent = other.store_id
left join zone_walks as listed
    on one.zone = listed.zone and other.zone = listed.other_zone
left join zone_walks as usual
    on
        usual.zone = 'any'
        and usual.other_zone
        = case when one.zone = other.zone then 'same' else 'any' end
