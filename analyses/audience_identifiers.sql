-- How people are known to whoever writes to them: SHA-256 of what customer_reach says,
-- an address, a number or an account. The warehouse keeps addresses and phone numbers
-- keyed alone, so they are read from the raw files again, as staging reads them, and
-- nothing of it is stored.
{% set kinds = ['email', 'phone'] %}

with

written as (

    {% for source_name, table_name in [
        ('mall', 'loyalty_members'), ('streaming', 'subscribers'),
    ] -%}
    {%- set contract = raw_contract(source_name, table_name) if execute else {} -%}
    {%- set columns = contract.columns | selectattr('name', 'in', kinds) | list -%}
    {%- for kind in kinds %}
    select '{{ kind }}' as identifier, {{ kind }} as plain
    from (
        {{ typed_rows({'columns': columns}, raw(source_name, table_name)) }}
    ) as typed
    -- what the partner keyed stays keyed: nobody can write to it
    where not {{ is_keyed(kind) }}
    {{ 'union' if not loop.last }}
    {%- endfor %}
    {{ 'union' if not loop.last }}
    {%- endfor %}

),

hashed as (

    select
        identifier,
        {{ keyed('plain') }} as node_key,
        sha256(case when identifier = 'phone' then '+' else '' end || plain) as sha256
    from written

),

reach as (

    select customer_id, identifier, node_key from {{ ref('customer_reach') }}

)

select reach.customer_id, reach.identifier, hashed.sha256
from reach
inner join hashed
    on reach.identifier = hashed.identifier and reach.node_key = hashed.node_key

union all

select customer_id, identifier, sha256(node_key) as sha256
from reach
where identifier not in ('email', 'phone')
