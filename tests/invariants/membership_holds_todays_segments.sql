-- The history holds today as customer_segments has it, however often today is built. A
-- row is a person in one of the two who is not in the other, or in another segment
-- there.
select
    coalesce(segments.customer_id, membership.customer_id) as customer_id,
    segments.segment_id as segment_today,
    membership.segment_id as segment_in_history
from {{ ref('customer_segments') }} as segments
full outer join (
    select membership_days.*
    from {{ ref('segment_membership') }} as membership_days
    inner join {{ ref('as_of') }} as as_of
        on membership_days.as_of_date = as_of.as_of_date
) as membership
    on segments.customer_id = membership.customer_id
where
    segments.customer_id is null
    or membership.customer_id is null
    or segments.segment_id <> membership.segment_id
