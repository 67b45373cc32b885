-- A feature without a limit would drift unseen. A row is a weighted feature of
-- customers that the seed drift_limits lacks.
with

features as (

    select feature
    from {{ ref('segment_features') }}
    where feature_set = 'customers' and weight > 0

)

select
    features.feature,
    'seeds/reference/drift_limits.csv: ' || features.feature
    || ' has no limit; add a row' as problem
from features
left join {{ ref('drift_limits') }} as limits on features.feature = limits.feature
where limits.feature is null
