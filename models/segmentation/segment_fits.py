"""Every fit of the segments, and what was decided about it: the memory of the registry.

A build adds a row where a fit is due, and no refresh empties it. Arithmetic in vitrine/registry.py.
"""

from vitrine import registry, segmentation
from vitrine.processors import in_turn


@in_turn
def model(dbt, session):
    dbt.config(materialized="incremental")
    fits = registry.FITS.empty_table()
    if dbt.is_incremental:
        fits = session.table(str(dbt.this)).to_arrow_table().cast(registry.FITS)
    features = dbt.ref("segment_features").to_arrow_table()
    shares = dbt.ref("shrunk_shares").to_arrow_table()
    routing = dbt.ref("segment_routing").to_arrow_table()
    activity = dbt.ref("customer_activity").to_arrow_table()
    [(as_of, refit, days)] = dbt.ref("segment_schedule").fetchall()
    return registry.next_fit(
        fits,
        segmentation.clusterable(activity, shares, routing),
        features,
        as_of,
        registry.fingerprint(features, shares, routing),
        registry.Schedule(refit, days),
    )
