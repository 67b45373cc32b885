{# Minutes from coming to going, null where the going is unknown; nobody stays over sixteen hours, so longer ones are a forgotten exit. #}
{% macro minutes_between(came_at, went_at) -%}
    case
        when {{ dbt.datediff(came_at, went_at, 'second') }} <= 57600
            then cast({{ dbt.datediff(came_at, went_at, 'second') }} / 60.0 as decimal(18, 2))
    end
{%- endmacro %}
