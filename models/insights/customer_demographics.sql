-- Who the customers are, as far as they said. An age band that customer_ages withholds
-- is withheld whole, or it would be the sum of what stands here.
with

counted as (

    select
        coalesce(age_band, 'unknown') as age_band,
        coalesce(gender, 'unknown') as gender,
        count(*) as people
    from {{ ref('dim_customers') }}
    group by coalesce(age_band, 'unknown'), coalesce(gender, 'unknown')

),

cells as (

    select
        counted.*,
        case when ages.is_hidden then 0 else counted.people end as people_to_tell
    from counted
    inner join {{ ref('customer_ages') }} as ages on counted.age_band = ages.age_band

),

{{ hide_small_cells(
    'hidden', 'cells', 'age_band', 'gender', 'people_to_tell', 'people'
) }},

totals as (

    select cells.*, hidden.is_hidden, sum(cells.people) over () as all_people
    from cells
    inner join hidden
        on cells.age_band = hidden.age_band and cells.gender = hidden.gender

)

select
    age_band,
    gender,
    case when not is_hidden then cast(people as {{ dbt.type_int() }}) end as customers,
    case when not is_hidden then {{ share_of('people', 'all_people') }} end as share,
    is_hidden
from totals
