-- A name that another persona could have given as well says little. A row is a segment
-- whose persona another one, that names nothing else, equals in score and nearly in
-- strength (a tenth of a mean deviation).
{{ config(severity='warn') }}

select
    bound.segment_id,
    bound.persona_code,
    rivals.persona_code as rival_code,
    scores.strength,
    rivals.strength as rival_strength,
    'segment ' || bound.segment_id || ' is called ' || bound.persona_code
    || ' and could as well be called ' || rivals.persona_code
    || '; tell them apart in seeds/reference/persona_rules.csv' as problem
from {{ ref('segment_personas') }} as bound
inner join {{ ref('segment_persona_scores') }} as scores
    on
        bound.segment_id = scores.segment_id
        and bound.persona_code = scores.persona_code
inner join {{ ref('segment_persona_scores') }} as rivals
    on
        bound.segment_id = rivals.segment_id
        and bound.persona_code <> rivals.persona_code
where
    rivals.is_eligible
    and rivals.score = scores.score
    and rivals.strength > scores.strength - 0.1
    and not exists (
        select 1 from {{ ref('segment_personas') }} as others
        where others.persona_code = rivals.persona_code
    )
