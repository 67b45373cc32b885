{# The regular expression of a time as Brazilian tills write it, for engines that also read what is none. #}
{% macro br_timestamp_form() -%}
    ^[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}[[:space:]]+([01]?[0-9]|2[0-3]):[0-5]?[0-9](:[0-5]?[0-9])?$
{%- endmacro %}
