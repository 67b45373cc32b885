{# The way of paying that a till typed in its own words, as the central system calls it. #}
{% macro clean_payment_method(expression) -%}
    case
        when {{ expression }} is null then null
        when lower({{ expression }}) like '%pix%' then 'pix'
        when lower({{ expression }}) like '%d_b%' then 'debit_card'
        when lower({{ expression }}) like '%cr_d%' or lower({{ expression }}) like '%cart%' then 'credit_card'
        when lower({{ expression }}) like '%dinh%' or lower({{ expression }}) like '%esp%cie%' then 'cash'
        when lower({{ expression }}) like '%vale%' or lower({{ expression }}) like '%voucher%' or lower({{ expression }}) like '%tick%' then 'voucher'
        when lower({{ expression }}) like '%boleto%' then 'boleto'
        else 'other'
    end
{%- endmacro %}
