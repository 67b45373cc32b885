-- Segments describe people as they were when the model was fitted. A row is a feature
-- that has moved, in a segment or among all, further since the day built before than
-- the seed drift_limits puts up with: a warning to look at the segments, not an error.
-- What a build that looked ahead left is not of today.
{{ config(severity='warn') }}

with

latest as (

    select max(drift.as_of_date) as as_of_date
    from {{ ref('feature_drift') }} as drift
    inner join {{ ref('as_of') }} as as_of on drift.as_of_date <= as_of.as_of_date

)

select drift.as_of_date, drift.segment_id, drift.feature, drift.psi, drift.warn_at
from {{ ref('feature_drift') }} as drift
inner join latest on drift.as_of_date = latest.as_of_date
where drift.is_drifting
