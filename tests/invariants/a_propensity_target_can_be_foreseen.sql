-- What `seeds/reference/propensity_targets.csv` must hold for a target to be learnt. A
-- row is a target that breaks it, with what to do.
{% set refused = {
    'target is null': 'target is empty; name it, or delete the row',
    'gap_days is null': 'gap_days is empty; write 0 for none',
    'gap_days < 0': 'gap_days is below 0; write 0 for none',
    'horizon_days is null': 'horizon_days is empty; write it as 30',
    'horizon_days < 1': 'horizon_days is below 1; write it as 30',
    "active_days is null and target = 'gone_quiet'":
        'active_days is empty; write it as 90',
    'active_days < 1': 'active_days is below 1; write it as 90',
} %}
with

broken as (

    {{ refused_rows(ref('propensity_targets'), 'target', refused) }}

)

select
    target,
    'seeds/reference/propensity_targets.csv: '
    || coalesce(target, 'a row without a target') || ': ' || remedy as problem
from broken
