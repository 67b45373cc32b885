{# The last word of a name in capitals without accents, null where there is one word only: what families mostly share. #}
{% macro last_name(full_name) -%}
    case
        when {{ full_name }} like '% %'
            then upper({{ without_accents(dbt.split_part(full_name, "' '", -1)) }})
    end
{%- endmacro %}
