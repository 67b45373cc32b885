{# True where a value comes keyed already: 64 hexadecimal digits. #}
{% macro is_keyed(expression) -%}
    {{ matches('lower(' ~ expression ~ ')', '^[0-9a-f]{64}$') }}
{%- endmacro %}
