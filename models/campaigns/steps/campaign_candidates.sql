-- Whom each campaign that is not over is meant for, and what forbids to address them.
with

campaigns as (

    select campaigns.*
    from {{ ref('campaigns') }} as campaigns
    inner join {{ ref('as_of') }} as as_of on campaigns.ends_on >= as_of.as_of_date

),

customers as (

    select customer_id, age, marketing_consent from {{ ref('dim_customers') }}

),

segments as (

    select customers.customer_id, customers.segment_id, names.persona_code
    from {{ ref('customer_segments') }} as customers
    left join {{ ref('dim_segments') }} as names
        on customers.segment_id = names.segment_id

),

propensities as (

    select customer_id, package_code, propensity from {{ ref('package_propensity') }}

),

reachable as (

    select distinct channels.channel, reach.customer_id
    from {{ ref('customer_reach') }} as reach
    inner join {{ ref('channel_identifiers') }} as channels
        on reach.identifier = channels.identifier

),

-- of an age at registration only the year of birth is left, which may be a year early
dated as (

    select distinct customer_id
    from {{ ref('customer_attributes') }}
    where attribute = 'birth_date'

),

-- who took it since the last sale has it, though not yet on that day
owners as (

    select distinct customer_id, package_code
    from {{ ref('fct_package_subscriptions') }}
    where (is_active or cancelled_at is null) and customer_id is not null

)

select
    campaigns.campaign_code,
    customers.customer_id,
    -- an age that nobody knows may be a child's, and the law protects children first
    case
        when campaigns.consent_purpose <> 'marketing' or not customers.marketing_consent
            then 'no_consent'
        when customers.age is null then 'age_unknown'
        when customers.age < case when dated.customer_id is null then 19 else 18 end
            then 'minor'
        when reachable.customer_id is null then 'unreachable'
    end as refusal
from campaigns
cross join customers
left join dated on customers.customer_id = dated.customer_id
left join segments on customers.customer_id = segments.customer_id
left join propensities
    on
        customers.customer_id = propensities.customer_id
        and campaigns.package_code = propensities.package_code
left join reachable
    on
        customers.customer_id = reachable.customer_id
        and campaigns.channel = reachable.channel
left join owners
    on
        customers.customer_id = owners.customer_id
        and campaigns.package_code = owners.package_code
where
    (campaigns.persona_code is null or campaigns.persona_code = segments.persona_code)
    and (campaigns.segment_id is null or campaigns.segment_id = segments.segment_id)
    and owners.customer_id is null
    and (
        campaigns.propensity_floor is null
        or propensities.propensity >= campaigns.propensity_floor
    )
