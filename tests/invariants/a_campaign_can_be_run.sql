-- What `seeds/reference/campaigns.csv` must hold for a campaign to be run and judged. A
-- row is a campaign that breaks it.
select campaign_code, 'a code of more than 20 characters' as problem
from {{ ref('campaigns') }}
where length(campaign_code) > 20

union all

select campaign_code, 'it ends before it starts' as problem
from {{ ref('campaigns') }}
where ends_on < starts_on

union all

select campaign_code, 'control_share is not between 0 and 1' as problem
from {{ ref('campaigns') }}
where control_share <= 0 or control_share >= 1

union all

select campaign_code, 'a propensity_floor without a package' as problem
from {{ ref('campaigns') }}
where propensity_floor is not null and package_code is null

union all

select campaign_code, 'a package and a category are two aims' as problem
from {{ ref('campaigns') }}
where package_code is not null and store_category is not null

union all

select campaign_code, 'cap_per_person is below 1' as problem
from {{ ref('campaigns') }}
where cap_per_person < 1
