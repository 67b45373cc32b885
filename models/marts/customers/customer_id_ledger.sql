-- Whose each identifier was, build by build: a row where that changed. It is the memory
-- behind customer_id_history, so no refresh empties it. It goes by the last day with a
-- sale: a build that looks back (as_of_date, known_at) adds nothing to it, and one that
-- looks ahead does not silence those that follow.
{{ config(
    materialized='incremental',
    full_refresh=false,
    on_schema_change='fail',
    meta={'erasure': 'delete'},
) }}

with

people as (

    select node_type, node_key, customer_id from {{ ref('identity_people') }}

),

{% if is_incremental() %}
ranked as (

    select
        *,
        row_number() over (
            partition by node_type, node_key order by version desc
        ) as position
    from {{ this }}

),

last_build as (

    select coalesce(max(version), 0) as version, max(recorded_on) as recorded_on
    from {{ this }}

),

changed as (

    select
        coalesce(people.node_type, ranked.node_type) as node_type,
        coalesce(people.node_key, ranked.node_key) as node_key,
        people.customer_id
    from people
    full outer join (select * from ranked where position = 1) as ranked
        on people.node_type = ranked.node_type and people.node_key = ranked.node_key
    where coalesce(people.customer_id, '') <> coalesce(ranked.customer_id, '')

)
{% else %}
last_build as (

    select 0 as version, cast(null as date) as recorded_on

),

changed as (

    select * from people where customer_id is not null

)
{% endif %}

select
    changed.node_type,
    changed.node_key,
    changed.customer_id,
    cast(last_build.version + 1 as {{ dbt.type_int() }}) as version,
    as_of.last_business_day as recorded_on
from changed
cross join last_build
cross join {{ ref('as_of') }} as as_of
where
    {{ 'true' if var('known_at') is none else 'false' }}
    and coalesce(as_of.last_business_day >= last_build.recorded_on, true)
