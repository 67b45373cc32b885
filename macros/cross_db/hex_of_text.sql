{# The UTF-8 bytes of a text in hexadecimal digits: each engine turns text into bytes, and bytes into digits, by functions of its own. #}
{% macro hex_of_text(expression) -%}
    {{ return(adapter.dispatch('hex_of_text', 'vitrine')(expression)) }}
{%- endmacro %}

{% macro default__hex_of_text(expression) -%}
    encode(convert_to({{ expression }}, 'UTF8'), 'hex')
{%- endmacro %}

{% macro duckdb__hex_of_text(expression) -%}
    hex(encode({{ expression }}))
{%- endmacro %}

{% macro redshift__hex_of_text(expression) -%}
    to_hex(cast({{ expression }} as varbyte))
{%- endmacro %}

{% macro bigquery__hex_of_text(expression) -%}
    to_hex(cast({{ expression }} as bytes))
{%- endmacro %}
