-- How well each persona's rules fit each segment, and how strongly: how far its people
-- stand from everybody in what the persona requires. A persona is eligible where every
-- required rule holds.
with

rules as (

    select * from {{ ref('persona_rules') }}

),

-- people routed by rule have their persona by the seed, and people that no model could
-- segment are none
profiles as (

    select segment_profiles.*
    from {{ ref('segment_profiles') }} as segment_profiles
    where
        segment_profiles.segment_id <> 'unsegmented'
        and not exists (
            select 1 from {{ ref('segment_routing') }} as routing
            where routing.segment_id = segment_profiles.segment_id
        )

),

measured as (

    select
        profiles.segment_id,
        rules.persona_code,
        rules.comparison,
        rules.threshold,
        cast(rules.weight as {{ type_double() }}) as weight,
        rules.is_required,
        case rules.statistic
            when 'mean' then profiles.mean_value
            when 'median' then profiles.median_value
            when 'index_vs_all' then profiles.index_vs_all
            when 'positive_share' then profiles.positive_share
        end as measured_value,
        case
            when rules.comparison in ('<=', '<') then -profiles.deviations_from_all
            when rules.comparison in ('>=', '>') then profiles.deviations_from_all
        end as deviations
    from rules
    inner join profiles on rules.measure = profiles.measure

),

checked as (

    select
        segment_id,
        persona_code,
        weight,
        is_required,
        case when is_required then deviations end as deviations,
        coalesce(
            {{ compare_by_name('measured_value', 'comparison', 'threshold') }}, false
        ) as holds
    from measured

)

select
    segment_id,
    persona_code,
    sum(case when holds then weight else 0 end) / sum(weight) as score,
    coalesce(
        {{ exact_mean('weight * deviations') }}
        / {{ exact_mean('case when deviations is not null then weight end') }},
        0
    ) as strength,
    min(case when is_required and not holds then 0 else 1 end) = 1 as is_eligible
from checked
group by segment_id, persona_code
