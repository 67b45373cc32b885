{#
    The keyed value of an identifier that may come keyed: CPFs, e-mails and phone numbers, which a partner keys with the shared key before they leave it. Such a value
    stays. Everything else is keyed whatever it looks like: a card's token may well have 64 hexadecimal digits of its own.
#}
{% macro keyed_once(expression) -%}
    {%- if var('lint', false) %}{{ return(expression) }}{% endif -%}
    case
        when length({{ expression }}) = 64 and {{ is_keyed(expression) }} then {{ expression }}
        else {{ keyed(expression) }}
    end
{%- endmacro %}
