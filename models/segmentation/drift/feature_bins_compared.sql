-- Each bin on one day of the distributions and on the day before it among them, for the
-- segments that had people on both.
{{ config(materialized='ephemeral') }}

with

distributions as (

    select * from {{ ref('feature_distributions') }}

),

days as (

    select as_of_date, lag(as_of_date) over (order by as_of_date) as previous_date
    from (select distinct as_of_date from distributions) as built_days

),

sides as (

    select
        days.as_of_date,
        days.previous_date,
        distributions.segment_id,
        distributions.feature,
        distributions.bin,
        distributions.customers,
        0 as previous_customers
    from days
    inner join distributions on days.as_of_date = distributions.as_of_date
    where days.previous_date is not null

    union all

    select
        days.as_of_date,
        days.previous_date,
        distributions.segment_id,
        distributions.feature,
        distributions.bin,
        0 as customers,
        distributions.customers as previous_customers
    from days
    inner join distributions on days.previous_date = distributions.as_of_date

)

select
    as_of_date,
    previous_date,
    segment_id,
    feature,
    bin,
    sum(customers) as customers,
    sum(previous_customers) as previous_customers
from sides
group by as_of_date, previous_date, segment_id, feature, bin
