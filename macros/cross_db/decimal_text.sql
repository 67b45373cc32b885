{# A number as text with a fixed count of decimals: BigQuery leaves zeros at the end out, where the others write them. #}
{% macro decimal_text(expression, decimals) -%}
    {{ return(adapter.dispatch('decimal_text', 'vitrine')(expression, decimals)) }}
{%- endmacro %}

{% macro default__decimal_text(expression, decimals) -%}
    cast(cast({{ expression }} as decimal(18, {{ decimals }})) as {{ dbt.type_string() }})
{%- endmacro %}

{% macro bigquery__decimal_text(expression, decimals) -%}
    format('%.{{ decimals }}f', cast({{ expression }} as numeric))
{%- endmacro %}
