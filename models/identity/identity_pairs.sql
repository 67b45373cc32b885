-- Identifiers seen together, two by two, with the type of identifier that the
-- conclusion rests on. Evidence, before any judgement.
with

nodes as (

    select * from {{ ref('identity_nodes') }}

),

account_pairs as (

    {% for identifier_type, right_type, right_column in [
        ('registered_cpf', 'pos_cpf', 'cpf_id'),
        ('email', 'email', 'email_id'),
        ('phone', 'phone', 'phone_id'),
    ] %}
    select
        node_id as left_id,
        node_type as left_type,
        {{ right_column }} as right_id,
        '{{ right_type }}' as right_type,
        '{{ identifier_type }}' as identifier_type,
        1 as sightings,
        first_loaded_at
    from {{ ref('identity_account_nodes') }}
    where {{ right_column }} is not null
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

{{ till_pairs() }},

{% if probable_links_are_on() %}
-- known since the later of the two accounts
probable_pairs as (

    select
        left_account.node_id as left_id,
        left_account.node_type as left_type,
        right_account.node_id as right_id,
        right_account.node_type as right_type,
        'probable' as identifier_type,
        1 as sightings,
        greatest(left_account.first_loaded_at, right_account.first_loaded_at)
            as first_loaded_at
    from {{ ref('identity_probable_pairs') }} as probable
    inner join nodes as left_account
        on
            probable.left_type = left_account.node_type
            and probable.left_key = left_account.node_key
    inner join nodes as right_account
        on
            probable.right_type = right_account.node_type
            and probable.right_key = right_account.node_key

),
{% endif %}

evidence as (

    select * from account_pairs
    union all
    select * from till_pairs
    {% if probable_links_are_on() %}
    union all
    select * from probable_pairs
    {% endif %}

)

select
    left_id,
    left_type,
    right_id,
    right_type,
    identifier_type,
    sum(sightings) as sightings,
    min(first_loaded_at) as first_loaded_at
from evidence
group by left_id, left_type, right_id, right_type, identifier_type
