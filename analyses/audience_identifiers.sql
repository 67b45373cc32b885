-- How ad platforms know people who consented: SHA-256 of an e-mail address and of a
-- phone number. The warehouse keeps neither, so they are read from the raw files again,
-- as staging reads them, and nothing of it is stored. Only what was given with a
-- consent, and what names one person: a couple's phone would reach both.
{% set kinds = ['email', 'phone'] %}

with

written as (

    {% for source_name, table_name in [
        ('mall', 'loyalty_members'), ('streaming', 'subscribers'),
    ] -%}
    {%- set contract = raw_contract(source_name, table_name) if execute else {} -%}
    {%- set columns = contract.columns | selectattr('name', 'in', kinds) | list -%}
    {%- for kind in kinds %}
    select '{{ kind }}' as node_type, {{ kind }} as plain
    from (
        {{ typed_rows({'columns': columns}, raw(source_name, table_name)) }}
    ) as typed
    -- what the partner keyed stays keyed: nobody can write to it
    where length({{ kind }}) <> 64
    {{ 'union' if not loop.last }}
    {%- endfor %}
    {{ 'union' if not loop.last }}
    {%- endfor %}

),

hashed as (

    select
        node_type,
        {{ keyed('plain') }} as node_key,
        sha256(case when node_type = 'phone' then '+' else '' end || plain) as sha256
    from written

),

accounts as (

    select
        'loyalty' as source_system,
        1 as trust,
        member_id as source_record_id,
        email_key,
        phone_key,
        coalesce(updated_at, registered_at, loaded_at) as updated_at
    from {{ accepted('stg_mall__loyalty_members') }} as loyalty_members
    where marketing_consent

    union all

    select
        'streaming' as source_system,
        2 as trust,
        subscriber_id as source_record_id,
        email_key,
        phone_key,
        coalesce(registered_at, loaded_at) as updated_at
    from {{ accepted('stg_streaming__subscribers') }} as subscribers
    where marketing_consent

),

given as (

    {% for kind in kinds -%}
    select
        source_system,
        source_record_id,
        trust,
        updated_at,
        '{{ kind }}' as node_type,
        {{ kind }}_key as node_key
    from accounts
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

people as (

    select node_type, node_key, customer_id from {{ ref('identity_people') }}

),

ranked as (

    select
        customers.customer_id,
        hashed.node_type,
        hashed.sha256,
        row_number() over (
            partition by customers.customer_id, hashed.node_type
            order by
                given.trust asc, given.updated_at desc, given.source_record_id asc
        ) as position
    from given
    inner join people as holders
        on
            given.source_system = holders.node_type
            and given.source_record_id = holders.node_key
    inner join {{ ref('dim_customers') }} as customers
        on holders.customer_id = customers.customer_id
    inner join hashed
        on given.node_type = hashed.node_type and given.node_key = hashed.node_key
    inner join people as owners
        on
            hashed.node_type = owners.node_type
            and hashed.node_key = owners.node_key
            and customers.customer_id = owners.customer_id
    where customers.marketing_consent

)

select
    customer_id,
    max(case when node_type = 'email' then sha256 end) as email_sha256,
    max(case when node_type = 'phone' then sha256 end) as phone_sha256
from ranked
where position = 1
group by customer_id
