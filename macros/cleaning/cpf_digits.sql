{#
    Eleven digits, or null where these digits cannot be a CPF. Spreadsheets drop leading zeros, so nine and ten digits are filled up.
#}
{% macro cpf_digits(digits) -%}
    case when length({{ digits }}) between 9 and 11 then lpad({{ digits }}, 11, '0') end
{%- endmacro %}
