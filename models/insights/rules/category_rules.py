"""Rules of several categories in a sale: arithmetic in vitrine/baskets.py."""

from vitrine import baskets


def model(dbt, session):
    dbt.config(materialized="table")
    limits = dbt.ref("affinity_limits").to_arrow_table()
    most = limits["max_basket_items"][0].as_py()
    # of a basket that is too large it counts that it is one
    contents = dbt.ref("category_baskets").aggregate(
        f"if(count(*) <= {most}, list(product_category order by product_category), []) as items,"
        " any_value(baskets) as times",
        "basket_id",
    )
    distinct = contents.aggregate("items, cast(sum(times) as bigint) as times", "items")
    return baskets.rules(distinct.to_arrow_table(), limits)
