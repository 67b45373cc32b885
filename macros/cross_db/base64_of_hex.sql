{# Bytes that are given in hexadecimal digits, in base 64. #}
{% macro base64_of_hex(hex_digits) -%}
    {{ return(adapter.dispatch('base64_of_hex', 'vitrine')(hex_digits)) }}
{%- endmacro %}

{% macro default__base64_of_hex(hex_digits) -%}
    encode(decode({{ hex_digits }}, 'hex'), 'base64')
{%- endmacro %}

{% macro duckdb__base64_of_hex(hex_digits) -%}
    to_base64(unhex({{ hex_digits }}))
{%- endmacro %}

{% macro redshift__base64_of_hex(hex_digits) -%}
    from_varbyte(from_hex({{ hex_digits }}), 'base64')
{%- endmacro %}

{% macro bigquery__base64_of_hex(hex_digits) -%}
    to_base64(from_hex({{ hex_digits }}))
{%- endmacro %}
