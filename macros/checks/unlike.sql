{#
    Rows for the cases whose answer here is not the expected one: `cases` maps a promise to the SQL that is asked and the text that is expected on every engine, 'null'
    for a null. `source` is what the SQL reads, if anything.
#}
{% macro unlike(cases, source=none) -%}
    select promise, actual, expected
    from (
        {% for promise, (actual, expected) in cases.items() -%}
        select
            '{{ promise }}' as promise,
            coalesce(cast({{ actual }} as {{ dbt.type_string() }}), 'null') as actual,
            '{{ expected }}' as expected
        {{ 'from ' ~ source if source }}
        {{ 'union all' if not loop.last }}
        {% endfor %}
    ) as answers
    where actual <> expected
{%- endmacro %}
