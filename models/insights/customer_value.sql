select
    scores.customer_id,
    as_of.as_of_date,
    scores.purchase_days,
    scores.expected_purchases as expected_purchases_90d,
    scores.probability_alive,
    cast(scores.expected_day_value as {{ money_type() }}) as expected_value_a_day,
    cast(scores.expected_purchases * scores.expected_day_value as {{ money_type() }})
        as expected_value_90d
from {{ ref('customer_value_scores') }} as scores
cross join {{ ref('as_of') }} as as_of
where scores.fit = 'today'
