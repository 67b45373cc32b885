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

-- an e-mail or a phone number belongs to the best identifier that was given with it
till_pairs as (

    {% for via, left_column, right_column, better_columns in [
        ('till_cpf', 'member_id', 'cpf_key', []),
        ('card', 'card_key', 'cpf_key', []),
        ('card', 'card_key', 'member_id', []),
        ('email', 'member_id', 'email_key', []),
        ('email', 'cpf_key', 'email_key', ['member_id']),
        ('email', 'card_key', 'email_key', ['member_id', 'cpf_key']),
        ('phone', 'member_id', 'phone_key', []),
        ('phone', 'cpf_key', 'phone_key', ['member_id']),
        ('phone', 'card_key', 'phone_key', ['member_id', 'cpf_key']),
        ('phone', 'email_key', 'phone_key', ['member_id', 'cpf_key', 'card_key']),
    ] %}
    select
        '{{ node_types[left_column] }}' as left_type,
        {{ left_column }} as left_key,
        '{{ node_types[right_column] }}' as right_type,
        {{ right_column }} as right_key,
        '{{ via }}' as identifier_type,
        sightings,
        first_loaded_at
    from {{ ref('identity_till_sightings') }}
    where
        {{ left_column }} is not null
        and {{ right_column }} is not null
        {% for better_column in better_columns %}
        and {{ better_column }} is null
        {% endfor %}
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

pairs as (

    select * from account_pairs
    union all
    select * from till_pairs

)

select
    left_type,
    left_key,
    right_type,
    right_key,
    identifier_type,
    sum(sightings) as sightings,
    min(first_loaded_at) as first_loaded_at
from pairs
group by left_type, left_key, right_type, right_key, identifier_type
