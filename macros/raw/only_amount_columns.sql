{# A raw contract reduced to the columns that the table's money is made of: counting needs no others. #}
{% macro only_amount_columns(contract) %}
    {% set words = modules.re.findall('[a-z_]+', contract.amount | default('')) %}
    {% set reduced = contract.copy() %}
    {% do reduced.update({'columns': contract.columns | selectattr('name', 'in', words) | list}) %}
    {{ return(reduced) }}
{% endmacro %}
