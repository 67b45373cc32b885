{#
    Common table expressions that end in `preference`: who takes which package, by groups of people, with shares and an index against all, small cells withheld.

    One text for age bands and for segments, so that both mean the same. Reads `members` (customer_id and the group of each person who has one) and `all_groups`
    (every group). Whoever is in no group counts as `unknown`.
#}
{% macro package_preference(group_column) -%}
    holders as (

        select distinct customer_id, package_code
        from {{ ref('fct_package_subscriptions') }}
        where is_active and customer_id is not null

    ),

    every_group as (

        select {{ group_column }} from all_groups

        union all

        select 'unknown' as {{ group_column }}

    ),

    counted as (

        select
            coalesce(members.{{ group_column }}, 'unknown') as {{ group_column }},
            holders.package_code,
            count(*) as subscribers
        from holders
        left join members on holders.customer_id = members.customer_id
        group by coalesce(members.{{ group_column }}, 'unknown'), holders.package_code

    ),

    cells as (

        select
            'all' as everybody,
            every_group.{{ group_column }},
            packages.package_code,
            {{ count_or_zero('counted.subscribers') }} as subscribers
        from every_group
        cross join {{ ref('dim_packages') }} as packages
        left join counted
            on
                every_group.{{ group_column }} = counted.{{ group_column }}
                and packages.package_code = counted.package_code

    ),

    {{ hide_small_cells('hidden', 'cells', group_column, 'package_code', 'subscribers', 'subscribers', table_key='everybody') }},

    totals as (

        select
            cells.*,
            sum(subscribers) over (partition by {{ group_column }}) as of_group,
            sum(subscribers) over (partition by package_code) as of_package,
            sum(subscribers) over () as of_all
        from cells

    ),

    preference as (

        select
            totals.{{ group_column }},
            totals.package_code,
            case when not hidden.is_hidden then totals.subscribers end as subscribers,
            case
                when not hidden.is_hidden
                    then {{ share_of('totals.subscribers', 'totals.of_group') }}
            end as share,
            case
                when not hidden.is_hidden
                    then
                        -- the quotient of both shares in one division, so exact
                        {{ share_of(
                            '100.0 * totals.subscribers * totals.of_all',
                            'totals.of_group * totals.of_package',
                        ) }}
            end as index_vs_all,
            hidden.is_hidden
        from totals
        inner join hidden
            on
                totals.{{ group_column }} = hidden.{{ group_column }}
                and totals.package_code = hidden.package_code

    )
{%- endmacro %}
