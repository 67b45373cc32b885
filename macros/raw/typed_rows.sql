{#
    Every row of a raw table, each column twice: `raw_<column>` as it came and `<column>` as its type, null where it is not usable, by itself or beside the others of its row.
#}
{% macro typed_rows(contract, relation) %}
    {% set agreeing = agreeing_values(contract) %}
    {% if agreeing %}
    select
        {% for column in contract.columns -%}
        raw_{{ column.name }},
        {{ agreeing[column.name] ~ ' as ' if column.name in agreeing }}{{ column.name }}{{ ',' if not loop.last }}
        {% endfor %}
    from (
    {% endif %}
    select
        {% for column in contract.columns -%}
        raw_{{ column.name }},
        {{ typed_value(column, 'raw_' ~ column.name, 'clean_' ~ column.name) }} as {{ column.name }}{{ ',' if not loop.last }}
        {% endfor %}
    from (
        select
            {% for column in contract.columns -%}
            {{ column.name }} as raw_{{ column.name }},
            {{ cleaned_value(column, column.name) }} as clean_{{ column.name }}{{ ',' if not loop.last }}
            {% endfor %}
        from {{ relation }}
    ) as cleaned
    {% if agreeing %}) as typed_alone{% endif %}
{% endmacro %}
