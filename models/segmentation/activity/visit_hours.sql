-- How many visits began in each hour of the week, by the mall's clock: what is left of
-- millions of visits for `visit_hour_cores` is 168 rows at most.
select
    dates.day_of_week,
    {{ local_hour('visits.arrived_at') }} as hour_of_day,
    count(*) as visits
from {{ ref('fct_visits') }} as visits
inner join {{ ref('dim_dates') }} as dates on visits.visit_date = dates.date_day
cross join {{ ref('as_of') }} as as_of
where
    visits.arrived_at is not null
    and visits.visit_date <= as_of.as_of_date
group by dates.day_of_week, {{ local_hour('visits.arrived_at') }}
