{# Where the fingerprints of the raw rows stand that an incremental build of a staging model judges, for as long as it lasts. #}
{% macro rows_to_judge() %}
    {{ return(this.incorporate(path={'identifier': this.identifier ~ '__to_judge'})) }}
{% endmacro %}
