-- What each erasure request found, counted before it is erased. No identifiers.
with

requests as (

    select request_id, requested_at
    from {{ ref('stg_mall__erasure_requests') }}
    where verdict = 'accepted'

)

select
    requests.request_id,
    requests.requested_at,
    cast(count(distinct named.customer_id) as {{ dbt.type_int() }}) as people,
    {% for kind, node_type in [
        ('cpfs', 'pos_cpf'), ('cards', 'pos_card'), ('emails', 'email'),
        ('phones', 'phone'), ('plates', 'visit_plate'), ('devices', 'wifi_device'),
    ] -%}
    cast(
        count(case when owners.node_type = '{{ node_type }}' then 1 end)
        as {{ dbt.type_int() }}
    ) as {{ kind }},
    {% endfor -%}
    cast(
        count(case when owners.node_type in ('loyalty', 'streaming') then 1 end)
        as {{ dbt.type_int() }}
    ) as accounts
from requests
left join {{ ref('identity_erased_people') }} as named
    on requests.request_id = named.request_id
left join {{ ref('identity_owners') }} as owners
    on named.customer_id = owners.customer_id
group by requests.request_id, requests.requested_at
