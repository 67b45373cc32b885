{#
    A CPF as its eleven digits where both check digits are right, else null. `digits` names a column of `cpf_digits`.

    A CPF of one digit repeated passes the check and is nobody's.
#}
{% macro clean_cpf(digits) -%}
    case
        when replace({{ digits }}, substring({{ digits }}, 1, 1), '') <> ''
            and {{ cpf_check_digit(digits, 9) }} = substring({{ digits }}, 10, 1)
            and {{ cpf_check_digit(digits, 10) }} = substring({{ digits }}, 11, 1)
            then {{ digits }}
    end
{%- endmacro %}
