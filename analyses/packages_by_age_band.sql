-- Which packages does each age prefer? The three that stand out most in each age band,
-- against all ages (100), where enough people have them to say so.
with

preferences as (

    select
        *,
        row_number() over (
            partition by age_band
            order by index_vs_all desc, subscribers desc, package_code asc
        ) as place
    from {{ ref('package_preference_by_age_band') }}
    where not is_hidden

)

select
    age_band,
    place,
    package_name,
    subscribers,
    cast(100 * share as decimal(18, 1)) as percent_of_band,
    cast(index_vs_all as decimal(18, 0)) as index_vs_all
from preferences
where place <= 3
order by age_band asc, place asc
