-- What macros/cross_db promises of groups and rows, the same on every engine: a row is
-- a promise whose answer here differs from what is expected everywhere.
{% set whole = "cast(%s as " ~ dbt.type_int() ~ ")" %}
with

numbers_in_order as {{ not_materialized() }} (

    {{ numbers(2) }}

),

-- 1, 2, 4 and a null
few as (

    select case when number < 2 then number + 1 when number = 2 then 4 end as number
    from numbers_in_order
    where number < 4

),

measured as (

    select
        {{ whole % ('1000 * ' ~ median('number')) }} as middle,
        {{ whole % ('1000 * ' ~ quantile('number', 0.25)) }} as lower_quarter,
        {{ whole % ('1000 * ' ~ quantile('number', 0.75)) }} as upper_quarter,
        {{ whole % ('1000000 * ' ~ exact_mean('number')) }} as mean_of_integers,
        {{ whole % ('1000 * ' ~ exact_mean('cast(number as decimal(18, 2))')) }}
            as mean_of_decimals,
        {{ count_or_zero('count(number)') }} as counted
    from few

),

measured_nothing as (

    select
        {{ median('number') }} as middle,
        {{ exact_mean('number') }} as mean_value
    from few
    where number > 4

),

-- the days around one that not every year has
spine as (

    select
        {{ local_date(
            days_later("cast('2024-02-27 12:00:00' as timestamp)", 'number')
        ) }} as date_day
    from numbers_in_order
    where number < 4

),

placed as (

    select
        number,
        row_number() over (order by number desc nulls last) as from_above,
        row_number() over (order by number asc nulls first) as from_below
    from few

)

{{ unlike({
    'middle': ('middle', '2000'),
    'lower_quarter': ('lower_quarter', '1500'),
    'upper_quarter': ('upper_quarter', '3000'),
    'mean_of_integers': ('mean_of_integers', '2333333'),
    'mean_of_decimals': ('mean_of_decimals', '2333'),
    'counted': ('counted', '3'),
}, 'measured') }}
union all
{{ unlike({
    'middle_of_nothing': ('middle', 'null'), 'mean_of_nothing': ('mean_value', 'null'),
}, 'measured_nothing') }}
union all
{{ unlike({
    'nulls_last': ('max(case when number is null then from_above end)', '4'),
    'nulls_first': ('max(case when number is null then from_below end)', '1'),
}, 'placed') }}
union all
{{ unlike({
    'a_hundred_numbers': (whole % 'sum(number)', '4950'),
}, 'numbers_in_order') }}
union all
{{ unlike({
    'days_in_a_row': ('count(distinct date_day)', '4'),
    'the_29th_is_among_them': ('max(date_day)', '2024-03-01'),
}, 'spine') }}
