{#
    The columns together are a key: no combination stands in two rows, none lacks a
    part.

    A row that this returns is a combination that breaks the grain of the model's
    description. dbt's own `unique` looks at one column and does not mind nulls.
#}
{% test unique_combination(model, columns) %}

{# an expression gets a name, since not every engine knows it again after `group by` #}
{% set names = [] %}
{% for column in columns %}{% do names.append('part_' ~ loop.index if '(' in column else column) %}{% endfor %}
select {{ names | join(', ') }}, row_count
from (
    select {% for column in columns %}{{ column }} as {{ names[loop.index0] }}, {% endfor %}count(*) as row_count
    from {{ model }}
    group by {{ range(1, columns | length + 1) | join(', ') }}
) as counted
where row_count > 1
    {%- for name in names %} or {{ name }} is null{% endfor %}

{% endtest %}
