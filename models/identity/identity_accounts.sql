-- Loyalty members and streaming subscribers. An account that is known from its events
-- only has nothing but its key. Names and postal codes only ever speak for or against a
-- tie, so no more of them goes on than that takes.
{%- set no_text = 'cast(null as ' ~ dbt.type_string() ~ ')' %}

with

registered as (

    {% for source_system, key_column, model_name, postal_code in [
        ('loyalty', 'member_id', 'stg_mall__loyalty_members', 'postal_code'),
        ('streaming', 'subscriber_id', 'stg_streaming__subscribers', no_text),
    ] %}
    select
        '{{ source_system }}' as source_system,
        {{ key_column }} as source_record_id,
        cpf_key,
        email_key,
        phone_key,
        birth_date,
        {{ gender_as_evidence('gender') }} as gender,
        {{ name_start('full_name') }} as name_start,
        {{ keyed(last_name('full_name')) }} as last_name_key,
        {{ keyed(postal_code) }} as postal_key,
        -- without a load time an account is known since it was registered
        greatest(first_loaded_at, coalesce(registered_at, first_loaded_at)) as loaded_at
    from {{ accepted(model_name, before_erasure=true) }} as accounts
    -- what is left of an erased account has no key
    where {{ key_column }} is not null
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

seen as (

    {% for source_system, key_column, events in [
        ('loyalty', 'member_id', ref('identity_till_sightings')),
        ('loyalty', 'member_id', ref('identity_presence_sightings')),
        ('loyalty', 'member_id',
            accepted('stg_mall__app_events', before_erasure=true)),
        ('streaming', 'subscriber_id',
            accepted('stg_streaming__package_subscriptions', before_erasure=true)),
        ('streaming', 'subscriber_id',
            accepted('stg_streaming__viewing_sessions', before_erasure=true)),
    ] %}
    select
        '{{ source_system }}' as source_system,
        events.{{ key_column }} as source_record_id,
        min(events.first_loaded_at) as loaded_at
    from {{ events }} as events
    where events.{{ key_column }} is not null
    group by events.{{ key_column }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

first_seen as (

    select source_system, source_record_id, min(loaded_at) as first_loaded_at
    from (
        select source_system, source_record_id, loaded_at from registered
        union all
        select source_system, source_record_id, loaded_at from seen
    ) as every_mention
    group by source_system, source_record_id

)

select
    first_seen.source_system,
    first_seen.source_record_id,
    registered.cpf_key,
    registered.email_key,
    registered.phone_key,
    registered.birth_date,
    registered.gender,
    registered.name_start,
    registered.last_name_key,
    registered.postal_key,
    first_seen.first_loaded_at
from first_seen
left join registered
    on
        first_seen.source_system = registered.source_system
        and first_seen.source_record_id = registered.source_record_id
