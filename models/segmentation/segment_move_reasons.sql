-- Why people moved, segment by segment: how many for which reason, and what the feature
-- was in the middle before and after. Neither is told of a few, and of a move no count
-- where one reason is of a few, or it could be got back from how many moved.
with

reasons as (

    select
        to_date,
        from_segment_id,
        to_segment_id,
        cause,
        feature,
        count(*) as customers,
        cast({{ median('before_value') }} as {{ type_double() }}) as median_before,
        cast({{ median('after_value') }} as {{ type_double() }}) as median_after
    from {{ ref('segment_moves') }}
    group by to_date, from_segment_id, to_segment_id, cause, feature

),

compared as (

    select
        *,
        min(customers) over (
            partition by to_date, from_segment_id, to_segment_id
        ) as fewest
    from reasons

)

select
    to_date as as_of_date,
    from_segment_id,
    to_segment_id,
    cause,
    feature,
    case
        when fewest >= {{ var('min_cell_size') }}
            then cast(customers as {{ dbt.type_int() }})
    end as customers,
    case when customers >= {{ var('min_cell_size') }} then median_before end
        as median_before,
    case when customers >= {{ var('min_cell_size') }} then median_after end
        as median_after
from compared
