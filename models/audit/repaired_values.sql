-- Staging notes in one text which optional values it had to drop; few texts differ, so
-- they are counted before they are taken apart.
with

noted as (

    {% for source_name, table_name in staged_tables() %}
    select
        '{{ source_name }}' as source_name,
        '{{ table_name }}' as table_name,
        repairs,
        count(*) as row_count
    from {{ ref('stg_' ~ source_name ~ '__' ~ table_name) }}
    where verdict = 'accepted' and repairs <> ''
    group by repairs
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

repairable as (

    {{ repairable_values() }}

)

select
    noted.source_name,
    noted.table_name,
    repairable.column_name,
    'unreadable_' || repairable.column_name as reason,
    cast(sum(noted.row_count) as {{ dbt.type_bigint() }}) as {{ adapter.quote('rows') }}
from noted
inner join repairable
    on
        noted.source_name = repairable.source_name
        and noted.table_name = repairable.table_name
        and ';' || noted.repairs like '%;' || repairable.column_name || ';%'
group by noted.source_name, noted.table_name, repairable.column_name
