-- The list of staged tables is the raw contract. A row here is a table of the source
-- yml that no stage reads, or one of the list that the contract does not know: mend the
-- list in macros/raw/staged_tables.sql.
with

staged as (

    {% for source_name, table_name in staged_tables() %}
    select '{{ source_name }}' as source_name, '{{ table_name }}' as table_name
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

promised as (

    select source_name, table_name from {{ source('intake', 'raw_contract') }}

)

select
    staged.source_name as staged_source,
    staged.table_name as staged_table,
    promised.source_name as promised_source,
    promised.table_name as promised_table
from staged
full outer join promised
    on
        staged.source_name = promised.source_name
        and staged.table_name = promised.table_name
where staged.table_name is null or promised.table_name is null
