-- What each person did in the loyalty app up to the as-of day.
select
    people.customer_id,
    min(app_events.event_date) as first_date,
    max(app_events.event_date) as last_date,
    count(*) as app_events,
    count(case when app_events.event_type = 'coupon_redeem' then 1 end)
        as coupon_redemptions
from {{ accepted('stg_mall__app_events') }} as app_events
cross join {{ ref('as_of') }} as as_of
inner join {{ ref('identity_people') }} as people
    on people.node_type = 'loyalty' and app_events.member_id = people.node_key
where app_events.event_date <= as_of.as_of_date and people.customer_id is not null
group by people.customer_id
