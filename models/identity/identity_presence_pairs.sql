-- Plates and devices with whom they were seen: members for plates, log-ins for devices.
with

sightings as (

    select
        'visit_plate' as node_type,
        plate_key as node_key,
        'plate' as identifier_type,
        'loyalty' as other_type,
        member_id as other_key,
        first_loaded_at
    from {{ accepted('stg_mall__visits', before_erasure=true) }} as visits
    where plate_key is not null

    {% for other_type, key_column in [('email', 'email_key'), ('phone', 'phone_key')] %}
    union all

    select
        'wifi_device' as node_type,
        device_key as node_key,
        'device' as identifier_type,
        '{{ other_type }}' as other_type,
        {{ key_column }} as other_key,
        first_loaded_at
    from {{ accepted('stg_mall__wifi_sessions', before_erasure=true) }} as wifi_sessions
    where not is_randomised_device
    {% endfor %}

)

select
    node_type,
    node_key,
    identifier_type,
    other_type,
    other_key,
    min(first_loaded_at) as first_loaded_at
from sightings
group by node_type, node_key, identifier_type, other_type, other_key
