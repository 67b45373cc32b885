{# A yes or no in the usual spellings, or null where it is neither. #}
{% macro clean_boolean(expression) -%}
    case
        when lower({{ expression }}) in ('true', 't', '1', 'yes', 'y', 'sim', 's') then true
        when lower({{ expression }}) in ('false', 'f', '0', 'no', 'n', 'nao', 'não') then false
    end
{%- endmacro %}
