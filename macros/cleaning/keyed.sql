{#
    The keyed value of a normalised identifier: HMAC-SHA-256 with the key in `vault.pii_key`, 64 hexadecimal digits.

    A plain hash of a CPF is no secret: there are only a billion of them.
#}
{% macro keyed(expression) -%}
    {#- the linter looks at what a model's author wrote, and this is long -#}
    {%- if var('lint', false) %}{{ return(expression) }}{% endif -%}
    {%- set pii_key = source('vault', 'pii_key') -%}
    case
        when {{ expression }} is not null
            then {{ hmac_sha256(
                expression,
                '(select pii_key.inner_pad from ' ~ pii_key ~ ' as pii_key)',
                '(select pii_key.outer_pad from ' ~ pii_key ~ ' as pii_key)',
            ) }}
    end
{%- endmacro %}
