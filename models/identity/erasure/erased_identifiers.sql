-- Tombstones of whoever asked to be erased: hashes that keep their data out when it
-- comes again. Once they are written, the post-hook erases these people everywhere.
{{ config(
    schema='vault', meta={'erasure': 'keep'}, post_hook='{{ erase_people() }}',
    materialized='incremental', full_refresh=false, on_schema_change='fail',
) }}

{#- the erasure writes into the one, and leaves nothing for the other to count: no SQL
    here says so, and unit tests need not give them -#}
{%- if not execute %}
{% do ref('emptied_rows') %}
{% do ref('identity_erasures') %}
{% endif %}

with

owners as {{ not_materialized() }} (

    select * from {{ ref('identity_owners') }}

),

named as (

    select customer_id from {{ ref('identity_erased_people') }}

    {% if is_incremental() %}
    union all

    -- who was erased before and comes again with the same account or CPF; an e-mail, a
    -- number or a card may be somebody else's by now
    select owners.customer_id
    from owners
    inner join {{ this }} as known
        on
            owners.node_type = known.node_type
            and known.node_type in ('loyalty', 'streaming', 'pos_cpf')
            and {{ tombstone('owners.node_key') }} = known.tombstone
    where owners.customer_id is not null
    {% endif %}

),

found as (

    select node_type, node_key
    from owners
    where exists (select 1 from named where named.customer_id = owners.customer_id)

    union all

    select 'customer' as node_type, customer_id as node_key from named

    union all

    select node_type, node_key from {{ ref('identity_erased_shares') }}

    union all

    -- a member number and a CPF are theirs, whether anything is known of them or not
    {% for node_type, key_column in [
        ('loyalty', 'member_id'), ('pos_cpf', 'cpf_key'),
    ] %}
    select '{{ node_type }}' as node_type, requests.{{ key_column }} as node_key
    from {{ ref('stg_mall__erasure_requests') }} as requests
    left join {{ ref('identity_junk') }} as junk
        on junk.node_type = 'pos_cpf' and requests.{{ key_column }} = junk.node_key
    where
        requests.verdict = 'accepted'
        and requests.{{ key_column }} is not null
        and junk.node_key is null
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

tombstones as (

    select distinct node_type, {{ tombstone('node_key') }} as tombstone from found

)

select node_type, tombstone from tombstones
{% if is_incremental() %}
{{ dbt.except() }}
select node_type, tombstone from {{ this }}
{% endif %}
