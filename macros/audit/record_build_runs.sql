{# After a build: one row in `audit.build_runs` for each model, seed and test that ran. #}
{% macro record_build_runs(results) %}
    {% set ledger = results | selectattr('node.name', 'equalto', 'build_runs') | map(attribute='node') | first %}
    {% if execute and ledger %}
        {% set counts = row_counts(results) %}
        {% set as_of = built_as_of(results) %}
        {% set rows = [] %}
        {% for result in results if result.node.resource_type in ('model', 'seed', 'test', 'unit_test', 'snapshot') %}
            {% do rows.append(
                "('" ~ invocation_id ~ "', '" ~ result.node.name ~ "', '" ~ result.node.resource_type ~ "', '" ~ result.status ~ "', "
                ~ counts.get(result.node.unique_id, 'null') ~ ", " ~ result.execution_time ~ ", " ~ as_of
                ~ ", cast('" ~ run_started_at.strftime('%Y-%m-%d %H:%M:%S') ~ "' as timestamp))"
            ) %}
        {% endfor %}
        {% do run_query('insert into ' ~ ledger.relation_name ~ ' values ' ~ rows | join(',\n')) %}
    {% endif %}
{% endmacro %}
