"""How well each model knows what people will do, on days that it never saw, and which is published.

Arithmetic in vitrine/propensity.py.
"""

from vitrine import propensity
from vitrine.processors import in_turn


@in_turn
def model(dbt, session):
    dbt.config(materialized="table")
    mall = propensity.Mall(
        dbt.ref("propensity_features").filter("cutoff_number > 0").to_arrow_table(),
        dbt.ref("propensity_holdings").to_arrow_table(),
        dbt.ref("propensity_outcomes").to_arrow_table(),
        dbt.ref("propensity_targets").to_arrow_table(),
        dbt.ref("propensity_cutoffs").to_arrow_table(),
        dbt.ref("dim_packages").to_arrow_table(),
    )
    return propensity.evaluate(mall)
