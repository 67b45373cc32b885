{#
    The share of rows that staging could not use, and of values of each column, of one raw table: table_name, column_name, row_count, rejected_count.
    The column is called `row` where the whole row counts. Duplicates take no part.
#}
{% macro rejected_shares(source_name, table_name, relation) %}
    {% set columns = (raw_contract(source_name, table_name).columns if execute else []) | map(attribute='name') | list %}
    with

    -- few kinds of rows: each is looked at once, however many there are of it
    kinds as (

        select verdict, reject_reason, repairs, count(*) as frequency
        from {{ relation }}
        where verdict <> 'duplicate'
        group by verdict, reject_reason, repairs

    ),

    counted as (

        select
            coalesce(sum(frequency), 0) as row_count,
            {% for column in columns -%}
            coalesce(sum(
                case
                    when reject_reason in ('missing_{{ column }}', 'unreadable_{{ column }}') then frequency
                    when ';' || repairs like '%;{{ column }};%' then frequency
                end
            ), 0) as {{ column }}_rejected,
            {% endfor -%}
            coalesce(sum(case when verdict = 'quarantined' then frequency end), 0) as row_rejected
        from kinds

    )

    {% for column in ['row'] + columns %}
    select
        '{{ table_name }}' as table_name,
        '{{ column }}' as column_name,
        cast(row_count as {{ dbt.type_bigint() }}) as row_count,
        cast({{ column }}_rejected as {{ dbt.type_bigint() }}) as rejected_count
    from counted
    {{ 'union all' if not loop.last }}
    {% endfor %}
{% endmacro %}
