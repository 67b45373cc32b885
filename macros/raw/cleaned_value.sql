{#
    The first of two steps from a raw value to a typed one: text without the punctuation that its format does not care for.

    Two steps, since check digits look at every digit: what they look at should be a column, not a nested expression. A column of numbers with gaps
    comes from a data frame as `551133334444.0`, and a browser writes `R$ 12,00` with a blank that does not break.
#}
{% macro cleaned_value(column, value) -%}
    {%- set format = column.format | default(column.data_type) -%}
    {%- if format == 'cpf' -%}
        {{ cpf_digits(without(text(value), '[.]0$|[^0-9]')) }}
    {%- elif format == 'phone' -%}
        {{ without(without(text(value), '[.]0$|[^0-9]'), '^0+') }}
    {%- elif format in ('mac', 'plate', 'postal_code') -%}
        {{ without('upper(' ~ text(value) ~ ')', '[^0-9A-Z]') }}
    {%- elif format == 'br_money' -%}
        {{ without(text(value), '[R$[:space:]\u00a0]') }}
    {%- elif format in ('timestamp', 'date', 'decimal', 'integer') -%}
        {{ value }}
    {%- else -%}
        {{ text(value) }}
    {%- endif -%}
{%- endmacro %}
