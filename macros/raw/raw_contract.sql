{#
    What the source yml says about a raw table, as one dictionary: source, table, schema, required, key, event_time, latest_by, amount, rules,
    heeded_at_once and columns (name, data_type, required, format, min, max, at_least, at_most, values, scale).

    The yml is the one place where the raw contract is written. A unit test sees no sources, so it reads the copy that the
    on-run-start hook leaves in `intake.raw_contract`. Ask only when `execute`: while dbt parses there is no manifest yet.
#}
{% macro raw_contract(source_name, table_name) %}
    {% if 'sources' not in graph %}
        {{ return(fromjson(run_query(
            "select contract from " ~ generate_schema_name('intake', none) ~ ".raw_contract"
            ~ " where source_name = '" ~ source_name ~ "' and table_name = '" ~ table_name ~ "'"
        ).columns[0][0])) }}
    {% endif %}
    {% set node = graph.sources.values()
        | selectattr('source_name', 'equalto', source_name)
        | selectattr('name', 'equalto', table_name)
        | first %}
    {% set columns = [] %}
    {% for column in node.columns.values() %}
        {% set described = {'name': column.name, 'data_type': column.data_type, 'required': false} %}
        {% do described.update(column.config.meta) %}
        {% do columns.append(described) %}
    {% endfor %}
    {% set contract = {'source': source_name, 'table': table_name, 'schema': node.schema} %}
    {% do contract.update(node.config.meta) %}
    {% do contract.update({'columns': columns}) %}
    {{ return(contract) }}
{% endmacro %}
