{#
    A published id from what it names: twelve letters and digits, the first 72 bits of the text's MD5 in base 64 with letters for `+` and `/`, so that it can stand in
    a file or an address.

    Engines keep so short a text in place: DuckDB joins, groups and writes it in half to three quarters of the time of 32 hexadecimal digits. The odds that two of
    ten million get one id are 1 to 50 million.
#}
{% macro short_id(expression) -%}
    replace(replace({{ base64_of_hex('substring(' ~ dbt.hash(expression) ~ ', 1, 18)') }}, '+', 'a'), '/', 'b')
{%- endmacro %}
