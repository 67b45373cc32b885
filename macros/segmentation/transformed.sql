{# A feature in the shape that the seed segment_features names; log1p and sqrt take a negative as 0 (vitrine/scaling.py). #}
{% macro transformed(measured, transform) -%}
    case {{ transform }}
        when 'log1p' then ln(1 + greatest({{ measured }}, 0))
        when 'sqrt' then sqrt(greatest({{ measured }}, 0))
        else {{ measured }}
    end
{%- endmacro %}
