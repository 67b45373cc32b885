{#
    For the columns of a raw contract that others of the row bound (`at_least`, `at_most`, lists of columns): SQL for their value, null where it contradicts one of them. An exit
    before the entry, or a birth after the registration, is no exit and no birth.
#}
{% macro agreeing_values(contract) %}
    {% set types, found = {}, {} %}
    {% for column in contract.columns %}{% do types.update({column.name: column.data_type}) %}{% endfor %}
    {% for column in contract.columns %}
        {% set contradictions = [] %}
        {% for bounds, sign in [(column.at_least, '<'), (column.at_most, '>')] %}
            {% for bound in bounds | default([], true) if bound in types %}
                {% set other = bound if types[bound] == column.data_type else 'cast(' ~ bound ~ ' as ' ~ column.data_type ~ ')' %}
                {% do contradictions.append('when ' ~ column.name ~ ' ' ~ sign ~ ' ' ~ other ~ ' then null') %}
            {% endfor %}
        {% endfor %}
        {% if contradictions %}{% do found.update({column.name: 'case ' ~ contradictions | join(' ') ~ ' else ' ~ column.name ~ ' end'}) %}{% endif %}
    {% endfor %}
    {{ return(found) }}
{% endmacro %}
