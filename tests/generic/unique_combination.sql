{#
    The columns together are a key: no combination stands in two rows, none lacks a
    part.

    A row that this returns is a combination that breaks the grain of the model's
    description. dbt's own `unique` looks at one column and does not mind nulls.
#}
{% test unique_combination(model, columns) %}

select {{ columns | join(', ') }}, count(*) as row_count
from {{ model }}
group by {{ columns | join(', ') }}
having count(*) > 1
    {%- for column in columns %} or {{ column }} is null{% endfor %}

{% endtest %}
