{#
    The rows of a raw table, with every column of the contract, whether the loader brought it or not.

    On DuckDB the on-run-start hook has made such a view already. Elsewhere an absent optional table or column is filled with nulls here, as text, which
    is what a loader of CSV files brings.
#}
{% macro raw(source_name, table_name) -%}
    {{ return(adapter.dispatch('raw', 'vitrine')(source_name, table_name)) }}
{%- endmacro %}

{% macro duckdb__raw(source_name, table_name) -%}
    {{ source(source_name, table_name) }}
{%- endmacro %}

{% macro default__raw(source_name, table_name) -%}
    {%- set relation = source(source_name, table_name) -%}
    {#- a unit test gives rows instead, and an offline compile asks no warehouse -#}
    {%- if not execute or 'sources' not in graph or flags.WHICH not in ('build', 'run', 'test') %}{{ return(relation) }}{% endif -%}
    {%- set there = columns_of(relation) -%}
    {%- set columns = raw_contract(source_name, table_name).columns | map(attribute='name') | list -%}
    {%- if columns | reject('in', there) | list | length == 0 %}{{ return(relation) }}{% endif -%}
    (
        select
            {% for column in columns -%}
            {{ column if column in there else 'cast(null as ' ~ dbt.type_string() ~ ') as ' ~ column }}{{ ',' if not loop.last }}
            {% endfor %}
        {{ 'from ' ~ relation if there else 'where 1 = 0' }}
    ) as {{ table_name }}
{%- endmacro %}
