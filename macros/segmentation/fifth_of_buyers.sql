{#
    A score from 1 to 5 among the buyers of the relation, 1 for all others: ceil(5 * rank / buyers), the rank being how
    many buyers are not ahead. Equal values share a score (vitrine/features.py, `quintile`). `best_first` orders buyers.
#}
{% macro fifth_of_buyers(best_first) -%}
    {%- set buyers = 'partition by recency_days is null' -%}
    cast(
        case
            when recency_days is null then 1
            else ceil(5 * cast(
                count(*) over ({{ buyers }}) + 1 - rank() over ({{ buyers }} order by {{ best_first }})
                as {{ type_double() }}
            ) / count(*) over ({{ buyers }}))
        end as {{ dbt.type_int() }}
    )
{%- endmacro %}
