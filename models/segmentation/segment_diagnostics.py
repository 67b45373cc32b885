"""How well people fall into 2 to 10 segments, and which number the written rule chooses.

Arithmetic in vitrine/diagnostics.py.
"""

from vitrine import segmentation


def model(dbt, session):
    dbt.config(materialized="table")
    activity = dbt.ref("customer_activity").to_arrow_table()
    shares = dbt.ref("shrunk_shares").to_arrow_table()
    routing = dbt.ref("segment_routing").to_arrow_table()
    people = segmentation.clusterable(activity, shares, routing)
    return segmentation.diagnose(people, dbt.ref("segment_features").to_arrow_table())
