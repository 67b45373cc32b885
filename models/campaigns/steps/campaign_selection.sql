-- Who of a campaign's candidates is addressed, and in which arm.
with

reasoned as (

    select
        candidates.campaign_code,
        candidates.customer_id,
        campaigns.control_share,
        coalesce(candidates.refusal, conflicts.refusal) as refusal
    from {{ ref('campaign_candidates') }} as candidates
    inner join {{ ref('campaigns') }} as campaigns
        on candidates.campaign_code = campaigns.campaign_code
    left join {{ ref('campaign_sets') }} as sets
        on candidates.customer_id = sets.customer_id
    left join {{ ref('campaign_conflicts') }} as conflicts
        on
            sets.campaign_set = conflicts.campaign_set
            and candidates.campaign_code = conflicts.campaign_code

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
