-- Rules of more than two things are found in Python, which this warehouse does not run:
-- here the pairs of `store_affinity` are the rules.
select
    antecedent,
    consequent,
    cast(1 as {{ dbt.type_int() }}) as antecedent_items,
    cast(1 as {{ dbt.type_int() }}) as consequent_items,
    baskets,
    antecedent_baskets,
    consequent_baskets,
    all_baskets,
    support,
    confidence,
    lift,
    leverage,
    conviction
from {{ ref('store_affinity') }}
