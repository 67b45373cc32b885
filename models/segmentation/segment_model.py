"""The segments that score today as rows: what any warehouse needs to score a person.

Arithmetic in vitrine/segments.py; which fit counts today, in vitrine/registry.py.
"""

from vitrine import registry
from vitrine.processors import in_turn


@in_turn
def model(dbt, session):
    dbt.config(materialized="table")
    made_of = registry.fingerprint(
        dbt.ref("segment_features").to_arrow_table(),
        dbt.ref("shrunk_shares").to_arrow_table(),
        dbt.ref("segment_routing").to_arrow_table(),
    )
    fits = dbt.ref("segment_fits").to_arrow_table()
    [(as_of, *_)] = dbt.ref("as_of").fetchall()
    return registry.model_rows(registry.in_use(fits, as_of, made_of))
