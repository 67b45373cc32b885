"""How far each model of visits was off in a backtest, and which of them is published.

Arithmetic in vitrine/forecast.py.
"""

from vitrine import forecast
from vitrine.processors import in_turn


@in_turn
def model(dbt, session):
    dbt.config(materialized="table")
    return forecast.evaluate(
        dbt.ref("visit_trends").to_arrow_table(),
        dbt.ref("dim_dates").to_arrow_table(),
    )
