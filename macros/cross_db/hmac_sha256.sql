{#
    HMAC-SHA-256 of the UTF-8 bytes of a text, in hexadecimal digits. The key comes as HMAC's inner and outer key blocks, so that SHA-256 is all that an engine needs,
    and in hexadecimal digits, since the engines name bytes differently.
#}
{% macro hmac_sha256(expression, inner_pad, outer_pad) -%}
    {{ return(adapter.dispatch('hmac_sha256', 'vitrine')(expression, inner_pad, outer_pad)) }}
{%- endmacro %}

{% macro default__hmac_sha256(expression, inner_pad, outer_pad) -%}
    encode(sha256(decode({{ outer_pad }}, 'hex') || sha256(decode({{ inner_pad }}, 'hex') || convert_to({{ expression }}, 'UTF8'))), 'hex')
{%- endmacro %}

{% macro duckdb__hmac_sha256(expression, inner_pad, outer_pad) -%}
    sha256(unhex({{ outer_pad }}) || unhex(sha256(unhex({{ inner_pad }}) || encode({{ expression }}))))
{%- endmacro %}

{% macro redshift__hmac_sha256(expression, inner_pad, outer_pad) -%}
    sha2(from_hex({{ outer_pad }} || sha2(from_hex({{ inner_pad }} || to_hex(cast({{ expression }} as varbyte))), 256)), 256)
{%- endmacro %}

{% macro bigquery__hmac_sha256(expression, inner_pad, outer_pad) -%}
    to_hex(sha256(from_hex({{ outer_pad }}) || sha256(from_hex({{ inner_pad }}) || cast({{ expression }} as bytes))))
{%- endmacro %}
