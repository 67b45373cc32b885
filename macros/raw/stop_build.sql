{#
    Stops the build before it has changed anything, with one line for each problem.

    A compiler error would add a line for each macro on the way here; of dbt's exceptions that a macro may raise, this one shows its message and no more.
#}
{% macro stop_build(messages) %}
    {% do exceptions.raise_dependency_error(messages | join('\n')) %}
{% endmacro %}
