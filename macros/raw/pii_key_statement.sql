{# Fills `vault.pii_key`. The key never stands in SQL text, which dbt logs: a function brings it. DuckDB only. #}
{% macro pii_key_statement(folder) %}
    create or replace table vault.pii_key as
    select
        vitrine_pii_pad('{{ escape_single_quotes(folder) }}', 'inner') as inner_pad,
        vitrine_pii_pad('{{ escape_single_quotes(folder) }}', 'outer') as outer_pad
{% endmacro %}
