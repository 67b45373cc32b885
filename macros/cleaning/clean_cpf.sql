{#
    A CPF as its eleven digits where both check digits are right, else null. `digits` names a column that holds digits only.

    Spreadsheets drop leading zeros, so nine and ten digits are filled up first. A CPF of one digit repeated passes the check and is nobody's.
#}
{% macro clean_cpf(digits) -%}
    {%- set cpf = "lpad(" ~ digits ~ ", 11, '0')" -%}
    case
        when length({{ digits }}) between 9 and 11
            and replace({{ cpf }}, substring({{ cpf }}, 1, 1), '') <> ''
            and {{ cpf_check_digit(cpf, 9) }} = substring({{ cpf }}, 10, 1)
            and {{ cpf_check_digit(cpf, 10) }} = substring({{ cpf }}, 11, 1)
            then {{ cpf }}
    end
{%- endmacro %}
