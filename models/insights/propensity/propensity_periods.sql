-- What each person did in each stretch of time between two cut-offs, counted back
-- from the as-of day: events are added up once, however many cut-offs there are. What
-- is older than the ninth is together; of people of whom nothing is learnt, whom only
-- today's cut-off asks about, what is older than the third.
{% set traces = [
    ('visits', 'visit_date', ref('fct_visits'), 'true'),
    ('purchases', 'purchase_date', ref('fct_purchases'), 'is_kept'),
    ('viewing', 'viewing_date', ref('fct_viewing'), 'true'),
] %}
{% set measures = {
    'visits': 'count(*)',
    'weekend_visits': 'sum(case when ' ~ is_weekend('visit_date') ~ ' then 1 else 0 end)',
    'purchases': 'count(*)',
    'net_spend': 'sum(net_amount)',
    'viewing_sessions': 'count(*)',
    'viewing_minutes': 'sum(minutes)',
} %}
{% set measures_of = {
    'visits': ['visits', 'weekend_visits'],
    'purchases': ['purchases', 'net_spend'],
    'viewing': ['viewing_sessions', 'viewing_minutes'],
} %}
with

today as (

    select as_of_date, step_days
    from {{ ref('propensity_cutoffs') }}
    where cutoff_number = 0

),

{% for trace, day, relation, condition in traces -%}
{{ trace }}_days as (

    select
        events.*,
        least(
            9,
            cast(floor(
                {{ days_between('events.' ~ day, 'today.as_of_date') }}
                / (today.step_days + 0.0)
            ) as {{ dbt.type_int() }})
        ) as period
    from {{ relation }} as events
    cross join today
    where
        events.{{ day }} <= today.as_of_date
        and events.customer_id is not null
        and {{ condition }}

),

{% endfor -%}

traces as (

    {% for trace, day, relation, condition in traces -%}
    select
        customer_id,
        period,
        {% for channel, measures_there in measures_of.items() -%}
        {% for measure in measures_there -%}
        {{ measures[measure] if channel == trace else '0' }} as {{ measure }},
        {% endfor -%}
        {{ 'max(' ~ day ~ ')' if channel == trace else 'cast(null as date)' }}
            as last_{{ channel }}_date,
        {% endfor -%}
        min({{ day }}) as first_date
    from {{ trace }}_days
    group by customer_id, period
    {{ 'union all' if not loop.last }}

    {% endfor %}

),

stretches as (

    select
        traces.*,
        case
            when taught.customer_id is null then least(traces.period, 3)
            else traces.period
        end as stretch
    from traces
    left join {{ ref('propensity_taught') }} as taught
        on traces.customer_id = taught.customer_id

)

select
    customer_id,
    stretch as period,
    cast(sum(visits) as {{ dbt.type_int() }}) as visits,
    cast(sum(weekend_visits) as {{ dbt.type_int() }}) as weekend_visits,
    cast(sum(purchases) as {{ dbt.type_int() }}) as purchases,
    cast(sum(net_spend) as {{ money_type() }}) as net_spend,
    cast(sum(viewing_sessions) as {{ dbt.type_int() }}) as viewing_sessions,
    cast(sum(viewing_minutes) as {{ money_type() }}) as viewing_minutes,
    max(last_visits_date) as last_visit_date,
    max(last_purchases_date) as last_purchase_date,
    max(last_viewing_date) as last_viewing_date,
    min(first_date) as first_date
from stretches
group by customer_id, stretch
