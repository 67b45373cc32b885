-- Identifiers seen together, two by two, with the type of identifier that the
-- conclusion rests on. Evidence, before any judgement.
{%- set node_types = {
    'member_id': 'loyalty',
    'cpf_key': 'pos_cpf',
    'card_key': 'pos_card',
    'email_key': 'email',
    'phone_key': 'phone',
} %}

with

account_pairs as (

    {% for via, key_column in [
        ('registered_cpf', 'cpf_key'), ('email', 'email_key'), ('phone', 'phone_key')
    ] %}
    select
        source_system as left_type,
        source_record_id as left_key,
        '{{ node_types[key_column] }}' as right_type,
        {{ key_column }} as right_key,
        '{{ via }}' as identifier_type,
        1 as sightings,
        first_loaded_at
    from {{ ref('identity_accounts') }}
    where {{ key_column }} is not null
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

{{ till_pairs(node_types) }},

{% if probable_links_are_on() %}
-- known since the later of the two accounts
probable_pairs as (

    select
        probable.left_type,
        probable.left_key,
        probable.right_type,
        probable.right_key,
        'probable' as identifier_type,
        1 as sightings,
        greatest(left_account.first_loaded_at, right_account.first_loaded_at)
            as first_loaded_at
    from {{ ref('identity_probable_pairs') }} as probable
    inner join {{ ref('identity_accounts') }} as left_account
        on
            probable.left_type = left_account.source_system
            and probable.left_key = left_account.source_record_id
    inner join {{ ref('identity_accounts') }} as right_account
        on
            probable.right_type = right_account.source_system
            and probable.right_key = right_account.source_record_id

),
{% endif %}

pairs as (

    select
        left_type,
        left_key,
        right_type,
        right_key,
        identifier_type,
        sum(sightings) as sightings,
        min(first_loaded_at) as first_loaded_at
    from (
        select * from account_pairs
        union all
        select * from till_pairs
        {% if probable_links_are_on() %}
        union all
        select * from probable_pairs
        {% endif %}
    ) as evidence
    group by left_type, left_key, right_type, right_key, identifier_type

)

select
    left_node.node_id as left_id,
    pairs.left_type,
    pairs.left_key,
    right_node.node_id as right_id,
    pairs.right_type,
    pairs.right_key,
    pairs.identifier_type,
    pairs.sightings,
    pairs.first_loaded_at
from pairs
inner join {{ ref('identity_nodes') }} as left_node
    on pairs.left_type = left_node.node_type and pairs.left_key = left_node.node_key
inner join {{ ref('identity_nodes') }} as right_node
    on pairs.right_type = right_node.node_type and pairs.right_key = right_node.node_key
