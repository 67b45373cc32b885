-- The made-up MAC address of a phone names nobody. A row here is such an address that
-- was taken for a device of somebody.
select people.node_type, people.node_key, people.level, people.customer_id
from {{ ref('identity_people') }} as people
inner join {{ ref('stg_mall__wifi_sessions') }} as wifi_sessions
    on people.node_key = wifi_sessions.device_key
where people.node_type = 'wifi_device' and wifi_sessions.is_randomised_device
