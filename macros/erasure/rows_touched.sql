{# Where the rows of one table lie that an erasure makes anew, for as long as that takes (rows_made_anew). #}
{% macro rows_touched() %}
    {{ return(erased_now().incorporate(path={'identifier': 'rows_touched'})) }}
{% endmacro %}
