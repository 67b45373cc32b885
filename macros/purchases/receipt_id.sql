{# The key of an independent store's receipt: store, receipt number and local day. Needs `store_codes` joined. #}
{% macro receipt_id(receipts) -%}
    store_codes.store_id || '|' || {{ receipts }}.receipt_number || '|' || cast({{ receipts }}.sale_date as {{ dbt.type_string() }})
{%- endmacro %}
