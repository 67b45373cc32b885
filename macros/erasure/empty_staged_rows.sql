{#
    The statements that empty the rows of erased people in a staging table.

    A row stays, with its verdict and its money, so that nothing is lost from the balance. If the first identifier that names anybody names somebody erased, the
    row was theirs: it loses every identifier, or the next one would take it over, and the row of an account loses all that describes a person too, and its key. If it is
    another's, it loses what belongs to the erased.
#}
{% macro empty_staged_rows(relation) %}
    {% set names = adapter.get_columns_in_relation(relation) | map(attribute='name') | map('lower') | list %}
    {% set conditions, emptied, statements = {}, [], [] %}
    {% for column, node_type in identifier_columns().items() if column in names %}
        {% do conditions.update({column: is_erased(column, node_type)}) %}
    {% endfor %}
    {# without a fingerprint the next build reads the row again, as it must: identity has to see whom it erases #}
    {% set raw_row = "row_fingerprint = null, raw_row = case when raw_row is not null then '" ~ nothing_left() ~ "' end" %}
    {% set kept = ['verdict', 'reject_reason', 'repairs', 'row_amount', 'event_day', 'raw_row', 'row_fingerprint', 'loaded_at'] %}
    {% for column in names if column in conditions or ('full_name' in names and column not in kept) %}{% do emptied.append(column ~ ' = null') %}{% endfor %}
    {% set is_theirs %}
        coalesce(
            {% for column, condition in conditions.items() -%}
            case
                when {{ condition }} then true
                when {{ column }} in (
                    select owners.node_key from {{ relation_of('identity_owners') }} as owners
                    where owners.node_type = '{{ identifier_columns()[column] }}' and owners.customer_id is not null
                ) then false
            end,
            {% endfor -%}
            false
        )
    {% endset %}
    {% if conditions %}
        {# two steps: whose a row is takes all of identity, and is asked of the few rows that hold anything of the erased #}
        {% set touched = '(select * from ' ~ relation ~ ' where ' ~ conditions.values() | join(' or ') ~ ') as touched' %}
        {% set theirs = 'row_fingerprint in (select touched.row_fingerprint from ' ~ touched ~ ' where ' ~ is_theirs ~ ')' %}
        {% do statements.append('update ' ~ relation ~ ' set ' ~ emptied | join(', ') ~ ', ' ~ raw_row ~ ' where ' ~ theirs) %}
        {% for column, condition in conditions.items() %}
            {% do statements.append('update ' ~ relation ~ ' set ' ~ column ~ ' = null, ' ~ raw_row ~ ' where ' ~ condition) %}
        {% endfor %}
    {% endif %}
    {{ return(statements) }}
{% endmacro %}
