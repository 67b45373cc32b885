{#
    What a table in the warehouse has otherwise than its yml says: (table, column, promised type, actual type) for every column that is missing, not
    described or of another type.

    The engine itself is asked for both, as dbt does for a contract, so types compare as it understands them. A table that is not built yet, as when
    `dbt docs` comes before `dbt build`, has nothing to compare.
#}
{% macro unpromised_columns(relation) %}
    {% set differences = [] %}
    {% if execute and load_relation(relation) is not none %}
        {% set node = graph.nodes['model.' ~ project_name ~ '.' ~ relation.identifier] %}
        {% set actual, promised = {}, {} %}
        {% for column in get_column_schema_from_query('select * from ' ~ relation) %}
            {% do actual.update({column.name | lower: column.data_type}) %}
        {% endfor %}
        {% for column in get_column_schema_from_query(get_empty_schema_sql(node.columns)) %}
            {% do promised.update({column.name | lower: column.data_type}) %}
        {% endfor %}
        {% for column in (actual.keys() | list + promised.keys() | list) | unique %}
            {% if actual.get(column) != promised.get(column) %}
                {% do differences.append((relation.identifier, column, promised.get(column), actual.get(column))) %}
            {% endif %}
        {% endfor %}
    {% endif %}
    {{ return(differences) }}
{% endmacro %}
