{# The staging models without a column that names or finds a person: nobody can be erased from them. #}
{% macro tables_of_nobody() %}
    {{ return(['stg_mall__stores', 'stg_mall__pos_sale_lines', 'stg_mall__customer_survey', 'stg_streaming__packages']) }}
{% endmacro %}
