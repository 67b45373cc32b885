{# The optional columns of a raw table whose text may turn out not to be a value. #}
{% macro repairable_columns(contract) %}
    {% set names = [] %}
    {% for column in contract.columns if not column.required and not (column.data_type == 'string' and column.format is not defined and 'values' not in column) %}
        {% do names.append(column.name) %}
    {% endfor %}
    {{ return(names) }}
{% endmacro %}
