-- An id stands for one group for ever: it begins once, by birth or as a part of another
-- segment, and once it has ended no later version has it. A row is an id that was given
-- to a second group.
with

events as (

    select events.*, versions.fit_number
    from {{ ref('segment_events') }} as events
    inner join {{ ref('segment_versions') }} as versions
        on
            events.model_version = versions.model_version
            and versions.decision in ('published', 'backfilled')

),

beginnings as (

    select segment_id, count(distinct model_version) as times
    from events
    where event in ('born', 'split')
    group by segment_id

),

ids as (

    select distinct segment_id from events

)

select ids.segment_id, beginnings.times
from ids
left join beginnings on ids.segment_id = beginnings.segment_id
where coalesce(beginnings.times, 0) <> 1
