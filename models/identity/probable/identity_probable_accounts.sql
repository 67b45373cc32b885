-- Accounts with enough to compare. A view in staging's schema: nobody sees plain names
-- anywhere else.
{{ config(materialized='view', schema='staging') }}

with

accounts as (

    {% for source_system, key_column, model_name, postal_code in [
        ('loyalty', 'member_id', 'stg_mall__loyalty_members', 'postal_code'),
        ('streaming', 'subscriber_id', 'stg_streaming__subscribers', none),
    ] %}
    select
        '{{ source_system }}' as source_system,
        {{ key_column }} as source_record_id,
        full_name,
        birth_date,
        {{ postal_code or 'cast(null as ' ~ dbt.type_string() ~ ')' }} as postal_code,
        {{ gender_as_evidence('gender') }} as gender
    from {{ accepted(model_name, before_erasure=true) }} as registered
    {{ 'union all' if not loop.last }}
    {% endfor %}

)

select * from accounts
where
    full_name is not null
    and not {{ is_keyed('full_name') }}
    and (birth_date is not null or postal_code is not null)
