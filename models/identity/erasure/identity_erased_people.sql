-- Whom each erasure request names: the person that owns any identifier in it, whatever
-- day the warehouse is seen from. What a couple shares names neither; a build that
-- looks back may not know yet that it is shared, and asks for an address or a number
-- only where nothing better is given. A view, since it must know nobody once they are
-- erased.
{{ config(materialized='view') }}

with

requests as (

    select request_id, member_id, cpf_key, email_key, phone_key
    from {{ ref('stg_mall__erasure_requests') }}
    where verdict = 'accepted'

),

given as (

    {% for node_type, key_column in [
        ('loyalty', 'member_id'), ('pos_cpf', 'cpf_key'), ('email', 'email_key'),
        ('phone', 'phone_key'),
    ] %}
    select request_id, '{{ node_type }}' as node_type, {{ key_column }} as node_key
    from requests
    {% if node_type in ('email', 'phone') and (
        var('as_of_date') is not none or var('known_at') is not none
    ) %}
    where member_id is null and cpf_key is null
    {% endif %}
    {{ 'union all' if not loop.last }}
    {% endfor %}

)

select distinct given.request_id, owners.customer_id
from given
inner join {{ ref('identity_owners') }} as owners
    on given.node_type = owners.node_type and given.node_key = owners.node_key
where owners.customer_id is not null
