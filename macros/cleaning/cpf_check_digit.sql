{# The check digit that follows the first `length` digits of a CPF, as text: weights fall to 2, modulo 11 (Receita Federal). #}
{% macro cpf_check_digit(cpf, length) -%}
    cast(mod(mod(10 * (
        {%- for position in range(1, length + 1) -%}
            {{ ' + ' if not loop.first }}{{ length + 2 - position }} * cast(substring({{ cpf }}, {{ position }}, 1) as {{ dbt.type_int() }})
        {%- endfor -%}
    ), 11), 10) as {{ dbt.type_string() }})
{%- endmacro %}
