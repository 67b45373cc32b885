{# The delivery in a row's fingerprint, which is its last twelve bits: a number below 4096, of a signed number as well. #}
{% macro delivery_of(fingerprint) -%}
    mod(mod({{ fingerprint }}, 4096) + 4096, 4096)
{%- endmacro %}
