{# The year of birth that an age at registration implies; used where the birth date is unknown, so that people grow older. #}
{% macro birth_year_from_age(age, registered_at, updated_at) -%}
    cast(extract(year from {{ local_date("coalesce(" ~ registered_at ~ ", " ~ updated_at ~ ")") }}) as {{ dbt.type_int() }}) - {{ age }}
{%- endmacro %}
