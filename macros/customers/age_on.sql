{#
    Completed years on a day, from the birth date, else from the year of birth; null where neither is known or the result is no age.

    A date difference in years counts calendar years, one too many before the birthday.
#}
{% macro age_on(birth_date, birth_year, day) -%}
    {%- set years -%}
        extract(year from {{ day }}) - coalesce(extract(year from {{ birth_date }}), {{ birth_year }})
        - case
            when extract(month from {{ birth_date }}) * 100 + extract(day from {{ birth_date }})
                > extract(month from {{ day }}) * 100 + extract(day from {{ day }}) then 1 else 0
        end
    {%- endset -%}
    case when {{ years }} between 0 and 120 then cast({{ years }} as {{ dbt.type_int() }}) end
{%- endmacro %}
