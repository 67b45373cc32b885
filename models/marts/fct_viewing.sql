select
    viewing_sessions.session_id,
    people.customer_id,
    viewing_sessions.package_code,
    viewing_sessions.started_at,
    viewing_sessions.viewing_date,
    viewing_sessions.minutes
from {{ accepted('stg_streaming__viewing_sessions') }} as viewing_sessions
left join {{ ref('identity_people') }} as people
    on
        people.node_type = 'streaming'
        and viewing_sessions.subscriber_id = people.node_key
