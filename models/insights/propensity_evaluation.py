"""How well each model knows what people will do, on days that it never saw, and which is published.

Arithmetic in vitrine/propensity.py.
"""

from vitrine import propensity


def model(dbt, session):
    dbt.config(materialized="table")
    by_hash = dbt.ref("propensity_features").order("md5(customer_id), customer_id, cutoff_number")
    mall = propensity.Mall(
        by_hash.limit(propensity.FITTED_ROWS).to_arrow_table(),
        dbt.ref("propensity_holdings").to_arrow_table(),
        dbt.ref("propensity_outcomes").to_arrow_table(),
        dbt.ref("propensity_targets").to_arrow_table(),
        dbt.ref("propensity_cutoffs").to_arrow_table(),
        dbt.ref("dim_packages").to_arrow_table(),
    )
    return propensity.evaluate(mall)
