{# The way of paying that a till typed in its own words, as the central system calls it. #}
{% macro clean_payment_method(expression) -%}
    {%- set words = without_accents('lower(' ~ expression ~ ')') -%}
    case
        when {{ expression }} is null then null
        when {{ words }} like '%pix%' then 'pix'
        when {{ words }} like '%deb%' then 'debit_card'
        when {{ words }} like '%cred%' or {{ words }} like '%cart%' then 'credit_card'
        when {{ words }} like '%dinh%' or {{ words }} like '%especie%' then 'cash'
        when {{ words }} like '%vale%' or {{ words }} like '%voucher%' or {{ words }} like '%tick%' then 'voucher'
        when {{ words }} like '%boleto%' then 'boleto'
        else 'other'
    end
{%- endmacro %}
