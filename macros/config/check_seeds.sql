{#
    Before anything is built: stops on a seed that cannot be read, naming file, line and column. People edit seeds, and an engine's own words for a cell too many
    are a page long. Looking into files is Python's work (vitrine/seed_files.py), which only DuckDB can call.
#}
{% macro check_seeds() %}
    {% if execute and is_building() %}{{ return(adapter.dispatch('check_seeds', 'vitrine')()) }}{% endif %}
{% endmacro %}

{% macro default__check_seeds() %}{% endmacro %}

{% macro duckdb__check_seeds() %}
    {% set seeds = [] %}
    {% for node in graph.nodes.values() | selectattr('resource_type', 'equalto', 'seed') | sort(attribute='original_file_path') %}
        {% do seeds.append({'path': node.original_file_path, 'columns': node.columns | list, 'types': node.config.column_types}) %}
    {% endfor %}
    {% set root = (graph.nodes.values() | selectattr('resource_type', 'equalto', 'seed') | map(attribute='root_path') | first) %}
    {% set answer = run_query(
        "select vitrine_inspect_seeds('" ~ escape_single_quotes(root) ~ "', '" ~ escape_single_quotes(tojson(seeds)) ~ "')"
    ) %}
    {% set errors = fromjson(answer.columns[0][0]) %}
    {% if errors %}{% do stop_build(errors) %}{% endif %}
{% endmacro %}
