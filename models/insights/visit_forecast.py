"""Visits of each of the next 28 days, by whichever model erred least in the backtest.

Arithmetic in vitrine/forecast.py.
"""

from vitrine import forecast
from vitrine.processors import in_turn


@in_turn
def model(dbt, session):
    dbt.config(materialized="table")
    return forecast.forecast(
        dbt.ref("visit_trends").to_arrow_table(),
        dbt.ref("dim_dates").to_arrow_table(),
    )
