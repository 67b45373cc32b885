{# The select of lines that no reader could split into fields, for quarantine: from a Parquet file, or none where Vitrine reads no files. #}
{% macro unreadable_lines_statement(path=none) %}
    {% if path -%}
        select * from read_parquet('{{ path }}')
    {%- else -%}
        select
            {% for column in ['source_name', 'table_name', 'file', 'line_text', 'problem'] -%}
            cast(null as {{ dbt.type_string() }}) as {{ column }},
            {% endfor -%}
            cast(null as {{ dbt.type_bigint() }}) as line_number
        limit 0
    {%- endif %}
{% endmacro %}
