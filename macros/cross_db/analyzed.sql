{#
    Tells the planner what is in a table that was just made: a post-hook where many rows are joined by several columns. PostgreSQL learns of a new table only
    minutes later by itself, and guesses until then that hardly a row matches: a join of seconds became one of hours.
#}
{% macro analyzed(relation) -%}
    {{ return(adapter.dispatch('analyzed', 'vitrine')(relation)) }}
{%- endmacro %}

{% macro default__analyzed(relation) %}{% endmacro %}

{% macro postgres__analyzed(relation) -%}
    analyze {{ relation }}
{%- endmacro %}

{#- without this, dbt would take PostgreSQL's; Redshift analyses new tables as it makes them -#}
{% macro redshift__analyzed(relation) %}{% endmacro %}
