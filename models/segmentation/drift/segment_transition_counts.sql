-- How many people moved from which segment to which between one day in the membership
-- history and the next; `none` is not being a customer yet or any more.
with

membership as (

    select * from {{ ref('segment_membership') }}

),

days as (

    select as_of_date, lag(as_of_date) over (order by as_of_date) as previous_date
    from (select distinct as_of_date from membership) as built_days

),

moves as (

    select
        days.as_of_date,
        membership.customer_id,
        cast(null as {{ dbt.type_string() }}) as from_segment_id,
        membership.segment_id as to_segment_id
    from days
    inner join membership on days.as_of_date = membership.as_of_date
    where days.previous_date is not null

    union all

    select
        days.as_of_date,
        membership.customer_id,
        membership.segment_id as from_segment_id,
        cast(null as {{ dbt.type_string() }}) as to_segment_id
    from days
    inner join membership on days.previous_date = membership.as_of_date

),

paired as (

    select
        as_of_date,
        customer_id,
        coalesce(max(from_segment_id), 'none') as from_segment_id,
        coalesce(max(to_segment_id), 'none') as to_segment_id
    from moves
    group by as_of_date, customer_id

)

select
    as_of_date,
    from_segment_id,
    to_segment_id,
    cast(count(*) as {{ dbt.type_int() }}) as customers
from paired
group by as_of_date, from_segment_id, to_segment_id
