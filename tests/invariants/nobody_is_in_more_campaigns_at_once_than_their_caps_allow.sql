-- A row is a person in a campaign beside more campaigns of higher priority on a common
-- day than its cap allows.
with

addressed as (

    select audiences.customer_id, campaigns.*
    from {{ ref('campaign_audiences') }} as audiences
    inner join {{ ref('campaigns') }} as campaigns
        on audiences.campaign_code = campaigns.campaign_code
    where audiences.change <> 'remove'

)

select
    own.campaign_code,
    own.customer_id,
    own.cap_per_person,
    count(*) as campaigns_at_once
from addressed as own
inner join addressed as others
    on
        own.customer_id = others.customer_id
        and own.starts_on <= others.ends_on
        and own.ends_on >= others.starts_on
        and own.priority >= others.priority
group by own.campaign_code, own.customer_id, own.cap_per_person
having count(*) > own.cap_per_person
