"""The same mall delivered otherwise is the same mall: what must not change the published tables does
not, and what must change them changes what it should.
"""

import shutil
from pathlib import Path

import duckdb
from conftest import WITHOUT_TESTS
from published import differing, unlike

# Counts of what was delivered, which a second delivery raises.
DELIVERED = {"audit.row_conservation"}


def shuffled_and_one_row_in_twenty_twice(raw: Path) -> dict[str, int]:
    """How many rows of each table came twice."""
    twice = {}
    for path in raw.glob("*/*.csv"):
        header, *lines = path.read_text().splitlines()
        twice[path.stem] = len(lines[::20])
        delivered = sorted([*lines, *lines[::20]], key=lambda line: hash(line))
        path.write_text("\n".join([header, *delivered]) + "\n")
    return twice


def in_parts_and_parquet(raw: Path) -> None:
    """Every second table in three part files, the others as Parquet."""
    for number, path in enumerate(sorted(raw.glob("*/*.csv"))):
        rows = f"read_csv('{path}', all_varchar=true)"
        if number % 2:
            duckdb.sql(f"copy (from {rows}) to '{path.with_suffix('.parquet')}'")
        else:
            path.with_suffix("").mkdir()
            for part in range(3):
                duckdb.sql(
                    f"copy (from (select *, row_number() over () % 3 as part from {rows})"
                    f" select * exclude (part) where part = {part})"
                    f" to '{path.with_suffix('')}/part{part}.csv' (header)"
                )
        path.unlink()


def test_another_delivery_of_the_same_rows(project, sample_build, raw, tmp_path):
    """In another order, in part files and Parquet, and some of them twice, all at once."""
    twice = shuffled_and_one_row_in_twenty_twice(raw)
    in_parts_and_parquet(raw)
    build = project.dbt(*WITHOUT_TESTS, raw=raw, into=tmp_path / "again", afresh=True)
    assert build.success, build.shown
    assert differing(build.database, sample_build.database, besides=DELIVERED) == []
    kept = "select source_name, table_name, accepted_rows, accepted_amount, quarantined_rows"
    kept += " from audit.row_conservation order by all"
    assert build.rows(kept) == sample_build.rows(kept)
    counted = "select table_name, raw_rows, duplicate_rows from audit.row_conservation order by all"
    assert build.rows(counted) == [
        (table, raw_rows + twice.get(table, 0), duplicates + twice.get(table, 0))
        for table, raw_rows, duplicates in sample_build.rows(counted)
    ]


def test_a_second_build_with_nothing_new_changes_nothing(project, sample_build, tmp_path):
    shutil.copy(sample_build.database, tmp_path)
    second = project.dbt(*WITHOUT_TESTS, into=tmp_path, afresh=True)
    assert second.success, second.shown
    assert differing(second.database, sample_build.database) == []
    assert second.value("select count(*) from marts.customer_id_history") == 0
    assert unlike(second.database, sample_build.database, ["marts.customer_id_ledger"]) == []


def test_other_names_for_the_same_members_and_sales_leave_the_same_people(
    project, sample_build, raw, tmp_path
):
    """Ids of sources are names: every member, subscriber and sale renamed, in every table alike."""
    for path in raw.glob("*/*.csv"):
        columns = [name for name, *_ in duckdb.sql(f"describe from '{path}'").fetchall()]
        renamed = [
            f"'renamed ' || {name} as {name}"
            for name in ("member_id", "subscriber_id", "sale_id", "original_sale_id")
            if name in columns
        ]
        if renamed:
            rows = f"read_csv('{path}', all_varchar=true)"
            duckdb.sql(
                f"copy (select * replace ({', '.join(renamed)}) from {rows})"
                f" to '{path}.new' (header)"
            )
            Path(f"{path}.new").rename(path)
    build = project.dbt(*WITHOUT_TESTS, raw=raw, into=tmp_path / "renamed", coarse=True)
    assert build.success, build.shown
    for figures in (
        "select count(*), sum(record_count), count(household_id) from marts.dim_customers",
        "select source_system, level, count(*) from marts.dim_customer_records group by all"
        " order by all",
        "select count(*), count(customer_id), sum(net_amount) from marts.fct_purchases",
        "select purchase_days, net_spend, visit_days, viewing_minutes, count(*)"
        " from segmentation.customer_activity group by all order by all",
    ):
        assert build.rows(figures) == sample_build.rows(figures)
