{#
    The statements that take erased people out of a table about people: rows of their identifiers and ids go, and their identifiers in rows of others.

    Columns are known by their names: a kind beside an identifier (`node_type`, `node_key`), the number of one (`node_id`), an identifier of one kind (`cpf_key`) or its
    number (`cpf_id`), an id.
#}
{% macro delete_erased_rows(relation) %}
    {% set names = adapter.get_columns_in_relation(relation) | map(attribute='name') | map('lower') | list %}
    {% set conditions, statements = [], [] %}
    {% set erased_numbers = 'select erased.node_id from ' ~ erased_now() ~ ' as erased where erased.node_id is not null' %}
    {% for kind, key in identifier_pairs() if kind in names and key in names %}
        {% do conditions.append(
            'exists (select 1 from ' ~ erased_now() ~ ' as erased where erased.node_type = own.' ~ kind ~ ' and erased.node_key = own.' ~ key ~ ')'
        ) %}
    {% endfor %}
    {# a number says nothing that the identifier beside it does not say #}
    {% if not conditions %}
        {% for number in ['node_id', 'other_id', 'left_id', 'right_id', 'neighbour_id'] if number in names %}
            {% do conditions.append('own.' ~ number ~ ' in (' ~ erased_numbers ~ ')') %}
        {% endfor %}
    {% endif %}
    {% if 'customer_id' in names and relation != relation_of('identity_owners') %}{% do conditions.append(is_erased('customer_id', 'customer')) %}{% endif %}
    {# a former identifier of theirs has a row that says it is nobody's now #}
    {% if relation == relation_of('customer_id_ledger') %}
        {% do conditions.append(
            'own.customer_id is null and exists (select 1 from ' ~ relation ~ ' as former where former.node_type = own.node_type'
            ~ ' and former.node_key = own.node_key and former.' ~ is_erased('customer_id', 'customer') ~ ')'
        ) %}
    {% endif %}
    {% if conditions %}{% do statements.append('delete from ' ~ relation ~ ' as own where ' ~ conditions | join(' or ')) %}{% endif %}
    {% set touched, values = [], {} %}
    {% for column, node_type in identifier_columns().items() if column in names %}
        {% do touched.append(is_erased(column, node_type)) %}
        {% do values.update({column: 'case when not coalesce(' ~ is_erased(column, node_type) ~ ', false) then ' ~ column ~ ' end'}) %}
    {% endfor %}
    {% for number in ['cpf_id', 'email_id', 'phone_id'] if number in names %}
        {% set is_theirs = number ~ ' in (' ~ erased_numbers ~ ')' %}
        {% do touched.append(is_theirs) %}
        {% do values.update({number: 'case when not coalesce(' ~ is_theirs ~ ', false) then ' ~ number ~ ' end'}) %}
    {% endfor %}
    {% if touched %}{% do statements.extend(rows_made_anew(relation, names, touched | join(' or '), values)) %}{% endif %}
    {{ return(statements) }}
{% endmacro %}
