{# A raw contract reduced to the columns that rows and money are counted by, day by day: counting needs no others. #}
{% macro only_counted_columns(contract) %}
    {% set words = modules.re.findall('[a-z_]+', contract.amount | default('')) + [contract.event_time | default('')] %}
    {% if var('known_at') is not none %}{% do words.append('loaded_at') %}{% endif %}
    {% set reduced = contract.copy() %}
    {% do reduced.update({'columns': contract.columns | selectattr('name', 'in', words) | list}) %}
    {{ return(reduced) }}
{% endmacro %}
