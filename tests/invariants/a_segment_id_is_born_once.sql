-- An id stands for one group for ever: it begins in one fit, by birth or as a part of
-- another segment, and every later fit that has it kept it. A row is an id that was
-- given to a second group, or to one that nobody saw begin.
with

beginnings as (

    select segment_id, count(*) as times
    from {{ ref('segment_events') }}
    where event in ('born', 'split')
    group by segment_id

),

ids as (

    select distinct segment_id
    from (
        select segment_id from {{ ref('segment_events') }}
        union all
        select segment_id from {{ ref('segment_model') }}
    ) as all_ids

)

select ids.segment_id, beginnings.times
from ids
left join beginnings on ids.segment_id = beginnings.segment_id
where coalesce(beginnings.times, 0) <> 1
