-- Everybody that a campaign ever addressed, and their arm: the memory of campaigns, so
-- no refresh empties it and nobody changes arms. A build for an earlier day than the
-- last, or one that knows less (`known_at`), changes nothing. A second build of a day
-- says again what the first one said: that one may have been killed before anybody saw.
{{ config(
    materialized='incremental',
    incremental_strategy='delete+insert',
    unique_key=['campaign_code', 'customer_id'],
    full_refresh=false,
    on_schema_change='fail',
    meta={'erasure': 'delete'},
) }}

with

selected as (

    select campaign_code, customer_id, arm
    from {{ ref('campaign_selection') }}
    where refusal is null

),

as_of as (

    select as_of_date from {{ ref('as_of') }} where as_of_date is not null

),

{% if is_incremental() %}
before as (

    select * from {{ this }}

),

last_build as (

    select max(decided_on) as decided_on from before

)
{% else %}
before as (

    select
        campaign_code,
        customer_id,
        arm,
        arm as change,
        cast(null as date) as joined_on,
        cast(null as date) as left_on,
        cast(null as date) as decided_on
    from selected
    where campaign_code is null

),

last_build as (

    select cast(null as date) as decided_on

)
{% endif %}

select
    coalesce(before.campaign_code, selected.campaign_code) as campaign_code,
    coalesce(before.customer_id, selected.customer_id) as customer_id,
    coalesce(before.arm, selected.arm) as arm,
    case
        when
            before.decided_on = as_of.as_of_date
            and (
                (before.change = 'add' and selected.customer_id is not null)
                or (before.change = 'remove' and selected.customer_id is null)
            )
            then before.change
        when selected.customer_id is not null and before.change in ('add', 'keep')
            then 'keep'
        when selected.customer_id is not null then 'add'
        when before.change in ('add', 'keep') then 'remove'
        else 'gone'
    end as change,
    coalesce(before.joined_on, as_of.as_of_date) as joined_on,
    case
        when selected.customer_id is null
            then coalesce(before.left_on, as_of.as_of_date)
    end as left_on,
    as_of.as_of_date as decided_on
from before
full outer join selected
    on
        before.campaign_code = selected.campaign_code
        and before.customer_id = selected.customer_id
cross join as_of
cross join last_build
where
    {{ 'true' if var('known_at') is none else 'false' }}
    and coalesce(as_of.as_of_date >= last_build.decided_on, true)
