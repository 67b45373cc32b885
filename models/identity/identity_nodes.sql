-- Every identifier value, numbered in the order of a hash: labels that spread in hash
-- order settle in few rounds. From here on identity speaks of numbers, since to write a
-- keyed value again takes longer than to judge it.
with

mentions as (

    select
        source_system as node_type,
        source_record_id as node_key,
        1 as may_join,
        1 as is_seen,
        first_loaded_at
    from {{ ref('identity_accounts') }}

    {% for source, node_type, key_column, may_join, is_seen in [
        ('till_sightings', 'pos_cpf', 'cpf_key', 1, 1),
        ('till_sightings', 'pos_card', 'card_key', 1, 1),
        ('till_sightings', 'email', 'email_key', 1, 1),
        ('till_sightings', 'phone', 'phone_key', 1, 1),
        ('accounts', 'pos_cpf', 'cpf_key', 1, 0),
        ('accounts', 'email', 'email_key', 1, 0),
        ('accounts', 'phone', 'phone_key', 1, 0),
        ('presence_sightings', 'visit_plate', 'plate_key', 0, 1),
        ('presence_sightings', 'wifi_device', 'device_key', 0, 1),
        ('presence_sightings', 'email', 'email_key', 0, 0),
        ('presence_sightings', 'phone', 'phone_key', 0, 0),
    ] %}
    union all

    select
        '{{ node_type }}' as node_type,
        {{ key_column }} as node_key,
        {{ may_join }} as may_join,
        {{ is_seen }} as is_seen,
        -- to log in says nothing of when an address first named somebody
        {{ 'first_loaded_at' if may_join or is_seen else 'null' }} as first_loaded_at
    from {{ ref('identity_' ~ source) }}
    where {{ key_column }} is not null
    {% endfor %}

),

nodes as (

    select
        node_type,
        node_key,
        max(may_join) = 1 as may_join,
        max(is_seen) = 1 as is_seen,
        min(first_loaded_at) as first_loaded_at
    from mentions
    group by node_type, node_key

)

select
    row_number() over (order by {{ node_hash() }}) as node_id,
    node_type,
    node_key,
    may_join,
    is_seen,
    first_loaded_at
from nodes
