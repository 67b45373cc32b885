{# Lines that no reader could split into fields, for quarantine; an empty table where there are none. DuckDB only. #}
{% macro unreadable_lines_statement(path) %}
    create or replace table intake.unreadable_lines as
    {% if path -%}
        select * from read_parquet('{{ path }}')
    {%- else -%}
        select
            null::varchar as source_name, null::varchar as table_name, null::varchar as file,
            null::bigint as line_number, null::varchar as line_text, null::varchar as problem
        where false
    {%- endif %}
{% endmacro %}
