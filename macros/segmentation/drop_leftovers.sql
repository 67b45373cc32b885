{#
    Drops the tables that incremental builds of a Python model have left behind: dbt-duckdb makes what is to be added a real table in its default schema,
    and forgets it there. The post-hook of such a model.
#}
{% macro drop_leftovers(relation) %}
    {% if execute %}
        {% for row in run_query(
            "select table_schema, table_name from information_schema.tables where table_catalog = current_database() and table_name like '"
            ~ relation.identifier ~ "%' and strpos(table_name, '__dbt_tmp') > 0"
        ).rows %}
            {% do run_query('drop table ' ~ row[0] ~ '.' ~ row[1]) %}
        {% endfor %}
    {% endif %}
{% endmacro %}
