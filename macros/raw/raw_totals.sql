{# Rows and money of a raw table, counted in the table itself. #}
{% macro raw_totals(source_name, table_name) %}
    {% set relation = raw(source_name, table_name) %}
    {% if execute %}
    {% set contract = only_amount_columns(raw_contract(source_name, table_name)) %}
    select
        '{{ source_name }}' as source_name,
        '{{ table_name }}' as table_name,
        count(*) as raw_rows,
        coalesce(sum({{ row_amount(contract) }}), 0) as raw_amount
    from {% if contract.columns %}({{ typed_rows(contract, relation) }}) as typed{% else %}{{ relation }}{% endif %}
    {% endif %}
{% endmacro %}
