{#
    One message for each raw table that has rows and not one of them usable: that is a wrong export, not dirt. Lines that no reader could split count as rows.

    Looks for a single usable row, so it costs little on a good table. DuckDB only.
#}
{% macro unusable_tables() %}
    {% set messages = [] %}
    {% for contract in raw_tables() %}
        {% set relation = contract.schema ~ '.' ~ contract.table %}
        {% set lines %}
            intake.unreadable_lines where source_name = '{{ contract.source }}' and table_name = '{{ contract.table }}'
        {% endset %}
        {% set has_rows = run_query('(select 1 from ' ~ relation ~ ' limit 1) union all (select 1 from ' ~ lines ~ ' limit 1)') %}
        {% if has_rows | length %}
            {% set typed = typed_rows(contract, relation) %}
            {% set usable = run_query('select 1 from (' ~ typed ~ ') as typed where ' ~ reject_reason(contract) ~ ' is null limit 1') %}
            {% if not usable | length %}
                {% set reasoned = '(select *, ' ~ reject_reason(contract) ~ ' as reason from (' ~ typed ~ ') as typed) as reasoned' %}
                {% set most = run_query(
                    'select reason, count(*) from (select reason from ' ~ reasoned ~ " union all select 'unreadable_line' from " ~ lines
                    ~ ') as reasons group by 1 order by 2 desc, 1 limit 1'
                ) %}
                {% set reason = most.columns[0][0] %}
                {% do messages.append(
                    contract.source ~ '/' ~ contract.table ~ ': not one row is usable; most often ' ~ reason ~ ' in ' ~ most.columns[1][0] ~ ' rows'
                    ~ how_to_write(contract, reason, reasoned ~ " where reason = '" ~ reason ~ "'", 'raw_%s') ~ '; see README, "Your own data"'
                ) %}
            {% endif %}
        {% endif %}
    {% endfor %}
    {{ return(messages) }}
{% endmacro %}
