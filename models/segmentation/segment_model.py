"""The fitted segments as rows: what any warehouse needs to score a person.

Arithmetic in vitrine/segments.py.
"""

from vitrine import segmentation


def model(dbt, session):
    dbt.config(materialized="table")
    activity = dbt.ref("customer_activity").to_arrow_table()
    shares = dbt.ref("shrunk_shares").to_arrow_table()
    routing = dbt.ref("segment_routing").to_arrow_table()
    people = segmentation.clusterable(activity, shares, routing)
    features = dbt.ref("segment_features").to_arrow_table()
    return segmentation.fit(people, features, dbt.ref("segment_diagnostics").to_arrow_table())
