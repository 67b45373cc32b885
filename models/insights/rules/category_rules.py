"""Rules of several categories in a sale: arithmetic in vitrine/baskets.py."""

from vitrine import baskets
from vitrine.processors import in_turn


@in_turn
def model(dbt, session):
    dbt.config(materialized="table")
    limits = dbt.ref("affinity_limits").to_arrow_table()
    contents = baskets.contents(dbt.ref("category_baskets"), "product_category", limits)
    return baskets.rules(contents, limits)
