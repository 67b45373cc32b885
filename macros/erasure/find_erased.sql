{#
    The select that finds the identifiers and ids of erased people in tables, with the numbers that identity knows them by: distinct values, since hashing takes longer than
    finding those.

    Identity's own tables hold nothing that staging does not, so of a whole build only their ids are looked at.
#}
{% macro find_erased(to_empty, to_delete, is_whole_build) %}
    {% set places = [] %}
    {% for relation in to_empty + to_delete %}
        {% set names = adapter.get_columns_in_relation(relation) | map(attribute='name') | map('lower') | list %}
        {% set of_identity = relation.schema == relation_of('identity_owners').schema and is_whole_build %}
        {% for column, node_type in identifier_columns().items() if column in names and not of_identity %}
            {% do places.append(("'" ~ node_type ~ "'", column, relation)) %}
        {% endfor %}
        {% for kind, key in identifier_pairs() if kind in names and key in names and not of_identity and relation not in to_empty %}
            {% do places.append((kind, key, relation)) %}
        {% endfor %}
        {% if 'customer_id' in names %}{% do places.append(("'customer'", 'customer_id', relation)) %}{% endif %}
    {% endfor %}
    select distinct erased.node_type, known.node_key, nodes.node_id
    from (
        {% for kind, key, relation in places %}
        select distinct {{ kind }} as node_type, {{ key }} as node_key from {{ relation }} where {{ key }} is not null
        {{ 'union all' if not loop.last }}
        {% endfor %}
    ) as known
    inner join {{ relation_of('erased_identifiers') }} as erased
        on known.node_type = erased.node_type and {{ tombstone('known.node_key') }} = erased.tombstone
    left join {{ relation_of('identity_nodes') }} as nodes
        on known.node_type = nodes.node_type and known.node_key = nodes.node_key
{% endmacro %}
