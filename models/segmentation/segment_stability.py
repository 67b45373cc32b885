"""How surely each fitted segment is found again in bootstrap samples of the people.

Arithmetic in vitrine/stability.py.
"""

from vitrine import segmentation
from vitrine.processors import in_turn


@in_turn
def model(dbt, session):
    dbt.config(materialized="table")
    activity = dbt.ref("customer_activity").to_arrow_table()
    shares = dbt.ref("shrunk_shares").to_arrow_table()
    routing = dbt.ref("segment_routing").to_arrow_table()
    people = segmentation.clusterable(activity, shares, routing)
    return segmentation.segment_stability(people, dbt.ref("segment_model").to_arrow_table())
