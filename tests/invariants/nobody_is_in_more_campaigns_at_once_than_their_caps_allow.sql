-- A row is a person in a campaign beside more campaigns of higher priority, on one of
-- its days, than its cap allows. Most are at work on a day on which one of them starts.
with

addressed as (

    select audiences.customer_id, campaigns.*
    from {{ ref('campaign_audiences') }} as audiences
    inner join {{ ref('campaigns') }} as campaigns
        on audiences.campaign_code = campaigns.campaign_code
    where audiences.change <> 'remove'

),

days as (

    select distinct starts_on as day_of_start from {{ ref('campaigns') }}

)

select
    own.campaign_code,
    own.customer_id,
    own.cap_per_person,
    days.day_of_start,
    count(*) as campaigns_at_once
from addressed as own
inner join days on days.day_of_start between own.starts_on and own.ends_on
inner join addressed as others
    on
        own.customer_id = others.customer_id
        and own.priority >= others.priority
        and days.day_of_start between others.starts_on and others.ends_on
group by
    own.campaign_code, own.customer_id, own.cap_per_person, days.day_of_start
having count(*) > own.cap_per_person
