-- Which campaigns of a set its people are in. Campaigns that run on a common day share
-- a person's patience, in the order of their priority; one that too few are left for
-- is not run and takes none of it. Controls count as addressed: otherwise one
-- campaign's arm would decide who another one gets.
{#-
    Who is in one campaign depends on who is in those before it. So all are decided several times over, each time by what the time before made of the others: the
    first time everybody is in everything, and from the nth time on the first n campaigns stay as they are. After an odd number of times nobody is in too many.
-#}
{% set rounds = 9 %}
with

decided_0 as (

    select
        *,
        true as is_within_cap,
        sum(people) over (partition by campaign_code) as addressed
    from {{ ref('campaign_demand') }}

),

-- most campaigns are at work on a day on which one of them starts
days as (

    select distinct starts_on as day_of_start from {{ ref('campaigns') }}

),

{% for round in range(1, rounds + 1) -%}
met_{{ round }} as (

    select
        own.campaign_set,
        own.campaign_code,
        days.day_of_start,
        count(*) as campaigns
    from {{ ref('campaign_demand') }} as own
    inner join days on days.day_of_start between own.starts_on and own.ends_on
    inner join decided_{{ round - 1 }} as others
        on
            own.campaign_set = others.campaign_set
            and own.priority > others.priority
            and days.day_of_start between others.starts_on and others.ends_on
    where
        others.is_within_cap
        and others.addressed >= {{ var('min_audience_size') }}
    group by own.campaign_set, own.campaign_code, days.day_of_start

),

busiest_{{ round }} as (

    select campaign_set, campaign_code, max(campaigns) as campaigns
    from met_{{ round }}
    group by campaign_set, campaign_code

),

decided_{{ round }} as (

    select
        *,
        sum(case when is_within_cap then people else 0 end) over (
            partition by campaign_code
        ) as addressed
    from (
        select
            demand.*,
            coalesce(busiest.campaigns, 0) < demand.cap_per_person as is_within_cap
        from {{ ref('campaign_demand') }} as demand
        left join busiest_{{ round }} as busiest
            on
                demand.campaign_set = busiest.campaign_set
                and demand.campaign_code = busiest.campaign_code
    ) as capped

),

{% endfor -%}

interested as (

    select
        *,
        sum(people) over (partition by campaign_code) as allowed
    from decided_{{ rounds }}

)

select
    campaign_set,
    campaign_code,
    case
        when allowed < {{ var('min_audience_size') }} then 'too_few'
        when not is_within_cap then 'capped'
        when addressed < {{ var('min_audience_size') }} then 'too_few'
    end as refusal
from interested
