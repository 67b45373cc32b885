-- A sale of a wrong year, in a table that says nothing of its loading, would make that
-- the day that everything is seen from, and everybody inactive. A row is a last day
-- with a sale more than two months after the one before: a warning to look at that
-- sale.
{{ config(severity='warn') }}

with

days as (

    select distinct purchase_date from {{ ref('fct_purchases') }}

),

last_days as (

    select max(purchase_date) as last_day from days

)

select last_days.last_day, max(days.purchase_date) as day_before
from last_days
inner join days on last_days.last_day > days.purchase_date
group by last_days.last_day
having {{ days_between('max(days.purchase_date)', 'last_days.last_day') }} > 60
