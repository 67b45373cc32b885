{# Leaves a copy of the raw contract in `intake.raw_contract` for unit tests, which see no sources. #}
{% macro save_raw_contract() %}
    {% set schema = generate_schema_name('intake', none) %}
    {% do run_query('create schema if not exists ' ~ schema) %}
    {% set statement %}
        {% for contract in raw_tables() %}
        select '{{ contract.source }}' as source_name, '{{ contract.table }}' as table_name, '{{ escape_single_quotes(tojson(contract)) }}' as contract
        {{ 'union all' if not loop.last }}
        {% endfor %}
    {% endset %}
    {% do run_query('drop table if exists ' ~ schema ~ '.raw_contract') %}
    {% do run_query('create table ' ~ schema ~ '.raw_contract as ' ~ statement) %}
{% endmacro %}
