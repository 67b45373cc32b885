{#
    A 64-bit number from the values of several columns, null or not: two rows with one number are the same row.

    Engines, and versions of them, compute it differently. So it may be kept, but only to be compared by the engine that made it: after an
    upgrade every row looks new, and is judged again.
#}
{% macro fingerprint(columns) -%}
    {{ return(adapter.dispatch('fingerprint', 'vitrine')(columns)) }}
{%- endmacro %}

{% macro default__fingerprint(columns) -%}
    {%- set named = {} -%}
    {%- for column in columns %}{% do named.update({'c' ~ loop.index: column}) %}{% endfor -%}
    {{ short_hash(json_of(named)) }}
{%- endmacro %}

{% macro duckdb__fingerprint(columns) -%}
    hash({{ columns | join(', ') }})
{%- endmacro %}
