-- The survey as the clustering takes it: one row an accepted answer.
select survey_id, gender, age, income, score
from {{ accepted('stg_mall__customer_survey') }} as answers
