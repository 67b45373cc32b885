{# Latin letters without their accents. #}
{% macro without_accents(expression) -%}
    {{ return(adapter.dispatch('without_accents', 'vitrine')(expression)) }}
{%- endmacro %}

{% macro default__without_accents(expression) -%}
    translate({{ expression }}, 'áàâãäéèêëíìîïóòôõöúùûüçñÁÀÂÃÄÉÈÊËÍÌÎÏÓÒÔÕÖÚÙÛÜÇÑ', 'aaaaaeeeeiiiiooooouuuucnAAAAAEEEEIIIIOOOOOUUUUCN')
{%- endmacro %}
