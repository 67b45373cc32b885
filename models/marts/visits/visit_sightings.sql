-- Who was seen on which day by which channel: doors and car park, Wi-Fi, check-ins in the app, purchases. One row a person, day and channel.
with

people as (

    select * from {{ ref('identity_people') }} where customer_id is not null

),

doors as (

    select
        coalesce(by_member.customer_id, by_plate.customer_id) as customer_id,
        visits.visit_date,
        'door' as channel,
        min(visits.entered_at) as arrived_at,
        sum({{ minutes_between('visits.entered_at', 'visits.exited_at') }}) as dwell_minutes
    from {{ accepted('stg_mall__visits') }} as visits
    left join people as by_member on by_member.node_type = 'loyalty' and visits.member_id = by_member.node_key
    left join people as by_plate on by_plate.node_type = 'visit_plate' and visits.plate_key = by_plate.node_key
    group by 1, 2

),

wifi as (

    select
        coalesce(by_email.customer_id, by_phone.customer_id, by_device.customer_id) as customer_id,
        wifi_sessions.visit_date,
        'wifi' as channel,
        min(wifi_sessions.connected_at) as arrived_at,
        sum({{ minutes_between('wifi_sessions.connected_at', 'wifi_sessions.disconnected_at') }}) as dwell_minutes
    from {{ accepted('stg_mall__wifi_sessions') }} as wifi_sessions
    left join people as by_email on by_email.node_type = 'email' and wifi_sessions.email_key = by_email.node_key
    left join people as by_phone on by_phone.node_type = 'phone' and wifi_sessions.phone_key = by_phone.node_key
    left join people as by_device on by_device.node_type = 'wifi_device' and wifi_sessions.device_key = by_device.node_key
    group by 1, 2

),

app as (

    select
        people.customer_id,
        app_events.event_date as visit_date,
        'app' as channel,
        min(app_events.occurred_at) as arrived_at,
        cast(null as decimal(18, 2)) as dwell_minutes
    from {{ accepted('stg_mall__app_events') }} as app_events
    inner join people on people.node_type = 'loyalty' and app_events.member_id = people.node_key
    where app_events.event_type = 'check_in'
    group by 1, 2

),

purchases as (

    select
        customer_id,
        purchase_date as visit_date,
        'purchase' as channel,
        min(purchased_at) as arrived_at,
        cast(null as decimal(18, 2)) as dwell_minutes
    from {{ ref('fct_purchases') }}
    where gross_amount >= 0
    group by 1, 2

)

select * from doors where customer_id is not null
union all
select * from wifi where customer_id is not null
union all
select * from app
union all
select * from purchases where customer_id is not null
