"""The hours of the week when visits are dense.

DBSCAN on a grid of 7 by 24; arithmetic in vitrine/cores.py.
"""

from vitrine import cores
from vitrine.processors import in_turn


@in_turn
def model(dbt, session):
    dbt.config(materialized="table")
    return cores.find_hours(dbt.ref("visit_hours").to_arrow_table())
