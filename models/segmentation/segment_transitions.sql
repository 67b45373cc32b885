-- How many people moved from which segment to which between one day in the membership
-- history and the next; `none` is not being a customer yet or any more. Moves of a few
-- are not counted here, so that nobody's is read off (segment_transition_counts does).
with

counts as (

    select * from {{ ref('segment_transition_counts') }}

),

-- each day is a cross table of its own
cells as (

    select
        as_of_date || ' ' || from_segment_id as from_cell,
        as_of_date || ' ' || to_segment_id as to_cell,
        customers
    from counts

),

{{ hide_small_cells(
    'hidden', 'cells', 'from_cell', 'to_cell', 'customers', 'customers'
) }}

select
    counts.as_of_date,
    counts.from_segment_id,
    counts.to_segment_id,
    case when not hidden.is_hidden then counts.customers end as customers,
    hidden.is_hidden
from counts
inner join hidden
    on
        counts.as_of_date || ' ' || counts.from_segment_id = hidden.from_cell
        and counts.as_of_date || ' ' || counts.to_segment_id = hidden.to_cell
