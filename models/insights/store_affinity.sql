-- Which stores a person visits on one day, as ordered pairs.
with

items as (

    select basket_id, store_id as item, basket_items, baskets
    from {{ ref('store_baskets') }}

),

stores as (

    select store_id, store_name from {{ ref('dim_stores') }}

),

{{ affinity() }}

select
    affinity.antecedent,
    antecedents.store_name as antecedent_name,
    affinity.consequent,
    consequents.store_name as consequent_name,
    affinity.baskets,
    affinity.antecedent_baskets,
    affinity.consequent_baskets,
    affinity.all_baskets,
    affinity.support,
    affinity.confidence,
    affinity.lift,
    affinity.leverage,
    affinity.conviction,
    affinity.p_value,
    affinity.q_value,
    affinity.is_significant
from affinity
inner join stores as antecedents on affinity.antecedent = antecedents.store_id
inner join stores as consequents on affinity.consequent = consequents.store_id
