{# F, M or other. #}
{% macro clean_gender(expression) -%}
    case
        when lower({{ expression }}) in ('f', 'fem', 'female', 'feminino', 'mulher', 'woman') then 'F'
        when lower({{ expression }}) in ('m', 'masc', 'male', 'masculino', 'homem', 'man') then 'M'
        when {{ expression }} is not null then 'other'
    end
{%- endmacro %}
