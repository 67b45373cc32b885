{#
    Common table expressions that end in `behaviour`: what each person had done by each cut-off, so far and in the last stretches of time. Reads the expressions `cutoffs`
    and `taught`; stretches are added up, events never meet a cut-off.
#}
{% macro behaviour_by_cutoff() -%}
    periods as (

        select
            periods.*,
            cutoffs.cutoff_number,
            case when periods.period < cutoffs.cutoff_number + 3 then 1 else 0 end
                as is_of_three,
            case when periods.period = cutoffs.cutoff_number then 1 else 0 end as is_of_one
        from {{ ref('propensity_periods') }} as periods
        inner join cutoffs on periods.period >= cutoffs.cutoff_number
        where
            cutoffs.cutoff_number = 0
            or periods.customer_id in (select taught.customer_id from taught)

    ),

    behaviour as (

        select
            periods.customer_id,
            periods.cutoff_number,
            {% for measure in [
                'visits', 'weekend_visits', 'purchases', 'net_spend', 'viewing_sessions',
                'viewing_minutes',
            ] -%}
            sum(periods.{{ measure }}) as {{ measure }},
            sum(periods.{{ measure }} * periods.is_of_three) as {{ measure }}_of_three,
            sum(periods.{{ measure }} * periods.is_of_one) as {{ measure }}_of_one,
            {% endfor -%}
            max(periods.last_visit_date) as last_visit_date,
            max(periods.last_purchase_date) as last_purchase_date,
            max(periods.last_viewing_date) as last_viewing_date,
            min(periods.first_date) as first_date
        from periods
        group by periods.customer_id, periods.cutoff_number

    )
{%- endmacro %}
