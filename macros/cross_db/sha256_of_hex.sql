{# SHA-256, in hexadecimal digits, of bytes that are themselves given in hexadecimal digits: digits go in and come out since the engines name bytes differently. #}
{% macro sha256_of_hex(hex_digits) -%}
    {{ return(adapter.dispatch('sha256_of_hex', 'vitrine')(hex_digits)) }}
{%- endmacro %}

{% macro default__sha256_of_hex(hex_digits) -%}
    encode(sha256(decode({{ hex_digits }}, 'hex')), 'hex')
{%- endmacro %}

{% macro duckdb__sha256_of_hex(hex_digits) -%}
    sha256(unhex({{ hex_digits }}))
{%- endmacro %}

{% macro redshift__sha256_of_hex(hex_digits) -%}
    sha2(from_hex({{ hex_digits }}), 256)
{%- endmacro %}

{% macro bigquery__sha256_of_hex(hex_digits) -%}
    to_hex(sha256(from_hex({{ hex_digits }})))
{%- endmacro %}
