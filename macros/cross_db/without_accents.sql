{# Latin letters without their accents; the engines have functions of their own for it, or none, and all have `translate`. #}
{% macro without_accents(expression) -%}
    translate({{ expression }}, 'áàâãäéèêëíìîïóòôõöúùûüçñÁÀÂÃÄÉÈÊËÍÌÎÏÓÒÔÕÖÚÙÛÜÇÑ', 'aaaaaeeeeiiiiooooouuuucnAAAAAEEEEIIIIOOOOOUUUUCN')
{%- endmacro %}
