{# The way of paying that a till typed in its own words, as the central system calls it. `_` is a letter with or without its accent. #}
{% macro clean_payment_method(expression) -%}
    {%- set words = 'lower(' ~ expression ~ ')' -%}
    case
        when {{ expression }} is null then null
        when {{ words }} like '%pix%' then 'pix'
        when {{ words }} like '%d_b%' then 'debit_card'
        when {{ words }} like '%cr_d%' or {{ words }} like '%cart%' then 'credit_card'
        when {{ words }} like '%dinh%' or {{ words }} like '%esp_cie%' then 'cash'
        when {{ words }} like '%vale%' or {{ words }} like '%voucher%' or {{ words }} like '%tick%' then 'voucher'
        when {{ words }} like '%boleto%' then 'boleto'
        else 'other'
    end
{%- endmacro %}
