"""What a build has made, in the terminal: `python -m vitrine.summary`, which `make build` and `make
real` run at their end.
"""

import os
import sys
from pathlib import Path

import duckdb

COUNTS = {
    "people": "marts.dim_customers",
    "records of people": "marts.dim_customer_records",
    "purchases": "marts.fct_purchases",
    "visit days": "marts.fct_visits",
    "rows set aside (audit.quarantined_rows)": "audit.quarantined_rows",
}

SEGMENTS = """
select
    segments.segment_id as segment,
    coalesce(segments.persona_name_pt, 'sem persona') as persona,
    segments.customers as people,
    round(100.0 * segments.customers / sum(segments.customers) over (), 1) as "%",
    max(case when measure = 'monetary' then round(median_value) end) as spend,
    max(case when measure = 'frequency' then round(mean_value, 1) end) as purchase_days,
    max(case when measure = 'visit_days' then round(mean_value, 1) end) as visit_days,
    max(case when measure = 'weekend_share' then round(mean_value, 2) end) as weekend,
    max(case when measure = 'luxury_share' then round(mean_value, 2) end) as luxury,
    max(case when measure = 'offer_share' then round(mean_value, 2) end) as offers
from marts.dim_segments as segments
inner join segmentation.segment_profiles as profiles on segments.segment_id = profiles.segment_id
group by segments.segment_id, segments.persona_name_pt, segments.customers
order by segments.customers desc, segments.segment_id
"""


def main() -> int:
    """Prints counts, segments and where to look next; 1 when there is no database to read."""
    target = os.environ.get("VITRINE_TARGET", "duckdb")
    path = Path(os.environ.get("VITRINE_DUCKDB_PATH", "vitrine.duckdb"))
    if target != "duckdb":
        print(f"Built on {target}; look at the schemas that end in _marts and _segmentation.")
        return 0
    if not path.is_file():
        print(f"{path}: there is no database; run `make build` first", file=sys.stderr)
        return 1
    with duckdb.connect(str(path), read_only=True) as connection:
        as_of = _value(connection, "select as_of_date from marts.as_of")
        print(
            f"\nVitrine as of {as_of or 'no day: there is nothing to segment, since there are no sales'}"
        )
        for label, table in COUNTS.items():
            print(f"  {_value(connection, f'select count(*) from {table}'):>10,} {label}")
        segments = connection.sql(SEGMENTS)
        named = _value(connection, "select count(*) from marts.dim_customers")
        if as_of and not named:
            print(
                "\nNobody can be named: no sale carries an identifier (card_token, member_id, cpf, email, phone)."
            )
        elif as_of:
            print("\nSegments: median spend (BRL), mean purchase and visit days, mean shares\n")
            segments.show(max_width=160)
    print(f"The warehouse is the DuckDB file {path}. Next, with `source .venv/bin/activate`:")
    print("  dbt show --inline \"select * from {{ ref('dim_segments') }}\"     a look at any table")
    print(
        "  make docs                                                     lineage and the meaning of every column"
    )
    return 0


def _value(connection: duckdb.DuckDBPyConnection, query: str):
    return connection.execute(query).fetchall()[0][0]


if __name__ == "__main__":
    sys.exit(main())
