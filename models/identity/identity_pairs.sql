-- Identifiers seen together, two by two, with the type of identifier that the conclusion rests on. Evidence, before any judgement.
with

account_pairs as (

    {% for via, node_type, key_column in [
        ('registered_cpf', 'pos_cpf', 'cpf_key'), ('email', 'email', 'email_key'), ('phone', 'phone', 'phone_key')
    ] %}
    select
        source_system as left_type,
        source_record_id as left_key,
        '{{ node_type }}' as right_type,
        {{ key_column }} as right_key,
        '{{ via }}' as identifier_type,
        1 as sightings,
        first_loaded_at
    from {{ ref('identity_accounts') }}
    where {{ key_column }} is not null
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

till_pairs as (

    {% for via, left_type, left_column, right_type, right_column, unless in [
        ('till_cpf', 'loyalty', 'member_id', 'pos_cpf', 'cpf_key', 'false'),
        ('card', 'pos_card', 'card_key', 'pos_cpf', 'cpf_key', 'false'),
        ('card', 'pos_card', 'card_key', 'loyalty', 'member_id', 'false'),
        ('email', 'loyalty', 'member_id', 'email', 'email_key', 'false'),
        ('email', 'pos_cpf', 'cpf_key', 'email', 'email_key', 'member_id is not null'),
        ('email', 'pos_card', 'card_key', 'email', 'email_key', 'coalesce(member_id, cpf_key) is not null'),
        ('phone', 'loyalty', 'member_id', 'phone', 'phone_key', 'false'),
        ('phone', 'pos_cpf', 'cpf_key', 'phone', 'phone_key', 'member_id is not null'),
        ('phone', 'pos_card', 'card_key', 'phone', 'phone_key', 'coalesce(member_id, cpf_key) is not null'),
        ('phone', 'email', 'email_key', 'phone', 'phone_key', 'coalesce(member_id, cpf_key, card_key) is not null'),
    ] %}
    select
        '{{ left_type }}' as left_type,
        {{ left_column }} as left_key,
        '{{ right_type }}' as right_type,
        {{ right_column }} as right_key,
        '{{ via }}' as identifier_type,
        sightings,
        first_loaded_at
    from {{ ref('identity_till_sightings') }}
    where {{ left_column }} is not null and {{ right_column }} is not null and not ({{ unless }})
    {{ 'union all' if not loop.last }}
    {% endfor %}

)

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
) as pairs
group by left_type, left_key, right_type, right_key, identifier_type
