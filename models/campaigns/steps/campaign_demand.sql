-- How many people each set of campaigns brings to each campaign in it: what the rounds
-- of campaign_conflicts read, over and over.
select
    sets.campaign_set,
    campaigns.campaign_code,
    campaigns.priority,
    campaigns.starts_on,
    campaigns.ends_on,
    campaigns.cap_per_person,
    count(*) as people
from {{ ref('campaign_sets') }} as sets
inner join {{ ref('campaign_candidates') }} as candidates
    on sets.customer_id = candidates.customer_id
inner join {{ ref('campaigns') }} as campaigns
    on candidates.campaign_code = campaigns.campaign_code
where candidates.refusal is null
group by
    sets.campaign_set, campaigns.campaign_code, campaigns.priority,
    campaigns.starts_on, campaigns.ends_on, campaigns.cap_per_person
