-- Weekend and weekdays are all days, and the parts of the day are all of it where
-- nobody came at night. A row is a person whose shares no reader could believe.
with

people as (

    select
        segments.*,
        activity.visit_days
        - activity.morning_visit_days
        - activity.lunch_visit_days
        - activity.afternoon_visit_days
        - activity.evening_visit_days as night_visit_days,
        segments.morning_share
        + segments.lunch_share
        + segments.afternoon_share
        + segments.evening_share as day_parts_share
    from {{ ref('customer_segments') }} as segments
    inner join {{ ref('customer_activity') }} as activity
        on segments.customer_id = activity.customer_id

)

select customer_id, weekend_share, weekday_share, day_parts_share, night_visit_days
from people
where
    abs(weekend_share + weekday_share - 1) > 1e-9
    or day_parts_share > 1 + 1e-9
    or (night_visit_days = 0 and day_parts_share < 1 - 1e-9)
    {% for share in [
        'weekend', 'holiday', 'luxury', 'offer', 'morning', 'lunch', 'afternoon', 'evening'
    ] -%}
    or {{ share }}_share not between 0 and 1
    {% endfor %}
