{#
    The day that a build was seen from, as a SQL literal; null where the build did not get that far.

    Asked once: as a subquery in each row of the run ledger it cost seconds at the end of every build.
#}
{% macro built_as_of(results) %}
    {% set as_of = results | selectattr('node.name', 'equalto', 'as_of') | selectattr('status', 'equalto', 'success') | map(attribute='node.relation_name') | first %}
    {% set day = run_query('select max(as_of_date) from ' ~ as_of).columns[0][0] if as_of else none %}
    {{ return('cast(' ~ ('null' if day is none else "'" ~ day ~ "'") ~ ' as date)') }}
{% endmacro %}
