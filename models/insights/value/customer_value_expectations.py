"""How many purchases of the next 90 days to expect of who is still a customer, by purchase days and age.

Arithmetic in vitrine/value.py.
"""

from vitrine import value
from vitrine.processors import in_turn


@in_turn
def model(dbt, session):
    dbt.config(materialized="table")
    return value.expectations(
        dbt.ref("customer_value_history").to_arrow_table(),
        dbt.ref("customer_value_model").to_arrow_table(),
    )
