-- Every day from the first visit to the as-of day, those without a visit too, and the
-- level of the four weeks around it.
with

visits as (

    select visit_date, count(*) as visits
    from {{ ref('fct_visits') }}
    group by visit_date

),

sales as (

    select
        purchase_date,
        count(*) as purchases,
        count(distinct customer_id) as buyers,
        sum(net_amount) as net_spend
    from {{ ref('fct_purchases') }}
    where is_kept
    group by purchase_date

),

span as (

    select
        as_of.as_of_date as last_day,
        (select min(visits.visit_date) as day from visits) as first_day
    from {{ ref('as_of') }} as as_of

),

days as (

    select
        dates.date_day as visit_date,
        dates.day_of_week,
        case
            when dates.is_holiday and not dates.is_optional_holiday then 'holiday'
            when dates.is_holiday then 'optional_holiday'
            when dates.is_bridge_day then 'bridge_day'
            else 'ordinary'
        end as day_kind,
        dates.holiday_name,
        {{ count_or_zero('visits.visits') }} as visits,
        {{ count_or_zero('sales.purchases') }} as purchases,
        {{ count_or_zero('sales.buyers') }} as buyers,
        {{ amount_or_zero('sales.net_spend') }} as net_spend
    from {{ ref('dim_dates') }} as dates
    inner join span on dates.date_day between span.first_day and span.last_day
    left join visits on dates.date_day = visits.visit_date
    left join sales on dates.date_day = sales.purchase_date

),

-- four whole weeks, so that every weekday counts alike
around as (

    select
        *,
        sum(visits) over (
            order by visit_date rows between 14 preceding and 13 following
        ) as visits_around,
        count(*) over (
            order by visit_date rows between 14 preceding and 13 following
        ) as days_around
    from days

)

select
    visit_date,
    day_of_week,
    day_kind,
    holiday_name,
    visits,
    purchases,
    buyers,
    net_spend,
    cast(visits_around as {{ type_double() }}) / days_around as level_around
from around
