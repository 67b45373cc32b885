-- Where every person stands on each feature that the published model weighs, in
-- standard deviations from the mean of the fit: missing filled, shaped, standardised,
-- clipped.
with

features as (

    select distinct feature, transform, missing_as, mean, scale, clip, weight
    from {{ ref('segment_model') }}
    where weight > 0

),

measured as (

    select
        people.customer_id,
        features.*,
        coalesce(
            {{ measure_by_name('people', 'features.feature', scored_measures()) }},
            features.missing_as
        ) as filled
    from {{ ref('scoring_people') }} as people
    cross join features

)

select
    customer_id,
    feature,
    weight,
    greatest(
        least(({{ transformed('filled', 'transform') }} - mean) / scale, clip), -clip
    ) as z_score
from measured
