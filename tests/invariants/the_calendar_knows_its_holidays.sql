-- A year without holidays looks like one, but the seed does not reach it: run `python
-- -m vitrine.holiday_seed` for more years. A row is a year that has none.
{{ config(severity='warn') }}

select extract(year from date_day) as calendar_year
from {{ ref('dim_dates') }}
group by extract(year from date_day)
having sum(case when is_holiday then 1 else 0 end) = 0
