-- Plates and devices, each with every identifier that it was seen with.
with

sightings as (

    select * from {{ ref('identity_presence_sightings') }}

),

nodes as (

    select * from {{ ref('identity_nodes') }}

)

{% for identifier_type, node_type, node_column, other_type, other_column in [
    ('plate', 'visit_plate', 'plate_key', 'loyalty', 'member_id'),
    ('device', 'wifi_device', 'device_key', 'email', 'email_key'),
    ('device', 'wifi_device', 'device_key', 'phone', 'phone_key'),
] %}
select
    own.node_id,
    '{{ identifier_type }}' as identifier_type,
    others.node_id as other_id,
    '{{ other_type }}' as other_type,
    min(sightings.first_loaded_at) as first_loaded_at
from sightings
inner join nodes as own
    on own.node_type = '{{ node_type }}' and sightings.{{ node_column }} = own.node_key
left join nodes as others
    on
        others.node_type = '{{ other_type }}'
        and sightings.{{ other_column }} = others.node_key
group by own.node_id, others.node_id
{{ 'union all' if not loop.last }}
{% endfor %}
