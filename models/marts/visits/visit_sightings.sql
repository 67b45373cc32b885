-- Who was seen on which day by which channel: doors and car park, Wi-Fi, check-ins in
-- the app, purchases.
with

people as {{ not_materialized() }} (

    select * from {{ ref('identity_people') }} where customer_id is not null

),

moments as (

    select
        coalesce(by_member.customer_id, by_plate.customer_id) as customer_id,
        visits.visit_date,
        'door' as channel,
        visits.entered_at as arrived_at,
        visits.exited_at as left_at
    from {{ accepted('stg_mall__visits') }} as visits
    left join people as by_member
        on by_member.node_type = 'loyalty' and visits.member_id = by_member.node_key
    left join people as by_plate
        on by_plate.node_type = 'visit_plate' and visits.plate_key = by_plate.node_key

    union all

    select
        coalesce(
            by_email.customer_id, by_phone.customer_id, by_device.customer_id
        ) as customer_id,
        sessions.visit_date,
        'wifi' as channel,
        sessions.connected_at as arrived_at,
        sessions.disconnected_at as left_at
    from {{ accepted('stg_mall__wifi_sessions') }} as sessions
    left join people as by_email
        on by_email.node_type = 'email' and sessions.email_key = by_email.node_key
    left join people as by_phone
        on by_phone.node_type = 'phone' and sessions.phone_key = by_phone.node_key
    left join people as by_device
        on
            by_device.node_type = 'wifi_device'
            and sessions.device_key = by_device.node_key

    union all

    select
        people.customer_id,
        app_events.event_date as visit_date,
        'app' as channel,
        app_events.occurred_at as arrived_at,
        cast(null as timestamp) as left_at
    from {{ accepted('stg_mall__app_events') }} as app_events
    inner join people
        on people.node_type = 'loyalty' and app_events.member_id = people.node_key
    where app_events.event_type = 'check_in'

    union all

    -- a refund that stands alone is no visit
    select
        customer_id,
        purchase_date as visit_date,
        'purchase' as channel,
        purchased_at as arrived_at,
        cast(null as timestamp) as left_at
    from {{ ref('fct_purchases') }}
    where gross_amount >= 0

)

-- two devices that are there at once are one stay: it lasts no longer than from the
-- first to be seen to the last
{%- set stays = 'sum(' ~ minutes_between('arrived_at', 'left_at') ~ ')' %}
{%- set from_first_to_last = minutes_between('min(arrived_at)', 'max(left_at)') %}

select
    customer_id,
    visit_date,
    channel,
    min(arrived_at) as arrived_at,
    case
        when {{ stays }} > {{ from_first_to_last }} then {{ from_first_to_last }}
        else {{ stays }}
    end as dwell_minutes
from moments
where customer_id is not null
group by customer_id, visit_date, channel
