{# The day that a build was seen from, as a SQL expression; null where the build did not get that far. #}
{% macro built_as_of(results) %}
    {% set as_of = results | selectattr('node.name', 'equalto', 'as_of') | selectattr('status', 'equalto', 'success') | map(attribute='node.relation_name') | first %}
    {{ return('(select max(as_of_date) from ' ~ as_of ~ ')' if as_of else 'cast(null as date)') }}
{% endmacro %}
