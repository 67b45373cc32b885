{# Whether accounts that merely look alike are matched: by a Python model, so only where dbt runs those. The var `probable_links` decides otherwise. #}
{% macro probable_links_are_on() -%}
    {{ return(var('probable_links', target.type == 'duckdb')) }}
{%- endmacro %}
