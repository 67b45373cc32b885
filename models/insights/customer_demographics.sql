-- Who the customers are, as far as they said.
with

cells as (

    select
        coalesce(age_band, 'unknown') as age_band,
        coalesce(gender, 'unknown') as gender,
        count(*) as people
    from {{ ref('dim_customers') }}
    group by coalesce(age_band, 'unknown'), coalesce(gender, 'unknown')

),

{{ hide_small_cells('hidden', 'cells', 'age_band', 'gender', 'people', 'people') }},

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
