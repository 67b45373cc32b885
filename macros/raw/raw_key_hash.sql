{#
    A 64-bit number from the natural key of a raw row, 0 where a part of the key is missing, made of the key's raw columns alone: what `row_key` is,
    before the row is typed.
#}
{% macro raw_key_hash(contract) -%}
    {%- set typed = {} -%}
    {%- for column in contract.columns if column.name in contract.key -%}
        {%- do typed.update({column.name: typed_value(column, column.name, cleaned_value(column, column.name))}) -%}
    {%- endfor -%}
    coalesce({{ short_hash(row_key(contract, typed)) }}, 0)
{%- endmacro %}
