{#
    An end of the 95 % interval of a share by Wilson's score method: `side` is '-' for the lower and '+' for the upper. Sound for few people and for shares of
    0 and 1, where the textbook's interval has no width. Null of nobody.
#}
{% macro wilson_bound(events, people, side) -%}
    {%- set share = share_of(events, people) -%}
    {%- set number = 'nullif(cast(' ~ people ~ ' as ' ~ type_double() ~ '), 0)' -%}
    (
        ({{ share }} + 1.920729 / {{ number }} {{ side }} 1.959964 * sqrt({{ share }} * (1 - {{ share }}) / {{ number }} + 0.960365 / ({{ number }} * {{ number }})))
        / (1 + 3.841459 / {{ number }})
    )
{%- endmacro %}
