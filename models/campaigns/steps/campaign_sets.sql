-- The campaigns that each person may be addressed by, in one value: who has the same is
-- decided alike, and there are few such sets however many people there are.
with

allowed as (

    select
        candidates.customer_id,
        candidates.campaign_code,
        campaigns.priority
    from {{ ref('campaign_candidates') }} as candidates
    inner join {{ ref('campaigns') }} as campaigns
        on candidates.campaign_code = campaigns.campaign_code
    where candidates.refusal is null

)

select
    customer_id,
    {{ dbt.listagg('campaign_code', "','", 'order by priority') }} as campaign_set
from allowed
group by customer_id
