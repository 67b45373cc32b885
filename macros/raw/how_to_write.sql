{#
    What to do about a reason for which rows were set aside, for messages: "(for instance '12,50'; write it as 1234.56)". The example is the most
    frequent of the raw values; it is left out where the contract calls the column personal, and of what looks so in another only the shape is told. `rows_with_reason` is SQL for the rows, `value_of` SQL for the
    raw value of a column, with the column's name in the place of %s. A time is written with its offset: without one it would be UTC.
#}
{% macro how_to_write(contract, reason, rows_with_reason, value_of) %}
    {% set forms = {
        'decimal': '1234.56', 'br_money': '1.234,56', 'timestamp': '2025-12-31T18:05:00-03:00', 'br_timestamp': '31/12/2025 18:05',
        'date': '2025-12-31', 'integer': '12', 'boolean': 'true or false',
    } %}
    {% if reason == 'unreadable_line' %}
        {{ return(" (more or fewer fields than the header has: a value that holds the delimiter, such as 12,50, must be quoted)") }}
    {% endif %}
    {% for column in contract.columns if reason == 'unreadable_' ~ column.name %}
        {% set written = forms[column.format | default(column.data_type)] | default((column['values'] if 'values' in column else []) | join(' or ')) %}
        {% set remedy = 'write it as ' ~ written if written else 'see its contract in the source yml' %}
        {% if column.pii %}{{ return(' (' ~ remedy ~ ')') }}{% endif %}
        {% set example = run_query(
            'select case when ' ~ looks_personal('value') ~ ' then ' ~ shape_of('value') ~ ' else value end from ('
            ~ 'select ' ~ text(value_of | replace('%s', column.name)) ~ ' as value, count(*) as times from ' ~ rows_with_reason
            ~ ' group by 1 order by 2 desc, 1 limit 1) as most_frequent'
        ).columns[0][0] %}
        {{ return(" (for instance '" ~ (example | string)[:40] ~ "'; " ~ remedy ~ ')') }}
    {% endfor %}
    {{ return('') }}
{% endmacro %}
