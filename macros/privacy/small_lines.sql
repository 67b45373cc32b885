{#
    Common table expressions that end in `name`: the rows, or the columns, of a cross table that are withheld whole.

    Of a line of fewer people than `min_cell_size` nothing may be told, not even by what is: all less the other lines would be it, where shares and indexes tell the
    totals of lines. So it is hidden with the next smallest, until there are two lines that together count as many. `table_key` is one value in each cross table.
#}
{% macro small_lines(name, cells, line, counted, table_key) -%}
    {{ name }}_counted as (

        select {{ table_key }}, {{ line }}, sum({{ counted }}) as of_line
        from {{ cells }}
        where {{ counted }} > 0
        group by {{ table_key }}, {{ line }}

    ),

    {{ name }}_summed as (

        select
            *,
            row_number() over (partition by {{ table_key }} order by of_line, {{ line }}) as hiding_position,
            sum(of_line) over (
                partition by {{ table_key }} order by of_line, {{ line }} rows unbounded preceding
            ) - of_line as counted_before,
            min(of_line) over (partition by {{ table_key }}) as fewest
        from {{ name }}_counted

    ),

    {{ name }} as (

        select {{ line }}
        from {{ name }}_summed
        where fewest < {{ var('min_cell_size') }} and {{ must_go_along() }}

    )
{%- endmacro %}
