-- The vars that the report speaks of, as a table: it is drawn after the build, without dbt.
select
    cast(
        {{ "'" ~ escape_single_quotes(var('mall_name')) ~ "'" if var('mall_name') else 'null' }}
        as {{ dbt.type_string() }}
    ) as mall_name,
    cast({{ var('min_cell_size') }} as {{ dbt.type_int() }}) as min_cell_size
