-- The hours of the day and the part that each belongs to: events find theirs by an
-- equal hour, since engines sort all of them where a range is asked for.
select
    cast(numbers.number as {{ dbt.type_int() }}) as hour_of_day,
    day_parts.day_part
from ({{ numbers(2) }}) as numbers
inner join {{ ref('day_parts') }} as day_parts
    on numbers.number between day_parts.from_hour and day_parts.to_hour
