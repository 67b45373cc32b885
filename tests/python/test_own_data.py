"""Somebody brings their own files: what works with little, and what is said when it does not."""

import json
import os
import shutil
import subprocess
import sys

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import ROOT, SHARED, WITHOUT_TESTS, WITHOUT_UNIT_TESTS

from vitrine import duckdb_plugin, pii_key

SALES = """
select
    'sale ' || i as sale_id,
    'store ' || i % 7 as store_id,
    timestamp '2025-01-02 15:00:00' + interval (i % 300) day + interval (i % 240) minute as sold_at,
    ((i * 7919) % 50000) / 100.0 + 1 as gross_amount,
    'card ' || i % 61 as card_token
from range(1500) as numbers (i)
"""

SALES_ALONE = (
    "build",
    "--select",
    "rejection_limits",
    "stg_mall__pos_sales",
    "standing_sales",
    "--indirect-selection",
    "cautious",
)

# What rows became, and the stores.
SET_ASIDE = (
    *WITHOUT_UNIT_TESTS, "--select", "+row_conservation", "+quarantined_rows", "+dim_stores",
)  # fmt: skip

CONSERVED = """
select raw_rows, accepted_rows, duplicate_rows, quarantined_rows
from audit.row_conservation where table_name = '{}'
"""


def write(folder, name, query, suffix="csv"):
    path = folder / f"{name}.{suffix}"
    path.parent.mkdir(parents=True, exist_ok=True)
    duckdb.sql(f"copy ({query}) to '{path}'")
    return path


@pytest.fixture
def little(tmp_path):
    """Only the one required table, with its four required columns and one identifier."""
    write(tmp_path / "raw", "mall/pos_sales", SALES)
    return tmp_path / "raw"


@pytest.fixture(scope="module")
def sales_alone(project, tmp_path_factory):
    """The whole build of the one required table, with all its tests."""
    raw = tmp_path_factory.mktemp("sales_alone")
    write(raw, "mall/pos_sales", SALES)
    return project.dbt(*WITHOUT_UNIT_TESTS, raw=raw, into=tmp_path_factory.mktemp("of_sales_alone"))


def test_sales_alone_are_enough_for_segments(sales_alone):
    build = sales_alone
    assert build.success, build.shown
    assert build.value("select count(*) from marts.dim_customers") == 61
    assert (
        build.value(
            "select count(*) from segmentation.customer_segments where segment_id is not null"
        )
        == 61
    )
    assert build.value("select count(*) from marts.fct_viewing") == 0


def test_without_any_identifier_nobody_is_named(project, tmp_path):
    write(tmp_path / "raw", "mall/pos_sales", f"select * exclude (card_token) from ({SALES})")
    build = project.dbt(*WITHOUT_UNIT_TESTS, raw=tmp_path / "raw", into=tmp_path / "nobody")
    assert build.success, build.shown
    assert build.value("select count(*) from marts.fct_purchases where customer_id is null") == 1500
    assert build.value("select count(*) from marts.dim_customers") == 0


def test_a_header_alone_builds_empty_tables(project, tmp_path):
    write(tmp_path / "raw", "mall/pos_sales", f"select * from ({SALES}) where false")
    build = project.dbt(*WITHOUT_UNIT_TESTS, raw=tmp_path / "raw", into=tmp_path / "empty")
    assert build.success, build.shown
    assert build.value("select count(*) from marts.fct_purchases") == 0
    assert build.value("select count(*) from segmentation.customer_segments") == 0


def test_a_sale_of_a_wrong_year_is_warned_of(project, sales_alone, little, tmp_path):
    alone = "the_last_business_day_does_not_stand_alone"
    mistaken = f"select 'X', 'store 1', timestamp '2035-01-01 15:00:00', 1, 'card 1' from ({SALES}) limit 1"
    write(little, "mall/pos_sales", f"({SALES}) union all ({mistaken})")
    build = project.dbt(
        *WITHOUT_UNIT_TESTS, "--select", "+fct_purchases", alone, raw=little, into=tmp_path
    )
    assert build.success, build.shown
    assert build.statuses[alone] == "warn" and sales_alone.statuses[alone] == "pass"


def test_what_the_partner_delivers_later_than_the_last_sale_is_known(project, tmp_path):
    """S1 took the second package on the day after it."""
    raw = tmp_path / "raw"
    write(
        raw,
        "mall/pos_sales",
        "select 1 as sale_id, 'L1' as store_id, '2025-03-15 15:00' as sold_at, 10 as gross_amount, 'c' as card_token",
    )
    write(
        raw,
        "streaming/packages",
        "from (values ('CINE', 'Cine'), ('DOC', 'Docs')) as packages (package_code, package_name)",
    )
    write(
        raw, "streaming/subscribers", "from (values ('S1'), ('S2')) as subscribers (subscriber_id)"
    )
    write(
        raw,
        "streaming/package_subscriptions",
        "select row_number() over () as subscription_id, * from (values ('S1', 'CINE', '2025-02-01'),"
        " ('S2', 'CINE', '2025-02-01'), ('S2', 'DOC', '2025-02-02'), ('S1', 'DOC', '2025-03-16 12:00'))"
        " as taken (subscriber_id, package_code, started_at)",
    )
    build = project.dbt(
        *WITHOUT_UNIT_TESTS, "--select", "+package_recommendations", "+store_recommendations",
        "one_method_is_published_for_each_catalogue", raw=raw, into=tmp_path / "late",
    )  # fmt: skip
    assert build.success, build.shown
    assert build.statuses["nothing_owned_is_recommended"] == "pass"
    assert build.value("select count(*) from insights.package_recommendations") == 0


def test_parquet_and_part_files_give_the_same_tables_as_csv(project, sales_alone, tmp_path):
    parts = tmp_path / "parts"
    for part in range(3):
        write(
            parts,
            f"mall/pos_sales/part-{part}",
            f"select * from ({SALES}) where hash(sale_id) % 3 = {part}",
            "parquet",
        )
    parquet = project.dbt(
        *WITHOUT_TESTS, "--select", "+fct_purchases", raw=parts, into=tmp_path / "parquet"
    )
    assert parquet.success, parquet.shown
    query = "select * from marts.fct_purchases order by all"
    assert sales_alone.rows(query) == parquet.rows(query)


def not_utf_8(raw):
    """A name in Latin-1, which some writers of Parquet pass on as it is."""
    name = pa.array([b"Jos\xe9 da Silva"], pa.binary()).view(pa.string())
    (raw / "mall/loyalty_members.csv").unlink(missing_ok=True)
    pq.write_table(
        pa.table({"member_id": ["m1"], "full_name": name}), raw / "mall/loyalty_members.parquet"
    )


def damaged_part(raw):
    """Three part files of visits, of which only who reads the second through sees what is wrong."""
    for part in range(3):
        write(
            raw,
            f"mall/visits/part-{part}",
            f"select 'v' || range as visit_id, '2025-01-0{part + 1} 10:00:00' as entered_at from range(9000)",
            "parquet",
        )
    file = raw / "mall/visits/part-1.parquet"
    content = bytearray(file.read_bytes())
    content[200:2000] = bytes(1800)
    file.write_bytes(content)


BROKEN = {
    "a required column is missing": (
        lambda raw: write(
            raw, "mall/pos_sales", f"select * rename (sold_at as sold_att) from ({SALES})"
        ),
        "mall/pos_sales.csv: required column 'sold_at' is missing; rename your 'sold_att' or map it",
    ),
    "the required table is missing": (
        lambda raw: (raw / "mall/pos_sales.csv").unlink(),
        "mall/pos_sales: this table is required and there is no mall/pos_sales.csv",
    ),
    "a required column of an optional table is missing": (
        lambda raw: write(raw, "mall/visits", "select 'v1' as visit_id"),
        "mall/visits.csv: required column 'entered_at' is missing",
    ),
    "one of several part files is damaged": (
        damaged_part,
        "mall/visits/part-1.parquet: cannot be read as Parquet",
    ),
    "a Parquet file is truncated": (
        lambda raw: (raw / "mall/visits.parquet").write_bytes(b"PAR1 and no more"),
        "mall/visits.parquet: cannot be read as Parquet",
    ),
    "a file is empty": (
        lambda raw: (raw / "mall/visits.csv").write_text(""),
        "mall/visits.csv: the file is empty; a table without rows still needs its header line",
    ),
    "a quotation mark is never closed": (
        lambda raw: (raw / "mall/stores.csv").write_text(
            'store_id,store_name,category\n1,"Loja,x\n2,y,z\n'
        ),
        "mall/stores.csv: line 2: a quotation mark is opened and not closed",
    ),
    "no row is usable": (
        lambda raw: write(
            raw,
            "mall/visits",
            "select i as visit_id, if(i = 0, '--', 'yesterday') as entered_at from range(9) as t (i)",
        ),
        "mall/visits: not one row is usable; most often unreadable_entered_at in 9 rows"
        " (for instance 'yesterday'; write it as 2025-12-31T18:05:00-03:00)",
    ),
    "amounts have a comma": (
        lambda raw: write(
            raw,
            "mall/pos_sales",
            f"select * replace (replace(gross_amount::text, '.', ',') as gross_amount) from ({SALES})",
        ),
        "mall/pos_sales: not one row is usable; most often unreadable_gross_amount in 1500 rows"
        " (for instance '1,0'; write it as 1234.56)",
    ),
    "a column slipped, and what stands in it is personal": (
        lambda raw: write(
            raw,
            "mall/pos_sales",
            f"select * replace ('529.982.247-25' as gross_amount) from ({SALES})",
        ),
        "most often unreadable_gross_amount in 1500 rows (for instance '999.999.999-99'; write it as",
    ),
    "a text of a Parquet file is no UTF-8": (
        not_utf_8,
        'raw/mall/loyalty_members.parquet": a value is not valid UTF8!); export it again',
    ),
    "one table comes in two files": (
        lambda raw: write(raw, "mall/pos_sales", SALES, "parquet"),
        "mall/pos_sales: found mall/pos_sales.csv, mall/pos_sales.parquet; keep one",
    ),
    "a column is there twice": (
        lambda raw: (raw / "mall/stores.csv").write_text(
            "store_id,Store_ID,store_name,category\n1,1,x,y\n"
        ),
        "mall/stores.csv: column 'store_id' is there twice",
    ),
}


@pytest.mark.parametrize("what", BROKEN)
def test_what_is_wrong_is_said_in_one_line_and_nothing_is_touched(project, little, tmp_path, what):
    kept = tmp_path / "kept"
    kept.mkdir()
    with duckdb.connect(str(kept / "vitrine.duckdb")) as connection:
        connection.execute(
            "create schema marts; create table marts.fct_purchases as select 1 as untouched"
        )
    break_it, message = BROKEN[what]
    break_it(little)
    build = project.dbt(*WITHOUT_TESTS, raw=little, into=kept)
    assert not build.success
    assert any(message in line for line in build.shown.splitlines()), build.shown
    assert "Traceback" not in build.shown
    assert build.rows("from marts.fct_purchases") == [(1,)]


def test_a_folder_that_is_not_there_is_named(project, tmp_path):
    build = project.dbt(*WITHOUT_TESTS, raw=tmp_path / "nowhere", into=tmp_path / "x")
    assert not build.success
    assert "VITRINE_RAW_DIR: there is no folder" in build.shown and "nowhere" in build.shown


def test_a_key_is_made_for_a_folder_that_can_be_read_alone(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for folder, makes_one in (("mistyped", False), ("raw", True)):
        (tmp_path / "raw").mkdir(exist_ok=True)
        found = json.loads(duckdb_plugin._inspect_raw(folder, "[]"))
        assert bool(found["errors"]) is not makes_one
        assert pii_key.KEY_FILE.exists() is makes_one


def test_a_file_that_is_no_key_is_said_in_a_line(tmp_path):
    (tmp_path / "key").write_text("not a key")
    done = subprocess.run(
        [sys.executable, "-m", "vitrine.pii_key"],
        cwd=ROOT,
        env={**os.environ, "VITRINE_PII_KEY_FILE": str(tmp_path / "key")},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1 and "key: not a key; it must hold" in done.stderr


@pytest.mark.parametrize(
    ("var", "message"),
    [
        ("as_of_date: '2025-02-30'", "var as_of_date: '2025-02-30' is not a date"),
        ("as_of_date: soon", "var as_of_date: 'soon' is not a date"),
        ("timezone: Sao Paulo", "var timezone: 'Sao Paulo' is not a time zone"),
        (
            "asof_date: '2025-06-30'",
            "var asof_date: there is no such var; there are as_of_date, known_at,",
        ),
    ],
)
def test_a_wrong_var_stops_the_build_and_is_named_with_its_value(
    project, little, tmp_path, var, message
):
    build = project.dbt(*WITHOUT_TESTS, "--vars", f"{{{var}}}", raw=little, into=tmp_path / "x")
    assert not build.success
    assert message in build.shown
    assert not build.statuses.get("stg_mall__pos_sales")


def test_unknown_columns_and_misspelt_tables_are_listed_once(project, little, tmp_path):
    write(little, "mall/pos_sales", f"select *, 1 as colour from ({SALES})")
    write(little, "mall/visit", "select 'v1' as visit_id")
    build = project.dbt(*SALES_ALONE, raw=little, into=tmp_path / "x")
    assert build.success, build.shown
    assert (
        build.shown.count(
            "mall/pos_sales.csv: columns that the contract does not know are ignored: colour"
        )
        == 1
    )
    assert (
        "mall/visit.csv: no table of the contract, ignored; did you mean mall/visits?"
        in build.shown
    )


def test_latin_1_semicolons_and_ragged_lines_are_read_or_set_aside(project, tmp_path):
    raw = tmp_path / "raw"
    write(raw, "mall/pos_sales", SALES)
    lines = [
        "store_id;store_name;category",
        "store 1;Calçados São João;Calçados",
        "store 2;too short",
        "store 3;a;b;too long",
    ]
    (raw / "mall/stores.csv").write_bytes("\n".join(lines).encode("latin-1"))
    build = project.dbt(*SET_ASIDE, raw=raw, into=tmp_path / "x")
    assert build.success, build.shown
    assert "mall/stores.csv: not UTF-8; read as Latin-1" in build.shown
    assert build.rows("select store_name from marts.dim_stores where store_id = 'store 1'") == [
        ("Calçados São João",)
    ]
    assert (
        build.value("select count(*) from audit.quarantined_rows where reason = 'unreadable_line'")
        == 2
    )
    assert build.rows(CONSERVED.format("stores")) == [(3, 1, 0, 2)]


def test_single_bad_rows_are_set_aside_with_their_reason(project, little, tmp_path):
    bad = """
    union all select 'bad 1', 'store 1', null, 1.00, 'card 1'
    union all select 'bad 2', null, timestamp '2025-03-03 12:00:00', 1.00, 'card 1'
    union all select 'bad 3', 'store 1', timestamp '2025-03-03 12:00:00', -1.00, 'card 1'
    union all select 'bad 4', 'store 1', timestamp '2900-03-03 12:00:00', 1.00, 'card 1'
    union all select 'sale 1', 'store 1', timestamp '2025-01-03 15:01:00', 80.19, 'card 1'
    """
    write(little, "mall/pos_sales", SALES + bad)
    build = project.dbt(*SET_ASIDE, raw=little, into=tmp_path / "x")
    assert build.success, build.shown
    assert build.rows("select row_key, reason from audit.quarantined_rows order by 1") == [
        ("bad 1", "missing_sold_at"),
        ("bad 2", "missing_store_id"),
        ("bad 3", "negative_amount"),
        ("bad 4", "unreadable_sold_at"),
    ]
    assert build.rows(CONSERVED.format("pos_sales")) == [(1505, 1500, 1, 4)]


def test_the_classic_mall_survey_gives_its_known_segments(project, little, tmp_path):
    survey = SHARED / "data/mall_customers"
    if not survey.is_dir():
        pytest.skip(
            f"the mall survey is not beside this clone ({survey}); its figures go unchecked"
        )
    shutil.copy(survey / "mall_customers.csv", little / "mall/customer_survey.csv")
    build = project.dbt(
        "build", "--select", "+survey_segments", raw=little, into=tmp_path / "survey"
    )
    assert build.success, build.shown
    pairs = f"""
        from segmentation.survey_segments as found
        inner join '{survey / "reference_labels.csv"}' as known
            on found.survey_id = cast(known.id as varchar)
    """
    sizes = build.rows(f"select k5, segment_id, count(*) {pairs} group by all order by 3")
    assert [size for _, _, size in sizes] == [22, 23, 35, 39, 81]
    assert len({known for known, _, _ in sizes}) == len({found for _, found, _ in sizes}) == 5
    chosen = "select k, round(silhouette, 3) from segmentation.survey_diagnostics where is_chosen"
    assert build.rows(chosen) == [(5, 0.555)]


def with_unusable_sales(folder, count):
    bad = f"select 'bad ' || i, 'store 1', null, 1.00, 'card 1' from range({count}) as numbers (i)"
    write(folder, "mall/pos_sales", f"{SALES} union all {bad}")


def test_too_many_unusable_rows_stop_the_build_and_change_nothing(project, little, tmp_path):
    """A row in twenty is more than the seed `rejection_limits` puts up with for sales."""
    good = project.dbt(*SALES_ALONE, raw=little, into=tmp_path / "x")
    assert good.success, good.shown
    with_unusable_sales(little, 90)
    build = project.dbt(*SALES_ALONE, raw=little, into=tmp_path / "x")
    assert not build.success
    assert (
        "mall/pos_sales: 90 of 1590 rows are unusable, more than 5.0 %; mostly missing_sold_at;"
        " mend the file, or raise stop_above in seeds/reference/rejection_limits.csv"
    ) in build.shown
    assert build.statuses["standing_sales"] == "skipped"
    assert build.value("select count(*) from staging.stg_mall__pos_sales") == 1500


def test_values_in_words_of_their_own_stop_the_build_with_an_example(project, little, tmp_path):
    sales = SALES.replace("from range", ", 'Crédito' as payment_method from range")
    write(little, "mall/pos_sales", sales)
    build = project.dbt(*SALES_ALONE, raw=little, into=tmp_path / "x")
    assert not build.success
    assert (
        "mall/pos_sales: 1500 of 1500 values of 'payment_method' are unusable, more than 50.0 % (for"
        " instance 'Crédito'; write it as credit_card or debit_card or pix or cash or voucher or"
        " boleto or other);"
        " mend the file, or raise stop_above in seeds/reference/rejection_limits.csv"
    ) in build.shown


STORES_ALONE = ("build", "--select", "rejection_limits", "stg_mall__stores")


def with_tiers(folder, tiers):
    rows = ", ".join(f"('store {i}', 'Loja {i}', 'Moda', '{tier}')" for i, tier in enumerate(tiers))
    names = "stores (store_id, store_name, category, price_tier)"
    write(folder, "mall/stores", f"from (values {rows}) as {names}")


def test_of_few_stores_a_column_in_words_of_its_own_is_told(project, little, tmp_path):
    """Eight stores are far from a hundred rows, and every sale of them has its tier from here."""
    with_tiers(little, ["popular"] * 3 + ["medio"] * 3 + ["luxo"] * 2)
    build = project.dbt(*STORES_ALONE, raw=little, into=tmp_path / "x")
    assert not build.success
    assert (
        "mall/stores: 5 of 8 values of 'price_tier' are unusable, more than 50.0 % (for instance"
        " 'medio'; write it as popular or mid or luxury); mend the file, or raise stop_above in"
        " seeds/reference/rejection_limits.csv"
    ) in build.shown


def test_of_few_stores_some_values_that_cannot_be_used_are_a_warning(project, little, tmp_path):
    with_tiers(little, ["popular"] * 6 + ["luxo"] * 2)
    build = project.dbt(*STORES_ALONE, raw=little, into=tmp_path / "x")
    assert build.success, build.shown
    assert build.statuses["rejected_share_stg_mall__stores_"] == "warn"
    assert "stores: 2 of 8 values of 'price_tier' are unusable, more than 10.0 %" in build.shown


def test_some_unusable_rows_are_a_warning(project, little, tmp_path):
    with_unusable_sales(little, 20)
    build = project.dbt(*SALES_ALONE, raw=little, into=tmp_path / "x")
    assert build.success, build.shown
    assert build.statuses["rejected_share_stg_mall__pos_sales_"] == "warn"
    assert (
        "pos_sales: 20 of 1520 rows are unusable, more than 1.0 %; look at audit.quarantined_rows,"
        " mend the source, or raise warn_above in seeds/reference/rejection_limits.csv"
    ) in build.shown
