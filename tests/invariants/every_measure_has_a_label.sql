-- What describes a segment to people must have a name that people know. A row is a
-- measure that the seed measure_labels lacks.
with

measures as (

    {% for measure in segment_profile_measures() + activity_profile_measures() %}
    select '{{ measure }}' as measure
    union all
    {% endfor %}
    select feature as measure
    from {{ ref('segment_features') }}
    where feature_set = 'customers'

)

select
    measures.measure,
    'seeds/reference/measure_labels.csv: ' || measures.measure
    || ' has no label; add a row' as problem
from measures
left join {{ ref('measure_labels') }} as labels on measures.measure = labels.measure
where labels.measure is null
