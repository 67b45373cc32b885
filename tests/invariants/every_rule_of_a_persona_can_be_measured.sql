-- A rule whose measure no profile has would be passed over in silence, and one of no
-- weight decides nothing. A row is such a rule in the seed persona_rules.
with

measures as (

    {% for measure in segment_profile_measures() + activity_profile_measures() %}
    select '{{ measure }}' as measure
    {{ 'union all' if not loop.last }}
    {% endfor %}

)

select
    rules.persona_code,
    rules.measure,
    rules.weight,
    'seeds/reference/persona_rules.csv: ' || rules.persona_code || ', ' || rules.measure
    || case
        when measures.measure is null
            then ': there is no such measure; segment_profiles has them'
        else ': weight is not above 0; write it as 1, or delete the rule'
    end as problem
from {{ ref('persona_rules') }} as rules
left join measures on rules.measure = measures.measure
where measures.measure is null or coalesce(rules.weight, 0) <= 0
