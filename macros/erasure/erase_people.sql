{#
    Takes whoever `vault.erased_identifiers` names out of every table that exists by then: the post-hook of that model, so that all later models never see them.

    A model says by its config `meta.erasure` what happens to its rows: `empty` (staging), `delete` (identity, and the tables that remember earlier builds). All others are
    made anew from these. At the end of a build that made such a table without coming here, as `dbt build --select stg_mall__visits` does, it is done in what was made, with
    the names that are known (`results`).
#}
{% macro erase_people(results=none) %}
    {% if not is_building() %}{% do source('vault', 'pii_key') %}{{ return('') }}{% endif %}
    {% set built = none %}
    {% if results is not none %}
        {# what failed or was skipped is as it was: also `erased_identifiers`, in whose place the erasure is done here #}
        {% set built = results | selectattr('node.resource_type', 'equalto', 'model') | selectattr('status', 'equalto', 'success')
            | map(attribute='node.name') | list %}
        {% set is_built = load_relation(relation_of('erased_identifiers')) and load_relation(relation_of('identity_owners')) %}
        {% if 'erased_identifiers' in built or not is_built %}{{ return('') }}{% endif %}
    {% endif %}
    {% set to_empty, to_delete = [], [] %}
    {% for node in graph.nodes.values() | selectattr('resource_type', 'equalto', 'model') | sort(attribute='name')
        if node.config.materialized != 'view' and node.config.meta.erasure in ('empty', 'delete')
        and node.name not in tables_of_nobody() and (built is none or node.name in built) %}
        {% set relation = relation_of(node.name) %}
        {% if load_relation(relation) %}{% do (to_empty if node.config.meta.erasure == 'empty' else to_delete).append(relation) %}{% endif %}
    {% endfor %}
    {% if not to_empty + to_delete %}{{ return('') }}{% endif %}
    {% if run_query('select 1 from ' ~ relation_of('erased_identifiers') ~ ' limit 1') | length == 0 %}{{ return('') }}{% endif %}

    {% if load_relation(relation_of('customer_id_ledger')) %}{% do run_query(remember_former_ids()) %}{% endif %}
    {% do run_query('drop table if exists ' ~ erased_now()) %}
    {% do run_query('create table ' ~ erased_now() ~ ' as ' ~ find_erased_owned()) %}
    {% set kinds = run_query('select distinct node_type from (' ~ erased_elsewhere() ~ ') as elsewhere').columns[0].values() %}
    {% set elsewhere = find_erased(to_empty, to_delete, built is none, kinds) if kinds %}
    {% if elsewhere %}{% do run_query('insert into ' ~ erased_now() ~ ' (node_type, node_key, tombstone, node_id) ' ~ elsewhere) %}{% endif %}
    {% set owners, statements = relation_of('identity_owners'), [] %}
    {% for relation in to_empty %}{% do statements.extend(empty_staged_rows(relation)) %}{% endfor %}
    {% for relation in to_delete if relation == owners %}{% do statements.extend(delete_erased_rows(relation)) %}{% endfor %}
    {# whose an id is now decides what others lose #}
    {% do statements.append(spare_living_ids()) %}
    {% for relation in to_delete if relation != owners %}{% do statements.extend(delete_erased_rows(relation)) %}{% endfor %}
    {% for statement in statements %}{% do run_query(statement) %}{% endfor %}
    {% do run_query('drop table ' ~ erased_now()) %}
    {# a post-hook is part of its model's transaction; a hook at the end of a build has only the one that looking at columns began #}
    {% if results is not none %}{% do adapter.commit() %}{% endif %}
{% endmacro %}
