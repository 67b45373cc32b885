{# Rows and money of a raw table by day, counted in the table itself. #}
{% macro raw_totals(source_name, table_name) %}
    {% set relation = raw(source_name, table_name) %}
    {% if execute %}
    {% set contract = only_counted_columns(raw_contract(source_name, table_name)) %}
    select
        '{{ source_name }}' as source_name,
        '{{ table_name }}' as table_name,
        event_day,
        count(*) as raw_rows,
        sum(row_amount) as raw_amount
    from (
        select
            {{ event_day(contract) }} as event_day,
            {{ row_amount(contract) }} as row_amount
        from {% if contract.columns %}({{ typed_rows(contract, relation) }}) as typed{% else %}{{ relation }}{% endif %}
        {{ known_by_then(contract) }}
    ) as counted
    group by event_day
    {% endif %}
{% endmacro %}
