"""Rules of several stores in a person's day: arithmetic in vitrine/baskets.py."""

from vitrine import baskets


def model(dbt, session):
    dbt.config(materialized="table")
    limits = dbt.ref("affinity_limits").to_arrow_table()
    most = limits["max_basket_items"][0].as_py()
    contents = dbt.ref("store_basket_items").aggregate(
        f"case when count(*) <= {most} then list(store_id order by store_id) else [] end as items",
        "customer_id, purchase_date",
    )
    return baskets.rules(
        contents.aggregate("items, count(*) as times", "items").to_arrow_table(), limits
    )
