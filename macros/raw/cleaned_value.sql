{#
    The first of two steps from a raw value to a typed one: text without the punctuation that its format does not care for.

    Two steps, since check digits look at every digit: what they look at should be a column, not a nested expression.
#}
{% macro cleaned_value(column, value) -%}
    {%- set format = column.format | default(column.data_type) -%}
    {%- if format == 'cpf' -%}
        {{ cpf_digits(without(text(value), '[^0-9]')) }}
    {%- elif format == 'phone' -%}
        {{ without(without(text(value), '[^0-9]'), '^0+') }}
    {%- elif format in ('mac', 'plate', 'postal_code') -%}
        {{ without('upper(' ~ text(value) ~ ')', '[^0-9A-Z]') }}
    {%- elif format == 'br_money' -%}
        {{ without(text(value), '[R$[:space:]]') }}
    {%- elif format in ('timestamp', 'date', 'decimal', 'integer') -%}
        {{ value }}
    {%- else -%}
        {{ text(value) }}
    {%- endif -%}
{%- endmacro %}
