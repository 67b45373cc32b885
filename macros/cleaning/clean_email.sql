{# An e-mail address in lower case, or null where it is none. #}
{% macro clean_email(expression) -%}
    case when {{ matches('lower(' ~ expression ~ ')', '^[^@[:space:]]+@[^@[:space:]]+[.][^@[:space:].]+$') }} then lower({{ expression }}) end
{%- endmacro %}
