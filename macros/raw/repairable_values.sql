{# One row for each optional column whose text may turn out not to be a value. #}
{% macro repairable_values() %}
    {% if execute %}
        {% set rows = [] %}
        {% for source_name, table_name in staged_tables() %}
            {% for column_name in repairable_columns(raw_contract(source_name, table_name)) %}
                {% do rows.append("select '" ~ source_name ~ "' as source_name, '" ~ table_name ~ "' as table_name, '" ~ column_name ~ "' as column_name") %}
            {% endfor %}
        {% endfor %}
        {{ rows | join('\n    union all\n    ') }}
    {% endif %}
{% endmacro %}
