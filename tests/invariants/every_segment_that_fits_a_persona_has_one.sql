-- A segment goes without a persona only where each that fits it names another segment.
-- A row is a pair that was left over: add a round to segment_personas.
select scores.segment_id, scores.persona_code, scores.score
from {{ ref('segment_persona_scores') }} as scores
left join {{ ref('segment_personas') }} as bound
    on
        scores.segment_id = bound.segment_id
        or scores.persona_code = bound.persona_code
where scores.is_eligible and bound.segment_id is null
