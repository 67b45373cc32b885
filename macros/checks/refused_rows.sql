{# A select of the rows of a seed that break a condition, with their key and the remedy: `refused` gives the remedy for each condition. #}
{% macro refused_rows(seed, key, refused) %}
    {% for condition, remedy in refused.items() %}
    select {{ key }}, '{{ remedy }}' as remedy
    from {{ seed }}
    where {{ condition }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
{% endmacro %}
