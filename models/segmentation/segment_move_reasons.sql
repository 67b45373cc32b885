-- Why people moved, segment by segment: how many for which reason, and what the feature
-- was in the middle before and after.
select
    to_date as as_of_date,
    from_segment_id,
    to_segment_id,
    cause,
    feature,
    cast(count(*) as {{ dbt.type_int() }}) as customers,
    cast({{ median('before_value') }} as {{ type_double() }}) as median_before,
    cast({{ median('after_value') }} as {{ type_double() }}) as median_after
from {{ ref('segment_moves') }}
group by to_date, from_segment_id, to_segment_id, cause, feature
