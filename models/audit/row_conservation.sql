-- The balance of every raw table over all days, those without a row included.
with

tables as (

    {% for source_name, table_name in staged_tables() %}
    select '{{ source_name }}' as source_name, '{{ table_name }}' as table_name
    {{ 'union all' if not loop.last }}
    {% endfor %}

)

select
    tables.source_name,
    tables.table_name,
    {% for verdict in ['raw', 'accepted', 'duplicate', 'quarantined'] %}
    cast(coalesce(sum(by_day.{{ verdict }}_rows), 0) as {{ dbt.type_bigint() }})
        as {{ verdict }}_rows,
    {% endfor %}
    {% for verdict in ['raw', 'accepted', 'duplicate'] %}
    {{ amount_or_zero('sum(by_day.' ~ verdict ~ '_amount)') }} as {{ verdict }}_amount,
    {% endfor %}
    {{ amount_or_zero('sum(by_day.quarantined_amount)') }} as quarantined_amount
from tables
left join {{ ref('row_conservation_by_day') }} as by_day
    on
        tables.source_name = by_day.source_name
        and tables.table_name = by_day.table_name
group by tables.source_name, tables.table_name
