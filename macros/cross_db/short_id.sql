{#
    A published id from what it names: twelve letters and digits, the first 72 bits of the text's MD5 in base 64 with letters for `+` and `/`, so that it can stand in
    a file or an address (docs/decisions/0011-ids-are-short.md).
#}
{% macro short_id(expression) -%}
    replace(replace({{ base64_of_hex('substring(' ~ dbt.hash(expression) ~ ', 1, 18)') }}, '+', 'a'), '/', 'b')
{%- endmacro %}
