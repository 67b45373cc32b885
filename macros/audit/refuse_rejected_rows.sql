{#
    After a staging model: stops the build where more rows, or values of a column, are unusable than the seed `rejection_limits` puts up with. The
    model's transaction is undone with it, so every table stays as the last good build left it.
#}
{% macro refuse_rejected_rows() %}
    {% set source_name, table_name = this.identifier[4:].split('__') if execute else ('', '') %}
    {% set alarming = alarming_shares(source_name, table_name, this) %}
    {% if execute and flags.WHICH in ('build', 'run') %}
        {% if not load_relation(ref('rejection_limits')) %}
            {% do stop_build(['the seed rejection_limits is not in this database yet; run `dbt seed` first, or select it, too']) %}
        {% endif %}
        {% set messages = [] %}
        {% for found in run_query(alarming).rows if found['rejected_count'] > found['stop_above'] * found['row_count'] %}
            {% if found['column_name'] == 'row' %}
                {% set what, why = 'rows', '; mostly ' ~ most_frequent_reason(source_name, table_name, this) %}
            {% else %}
                {% set what, why = "values of '" ~ found['column_name'] ~ "'", how_to_write_values(source_name, table_name, found['column_name']) %}
            {% endif %}
            {% do messages.append(
                source_name ~ '/' ~ table_name ~ ': ' ~ found['rejected_count'] ~ ' of ' ~ found['row_count'] ~ ' ' ~ what ~ ' are unusable, more than '
                ~ (100 * found['stop_above']) | round(1) ~ ' %' ~ why ~ '; mend the file, or raise stop_above in seeds/reference/rejection_limits.csv'
            ) %}
        {% endfor %}
        {% if messages %}{% do stop_build(messages) %}{% endif %}
    {% endif %}
{% endmacro %}
