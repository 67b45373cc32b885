"""RFM, weekend/weekday features and the segment of every active person, as a table.

Arithmetic in vitrine/features.py and vitrine/segments.py.
"""

from vitrine import segmentation
from vitrine.processors import in_turn


@in_turn
def model(dbt, session):
    dbt.config(materialized="table")
    return segmentation.customer_segments(
        dbt.ref("customer_activity").to_arrow_table(),
        dbt.ref("shrunk_shares").to_arrow_table(),
        dbt.ref("segment_routing").to_arrow_table(),
        dbt.ref("segment_model").to_arrow_table(),
        dbt.ref("spend_frequency_cores").to_arrow_table(),
    )
