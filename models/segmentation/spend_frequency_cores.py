"""Where people are dense in spend and frequency, and where nobody near them is.

DBSCAN on a grid; arithmetic in vitrine/cores.py.
"""

from vitrine import segmentation
from vitrine.processors import in_turn


@in_turn
def model(dbt, session):
    dbt.config(materialized="table")
    activity = dbt.ref("customer_activity").to_arrow_table()
    return segmentation.outlier_cores(activity, dbt.ref("shrunk_shares").to_arrow_table())
