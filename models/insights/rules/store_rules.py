"""Rules of several stores in a person's day: arithmetic in vitrine/baskets.py."""

from vitrine import baskets
from vitrine.processors import in_turn


@in_turn
def model(dbt, session):
    dbt.config(materialized="table")
    limits = dbt.ref("affinity_limits").to_arrow_table()
    contents = baskets.contents(dbt.ref("store_baskets"), "store_id", limits)
    return baskets.rules(contents, limits)
