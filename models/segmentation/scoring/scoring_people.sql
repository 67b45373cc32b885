-- What segmentation measures on every person: recency, frequency, money and shares
-- beside the columns of customer_activity.
with

measured as (

    select
        activity.*,
        {{ days_between('activity.last_purchase_date', 'activity.as_of_date') }}
            as recency_days,
        activity.purchase_days as frequency,
        activity.net_spend as monetary,
        case
            when activity.purchases > 0
                then
                    cast(activity.net_spend as {{ type_double() }})
                    / activity.purchases
        end as average_basket,
        {% for share in shrunk_shares() -%}
        shares.{{ share }},
        {% endfor -%}
        1 - shares.weekend_share as weekday_share
    from {{ ref('customer_activity') }} as activity
    inner join {{ ref('scoring_shares') }} as shares
        on activity.customer_id = shares.customer_id

)

select
    customer_id,
    as_of_date,
    {% for measure in segment_profile_measures() + activity_measures() -%}
    {{ measure }},
    {% endfor -%}
    {{ fifth_of_buyers('recency_days asc') }} as r_score,
    {{ fifth_of_buyers('frequency desc') }} as f_score,
    {{ fifth_of_buyers('monetary desc') }} as m_score
from measured
