-- When each person was first and last heard of, by any channel.
with

people as (

    select * from {{ ref('identity_people') }} where customer_id is not null

),

mentions as (

    select customer_id, purchased_at as first_at, purchased_at as last_at
    from {{ ref('fct_purchases') }}

    union all

    select customer_id, arrived_at as first_at, arrived_at as last_at
    from {{ ref('fct_visits') }}

    union all

    select customer_id, started_at as first_at, started_at as last_at
    from {{ ref('fct_viewing') }}

    union all

    select
        customer_id,
        started_at as first_at,
        -- an end that is agreed upon and yet to come is no sign of life
        coalesce(case when not is_active then cancelled_at end, started_at) as last_at
    from {{ ref('fct_package_subscriptions') }}

    union all

    select
        people.customer_id,
        min(app_events.occurred_at) as first_at,
        max(app_events.occurred_at) as last_at
    from {{ accepted('stg_mall__app_events') }} as app_events
    inner join people
        on people.node_type = 'loyalty' and app_events.member_id = people.node_key
    group by people.customer_id

    union all

    select
        people.customer_id,
        loyalty_members.registered_at as first_at,
        loyalty_members.registered_at as last_at
    from {{ accepted('stg_mall__loyalty_members') }} as loyalty_members
    inner join people
        on people.node_type = 'loyalty' and loyalty_members.member_id = people.node_key

    union all

    select
        people.customer_id,
        subscribers.registered_at as first_at,
        subscribers.registered_at as last_at
    from {{ accepted('stg_streaming__subscribers') }} as subscribers
    inner join people
        on
            people.node_type = 'streaming'
            and subscribers.subscriber_id = people.node_key

)

select customer_id, min(first_at) as first_seen_at, max(last_at) as last_seen_at
from mentions
where customer_id is not null
group by customer_id
