"""The identity part by Splink alone, from the staged tables of a build to clusters of records.

`python -m benchmarks.linkage DATABASE`; the set-up is that of `make evaluate`
(tests/python/identity_by_splink.py), which says how good each is.
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "python"))

import identity_by_splink
import identity_evidence

RECORDS = """
create table records as
select
    source_system || ' ' || source_record_id as record_id, source_system, source_record_id
from warehouse.marts.dim_customer_records
where source_system <> 'receipt'
"""


def main() -> None:
    connection = duckdb.connect()
    connection.execute(f"attach '{sys.argv[1]}' as warehouse (read_only)")
    connection.execute(RECORDS)
    identity_evidence.add_sightings(connection, "warehouse.staging")
    identity_by_splink.add_splink_clusters(connection, "warehouse.staging")


if __name__ == "__main__":
    main()
