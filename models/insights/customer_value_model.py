"""The parameters of BG/NBD and Gamma-Gamma, fitted up to the as-of day and up to 90 days before it.

Arithmetic in vitrine/value.py.
"""

from vitrine import value
from vitrine.processors import in_turn


@in_turn
def model(dbt, session):
    dbt.config(materialized="table")
    return value.models(dbt.ref("customer_value_history").to_arrow_table())
