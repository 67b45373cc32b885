-- Why people moved, segment by segment: how many for which reason, and what the feature
-- was in the middle before and after. Neither is told of a few, and of a move no count
-- where one reason is of a few, or it could be got back from how many moved; nor where
-- how many moved is withheld.
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
    compared.to_date as as_of_date,
    compared.from_segment_id,
    compared.to_segment_id,
    compared.cause,
    compared.feature,
    case
        when
            compared.fewest >= {{ var('min_cell_size') }}
            and not coalesce(moves.is_hidden, false)
            then cast(compared.customers as {{ dbt.type_int() }})
    end as customers,
    case
        when compared.customers >= {{ var('min_cell_size') }}
            then compared.median_before
    end as median_before,
    case
        when compared.customers >= {{ var('min_cell_size') }} then compared.median_after
    end as median_after
from compared
left join {{ ref('segment_transitions') }} as moves
    on
        compared.to_date = moves.as_of_date
        and compared.from_segment_id = moves.from_segment_id
        and compared.to_segment_id = moves.to_segment_id
