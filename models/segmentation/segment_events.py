"""What became of each segment at each published fit: kept, born, split, merged or died.

Arithmetic in vitrine/registry.py.
"""

from vitrine import registry
from vitrine.processors import in_turn


@in_turn
def model(dbt, session):
    dbt.config(materialized="table")
    return registry.events(dbt.ref("segment_fits").to_arrow_table())
