"""How many people would be in another segment if a feature counted a fifth more or less.

Arithmetic in vitrine/sensitivity.py.
"""

from vitrine import segmentation, sensitivity
from vitrine.processors import in_turn


@in_turn
def model(dbt, session):
    dbt.config(materialized="table")
    activity = dbt.ref("customer_activity").to_arrow_table()
    shares = dbt.ref("shrunk_shares").to_arrow_table()
    routing = dbt.ref("segment_routing").to_arrow_table()
    people = segmentation.clusterable(activity, shares, routing)
    return sensitivity.weight_sensitivity(people, dbt.ref("segment_model").to_arrow_table())
