-- The pairs that nothing speaks against, in both directions.
with

joinable as (

    select left_id, right_id, priority, sightings
    from {{ ref('identity_judged_pairs') }}
    where reason is null

)

select left_id as node_id, right_id as neighbour_id, priority, sightings from joinable
union all
select right_id as node_id, left_id as neighbour_id, priority, sightings from joinable
