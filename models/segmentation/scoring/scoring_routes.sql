-- Who is placed by the seed segment_routing: all rules of a segment hold, and the
-- lowest priority wins. A measure that is null satisfies no rule.
with

judged as (

    select
        people.customer_id,
        rules.priority,
        rules.segment_id,
        coalesce(
            {{ compare_by_name(
                measure_by_name('people', 'rules.measure', scored_measures()),
                'rules.comparison',
                'rules.threshold'
            ) }},
            false
        ) as holds
    from {{ ref('scoring_people') }} as people
    cross join {{ ref('segment_routing') }} as rules

),

matches as (

    select
        customer_id,
        segment_id,
        row_number() over (partition by customer_id order by priority) as position
    from judged
    group by customer_id, priority, segment_id
    having min(case when holds then 1 else 0 end) = 1

)

select customer_id, segment_id from matches where position = 1
