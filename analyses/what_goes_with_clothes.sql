-- What goes with clothes? For every category that begins with "Roupas", what is bought
-- in the same sale more often than chance would have it, beyond doubt.
select
    antecedent as clothes,
    consequent as goes_with,
    baskets,
    cast(100 * confidence as decimal(18, 1)) as percent_of_sales,
    cast(lift as decimal(18, 2)) as times_as_often,
    cast(q_value as decimal(18, 6)) as q_value
from {{ ref('category_affinity') }}
where antecedent like 'Roupas%' and is_significant
order by antecedent asc, lift desc, consequent asc
