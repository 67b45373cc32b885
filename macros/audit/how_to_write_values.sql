{# What to do about the optional values of a column that could not be used, with one of them as it came: part of a message. #}
{% macro how_to_write_values(source_name, table_name, column_name) %}
    {% set contract = raw_contract(source_name, table_name) %}
    {% set column = contract.columns | selectattr('name', 'equalto', column_name) | first %}
    {% set unread = raw(source_name, table_name) ~ ' where ' ~ text(column_name) ~ ' is not null and '
        ~ typed_value(column, column_name, cleaned_value(column, column_name)) ~ ' is null' %}
    {{ return(how_to_write(contract, 'unreadable_' ~ column_name, unread, '%s')) }}
{% endmacro %}
