-- The vars that the report speaks of, as a table: it is drawn after the build, without
-- dbt.
{% set mall_name = dbt.escape_single_quotes(var('mall_name') or '') %}
select
    nullif(
        cast('{{ mall_name }}' as {{ dbt.type_string() }}), ''
    ) as mall_name,
    cast({{ var('min_cell_size') }} as {{ dbt.type_int() }}) as min_cell_size
