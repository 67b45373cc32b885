-- Whoever changed segment has one row that says why. A row is a flow between two
-- segments that segment_moves and segment_transition_counts count differently.
with

moves as (

    select to_date as as_of_date, from_segment_id, to_segment_id, count(*) as customers
    from {{ ref('segment_moves') }}
    group by to_date, from_segment_id, to_segment_id

),

transitions as (

    select * from {{ ref('segment_transition_counts') }}
    where
        from_segment_id <> to_segment_id
        and from_segment_id <> 'none'
        and to_segment_id <> 'none'

)

select
    transitions.as_of_date,
    transitions.from_segment_id,
    transitions.to_segment_id,
    transitions.customers,
    moves.customers as explained
from transitions
full outer join moves
    on
        transitions.as_of_date = moves.as_of_date
        and transitions.from_segment_id = moves.from_segment_id
        and transitions.to_segment_id = moves.to_segment_id
where coalesce(transitions.customers, 0) <> coalesce(moves.customers, 0)
