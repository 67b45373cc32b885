-- What leads to a category? Every rule that ends in it, the surest first. The category
-- is written once, below; `percent_of_them` is of the baskets with `who_bought`.
{% set category = 'Roupas Femininas' %}
select
    antecedent as who_bought,
    baskets,
    cast(100 * support as decimal(18, 2)) as percent_of_baskets,
    cast(100 * confidence as decimal(18, 1)) as percent_of_them,
    cast(lift as decimal(18, 2)) as times_as_often
from {{ ref('category_rules') }}
where consequent = '{{ category }}'
order by confidence desc, antecedent_items asc, antecedent asc
