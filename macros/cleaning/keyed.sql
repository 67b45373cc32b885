{#
    The keyed value of a normalised identifier: HMAC-SHA-256 with the key in `vault.pii_key`, 64 hexadecimal digits.

    A plain hash of a CPF is no secret: there are only a billion of them. A value of 64 hexadecimal digits was keyed by the
    partner with the shared key and stays. The pads are HMAC's inner and outer key blocks, so that SHA-256 is all that an engine needs.
#}
{% macro keyed(expression) -%}
    {#- the linter looks at what a model's author wrote, and this is long -#}
    {%- if var('lint', false) %}{{ return(expression) }}{% endif -%}
    case
        when length({{ expression }}) = 64 then {{ expression }}
        when {{ expression }} is not null
            then {{ sha256_of_hex(
                "(select pii_key.outer_pad from " ~ source('vault', 'pii_key') ~ " as pii_key) || "
                ~ sha256_of_hex(
                    "(select pii_key.inner_pad from " ~ source('vault', 'pii_key') ~ " as pii_key) || " ~ hex_of_text(expression)
                )
            ) }}
    end
{%- endmacro %}
