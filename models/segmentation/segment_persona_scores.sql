-- How well each persona's rules fit each segment. A persona is eligible where every
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
            else profiles.index_vs_all
        end as measured_value
    from rules
    inner join profiles on rules.measure = profiles.measure

),

checked as (

    select
        segment_id,
        persona_code,
        weight,
        is_required,
        coalesce(
            {{ compare_by_name('measured_value', 'comparison', 'threshold') }}, false
        ) as holds
    from measured

)

select
    segment_id,
    persona_code,
    sum(case when holds then weight else 0 end) / sum(weight) as score,
    min(case when is_required and not holds then 0 else 1 end) = 1 as is_eligible
from checked
group by segment_id, persona_code
