-- How alike two items are: the cosine between the sets of people who have them, for the
-- 20 that are most like each. More neighbours hardly change the first five of a person
-- and cost time with each. A pair that fewer people share than a published group has to
-- have is left out: it would be chance, and tell of those few.
with

history as (

    select * from {{ ref('recommendation_history') }}

),

horizons as (

    select * from {{ ref('recommendation_horizons') }}

),

items as (

    select
        history.catalogue,
        horizons.horizon,
        history.item_id,
        cast(count(*) as {{ type_double() }}) as people
    from history
    inner join horizons on history.first_date <= horizons.known_until
    group by history.catalogue, horizons.horizon, history.item_id

),

shared as (

    select
        one.catalogue,
        horizons.horizon,
        one.item_id,
        other.item_id as neighbour_id,
        count(*) as people
    from history as one
    inner join history as other
        on
            one.customer_id = other.customer_id
            and one.catalogue = other.catalogue
            and one.item_id < other.item_id
    inner join horizons
        on greatest(one.first_date, other.first_date) <= horizons.known_until
    group by one.catalogue, horizons.horizon, one.item_id, other.item_id
    having count(*) >= {{ var('min_cell_size') }}

),

both_ways as (

    select catalogue, horizon, item_id, neighbour_id, people
    from shared

    union all

    select catalogue, horizon, neighbour_id as item_id, item_id as neighbour_id, people
    from shared

),

compared as (

    select
        both_ways.*,
        -- a decimal, so that sums of it do not depend on the order
        cast(
            both_ways.people / sqrt(items.people * neighbours.people) as decimal(18, 9)
        ) as similarity
    from both_ways
    inner join items
        on
            both_ways.catalogue = items.catalogue
            and both_ways.horizon = items.horizon
            and both_ways.item_id = items.item_id
    inner join items as neighbours
        on
            both_ways.catalogue = neighbours.catalogue
            and both_ways.horizon = neighbours.horizon
            and both_ways.neighbour_id = neighbours.item_id

),

placed as (

    select
        *,
        row_number() over (
            partition by catalogue, horizon, item_id
            order by similarity desc, people desc, neighbour_id asc
        ) as place
    from compared

)

select
    catalogue,
    horizon,
    item_id,
    neighbour_id,
    cast(people as {{ dbt.type_int() }}) as people,
    similarity,
    cast(place as {{ dbt.type_int() }}) as place
from placed
where place <= 20
