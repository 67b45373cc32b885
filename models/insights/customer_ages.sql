-- How old the customers are, as far as they said. Not the sum of
-- `customer_demographics`, of which more cells are withheld.
with

cells as (

    select
        'all' as everybody,
        coalesce(age_band, 'unknown') as age_band,
        count(*) as people
    from {{ ref('dim_customers') }}
    group by coalesce(age_band, 'unknown')

),

{{ hide_small_cells('hidden', 'cells', 'everybody', 'age_band', 'people', 'people') }},

totals as (

    select
        cells.age_band,
        cells.people,
        hidden.is_hidden,
        sum(cells.people) over () as all_people,
        sum(case when cells.age_band <> 'unknown' then cells.people else 0 end) over ()
            as people_of_known_age,
        -- all people less those of known age would tell how many are unknown
        max(case when cells.age_band = 'unknown' and hidden.is_hidden then 1 else 0 end)
            over () as is_unknown_hidden
    from cells
    inner join hidden on cells.age_band = hidden.age_band

)

select
    age_band,
    case when not is_hidden then cast(people as {{ dbt.type_int() }}) end as customers,
    case when not is_hidden then {{ share_of('people', 'all_people') }} end as share,
    case
        when not is_hidden and age_band <> 'unknown' and is_unknown_hidden = 0
            then {{ share_of('people', 'people_of_known_age') }}
    end as share_of_known,
    is_hidden
from totals
