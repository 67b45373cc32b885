-- By which identifiers a person can be written to: what an account that consents gave,
-- if it names one person (a couple's phone would reach both) and is written plainly
-- somewhere, since what a partner keyed nobody can write to. Of several, that of the
-- account trusted most, then updated last.
with

accounts as (

    {% for system, table, key, changed_at in [
        ('loyalty', 'stg_mall__loyalty_members', 'member_id', 'updated_at'),
        ('streaming', 'stg_streaming__subscribers', 'subscriber_id', 'registered_at'),
    ] -%}
    select
        {{ loop.index }} as trust,
        '{{ system }}' as source_system,
        {{ key }} as source_record_id,
        email_key,
        phone_key,
        is_email_keyed,
        is_phone_keyed,
        marketing_consent,
        coalesce({{ changed_at }}, registered_at, loaded_at) as updated_at
    from {{ accepted(table) }} as {{ system }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

app_members as (

    select distinct member_id
    from {{ accepted('stg_mall__app_events') }} as app_events

),

given as (

    {% for kind in ['email', 'phone'] -%}
    select
        accounts.*,
        '{{ kind }}' as identifier,
        '{{ kind }}' as node_type,
        {{ kind }}_key as node_key
    from accounts
    where
        {{ kind }}_key in (
            select plain.{{ kind }}_key from accounts as plain
            where not coalesce(plain.is_{{ kind }}_keyed, false)
        )

    union all

    {% endfor -%}
    select
        accounts.*,
        case when source_system = 'loyalty' then 'member' else 'subscriber' end
            as identifier,
        source_system as node_type,
        source_record_id as node_key
    from accounts

    union all

    select
        accounts.*,
        'app' as identifier,
        accounts.source_system as node_type,
        accounts.source_record_id as node_key
    from accounts
    inner join app_members on accounts.source_record_id = app_members.member_id
    where accounts.source_system = 'loyalty'

),

people as (

    select node_type, node_key, customer_id
    from {{ ref('identity_people') }}
    where customer_id is not null

),

ranked as (

    select
        holders.customer_id,
        given.identifier,
        given.node_key,
        row_number() over (
            partition by holders.customer_id, given.identifier
            order by given.trust asc, given.updated_at desc, given.source_record_id asc
        ) as position
    from given
    inner join people as holders
        on
            given.source_system = holders.node_type
            and given.source_record_id = holders.node_key
    inner join people as owners
        on
            given.node_type = owners.node_type
            and given.node_key = owners.node_key
            and holders.customer_id = owners.customer_id
    where given.marketing_consent

)

select customer_id, identifier, node_key
from ranked
where position = 1
