-- A persona with neither rules nor a routed segment would never name anybody. A row is
-- such a persona, or one that has both and so could name two segments.
with

ruled as (

    select distinct persona_code from {{ ref('persona_rules') }}

)

select
    personas.persona_code,
    personas.routed_segment_id,
    'seeds/reference/personas.csv: ' || personas.persona_code
    || case
        when ruled.persona_code is null
            then ' has neither rules in persona_rules.csv nor a routed_segment_id'
        else ' has both rules in persona_rules.csv and a routed_segment_id'
    end || '; give it one of the two' as problem
from {{ ref('personas') }} as personas
left join ruled on personas.persona_code = ruled.persona_code
where (personas.routed_segment_id is null) = (ruled.persona_code is null)
