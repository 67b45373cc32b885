{#
    Says that a common table expression shall be read again by each of its readers, each with the few columns it needs,
    where the engine would otherwise keep all of its rows and columns for the second reader.
#}
{% macro not_materialized() -%}
    {{ return(adapter.dispatch('not_materialized', 'vitrine')()) }}
{%- endmacro %}

{% macro default__not_materialized() %}{% endmacro %}

{% macro duckdb__not_materialized() -%}
    not materialized
{%- endmacro %}

{% macro postgres__not_materialized() -%}
    not materialized
{%- endmacro %}

{#- without this, dbt would take PostgreSQL's -#}
{% macro redshift__not_materialized() -%}
{%- endmacro %}
