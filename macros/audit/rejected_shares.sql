{#
    The share of rows that staging could not use, and of values of each column, of one raw table: table_name, column_name, row_count, rejected_count.
    The column is called `row` where the whole row counts. Duplicates take no part.
#}
{% macro rejected_shares(source_name, table_name, relation) %}
    {% set columns = (raw_contract(source_name, table_name).columns if execute else []) | map(attribute='name') | list %}
    with

    counted as (

        select
            count(*) as row_count,
            {% for column in columns -%}
            count(
                case
                    when reject_reason in ('missing_{{ column }}', 'unreadable_{{ column }}') then 1
                    when ';' || repairs like '%;{{ column }};%' then 1
                end
            ) as {{ column }}_rejected,
            {% endfor -%}
            count(case when verdict = 'quarantined' then 1 end) as row_rejected
        from {{ relation }}
        where verdict <> 'duplicate'

    )

    {% for column in ['row'] + columns %}
    select
        '{{ table_name }}' as table_name,
        '{{ column }}' as column_name,
        row_count,
        {{ column }}_rejected as rejected_count
    from counted
    {{ 'union all' if not loop.last }}
    {% endfor %}
{% endmacro %}
