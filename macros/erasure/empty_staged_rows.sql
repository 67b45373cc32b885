{#
    The statements that empty the rows of erased people in a staging table.

    A row stays, with its verdict and its money, so that nothing is lost from the balance. If the first identifier that names anybody names somebody erased, the
    row was theirs: it loses every identifier, or the next one would take it over, and the row of an account loses all that describes a person too, and its key. If it is
    another's, it loses what belongs to the erased.
#}
{% macro empty_staged_rows(relation) %}
    {% set names = adapter.get_columns_in_relation(relation) | map(attribute='name') | map('lower') | list %}
    {% set conditions = {} %}
    {% for column, node_type in identifier_columns().items() if column in names %}
        {% do conditions.update({column: is_erased(column, node_type)}) %}
    {% endfor %}
    {% set kept = ['verdict', 'reject_reason', 'repairs', 'row_amount', 'event_day', 'raw_row', 'row_fingerprint', 'loaded_at'] %}
    {% set is_theirs %}
        coalesce(
            {% for column, condition in conditions.items() -%}
            case
                when {{ condition }} then true
                when {{ column }} in (select living.node_key from living where living.node_type = '{{ identifier_columns()[column] }}') then false
            end,
            {% endfor -%}
            false
        )
    {% endset %}
    {# few rows are touched: of everybody else nothing is kept in memory #}
    {% set living %}
        select owners.node_type, owners.node_key
        from {{ relation_of('identity_owners') }} as owners
        where
            owners.customer_id is not null
            and owners.node_key in (
                {% for column in conditions -%}
                select touched.{{ column }} from touched {{ 'union all ' if not loop.last }}
                {%- endfor %}
            )
    {% endset %}
    {% set values = {} %}
    {% for column in names %}
        {% if column == 'raw_row' %}{% do values.update({column: "case when raw_row is not null then '" ~ nothing_left() ~ "' end"}) %}
        {% elif column in conditions %}
            {% do values.update({column: 'case when not is_theirs and not coalesce(' ~ conditions[column] ~ ', false) then ' ~ column ~ ' end'}) %}
        {% elif 'full_name' in names and column not in kept %}{% do values.update({column: 'case when not is_theirs then ' ~ column ~ ' end'}) %}
        {% endif %}
    {% endfor %}
    {# a row without a fingerprint is an emptied one; which they were is remembered beside the table, for the next build to read them again #}
    {% set emptied_rows = relation_of('emptied_rows') %}
    {% set forget_what_was_read_again %}
        delete from {{ emptied_rows }}
        where table_name = '{{ relation.identifier }}' and not exists (select 1 from {{ relation }} as staged where staged.row_fingerprint is null)
    {% endset %}
    {% set remember %}
        insert into {{ emptied_rows }} (table_name, row_fingerprint)
        select '{{ relation.identifier }}' as table_name, row_fingerprint from {{ made_anew() }} where row_fingerprint is not null
    {% endset %}
    {% set is_remembered = load_relation(emptied_rows) %}
    {{ return(([forget_what_was_read_again] if is_remembered else []) + rows_made_anew(
        relation, names, conditions.values() | join(' or '), values, {'is_theirs': is_theirs}, beside={'living': living},
        forgotten=['row_fingerprint'], meanwhile=remember if is_remembered else ''
    )) }}
{% endmacro %}
