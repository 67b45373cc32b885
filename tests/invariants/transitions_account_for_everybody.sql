-- Whoever was in a segment on the day before left it for one place, and whoever is in
-- one came from one place. A row is a day whose transitions lose people or count them
-- twice.
with

days as (

    select
        as_of_date,
        count(*) as people,
        lag(count(*)) over (order by as_of_date) as people_before
    from {{ ref('segment_membership') }}
    group by as_of_date

),

moves as (

    select
        as_of_date,
        sum(case when to_segment_id <> 'none' then customers else 0 end) as came,
        sum(case when from_segment_id <> 'none' then customers else 0 end) as left_from
    from {{ ref('segment_transition_counts') }}
    group by as_of_date

)

select days.as_of_date, days.people, moves.came, days.people_before, moves.left_from
from days
left join moves on days.as_of_date = moves.as_of_date
where
    days.people_before is not null
    and (
        days.people <> coalesce(moves.came, 0)
        or days.people_before <> coalesce(moves.left_from, 0)
    )
