"""Rules of several categories in a sale: arithmetic in vitrine/baskets.py."""

from vitrine import baskets


def model(dbt, session):
    dbt.config(materialized="table")
    limits = dbt.ref("affinity_limits").to_arrow_table()
    most = limits["max_basket_items"][0].as_py()
    contents = dbt.ref("category_basket_items").aggregate(
        f"case when count(*) <= {most} then list(product_category order by product_category) else [] end as items",
        "purchase_id",
    )
    return baskets.rules(
        contents.aggregate("items, count(*) as times", "items").to_arrow_table(), limits
    )
