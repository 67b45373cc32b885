{#
    A phone number as digits with its country code, or null where it is none. `digits` names a column with digits only and no leading zeros.

    Brazilian numbers may lack the country code; mobile numbers from before 2016 lack the ninth digit and get it. A number with + keeps its country.
#}
{% macro clean_phone(expression, digits) -%}
    case
        when {{ expression }} like '+%' and {{ digits }} not like '55%' and length({{ digits }}) between 8 and 15 then {{ digits }}
        when length({{ digits }}) = 13 and {{ digits }} like '55%' then {{ digits }}
        when length({{ digits }}) = 12 and {{ digits }} like '55%' and substring({{ digits }}, 5, 1) >= '6'
            then substring({{ digits }}, 1, 4) || '9' || substring({{ digits }}, 5, 8)
        when length({{ digits }}) = 12 and {{ digits }} like '55%' then {{ digits }}
        when length({{ digits }}) = 11 and substring({{ digits }}, 3, 1) = '9' then '55' || {{ digits }}
        when length({{ digits }}) = 10 and substring({{ digits }}, 3, 1) >= '6'
            then '55' || substring({{ digits }}, 1, 2) || '9' || substring({{ digits }}, 3, 8)
        when length({{ digits }}) = 10 then '55' || {{ digits }}
    end
{%- endmacro %}
