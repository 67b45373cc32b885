"""Accounts that are probably one person although they share no identifier.

Arithmetic in vitrine/matching.py.
"""

from vitrine import matching
from vitrine.processors import in_turn


@in_turn
def model(dbt, session):
    dbt.config(materialized="table")
    accounts = dbt.ref("identity_probable_accounts").to_arrow_table()
    threshold = dbt.config.meta_get("probable_link_threshold")
    return matching.account_pairs(accounts, matching.Matching(threshold=float(threshold)))
