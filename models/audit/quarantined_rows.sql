-- Every raw row that could not be used, as it came, with the first reason why.
with

rejected as (

    {% for source_name, table_name in staged_tables() %}
    select
        '{{ source_name }}' as source_name,
        '{{ table_name }}' as table_name,
        coalesce(row_key, 'row ' || {{ dbt.hash('raw_row') }}) as row_key,
        reject_reason as reason,
        raw_row,
        loaded_at
    from {{ ref('stg_' ~ source_name ~ '__' ~ table_name) }}
    where verdict = 'quarantined'

    union all
    {% endfor %}

    select
        source_name,
        table_name,
        file || ' line ' || line_number as row_key,
        'unreadable_line' as reason,
        {{ json_of({'line': 'line_text', 'problem': 'problem'}) }} as raw_row,
        cast(null as timestamp) as loaded_at
    from {{ source('intake', 'unreadable_lines') }}

)

select * from rejected
