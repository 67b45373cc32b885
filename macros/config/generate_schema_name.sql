{#
    Schemas are named as the contract names them (`marts`, `audit` …); on a shared warehouse the profile's schema goes before them (`analytics_marts`).

    Overrides dbt's own macro of this name.
#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {%- if custom_schema_name is none -%}
        {{ target.schema }}
    {%- elif target.type == 'duckdb' or custom_schema_name.startswith('raw_') -%}
        {{ custom_schema_name | trim }}
    {%- else -%}
        {{ target.schema }}_{{ custom_schema_name | trim }}
    {%- endif -%}
{%- endmacro %}
