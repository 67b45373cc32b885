-- What the people of a segment are like, measure by measure, and how that compares with
-- everybody: as an index (100 = as all), and in the mean deviations that people have
-- anyway. What too few people are like is theirs to know.
{% set measures = segment_profile_measures() + activity_profile_measures() %}
with

people as (

    select
        {% for measure in activity_profile_measures() -%}
        activity.{{ measure }},
        {% endfor -%}
        segments.*
    from {{ ref('customer_segments') }} as segments
    inner join {{ ref('customer_activity') }} as activity
        on segments.customer_id = activity.customer_id

),

profiles as (

    {% for measure in measures %}
    select
        segment_id,
        '{{ measure }}' as measure,
        cast(count(*) as {{ dbt.type_int() }}) as customers,
        -- who never bought has no recency: few buyers are few people
        count({{ measure }}) as measured,
        {{ exact_mean(measure) }} as mean_value,
        cast({{ median(measure) }} as {{ type_double() }}) as median_value,
        cast({{ quantile(measure, 0.25) }} as {{ type_double() }}) as lower_quartile,
        cast({{ quantile(measure, 0.75) }} as {{ type_double() }}) as upper_quartile,
        {{ exact_mean('case when ' ~ measure ~ ' > 0 then 1 else 0 end') }}
            as positive_share
    from people
    group by segment_id
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

means as (

    select
        {% for measure in measures -%}
        {{ exact_mean(measure) }} as {{ measure }},
        {% endfor -%}
        count(*) as customers
    from people

),

everybody as (

    {% for measure in measures %}
    select
        '{{ measure }}' as measure,
        max(means.{{ measure }}) as mean_value,
        {{ exact_mean('abs(people.' ~ measure ~ ' - means.' ~ measure ~ ')') }}
            as mean_deviation
    from people
    cross join means
    {{ 'union all' if not loop.last }}
    {% endfor %}

)

select
    profiles.segment_id,
    profiles.measure,
    case
        when profiles.customers >= {{ var('min_cell_size') }} then profiles.customers
    end as customers,
    shown.mean_value,
    shown.median_value,
    shown.lower_quartile,
    shown.upper_quartile,
    shown.positive_share,
    100 * shown.mean_value / nullif(everybody.mean_value, 0) as index_vs_all,
    (shown.mean_value - everybody.mean_value)
    / nullif(everybody.mean_deviation, 0) as deviations_from_all
from profiles
inner join everybody on profiles.measure = everybody.measure
left join profiles as shown
    on
        profiles.segment_id = shown.segment_id
        and profiles.measure = shown.measure
        and (shown.measured >= {{ var('min_cell_size') }} or shown.measured = 0)
        and shown.customers >= {{ var('min_cell_size') }}
