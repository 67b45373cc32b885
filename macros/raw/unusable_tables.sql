{#
    Stops the build where a raw table has rows and not one of them is usable: that is a wrong export, not dirt.

    Looks for a single usable row, so it costs little on a good table.
#}
{% macro refuse_unusable_tables() %}
    {% set messages = [] %}
    {% for contract in raw_tables() %}
        {% set relation = contract.schema ~ '.' ~ contract.table %}
        {% set has_rows = run_query('select 1 from ' ~ relation ~ ' limit 1') %}
        {% if has_rows | length %}
            {% set typed = typed_rows(contract, relation) %}
            {% set usable = run_query('select 1 from (' ~ typed ~ ') as typed where ' ~ reject_reason(contract) ~ ' is null limit 1') %}
            {% if not usable | length %}
                {% set reasons = run_query(
                    'select ' ~ reject_reason(contract) ~ ' as reason, count(*) from (' ~ typed ~ ') as typed group by 1 order by 2 desc, 1 limit 1'
                ) %}
                {% do messages.append(
                    contract.source ~ '/' ~ contract.table ~ ': not one row is usable; most often ' ~ reasons.columns[0][0]
                    ~ ' (' ~ reasons.columns[1][0] ~ ' rows); see README, "Your own data"'
                ) %}
            {% endif %}
        {% endif %}
    {% endfor %}
    {% if messages %}{% do stop_build(messages) %}{% endif %}
{% endmacro %}
