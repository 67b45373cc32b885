{#
    A 64-bit number from a text, for grouping many texts cheaply. Different texts may share one, and engines and
    versions compute it differently, so it never leaves the statement that asks for it.
#}
{% macro short_hash(expression) -%}
    {{ return(adapter.dispatch('short_hash', 'vitrine')(expression)) }}
{%- endmacro %}

{% macro default__short_hash(expression) -%}
    hashtextextended({{ expression }}, 0)
{%- endmacro %}

{% macro duckdb__short_hash(expression) -%}
    hash({{ expression }})
{%- endmacro %}

{% macro redshift__short_hash(expression) -%}
    fnv_hash({{ expression }})
{%- endmacro %}

{% macro bigquery__short_hash(expression) -%}
    farm_fingerprint({{ expression }})
{%- endmacro %}
