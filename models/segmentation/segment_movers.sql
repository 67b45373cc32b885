-- Whoever is in another segment on one day of the membership history than on the day
-- built before it. Who came or left moved nowhere: segment_transitions counts them.
with

membership as (

    select * from {{ ref('segment_membership') }}

),

days as (

    select as_of_date, lag(as_of_date) over (order by as_of_date) as previous_date
    from (select distinct as_of_date from membership) as built_days

)

select
    after_move.customer_id,
    before_move.as_of_date as from_date,
    after_move.as_of_date as to_date,
    before_move.segment_id as from_segment_id,
    after_move.segment_id as to_segment_id,
    after_move.model_version
from days
inner join membership as after_move on days.as_of_date = after_move.as_of_date
inner join membership as before_move
    on
        days.previous_date = before_move.as_of_date
        and after_move.customer_id = before_move.customer_id
where after_move.segment_id <> before_move.segment_id
