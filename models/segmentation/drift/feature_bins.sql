-- How many people of each segment stand in which bin of each feature today. Bins have a
-- fixed width on the scale of the feature's transform, so those of two days compare.
{{ config(materialized='ephemeral') }}

with

features as (

    select limits.feature, limits.bin_width, rules.transform, rules.missing_as
    from {{ ref('drift_limits') }} as limits
    inner join {{ ref('segment_features') }} as rules
        on limits.feature = rules.feature and rules.feature_set = 'customers'

),

people as (

    select
        {% for measure in activity_measures() -%}
        activity.{{ measure }},
        {% endfor -%}
        segments.*
    from {{ ref('customer_segments') }} as segments
    inner join {{ ref('customer_activity') }} as activity
        on segments.customer_id = activity.customer_id

),

measured as (

    select
        people.as_of_date,
        people.segment_id,
        features.*,
        coalesce(
            {{ measure_by_name('people', 'features.feature', scored_measures()) }},
            features.missing_as
        ) as filled
    from people
    cross join features

),

binned as (

    select
        as_of_date,
        segment_id,
        feature,
        cast(
            floor({{ transformed('filled', 'transform') }} / bin_width)
            as {{ dbt.type_int() }}
        ) as bin
    from measured

)

select as_of_date, segment_id, feature, bin, count(*) as customers
from binned
group by as_of_date, segment_id, feature, bin
