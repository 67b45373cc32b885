{#
    Pairs of model names: one that reads a model of a later stage, and that model. A model's stage is its folder.

    dbt itself allows every direction that is no circle.
#}
{% macro backward_reads(stages) %}
    {% set pairs = [] %}
    {% if execute %}
        {% for node in graph.nodes.values() if node.resource_type == 'model' %}
            {% for parent_id in node.depends_on.nodes if parent_id.startswith('model.') %}
                {% set parent = graph.nodes[parent_id] %}
                {% if stages.index(parent.fqn[1]) > stages.index(node.fqn[1]) %}
                    {% do pairs.append((node.name, parent.name)) %}
                {% endif %}
            {% endfor %}
        {% endfor %}
    {% endif %}
    {{ return(pairs) }}
{% endmacro %}
