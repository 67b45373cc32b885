{# Every raw table of the contract, in a fixed order, as `raw_contract` describes it. #}
{% macro raw_tables() %}
    {% set contracts = [] %}
    {% for node in graph.sources.values() | sort(attribute='unique_id') if node.schema.startswith('raw_') %}
        {% do contracts.append(raw_contract(node.source_name, node.name)) %}
    {% endfor %}
    {{ return(contracts) }}
{% endmacro %}
