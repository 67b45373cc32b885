-- Every identifier value that may stand for a person, numbered in the order of a hash:
-- labels that spread in hash order settle in few rounds.
with

accounts as (

    select * from {{ ref('identity_accounts') }}

),

till_sightings as (

    select * from {{ ref('identity_till_sightings') }}

),

mentions as (

    select
        source_system as node_type,
        source_record_id as node_key,
        1 as is_seen,
        first_loaded_at
    from accounts

    {% for node_type, key_column, places in [
        ('pos_cpf', 'cpf_key', ['till_sightings', 'accounts']),
        ('pos_card', 'card_key', ['till_sightings']),
        ('email', 'email_key', ['till_sightings', 'accounts']),
        ('phone', 'phone_key', ['till_sightings', 'accounts']),
    ] %}
    {% for place in places %}
    union all

    select
        '{{ node_type }}' as node_type,
        {{ key_column }} as node_key,
        {{ 1 if place == 'till_sightings' else 0 }} as is_seen,
        first_loaded_at
    from {{ place }}
    where {{ key_column }} is not null
    {% endfor %}
    {% endfor %}

),

nodes as (

    select
        node_type,
        node_key,
        max(is_seen) = 1 as is_seen,
        min(first_loaded_at) as first_loaded_at
    from mentions
    group by node_type, node_key

)

select
    row_number() over (order by {{ node_hash() }}) as node_id,
    node_type,
    node_key,
    is_seen,
    first_loaded_at
from nodes
