{#
    The statements that empty the rows of erased people in a staging table.

    A row stays, with its verdict and its money, so that nothing is lost from the balance. If the first identifier that names anybody names somebody erased, the
    row was theirs: it loses every identifier, or the next one would take it over, and the row of an account loses all that describes a person too, and its key. If it is
    another's, it loses what belongs to the erased.

    The rows that hold anything of the erased are few and lie everywhere: they are made anew and put in the place of what they were, since an update would write
    nearly every column of the table anew.
#}
{% macro empty_staged_rows(relation) %}
    {% set names = adapter.get_columns_in_relation(relation) | map(attribute='name') | map('lower') | list %}
    {% set conditions, statements = {}, [] %}
    {% for column, node_type in identifier_columns().items() if column in names %}
        {% do conditions.update({column: is_erased(column, node_type)}) %}
    {% endfor %}
    {% set kept = ['verdict', 'reject_reason', 'repairs', 'row_amount', 'event_day', 'raw_row', 'row_fingerprint', 'loaded_at'] %}
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
        {% set values = [] %}
        {% for column in names %}
            {# without a fingerprint the next build reads the row again, as it must: identity has to see whom it erases #}
            {% if column == 'row_fingerprint' %}{% set rule = 'when false then ' ~ column %}
            {% elif column == 'raw_row' %}{% set rule = "when raw_row is not null then '" ~ nothing_left() ~ "'" %}
            {% elif column in conditions %}{% set rule = 'when not is_theirs and not coalesce(' ~ conditions[column] ~ ', false) then ' ~ column %}
            {% elif 'full_name' in names and column not in kept %}{% set rule = 'when not is_theirs then ' ~ column %}
            {% else %}{% set rule = none %}{% endif %}
            {% do values.append('case ' ~ rule ~ ' end as ' ~ column if rule else column) %}
        {% endfor %}
        {% set touched = conditions.values() | join(' or ') %}
        {% set made_anew = erased_now().incorporate(path={'identifier': 'emptied_rows'}) %}
        {% do statements.extend([
            'drop table if exists ' ~ made_anew,
            'create table ' ~ made_anew ~ ' as select ' ~ values | join(', ')
            ~ ' from (select *, ' ~ is_theirs ~ ' as is_theirs from ' ~ relation ~ ' where ' ~ touched ~ ') as touched',
            'delete from ' ~ relation ~ ' where ' ~ touched,
            'insert into ' ~ relation ~ ' (' ~ names | join(', ') ~ ') select ' ~ names | join(', ') ~ ' from ' ~ made_anew,
            'drop table ' ~ made_anew,
        ]) %}
    {% endif %}
    {{ return(statements) }}
{% endmacro %}
