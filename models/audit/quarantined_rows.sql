-- Every raw row that could not be used, with the first reason why. Of what is personal
-- in it only the shape is shown; of a line that is no row, of all of it.
{%- set emptied = "'" ~ nothing_left() ~ "'" %}

with

rejected as (

    {% for source_name, table_name in staged_tables() %}
    {% set model_name = 'stg_' ~ source_name ~ '__' ~ table_name %}
    select
        '{{ source_name }}' as source_name,
        '{{ table_name }}' as table_name,
        row_key,
        reject_reason as reason,
        raw_row,
        {{ masked_row(source_name, table_name, 'raw_row') }} as masked_row,
        loaded_at,
        first_loaded_at as first_seen_at
    from {{ after_erasure(model_name) }}
    where verdict = 'quarantined'

    union all
    {% endfor %}

    select
        source_name,
        table_name,
        file || ' line ' || line_number as row_key,
        'unreadable_line' as reason,
        line_text as raw_row,
        {{ json_of({'line': shape_of('line_text'), 'problem': 'problem'}) }}
            as masked_row,
        cast(null as timestamp) as loaded_at,
        cast(null as timestamp) as first_seen_at
    from {{ source('intake', 'unreadable_lines') }}

)

select
    source_name,
    table_name,
    case
        when row_key is not null and not {{ looks_personal('row_key') }} then row_key
        -- what is left of an erased person's row has no key, not even a keyed one
        when raw_row = {{ emptied }}
            then 'erased ' || row_number() over (
                partition by source_name, table_name, raw_row
                order by loaded_at, reason
            )
        else 'row ' || substring({{ keyed('raw_row') }}, 1, 32)
    end as row_key,
    reason,
    masked_row as raw_row,
    loaded_at,
    first_seen_at
from rejected
