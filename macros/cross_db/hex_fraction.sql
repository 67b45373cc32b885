{#
    The first six hexadecimal digits of a text as a fraction, 0 to just below 1, exact in a double.

    Engines read hexadecimal numbers by functions of their own, or not at all, so each digit is looked up.
#}
{% macro hex_fraction(expression) -%}
    (cast(
        {%- for place in range(1, 7) %}
        {{ '+ ' if not loop.first }}({{ dbt.position('substring(' ~ expression ~ ', ' ~ place ~ ', 1)', "'0123456789abcdef'") }} - 1) * {{ 16 ** (6 - place) }}
        {%- endfor %}
    as {{ type_double() }}) / {{ 16 ** 6 }})
{%- endmacro %}
