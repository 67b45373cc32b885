-- One persona a segment and one segment a persona: each pair that prefers the other
-- binds, then the rest choose again among what is left. What fits equally well is
-- preferred by its strength. A segment that no persona fits stays without one. Routed
-- segments have theirs by the seed, before anybody chooses.
with

scores as (

    select * from {{ ref('segment_persona_scores') }} where is_eligible

),

bound_0 as (

    select
        routed_segment_id as segment_id,
        persona_code,
        cast(1 as {{ type_double() }}) as score
    from {{ ref('personas') }}
    where routed_segment_id is not null

),

-- a round binds one pair at least; a test fails if seven rounds were too few
{% for round in range(1, 8) %}
choices_{{ round }} as (

    select
        segment_id,
        persona_code,
        score,
        row_number() over (
            partition by segment_id
            order by score desc, strength desc, persona_code asc
        ) as persona_choice,
        row_number() over (
            partition by persona_code
            order by score desc, strength desc, segment_id asc
        ) as segment_choice
    from scores
    where
        not exists (
            select 1 from bound_{{ round - 1 }} as bound
            where
                bound.segment_id = scores.segment_id
                or bound.persona_code = scores.persona_code
        )

),

bound_{{ round }} as (

    select segment_id, persona_code, score
    from bound_{{ round - 1 }}

    union all

    select segment_id, persona_code, score
    from choices_{{ round }}
    where persona_choice = 1 and segment_choice = 1

),
{% endfor %}

bound as (

    select segment_id, persona_code, score from bound_7

)

select * from bound
