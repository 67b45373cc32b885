{# One message for each required raw table or column that the loader has not brought, on a warehouse where Vitrine reads no files. #}
{% macro missing_raw_columns() %}
    {% set messages = [] %}
    {% for contract in raw_tables() %}
        {% set place = contract.schema ~ '.' ~ contract.table %}
        {% set there = columns_of(api.Relation.create(database=target.database, schema=contract.schema, identifier=contract.table)) %}
        {% if not there %}
            {% if contract.required %}
                {% do messages.append(place ~ ': the table is missing; load it (docs/warehouses.md)') %}
            {% endif %}
        {% else %}
            {% for column in contract.columns if column.required and column.name not in there %}
                {% do messages.append(place ~ ": required column '" ~ column.name ~ "' is missing; rename yours or map it (README, \"Your own data\")") %}
            {% endfor %}
        {% endif %}
    {% endfor %}
    {{ return(messages) }}
{% endmacro %}
