-- The vars of the affinities as a table, for the Python models: they see no vars.
select
    cast({{ var('min_pair_support') }} as {{ type_double() }}) as min_pair_support,
    cast({{ var('max_basket_items') }} as {{ dbt.type_int() }}) as max_basket_items,
    cast({{ var('max_rule_items') }} as {{ dbt.type_int() }}) as max_rule_items
