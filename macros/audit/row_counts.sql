{# How many rows each table has that a build has made: a dictionary from the node's unique id. To count a view would be to compute it. #}
{% macro row_counts(results) %}
    {% set counts, selects = {}, [] %}
    {% for result in results if result.node.resource_type in ('model', 'seed') and result.status == 'success'
        and result.node.config.materialized != 'view' %}
        {% do selects.append("select '" ~ result.node.unique_id ~ "' as unique_id, count(*) as row_count from " ~ result.node.relation_name) %}
    {% endfor %}
    {% if selects %}
        {% for row in run_query(selects | join('\nunion all\n')).rows %}{% do counts.update({row[0]: row[1]}) %}{% endfor %}
    {% endif %}
    {{ return(counts) }}
{% endmacro %}
