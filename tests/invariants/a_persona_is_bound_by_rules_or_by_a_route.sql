-- A persona with neither rules nor a routed segment would never name anybody. A row is
-- such a persona, or one that has both and so could name two segments.
with

ruled as (

    select distinct persona_code from {{ ref('persona_rules') }}

)

select personas.persona_code, personas.routed_segment_id
from {{ ref('personas') }} as personas
left join ruled on personas.persona_code = ruled.persona_code
where (personas.routed_segment_id is null) = (ruled.persona_code is null)
