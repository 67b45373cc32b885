"""How well people fell into 2 to 10 segments when the version in use was fitted, and which number
the written rule chose.

Arithmetic in vitrine/diagnostics.py; which fit counts today, in vitrine/registry.py.
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
    return registry.diagnostics_of(fits, as_of, made_of)
