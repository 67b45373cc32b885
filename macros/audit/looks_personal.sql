{#
    True where a text has the form of a CPF, an e-mail, a phone number or a device address, or of a keyed value.

    Columns slip: a CPF typed into an amount is why that row is quarantined, and it must not stand there for all to read.
#}
{% macro looks_personal(expression) -%}
    {{ matches(
        expression,
        '@|[0-9]{3}[.]?[0-9]{3}[.]?[0-9]{3}[-/ ]?[0-9]{2}|[(][0-9]{2}[)]|[+][0-9]{8}|[0-9]{4,5}[- ][0-9]{4}([^0-9]|$)'
        ~ '|([0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}|[0-9A-Fa-f]{64}'
    ) }}
{%- endmacro %}
