-- A pair is published in both orders with one support, lift and significance, and the
-- rules of two things, found in Python, count the same baskets. A row is a pair that
-- breaks this.
{% for name in ['store', 'category'] %}
select
    '{{ name }}' as kind,
    affinity.antecedent,
    affinity.consequent
from {{ ref(name ~ '_affinity') }} as affinity
left join {{ ref(name ~ '_affinity') }} as other
    on
        affinity.antecedent = other.consequent
        and affinity.consequent = other.antecedent
        and affinity.support = other.support
        and affinity.lift = other.lift
        and affinity.q_value = other.q_value
        and affinity.antecedent_baskets = other.consequent_baskets
left join {{ ref(name ~ '_rules') }} as rules
    on
        affinity.antecedent = rules.antecedent
        and affinity.consequent = rules.consequent
        and affinity.baskets = rules.baskets
        and affinity.all_baskets = rules.all_baskets
where other.antecedent is null or rules.antecedent is null

union all

select
    '{{ name }}' as kind,
    rules.antecedent,
    rules.consequent
from {{ ref(name ~ '_rules') }} as rules
left join {{ ref(name ~ '_affinity') }} as affinity
    on
        rules.antecedent = affinity.antecedent
        and rules.consequent = affinity.consequent
where
    rules.antecedent_items = 1
    and rules.consequent_items = 1
    and affinity.antecedent is null
{{ 'union all' if not loop.last }}
{% endfor %}
