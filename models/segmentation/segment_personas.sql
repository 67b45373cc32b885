-- One persona a segment and one segment a persona: each pair that prefers the other binds, then the rest choose again among what is left.
-- A segment that no persona fits stays without one. Routed segments have theirs by the seed.
with

{% for round in range(1, 5) %}
left_{{ round }} as (

    select scores.segment_id, scores.persona_code, scores.score
    from {{ ref('segment_persona_scores') }} as scores
    where
        scores.is_eligible
        {% for earlier in range(1, round) -%}
        and not exists (select 1 from bound_{{ earlier }} as bound where bound.segment_id = scores.segment_id)
        and not exists (select 1 from bound_{{ earlier }} as bound where bound.persona_code = scores.persona_code)
        {% endfor %}

),

bound_{{ round }} as (

    select segment_id, persona_code, score
    from (
        select
            segment_id,
            persona_code,
            score,
            row_number() over (partition by segment_id order by score desc, persona_code) as persona_choice,
            row_number() over (partition by persona_code order by score desc, segment_id) as segment_choice
        from left_{{ round }}
    ) as ranked
    where persona_choice = 1 and segment_choice = 1

),
{% endfor %}

bound as (

    {% for round in range(1, 5) -%}
    select segment_id, persona_code, score from bound_{{ round }}
    union all
    {% endfor -%}
    select routed_segment_id as segment_id, persona_code, 1.0 as score
    from {{ ref('personas') }}
    where routed_segment_id is not null

)

select segment_id, persona_code, score from bound
