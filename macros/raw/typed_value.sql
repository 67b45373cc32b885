{#
    The second step: the value as its type, or null where it cannot be read so or lies outside what its contract calls usable.
    `raw` and `cleaned` name the columns with the raw and the cleaned value. Decimals are cast once more, since PostgreSQL forgets the
    scale of a `case` without an `else`.
#}
{% macro typed_value(column, raw, cleaned) -%}
    {%- set format = column.format | default(column.data_type) -%}
    {%- if format == 'cpf' -%}
        case when {{ is_keyed(text(raw)) }} then lower({{ text(raw) }}) else {{ clean_cpf(cleaned) }} end
    {%- elif format == 'email' -%}
        case when {{ is_keyed(cleaned) }} then lower({{ cleaned }}) else {{ clean_email(cleaned) }} end
    {%- elif format == 'phone' -%}
        case when {{ is_keyed(text(raw)) }} then lower({{ text(raw) }}) else {{ clean_phone(text(raw), cleaned) }} end
    {%- elif format == 'mac' -%}
        case when {{ matches(cleaned, '^[0-9A-F]{12}$') }} then lower({{ cleaned }}) end
    {%- elif format == 'plate' -%}
        case when length({{ cleaned }}) between 4 and 10 then {{ cleaned }} end
    {%- elif format == 'postal_code' -%}
        nullif({{ cleaned }}, '')
    {%- elif format == 'gender' -%}
        {{ clean_gender(cleaned) }}
    {%- elif format == 'code' -%}
        {{ cleaned }}
    {%- elif format == 'br_money' -%}
        cast({{ within(clean_br_money(cleaned), column) }} as {{ money_type() }})
    {%- elif format == 'br_timestamp' -%}
        {{ within(utc_from_local(parse_br_timestamp(cleaned)), {'data_type': 'timestamp'}) }}
    {%- elif format == 'timestamp' -%}
        {{ within(utc_timestamp(cleaned), column) }}
    {%- elif format == 'date' -%}
        {{ within(try_cast(cleaned, 'date'), column) }}
    {%- elif format == 'decimal' -%}
        {%- set decimal = 'decimal(18, ' ~ column.scale | default(2) ~ ')' -%}
        cast({{ within(try_cast(cleaned, decimal), column) }} as {{ decimal }})
    {%- elif format == 'integer' -%}
        {{ within(whole_number(cleaned), column) }}
    {%- elif format == 'boolean' -%}
        {{ clean_boolean(cleaned) }}
    {%- elif 'values' in column -%}
        case when lower({{ cleaned }}) in ('{{ column['values'] | join("', '") }}') then lower({{ cleaned }}) end
    {%- else -%}
        {{ cleaned }}
    {%- endif -%}
{%- endmacro %}
