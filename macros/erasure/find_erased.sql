{#
    The select that finds in tables, with their tombstones, the identifiers and ids of erased people of which `find_erased_owned` found nothing. None where the tables name
    nobody of these `kinds`.

    What is left to look for is what no raw file names any more, or names in rows of no use alone, and ids of earlier builds. Hashing takes longer than finding distinct
    values, and most are in several tables: so those of one kind are made distinct together.

    Identity's own tables hold nothing that staging does not, so of a whole build only their ids are looked at.
#}
{% macro find_erased(to_empty, to_delete, is_whole_build, kinds) %}
    {% set places, others = {}, [] %}
    {% for relation in to_empty + to_delete %}
        {% set names = adapter.get_columns_in_relation(relation) | map(attribute='name') | map('lower') | list %}
        {% set of_identity = relation.schema == relation_of('identity_owners').schema and is_whole_build %}
        {% for column, node_type in dict(identifier_columns(), customer_id='customer').items()
            if column in names and node_type in kinds and (column == 'customer_id' or not of_identity) %}
            {% do places.setdefault(node_type, []).append('select ' ~ column ~ ' as node_key from ' ~ relation) %}
        {% endfor %}
        {% for kind, key in identifier_pairs() if kind in names and key in names and not of_identity and relation not in to_empty %}
            {% do others.append(
                'select ' ~ kind ~ ' as node_type, ' ~ key ~ ' as node_key from ' ~ relation ~ ' where ' ~ kind ~ " in ('" ~ kinds | join("', '") ~ "')"
            ) %}
        {% endfor %}
    {% endfor %}
    {% if not places and not others %}{{ return(none) }}{% endif %}
    select distinct erased.node_type, known.node_key, erased.tombstone, cast(null as {{ dbt.type_bigint() }}) as node_id
    from (
        {% for node_type, selects in places.items() %}
        select distinct '{{ node_type }}' as node_type, node_key from ({{ selects | join(' union all ') }}) as of_one_kind
        {{ 'union all' if others or not loop.last }}
        {% endfor %}
        {% if others %}select distinct node_type, node_key from ({{ others | join(' union all ') }}) as of_any_kind{% endif %}
    ) as known
    inner join ({{ erased_elsewhere() }}) as erased
        on known.node_type = erased.node_type and {{ tombstone('known.node_key') }} = erased.tombstone
{% endmacro %}
