{#
    Before a build on a warehouse that runs no Python models: an empty table for each one that `python -m vitrine.fit` fills, where there is none yet.
    So the first build passes, with everybody unsegmented. Types are those of the stand-ins' yml.
#}
{% macro make_room_for_fits() %}
    {% if is_building() %}
        {% set types = {'string': dbt.type_string(), 'double': type_double(), 'integer': dbt.type_int(), 'bigint': dbt.type_bigint(), 'timestamp': dbt.type_timestamp()} %}
        {% for node in graph.nodes.values() | sort(attribute='name') if 'without_python' in node.fqn and node.name != 'customer_segments' %}
            {% set schema = target.schema ~ '_fitted' %}
            {% set columns = [] %}
            {% for column in node.columns.values() %}
                {% do columns.append(column.name ~ ' ' ~ types.get(column.data_type, column.data_type)) %}
            {% endfor %}
            {% do run_query('create schema if not exists ' ~ schema) %}
            {% do run_query('create table if not exists ' ~ schema ~ '.' ~ node.name ~ ' (' ~ columns | join(', ') ~ ')') %}
        {% endfor %}
    {% endif %}
{% endmacro %}
