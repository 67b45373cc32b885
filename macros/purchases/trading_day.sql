{# The local day of a sale that ends at four in the morning, when no mall sells: a sale just before midnight and its receipt just after it are of one. #}
{% macro trading_day(utc) -%}
    cast({{ dbt.dateadd('hour', -4, local_timestamp(utc)) }} as date)
{%- endmacro %}
