-- One number of segments is chosen at most, and then that many are fitted, or fewer
-- where people are alike. A row is a model that the diagnostics do not explain.
with

chosen as (

    select count(*) as choices, max(k) as k
    from {{ ref('segment_diagnostics') }}
    where is_chosen

),

fitted as (

    select count(distinct segment_id) as segments from {{ ref('segment_model') }}

)

select chosen.choices, chosen.k, fitted.segments
from chosen
cross join fitted
where
    chosen.choices > 1
    or fitted.segments > coalesce(chosen.k, 0)
    or (chosen.choices = 1 and fitted.segments = 0)
