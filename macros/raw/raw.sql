{#
    The rows of a raw table, with every column of the contract, whether the loader brought it or not.

    On DuckDB the on-run-start hook has made such a view already. Elsewhere an absent optional table or column is filled with typed nulls here.
#}
{% macro raw(source_name, table_name) -%}
    {{ return(adapter.dispatch('raw', 'vitrine')(source_name, table_name)) }}
{%- endmacro %}

{% macro default__raw(source_name, table_name) -%}
    {{ source(source_name, table_name) }}
{%- endmacro %}
