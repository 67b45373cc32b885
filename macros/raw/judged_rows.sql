{# The body of `judged`, for a contract and the relation that holds its rows. #}
{% macro judged_rows(contract, relation) %}
    {% set has_load = contract.columns | selectattr('name', 'equalto', 'loaded_at') | list | length > 0 %}
    {% set content = {} %}
    {% for column in contract.columns if column.name != 'loaded_at' %}
        {% do content.update({column.name: 'raw_' ~ column.name}) %}
    {% endfor %}
    with

    typed as (

        {{ typed_rows(contract, relation) }}

    ),

    reasoned as (

        select
            *,
            {{ row_key(contract) }} as row_key,
            coalesce(
                {% if has_load %}loaded_at, {% endif %}
                {% if contract.event_time is defined %}{{ contract.event_time }}, {% endif %}
                cast('1900-01-01' as timestamp)
            ) as known_since,
            {{ reject_reason(contract) }} as reject_reason,
            {{ repairs(contract) }} as repairs,
            {{ row_amount(contract) }} as row_amount,
            {{ local_date(contract.event_time) if contract.event_time is defined else 'cast(null as date)' }} as event_day
        from typed

    ),

    described as (

        select
            *,
            case when reject_reason is not null then {{ json_of(content) }} end as raw_row
        from reasoned

    ),

    ranked as (

        select
            *,
            row_number() over (
                partition by row_key, raw_row
                order by
                    {% if contract.latest_by is defined %}{{ contract.latest_by }} desc nulls last,{% endif %}
                    known_since desc
                    {%- for expression in content.values() %}, {{ expression }}{% endfor %}
            ) as version_number
        from described

    ),

    corrected as (

        select rejected.row_key, max(usable.known_since) as corrected_at
        from (select distinct row_key from ranked where reject_reason is not null) as rejected
        inner join ranked as usable on rejected.row_key = usable.row_key and usable.reject_reason is null
        group by rejected.row_key

    )

    select
        ranked.*,
        case
            when ranked.version_number > 1 then 'duplicate'
            when ranked.reject_reason is null then 'accepted'
            when corrected.corrected_at >= ranked.known_since then 'duplicate'
            else 'quarantined'
        end as verdict
    from ranked
    left join corrected on ranked.row_key = corrected.row_key and ranked.reject_reason is not null
{% endmacro %}
