{# Latin letters without their accents; the engines have functions of their own for it, or none, and all have `translate`. #}
{% macro without_accents(expression) -%}
    {{ return(adapter.dispatch('without_accents', 'vitrine')(
        expression, 'áàâãäéèêëíìîïóòôõöúùûüçñÁÀÂÃÄÉÈÊËÍÌÎÏÓÒÔÕÖÚÙÛÜÇÑ', 'aaaaaeeeeiiiiooooouuuucnAAAAAEEEEIIIIOOOOOUUUUCN'
    )) }}
{%- endmacro %}

{% macro default__without_accents(expression, letters, without) -%}
    translate({{ expression }}, '{{ letters }}', '{{ without }}')
{%- endmacro %}

{# DuckDB takes several times longer to translate a text than to see that there is nothing to translate, as in most names. #}
{% macro duckdb__without_accents(expression, letters, without) -%}
    case
        when {{ matches(expression, '[' ~ letters ~ ']') }} then {{ default__without_accents(expression, letters, without) }}
        else {{ expression }}
    end
{%- endmacro %}
