{#
    The hash of an identifier's type and value, by which identifiers are numbered and people are called: no order of files or rows decides either.
#}
{% macro node_hash(relation=none) -%}
    {%- set table = relation ~ '.' if relation else '' -%}
    {{ dbt.hash(table ~ "node_type || ':' || " ~ table ~ "node_key") }}
{%- endmacro %}
