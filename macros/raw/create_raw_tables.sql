{#
    `dbt run-operation create_raw_tables`, where a loader brings the files: every raw table of the contract that is not there yet, with text columns. Staging
    reads them with care, so a file need not be clean to be loaded.
#}
{% macro create_raw_tables() %}
    {% for contract in raw_tables() if execute %}
        {% set columns = [] %}
        {% for column in contract.columns %}{% do columns.append(column.name ~ ' ' ~ dbt.type_string()) %}{% endfor %}
        {% do run_query('create schema if not exists ' ~ contract.schema) %}
        {% do run_query('create table if not exists ' ~ contract.schema ~ '.' ~ contract.table ~ ' (' ~ columns | join(', ') ~ ')') %}
    {% endfor %}
{% endmacro %}
