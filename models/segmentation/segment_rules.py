"""What each segment is in words, and how well the words place people whom they were not made from.

Arithmetic in vitrine/surrogate.py.
"""

from vitrine import surrogate
from vitrine.processors import in_turn


@in_turn
def model(dbt, session):
    dbt.config(materialized="table")
    return surrogate.explain(
        dbt.ref("customer_activity").to_arrow_table(),
        dbt.ref("shrunk_shares").to_arrow_table(),
        dbt.ref("customer_segments").to_arrow_table(),
        dbt.ref("segment_model").to_arrow_table(),
        dbt.ref("measure_labels").to_arrow_table(),
    )
