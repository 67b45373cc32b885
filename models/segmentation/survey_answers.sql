select survey_id, gender, age, income, score
from {{ accepted('stg_mall__customer_survey') }} as answers
