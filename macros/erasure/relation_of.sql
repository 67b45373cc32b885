{# Where the table of a model is, built or not: for hooks, which read what no model may. #}
{% macro relation_of(model_name) %}
    {% set node = graph.nodes['model.' ~ project_name ~ '.' ~ model_name] %}
    {{ return(api.Relation.create(database=node.database, schema=node.schema, identifier=node.alias)) }}
{% endmacro %}
