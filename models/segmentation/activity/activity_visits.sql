-- On which kinds of days, and when in the day, each person came up to the as-of day.
select
    visits.customer_id,
    min(visits.visit_date) as first_date,
    max(visits.visit_date) as last_date,
    count(*) as visit_days,
    count(case when visits.is_weekend then 1 end) as weekend_visit_days,
    count(case when visits.is_holiday then 1 end) as holiday_visit_days,
    {% for day_part in ['morning', 'lunch', 'afternoon', 'evening'] -%}
    count(case when visits.day_part = '{{ day_part }}' then 1 end)
        as {{ day_part }}_visit_days,
    {% endfor -%}
    sum(visits.dwell_minutes) as dwell_minutes
from {{ ref('fct_visits') }} as visits
cross join {{ ref('as_of') }} as as_of
where visits.visit_date <= as_of.as_of_date
group by visits.customer_id
