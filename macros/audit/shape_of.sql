{#
    The shape of a text: every digit a 9 and every letter an a, punctuation and spaces as they are.

    It says what whoever mends a row must know, such as a CPF of ten digits or an e-mail without its @, and nothing of whose it is.
#}
{% macro shape_of(expression) -%}
    {{ replaced(replaced(expression, '[0-9]', '9'), '[^9[:space:][:punct:]]', 'a') }}
{%- endmacro %}
