{# The names of a relation's columns in the warehouse, in lower case; none where it is not there. #}
{% macro columns_of(relation) %}
    {% set found = adapter.get_relation(relation.database, relation.schema, relation.identifier) %}
    {{ return((adapter.get_columns_in_relation(found) if found else []) | map(attribute='name') | map('lower') | list) }}
{% endmacro %}
