{# Why most of a staging model's quarantined rows are there, with how to write what is unreadable: part of a message. #}
{% macro most_frequent_reason(source_name, table_name, relation) %}
    {% set reason = run_query(
        'select reject_reason, count(*) from ' ~ relation ~ " where verdict = 'quarantined' group by 1 order by 2 desc, 1 limit 1"
    ).columns[0][0] %}
    {% set rows = relation ~ " where verdict = 'quarantined' and reject_reason = '" ~ reason ~ "'" %}
    {{ return(reason ~ how_to_write(raw_contract(source_name, table_name), reason, rows, json_value('raw_row', '%s'))) }}
{% endmacro %}
