"""What a build has made, in the terminal: `python -m vitrine.summary`, which `make build` and `make
real` run at their end. `make readme` puts the same text into the READMEs.
"""

import argparse
import os
import re
import sys
from pathlib import Path

import duckdb

from vitrine import duckdb_plugin

DATABASE = "vitrine.duckdb"
ACTIVE = "people with activity, each in a segment"
ALL_WITHHELD = f"    withheld: the number of {ACTIVE}"
PEOPLE = {
    "people": "marts.dim_customers",
    "of them with activity, each in a segment": "segmentation.customer_segments",
}
COUNTS = {
    "records: accounts, cards, CPFs, plates, devices, receipts": "marts.dim_customer_records",
    "purchases that were kept": "marts.fct_purchases where is_kept",
    "visit days": "marts.fct_visits",
    "raw rows set aside (audit.quarantined_rows)": "audit.quarantined_rows",
}

# Where a segment is withheld, how many are in the others: a total would give it away.
IN_OTHERS = """
select coalesce(sum(customers), 0) from marts.dim_segments having bool_or(customers is null)
"""
WITHHELD = "few: fewer than min_cell_size, and so withheld; % is of the people in the others"

# Shares are as counted. Of nothing there is none; luxury is left out where no store has a tier, and
# offers where nothing was ever discounted.
SEGMENTS = """
with profiles as (
    pivot segmentation.segment_profiles on measure
    using first(mean_value) as mean_value, first(median_value) as median_value
    group by segment_id
),
known as (
    select
        (select bool_or(price_tier is not null) from marts.dim_stores) as tiers,
        (select bool_or(is_offer) from marts.fct_purchases) as discounts
)
select
    segments.segment_id as segment,
    coalesce(segments.persona_name_pt, '(no persona)') as persona,
    coalesce(format('{:,}', segments.customers), 'few') as people,
    coalesce(format('{:.1f}', 100.0 * segments.customers / sum(segments.customers) over ()), '') as "%",
    coalesce(format('{:,.0f}', monetary_median_value), '') as spend,
    coalesce(format('{:.1f}', frequency_mean_value), '') as buys,
    coalesce(format('{:.1f}', visit_days_mean_value), '') as visits,
    coalesce(format('{:.2f}', shares.weekend_share), '') as weekend,
    if(known.tiers, coalesce(format('{:.2f}', shares.luxury_share), ''), '') as luxury,
    if(known.discounts, coalesce(format('{:.2f}', shares.offer_share), ''), '') as offers
from marts.dim_segments as segments
inner join profiles on segments.segment_id = profiles.segment_id
inner join insights.segment_shares as shares on segments.segment_id = shares.segment_id
cross join known
order by segments.customers desc nulls last, segments.segment_id
"""
TEXTS = 2  # the first columns of SEGMENTS are texts, the rest figures

NO_DAY = "no day: there is nothing to segment, since there are no sales"
# The first day with a sale, also of those that the var as_of_date cuts off.
FIRST_SALE = """
select min(sale_date) from (
    select sale_date from staging.stg_mall__pos_sales where verdict = 'accepted'
    union all
    select sale_date from staging.stg_mall__store_receipts where verdict = 'accepted'
)
"""
TOO_EARLY = "as_of_date is before the first sale, of {first}: nothing was bought by then."
TOO_LATE = """\
as_of_date is {days:,} days after the last business day, {last}; if its year is wrong, so is who is inactive."""
LATE_AFTER_DAYS = 92  # a quarter: no delivery is that late
NO_STRUCTURE = "No stable groups were found, so nobody was clustered"
BEST_REFUSED = """
select reason from segmentation.segment_diagnostics where algorithm = 'k-means'
order by silhouette desc, k limit 1
"""
LAST_FIT = """
select as_of_date, decision, reason, version_in_use from segmentation.segment_versions
where as_of_date <= (select as_of_date from marts.as_of)
order by fit_number desc limit 1
"""
NOT_TAKEN = """\
New segments were looked for on {day} and not taken: {reason}.
Version {version} goes on (segmentation.segment_versions)."""
NOBODY = """\
Nobody can be named: no sale carries an identifier (card_token, member_id, cpf, email, phone)."""

MARKERS = re.compile(r"(?<=<!-- build-excerpt -->\n).*?(?=<!-- /build-excerpt -->)", re.DOTALL)


def main() -> int:
    """Prints counts, segments and where to look next; 1 when there is no database to read."""
    parser = argparse.ArgumentParser(description="What a build has made.")
    parser.add_argument("--into", nargs="+", type=Path, help="put it between these files' markers")
    arguments = parser.parse_args()
    target = os.environ.get("VITRINE_TARGET", "duckdb")
    path = Path(os.environ.get("VITRINE_DUCKDB_PATH", DATABASE))
    if target != "duckdb":
        print(f"Built on {target}; look at the schemas that end in _marts and _segmentation.")
        return 0
    if not path.is_file():
        print(f"{path}: there is no database; run `make build` first", file=sys.stderr)
        return 1
    try:
        connection = duckdb_plugin.to_read(path)
    except RuntimeError as problem:
        print(problem, file=sys.stderr)
        return 1
    with connection:
        made = report(connection)
    for file in arguments.into or []:
        file.write_text(MARKERS.sub(lambda _: f"```\n{made}\n```\n", file.read_text()))
    print(f"\n{made}\n\n{where_next(path)}")
    return 0


def report(connection: duckdb.DuckDBPyConnection) -> str:
    """Counts and segments."""

    def value(query: str):
        return connection.execute(query).fetchall()[0][0]

    as_of, last = connection.execute(
        "select as_of_date, last_business_day from marts.as_of"
    ).fetchone()
    lines = [f"Vitrine as of {as_of or NO_DAY}"]
    if last and (as_of - last).days > LATE_AFTER_DAYS:
        lines.append(TOO_LATE.format(days=(as_of - last).days, last=last))
    first = None if last else value(FIRST_SALE)
    if first:
        lines.append(TOO_EARLY.format(first=first))
    others = connection.execute(IN_OTHERS).fetchone()
    if others:
        lines.append(f"  {f'over {others[0]:,}':>10} {ACTIVE}" if others[0] else ALL_WITHHELD)
    for label, table in (COUNTS if others else PEOPLE | COUNTS).items():
        lines.append(f"  {value(f'select count(*) from {table}'):>10,} {label}")
    if value("select count(*) from marts.dim_segments"):
        lines += [
            "",
            "Segments: median spend; mean days with a purchase (buys) and at the mall (visits);",
            "parts of the visits on weekends, of the spend on luxury, of the purchases on offer",
            "",
            *_table(connection.execute(SEGMENTS)),
            *(["", WITHHELD] if others else []),
        ]
        if not value("select count(*) from segmentation.segment_model"):
            refused = connection.execute(BEST_REFUSED).fetchone() or ("too few people",)
            lines += ["", f"{NO_STRUCTURE}: {refused[0].removeprefix('no stable segments: ')}."]
        fit = connection.execute(LAST_FIT).fetchone()
        if fit and fit[1] == "kept_last":
            lines += ["", NOT_TAKEN.format(day=fit[0], reason=fit[2], version=fit[3])]
    elif last and not value("select count(*) from marts.dim_customers"):
        lines += ["", NOBODY]
    return "\n".join(lines)


def where_next(path: Path) -> str:
    """How to look at the database at `path`."""
    setting = "" if path == Path(DATABASE) else f"VITRINE_DUCKDB_PATH={path} "
    return (
        f"The warehouse is the DuckDB file {path}. Any table of it, and what its columns mean:\n"
        f"  {setting}.venv/bin/dbt show --inline"
        " \"select * from {{ ref('customer_segments') }}\" --limit 20\n"
        f"  {setting}make docs\n"
        "Lists to write to, one a campaign, and the usual figures:\n"
        f"  {setting}make audiences\n"
        f"  {setting}make metrics"
    )


def _table(found: duckdb.DuckDBPyConnection) -> list[str]:
    """Columns under their names, texts to the left and figures to the right."""
    names = [column for column, *_ in found.description]
    rows = [names, *found.fetchall()]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            text.ljust(width) if position < TEXTS else text.rjust(width)
            for position, (text, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


if __name__ == "__main__":
    sys.exit(main())
