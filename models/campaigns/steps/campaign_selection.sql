-- Who of a campaign's candidates is addressed. Campaigns that run on a common day share
-- a person's patience; one that too few may be addressed by takes none of it, unless it
-- is the cap that leaves too few. Controls count as addressed: otherwise one campaign's
-- arm would decide who another one gets.
with

campaigns as (

    select * from {{ ref('campaigns') }}

),

allowed as (

    select
        campaign_code,
        customer_id,
        count(*) over (partition by campaign_code) as people
    from {{ ref('campaign_candidates') }}
    where refusal is null

),

worthwhile as (

    select
        allowed.campaign_code,
        allowed.customer_id,
        campaigns.cap_per_person,
        campaigns.control_share,
        campaigns.starts_on,
        campaigns.ends_on,
        campaigns.priority
    from allowed
    inner join campaigns on allowed.campaign_code = campaigns.campaign_code
    where allowed.people >= {{ var('min_audience_size') }}

),

ranked as (

    select
        own.campaign_code,
        own.customer_id,
        own.cap_per_person,
        own.control_share,
        count(*) as place
    from worthwhile as own
    inner join worthwhile as others
        on
            own.customer_id = others.customer_id
            and own.starts_on <= others.ends_on
            and own.ends_on >= others.starts_on
            and own.priority >= others.priority
    group by own.campaign_code, own.customer_id, own.cap_per_person, own.control_share

),

judged as (

    select
        *,
        sum(case when place <= cap_per_person then 1 else 0 end) over (
            partition by campaign_code
        ) as uncapped
    from ranked

),

reasoned as (

    select
        candidates.campaign_code,
        candidates.customer_id,
        judged.control_share,
        case
            when candidates.refusal is not null then candidates.refusal
            when judged.customer_id is null then 'too_few'
            when judged.place > judged.cap_per_person then 'capped'
            when judged.uncapped < {{ var('min_audience_size') }} then 'too_few'
        end as refusal
    from {{ ref('campaign_candidates') }} as candidates
    left join judged
        on
            candidates.campaign_code = judged.campaign_code
            and candidates.customer_id = judged.customer_id

),

keyed as (

    select
        *,
        case
            when refusal is null then {{ keyed("campaign_code || ' ' || customer_id") }}
        end as arm_key
    from reasoned

)

select
    campaign_code,
    customer_id,
    refusal,
    case
        when {{ hex_fraction('arm_key') }} < control_share then 'control'
        when arm_key is not null then 'treatment'
    end as arm
from keyed
