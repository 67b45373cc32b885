{#
    The natural logarithm of n! for a whole number from 0 on, to about 13 digits.

    PostgreSQL 16 and Redshift have no such function. It is Stirling's series at n + 9, less the factors that this adds; there the first term left out is under 1e-10.
#}
{% macro ln_factorial(n) -%}
    {%- set n = 'cast(' ~ n ~ ' as ' ~ type_double() ~ ')' -%}
    {%- set z = '(' ~ n ~ ' + 9)' -%}
    {%- set factors = [] -%}
    {%- for added in range(1, 9) %}{% do factors.append('(' ~ n ~ ' + ' ~ added ~ ')') %}{% endfor -%}
    (({{ z }} - 0.5) * ln({{ z }}) - {{ z }} + 0.918938533204672742
    + 1 / (12 * {{ z }}) - 1 / (360 * {{ z }} * {{ z }} * {{ z }}) + 1 / (1260 * {{ z }} * {{ z }} * {{ z }} * {{ z }} * {{ z }})
    - ln({{ factors | join(' * ') }}))
{%- endmacro %}
