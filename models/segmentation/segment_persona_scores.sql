-- How well each persona's rules fit each segment. A persona is eligible where every required rule holds.
with

rule_checks as (

    select
        profiles.segment_id,
        rules.persona_code,
        rules.weight,
        rules.is_required,
        {{ compare_by_name(
            "case rules.statistic when 'mean' then profiles.mean_value when 'median' then profiles.median_value else profiles.index_vs_all end",
            'rules.comparison',
            'rules.threshold'
        ) }} as holds
    from {{ ref('persona_rules') }} as rules
    inner join {{ ref('segment_profiles') }} as profiles on rules.measure = profiles.measure
    where not exists (select 1 from {{ ref('segment_routing') }} as routing where routing.segment_id = profiles.segment_id)

)

select
    segment_id,
    persona_code,
    sum(case when holds then weight else 0 end) / sum(weight) as score,
    min(case when is_required and not coalesce(holds, false) then 0 else 1 end) = 1 as is_eligible
from rule_checks
group by segment_id, persona_code
