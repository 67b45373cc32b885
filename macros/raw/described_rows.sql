{#
    Raw rows with typed columns and what can be said of each by itself: its key, why it cannot be used, what was repaired, its money and its day.
    `raw_row` is the whole row as JSON, of rows that cannot be used.
#}
{% macro described_rows(contract, relation, row_fingerprint) %}
    {% set content = {} %}
    {% for column in contract.columns if column.name != 'loaded_at' %}
        {% do content.update({column.name: 'raw_' ~ column.name}) %}
    {% endfor %}
    select
        *,
        case when reject_reason is not null then {{ json_of(content) }} end as raw_row
    from (
        select
            *,
            {{ row_fingerprint }} as row_fingerprint,
            {{ row_key(contract) }} as row_key,
            {{ known_since(contract) }} as known_since,
            {{ reject_reason(contract) }} as reject_reason,
            {{ repairs(contract) }} as repairs,
            {{ row_amount(contract) }} as row_amount,
            {{ event_day(contract) }} as event_day
        from ({{ typed_rows(contract, relation) }}) as typed
        {{ known_by_then(contract) }}
    ) as reasoned
{% endmacro %}
