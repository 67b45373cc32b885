"""How likely each person is to give up a package, and each shopper to stay away.

Arithmetic in vitrine/propensity.py.
"""

from vitrine import propensity
from vitrine.processors import in_turn


@in_turn
def model(dbt, session):
    dbt.config(materialized="table")
    mall = propensity.Mall(
        dbt.ref("propensity_features").to_arrow_table(),
        dbt.ref("propensity_holdings").to_arrow_table(),
        dbt.ref("propensity_outcomes").to_arrow_table(),
        dbt.ref("propensity_targets").to_arrow_table(),
        dbt.ref("propensity_cutoffs").to_arrow_table(),
        dbt.ref("dim_packages").to_arrow_table(),
    )
    evaluation = dbt.ref("propensity_evaluation").to_arrow_table()
    return propensity.churn_propensity(mall, evaluation)
