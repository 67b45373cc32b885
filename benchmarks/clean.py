"""The clean facts of a build as Parquet files: what the slice from marts to labels starts from,
whoever walks it.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

# Only what the features need, as an analyst would ask a warehouse for it.
TABLES = {
    "purchases": """
        select
            customer_id, purchase_id, purchase_date, store_id, is_offer, is_kept,
            cast(net_amount as double) as net_amount
        from marts.fct_purchases
        where customer_id is not null
    """,
    "stores": "select store_id, category, price_tier from marts.dim_stores",
    "visits": "select customer_id, visit_date, is_weekend, day_part from marts.fct_visits",
    "app": """
        select people.customer_id, events.event_type, events.event_date
        from staging.stg_mall__app_events as events
        inner join identity.identity_people as people
            on people.node_type = 'loyalty' and people.node_key = events.member_id
        where events.verdict = 'accepted' and people.customer_id is not null
    """,
    "subscriptions": """
        select customer_id, package_code, cast(started_at as date) as started_on, is_active
        from marts.fct_package_subscriptions
    """,
    "viewing": """
        select customer_id, viewing_date, cast(minutes as double) as minutes from marts.fct_viewing
    """,
}


def export(database: Path, into: Path) -> None:
    """Writes a Parquet file a table."""
    into.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(database), read_only=True) as connection:
        for name, query in TABLES.items():
            connection.execute(f"copy ({query}) to '{into / name}.parquet' (format parquet)")
