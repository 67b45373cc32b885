{# A select of the given rows, each a list of texts, with the given column names; of no rows where none are given. #}
{% macro rows_of(column_names, rows) -%}
    {% for row in rows or [column_names] -%}
    select
        {%- for name in column_names %}
        {{ dbt.string_literal(row[loop.index0] | string) }} as {{ name }}{{ ',' if not loop.last }}
        {%- endfor %}
    {% if not rows %}from (select 1 as number) as nothing where number = 0{% endif %}
    {{ 'union all' if not loop.last }}
    {% endfor %}
{%- endmacro %}
