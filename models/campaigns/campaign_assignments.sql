-- Everybody that a campaign ever addressed, and their arm: the memory of campaigns, so
-- no refresh empties it and nobody changes arms, not even who is known by another id
-- since. A build for an earlier day than the last, or one that knows less (`known_at`),
-- changes nothing; one that looked ahead of the last day with a sale does not silence
-- those that follow. A second build of a day says again what the first one said: that
-- one may have been killed before anybody saw. The share of controls that somebody was
-- drawn with stays with their arm: a share that is changed is for those who are new.
{{ config(
    materialized='incremental',
    unique_key=['campaign_code', 'customer_id'],
    full_refresh=false,
    on_schema_change='fail',
    meta={'erasure': 'delete'},
    pre_hook='{{ remember_control_share() }}',
) }}

with

selected as (

    select campaign_code, customer_id, arm
    from {{ ref('campaign_selection') }}
    where refusal is null

),

as_of as (

    select as_of_date, last_business_day
    from {{ ref('as_of') }}
    where as_of_date is not null

),

before as (

    {% if is_incremental() -%}
    select * from {{ this }}
    {%- else -%}
    select
        *,
        arm as change,
        cast(null as date) as joined_on,
        cast(null as date) as left_on,
        cast(null as date) as decided_on,
        cast(null as {{ type_double() }}) as control_share
    from selected
    where campaign_code is null
    {%- endif %}

),

{{ known_assignments() }},

decided as (

    select
        coalesce(known.campaign_code, selected.campaign_code) as campaign_code,
        coalesce(known.customer_id, selected.customer_id) as customer_id,
        coalesce(known.arm, selected.arm) as arm,
        case
            when
                selected.customer_id is not null
                and known.was_in = 1
                and coalesce(known.said_today, 'keep') <> 'add'
                then 'keep'
            when selected.customer_id is not null then 'add'
            when known.was_in = 1 or known.said_today = 'remove' then 'remove'
            else 'gone'
        end as change,
        known.joined_on,
        case
            when selected.customer_id is null and known.was_in = 0 then known.left_on
        end as left_on,
        known.control_share
    from known
    full outer join selected
        on
            known.campaign_code = selected.campaign_code
            and known.customer_id = selected.customer_id

    union all

    select distinct
        campaign_code, customer_id, arm, 'moved' as change, joined_on, left_on,
        control_share
    from followed
    where heir_id is not null

)

select
    decided.campaign_code,
    decided.customer_id,
    decided.arm,
    decided.change,
    coalesce(decided.joined_on, as_of.as_of_date) as joined_on,
    case
        when decided.change not in ('add', 'keep')
            then coalesce(decided.left_on, as_of.as_of_date)
    end as left_on,
    as_of.as_of_date as decided_on,
    coalesce(decided.control_share, campaigns.control_share) as control_share
from decided
cross join as_of
left join {{ ref('campaigns') }} as campaigns
    on decided.campaign_code = campaigns.campaign_code
where
    {{ 'false' if is_incremental() and var('known_at') is not none else 'true' }}
    and (
        as_of.as_of_date >= as_of.last_business_day
        or as_of.as_of_date
        >= (
            select coalesce(max(before.decided_on), cast('1900-01-01' as date))
            from before
        )
    )
