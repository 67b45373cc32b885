-- Every identifier value that may stand for a person, numbered in the order of a hash: labels that spread in hash order settle in few rounds.
with

mentions as (

    select source_system as node_type, source_record_id as node_key, cast(1 as {{ dbt.type_int() }}) as is_seen, first_loaded_at
    from {{ ref('identity_accounts') }}

    {% for node_type, key_column in [
        ('pos_cpf', 'cpf_key'), ('pos_card', 'card_key'), ('email', 'email_key'), ('phone', 'phone_key')
    ] %}
    union all
    select '{{ node_type }}' as node_type, {{ key_column }} as node_key, 1 as is_seen, first_loaded_at
    from {{ ref('identity_till_sightings') }}
    where {{ key_column }} is not null

    {% if node_type != 'pos_card' %}
    union all
    select '{{ node_type }}' as node_type, {{ key_column }} as node_key, 0 as is_seen, first_loaded_at
    from {{ ref('identity_accounts') }}
    where {{ key_column }} is not null
    {% endif %}
    {% endfor %}

),

nodes as (

    select node_type, node_key, max(is_seen) = 1 as is_seen, min(first_loaded_at) as first_loaded_at
    from mentions
    group by node_type, node_key

)

select
    row_number() over (order by {{ dbt.hash("node_type || ':' || node_key") }}) as node_id,
    {{ dbt.hash("node_type || ':' || node_key") }} as node_hash,
    node_type,
    node_key,
    is_seen,
    first_loaded_at
from nodes
