"""How likely each person is to take each package that they do not have, within the horizon.

Arithmetic in vitrine/propensity.py.
"""

from vitrine import propensity


def model(dbt, session):
    dbt.config(materialized="table")
    features = dbt.ref("propensity_features")
    taught = features.filter("cutoff_number > 0").order(
        "md5(customer_id), customer_id, cutoff_number"
    )
    today = features.filter("cutoff_number = 0").order("customer_id")
    mall = propensity.Mall(
        propensity.together(
            taught.limit(propensity.FITTED_ROWS).to_arrow_table(), today.to_arrow_table()
        ),
        dbt.ref("propensity_holdings").to_arrow_table(),
        dbt.ref("propensity_outcomes").to_arrow_table(),
        dbt.ref("propensity_targets").to_arrow_table(),
        dbt.ref("propensity_cutoffs").to_arrow_table(),
        dbt.ref("dim_packages").to_arrow_table(),
    )
    evaluation = dbt.ref("propensity_evaluation").to_arrow_table()
    return propensity.package_propensity(mall, evaluation)
