{# Stops the build before it has changed anything, with one line for each problem. #}
{% macro stop_build(messages) %}
    {% do exceptions.raise_compiler_error(messages | join('\n')) %}
{% endmacro %}
