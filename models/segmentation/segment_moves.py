"""Why each person who changed segment did: the feature, and its value on both days.

Arithmetic in vitrine/moves.py.
"""

from vitrine import moves, registry
from vitrine.processors import in_turn


@in_turn
def model(dbt, session):
    dbt.config(materialized="table")
    movers = dbt.ref("segment_movers").set_alias("movers")
    history = dbt.ref("customer_feature_history").set_alias("history")

    def features_on(day):
        same = f"movers.customer_id = history.customer_id and movers.{day} = history.as_of_date"
        found = movers.join(history, same, how="left")
        found = found.project("movers.*, history.* exclude (customer_id, as_of_date)")
        return found.order("to_date, customer_id").to_arrow_table()

    return moves.explain(
        features_on("from_date"),
        features_on("to_date"),
        registry.models(dbt.ref("segment_fits").to_arrow_table()),
        dbt.ref("segment_routing").to_arrow_table(),
    )
