{# The first word of a name in capitals without accents: enough to tell a couple's two accounts apart, not to join two. #}
{% macro first_name(full_name) -%}
    upper({{ without_accents(dbt.split_part(full_name, "' '", 1)) }})
{%- endmacro %}
