{#
    How likely two things would be found together in at least so many baskets if they had nothing to do with each other: Fisher's exact test, one-sided.

    The usual chi-square wants erfc, which no warehouse's SQL has, and is wrong where few baskets are expected, which is most pairs. The exact value is a sum
    of hypergeometric probabilities. Each term of it is at most r times the one before, r being the ratio of the second to the first, so the
    sum is at most the first by 1 - r: this is what is computed. It is never less than the exact value (but for rounding, 1e-6 of it) and seldom a fifth more, so
    what is called significant is. Things found together no more often than by chance have 1. Below 1e-300 all are equal: a double ends there.

    `both`, `left`, `right` and `all` are names of columns: the baskets with both, with either, and all.
#}
{% macro association_p_value(both, left, right, all) -%}
    case
        when {{ share_of('1.0 * ' ~ both ~ ' * ' ~ all, '1.0 * ' ~ left ~ ' * ' ~ right) }} <= 1
            then cast(1 as {{ type_double() }})
        else exp(least(0, greatest(
            -690,
            {{ ln_factorial(left) }}
            + {{ ln_factorial(right) }}
            + {{ ln_factorial(all ~ ' - ' ~ left) }}
            + {{ ln_factorial(all ~ ' - ' ~ right) }}
            - {{ ln_factorial(all) }}
            - {{ ln_factorial(both) }}
            - {{ ln_factorial(left ~ ' - ' ~ both) }}
            - {{ ln_factorial(right ~ ' - ' ~ both) }}
            - {{ ln_factorial(all ~ ' - ' ~ left ~ ' - ' ~ right ~ ' + ' ~ both) }}
            - ln(1 - {{ share_of(
                '1.0 * (' ~ left ~ ' - ' ~ both ~ ') * (' ~ right ~ ' - ' ~ both ~ ')',
                '1.0 * (' ~ both ~ ' + 1) * (' ~ all ~ ' - ' ~ left ~ ' - ' ~ right ~ ' + ' ~ both ~ ' + 1)',
            ) }})
        )))
    end
{%- endmacro %}
