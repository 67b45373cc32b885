{# Where the rows stand that an erasure has made anew, until they are back in their table. #}
{% macro made_anew() %}
    {{ return(erased_now().incorporate(path={'identifier': 'rows_made_anew'})) }}
{% endmacro %}
