{#
    A cross table with its small cells withheld: the columns of `cells` (a relation or import CTE) and `is_hidden`. To be called inside `with`, before the
    select that reads the CTE `{{ name }}`.

    A cell of fewer than `min_cell_size` people is hidden. Figures beside it (a share, an index) give the totals of its row and its column away, so it could be
    got back by subtraction: therefore what is hidden in a row, and in a column, is at least two cells that together count `min_cell_size`, or all of it. The
    smallest neighbours go along, in the order of their keys where equal. Hiding one in a row may leave it alone in its column, so rows and columns take
    turns; if four turns have not settled it, everything is hidden, which a warehouse of this size never saw.

    Shares of rows and an index against all give the totals of lines away as well: where `table_key` names the column that cells with common totals share,
    small lines are therefore hidden whole (`small_lines`).

    `people` decides which cells are small, 0 for one that is to be hidden anyway, and `counted` is how many people a hidden cell adds to those beside it: people,
    though visits are told, since four people who came seven times are four. Who is in several cells of a line counts in each. `last` is 1 of cells that
    another table tells too: withheld here they would hide nothing, so they go along only where nothing else is left.
#}
{% macro hide_small_cells(name, cells, row_key, column_key, people, counted, last=none, table_key=none) -%}
    {#- the linter looks at what a model's author wrote, and this is long -#}
    {%- if var('lint', false) %}{{ return(name ~ ' as (select *, false as is_hidden from ' ~ cells ~ ')') }}{% endif -%}
    {%- set turns = [] -%}
    {%- for turn in range(4) %}{% do turns.extend([(row_key, column_key), (column_key, row_key)]) %}{% endfor -%}
    {%- set lines = [row_key, column_key] if table_key else [] -%}
    {%- for line in lines -%}
    {{ small_lines(name ~ '_whole_' ~ line, cells, line, counted, table_key) }},

    {% endfor -%}
    {{ name }}_0 as (

        select
            cells.*,
            cells.{{ people }} < {{ var('min_cell_size') }}
            {%- for line in lines %}
            or whole_{{ line }}.{{ line }} is not null
            {%- endfor %} as is_hidden
        from {{ cells }} as cells
        {%- for line in lines %}
        left join {{ name }}_whole_{{ line }} as whole_{{ line }}
            on cells.{{ line }} = whole_{{ line }}.{{ line }}
        {%- endfor %}

    ),

    {% for line, place in turns %}
    {%- set before = name ~ '_' ~ loop.index0 -%}
    {{ name }}_{{ loop.index }}_ordered as (

        select
            *,
            row_number() over (
                partition by {{ line }}
                order by case when is_hidden then 0 else 1 end, {{ [last, counted, place] | select | join(', ') }}
            ) as hiding_position,
            max(case when is_hidden then 1 else 0 end) over (partition by {{ line }}) as has_hidden
        from {{ before }}

    ),

    {{ name }}_{{ loop.index }}_summed as (

        select
            *,
            sum({{ counted }}) over (
                partition by {{ line }} order by hiding_position rows unbounded preceding
            ) - {{ counted }} as counted_before
        from {{ name }}_{{ loop.index }}_ordered

    ),

    {{ name }}_{{ loop.index }} as (

        select
            {{ [row_key, column_key, people, counted, last] | select | unique | join(', ') }},
            is_hidden or (has_hidden = 1 and {{ must_go_along() }}) as is_hidden
        from {{ name }}_{{ loop.index }}_summed

    ),

    {% endfor -%}
    -- 1 where the last turn still hid something
    {{ name }}_unsettled as (

        select max(case when last_turn.is_hidden and not turn_before.is_hidden then 1 else 0 end) as is_unsettled
        from {{ name }}_{{ turns | length }} as last_turn
        inner join {{ name }}_{{ turns | length - 2 }} as turn_before
            on
                last_turn.{{ row_key }} = turn_before.{{ row_key }}
                and last_turn.{{ column_key }} = turn_before.{{ column_key }}

    ),

    {{ name }} as (

        select
            last_turn.{{ row_key }},
            last_turn.{{ column_key }},
            last_turn.is_hidden or unsettled.is_unsettled = 1 as is_hidden
        from {{ name }}_{{ turns | length }} as last_turn
        cross join {{ name }}_unsettled as unsettled

    )
{%- endmacro %}
