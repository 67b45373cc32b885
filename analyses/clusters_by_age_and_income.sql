-- Who is in which cluster of the survey, by age and income? The classic picture of the
-- notebook, as a table: each cluster with the age, income and score of its people.
with

answers as (

    select * from {{ ref('survey_segments') }}

)

select
    segment_id,
    count(*) as people,
    cast(avg(age) as decimal(18, 1)) as mean_age,
    cast(avg(income) as decimal(18, 0)) as mean_income,
    cast(avg(score) as decimal(18, 1)) as mean_score,
    cast(
        100.0 * sum(case when gender = 'F' then 1 else 0 end) / nullif(count(gender), 0)
        as decimal(18, 1)
    ) as percent_women
from answers
group by segment_id
order by mean_income asc, mean_score asc, segment_id asc
