"""Deliveries whose shape changes: columns that come, go, are renamed or have another type, tables that
vanish, CSV that becomes Parquet; each into the database of the delivery before it.
"""

import dataclasses
import shutil
from types import SimpleNamespace

import duckdb
import fuzzing
import jinja2
import pytest
from conftest import ROOT
from fuzzing import contract
from test_fuzz import contents

from vitrine import raw_files

CHAIN = (
    "build", "--select", "rejection_limits", "stg_mall__pos_sales", "stg_mall__stores", "stg_mall__store_receipts",
    "--exclude-resource-type", "test", "--exclude-resource-type", "unit_test",
)  # fmt: skip
SALES = """
select
    'sale ' || i as sale_id, 'store ' || i % 3 as store_id, 1 + i as member_id, 12.50 + i as gross_amount,
    timestamp '2025-03-01 15:00:00' + interval (i) hour as sold_at, 'pix' as payment_method, 3 as installments
from range(40) as numbers (i)
"""
DATES = [text for text in fuzzing.HOSTILE if "/20" in text or "/00" in text or "/29" in text]
STORES = "select 'store ' || i as store_id, 'Loja' as store_name, 'moda' as category from range(3) as numbers (i)"


def write(folder, table, query, suffix="csv"):
    for old in folder.glob(f"{table}.*"):
        old.unlink()
    path = folder / f"{table}.{suffix}"
    path.parent.mkdir(parents=True, exist_ok=True)
    duckdb.sql(f"copy ({query}) to '{path}'")


@pytest.fixture(scope="module")
def delivered(project, tmp_path_factory):
    """A first delivery and what was built of it."""
    raw = tmp_path_factory.mktemp("delivered")
    write(raw, "mall/pos_sales", SALES)
    write(raw, "mall/stores", STORES)
    build = project.dbt(*CHAIN, raw=raw, into=tmp_path_factory.mktemp("built"))
    assert build.success, build.shown
    return raw, build


@pytest.fixture
def raw(delivered, tmp_path):
    shutil.copytree(delivered[0], tmp_path / "raw")
    return tmp_path / "raw"


@pytest.fixture
def before(delivered, tmp_path):
    """The database of the first delivery, for the next one."""
    (tmp_path / "built").mkdir()
    shutil.copy(delivered[1].database, tmp_path / "built")
    return dataclasses.replace(delivered[1], database=tmp_path / "built" / "vitrine.duckdb")


def sales(build) -> list[tuple]:
    return build.rows(
        "select sale_id, store_id, member_id, gross_amount, sold_at, payment_method, installments, verdict"
        " from staging.stg_mall__pos_sales order by all"
    )


RETYPED = {
    "Parquet instead of CSV": SALES,
    "ids and amounts are numbers with a fraction": f"""
        select * replace (cast(member_id as double) as member_id, cast(gross_amount as double) as gross_amount,
            cast(installments as double) as installments) from ({SALES})""",
    "all is text": f"select columns(*)::varchar from ({SALES})",
    "times have a zone": f"select * replace (sold_at at time zone 'UTC' as sold_at) from ({SALES})",
    "times are nanoseconds": f"select * replace (cast(sold_at as timestamp_ns) as sold_at) from ({SALES})",
    "amounts have four decimals": f"""
        select * replace (cast(gross_amount as decimal(38, 4)) as gross_amount,
            cast(member_id as smallint) as member_id) from ({SALES})""",
    "texts are bytes": f"""
        select * replace (encode(sale_id) as sale_id, encode(payment_method) as payment_method) from ({SALES})""",
    "names are in capitals": f"""
        select * rename (sale_id as SALE_ID, sold_at as "Sold_At ", gross_amount as GROSS_AMOUNT) from ({SALES})""",
}


@pytest.mark.parametrize("what", RETYPED)
def test_the_same_values_in_other_types_are_the_same_rows(project, raw, before, what):
    write(raw, "mall/pos_sales", RETYPED[what], "parquet")
    build = project.dbt(*CHAIN, raw=raw, into=before.database.parent)
    assert build.success, build.shown
    assert sales(build) == sales(before)


def test_part_files_may_differ_in_columns_and_types(project, raw, before):
    (raw / "mall/pos_sales.csv").unlink()
    for part, select in enumerate(
        (
            f"select * from ({SALES}) where sale_id < 'sale 2'",
            f"""select * replace (cast(member_id as varchar) as member_id, cast(sold_at as varchar) as sold_at),
                'new' as colour from ({SALES}) where sale_id >= 'sale 2' and sale_id < 'sale 3'""",
            f"""select installments, * exclude (installments) replace (cast(member_id as double) as member_id,
                cast(gross_amount as varchar) as gross_amount) from ({SALES}) where sale_id >= 'sale 3'""",
        )
    ):
        write(raw, f"mall/pos_sales/part-{part}", select, "parquet")
    build = project.dbt(*CHAIN, raw=raw, into=before.database.parent)
    assert build.success, build.shown
    assert sales(build) == sales(before)
    assert build.shown.count("mall/pos_sales/part-1.parquet: columns that the contract") == 1


def test_receipts_whose_times_and_amounts_are_typed_are_read_like_those_of_a_till(
    project, raw, before
):
    typed = "select 'A' as loja, '1' as cupom, timestamp '2025-02-01 08:05:00' as data_hora, 1234.5 as valor_total"
    text = "select 'A' as loja, '2' as cupom, '1/2/2025 8:05' as data_hora, 'R$ 1.234,50' as valor_total"
    write(raw, "mall/store_receipts/typed", typed, "parquet")
    write(raw, "mall/store_receipts/text", text, "parquet")
    # three decimals, of which the point is no thousands mark
    tenths = "select 'A' as loja, '3' as cupom, '1/2/2025 8:05' as data_hora, 12.500::decimal(10, 3) as valor_total"
    write(raw, "mall/store_receipts/tenths", tenths, "parquet")
    build = project.dbt(*CHAIN, raw=raw, into=before.database.parent)
    assert build.success, build.shown
    rows = build.rows(
        "select distinct sold_at::varchar, paid_amount::varchar from staging.stg_mall__store_receipts order by 2"
    )
    assert rows == [("2025-02-01 11:05:00", "12.50"), ("2025-02-01 11:05:00", "1234.50")]


def test_columns_that_come_are_listed_once_and_columns_that_go_are_null(project, raw, before):
    drifted = f"select * exclude (payment_method, member_id), 'x' as colour, 1 as \"Über 😀\" from ({SALES})"
    write(raw, "mall/pos_sales", drifted)
    build = project.dbt(*CHAIN, raw=raw, into=before.database.parent)
    assert build.success, build.shown
    listed = (
        "mall/pos_sales.csv: columns that the contract does not know are ignored: colour, Über 😀"
    )
    assert build.shown.count(listed) == 1
    assert [(*row[:2], None, *row[3:5], None, *row[6:]) for row in sales(before)] == sales(build)


def test_a_table_that_vanishes_is_empty_and_the_required_one_stops_the_build(project, raw, before):
    (raw / "mall/stores.csv").unlink()
    build = project.dbt(*CHAIN, raw=raw, into=before.database.parent)
    assert build.success, build.shown
    assert before.value("select count(*) from staging.stg_mall__stores") == 0
    kept = contents(build.database)
    (raw / "mall/pos_sales.csv").unlink()
    build = project.dbt(*CHAIN, raw=raw, into=before.database.parent)
    assert not build.success
    assert (
        "mall/pos_sales: this table is required and there is no mall/pos_sales.csv" in build.shown
    )
    assert contents(build.database) == kept


def test_a_type_that_holds_no_such_value_stops_the_build_and_nothing_is_touched(
    project, raw, before
):
    kept = contents(before.database)
    epochs = f"select * replace (epoch(sold_at)::bigint as sold_at) from ({SALES})"
    write(raw, "mall/pos_sales", epochs, "parquet")
    build = project.dbt(*CHAIN, raw=raw, into=before.database.parent)
    assert not build.success
    assert (
        "mall/pos_sales: not one row is usable; most often unreadable_sold_at in 40 rows (for instance"
        in build.shown
    )
    assert contents(before.database) == kept


def test_a_table_of_nothing_but_ragged_lines_stops_the_build(project, raw, before):
    (raw / "mall/stores.csv").write_text("store_id,store_name,category\n1\n2\n3,4\n")
    build = project.dbt(*CHAIN, raw=raw, into=before.database.parent)
    assert not build.success
    assert "mall/stores: not one row is usable; most often unreadable_line in 3 rows" in build.shown


RENAMED = {
    "Sold At": "sold_at", "soldAt": "sold_at", "SOLD-AT": "sold_at", "sold_at_utc": "sold_at", "sold": "sold_at",
    "Gross Amount (R$)": "gross_amount", "gross_amt": "gross_amount", "grossamount": "gross_amount",
    "Sale ID": "sale_id", "saleid": "sale_id", "sales_id": "sale_id", "id_sale": "sale_id",
    "Store": "store_id", "StoreID": "store_id", "sold_att": "sold_at",
}  # fmt: skip


@pytest.mark.parametrize("theirs", RENAMED)
def test_of_a_renamed_column_the_likely_name_is_given(tmp_path, theirs):
    ours = RENAMED[theirs]
    write(tmp_path, "mall/pos_sales", f'select * rename ({ours} as "{theirs}") from ({SALES})')
    found = raw_files.inspect(str(tmp_path), [contract()["mall/pos_sales"]])
    assert found["errors"] == [
        f"mall/pos_sales.csv: required column '{ours}' is missing; rename your '{theirs}' or map it"
        ' (README, "Your own data")'
    ]


def test_every_missing_column_is_named_and_only_what_is_like_it_is_offered(tmp_path):
    write(tmp_path, "mall/stores", "select 1 as \"Store ID\", 'x' as category, 'y' as zzz")
    found = raw_files.inspect(str(tmp_path), [contract()["mall/stores"]])
    assert [error.split("; ")[1].split(" or map")[0] for error in found["errors"]] == [
        "rename your 'Store ID'",
        "rename yours (of Store ID, zzz)",
    ]


@pytest.mark.parametrize("line", ["1,S1,2025-01-01,9.90", "S7,ana@x.example,", "052.998.224-25"])
def test_of_a_file_without_a_header_no_value_is_shown(tmp_path, line):
    (tmp_path / "mall").mkdir()
    (tmp_path / "mall/pos_sales.csv").write_text(f"{line}\n{line}\n")
    found = raw_files.inspect(str(tmp_path), [contract()["mall/pos_sales"]])
    assert found["errors"] == [
        "mall/pos_sales.csv: the first line has values, not names of columns; put a line with the names above it,"
        ' sale_id, store_id, sold_at, gross_amount among them (README, "Your own data")'
    ]


UNREAD = {
    "visits.CSV": "mall/visits.CSV: no table of the contract, ignored; call it mall/visits.csv, in lower case",
    "visit.csv": "mall/visit.csv: no table of the contract, ignored; did you mean mall/visits?",
    "Visits.csv": "mall/Visits.csv: no table of the contract, ignored; call it mall/visits.csv, in lower case",
    "visits.xlsx": "mall/visits.xlsx: no table of the contract, ignored; only .csv and .parquet files are read",
    "../visits.csv": "visits.csv: no folder of a source, ignored; move it to mall/visits.csv",
    "visits.csv.gz": "mall/visits.csv.gz: no table of the contract, ignored; did you mean mall/visits?",
    "visits": "mall/visits: a file without an ending, ignored; call it mall/visits.csv or mall/visits.parquet",
    "visits/part.txt": "mall/visits/part.txt: no part files, ignored; only .csv and .parquet are read",
    "notes.txt": "mall/notes.txt: no table of the contract, ignored",
    "_SUCCESS": None,
    ".DS_Store": None,
}


@pytest.mark.parametrize("name", UNREAD)
def test_what_lies_there_and_is_not_read_is_listed_once(raw, name):
    path = raw / "mall" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("visit_id,entered_at\n1,2025-01-01\n")
    found = raw_files.inspect(str(raw), list(contract().values()))
    assert found["notices"] == ([UNREAD[name]] if UNREAD[name] else [])


@pytest.mark.parametrize("place", ["", "file://"])
def test_what_a_system_keeps_beside_part_files_is_none(tmp_path, place):
    write(tmp_path, "mall/pos_sales/part-1", SALES)
    for name in ("._part-1.csv", "_temporary.csv", "._part-1.parquet"):
        (tmp_path / "mall/pos_sales" / name).write_bytes(b"\0\5\x16\7")
    found = raw_files.inspect(f"{place}{tmp_path}", [contract()["mall/pos_sales"]])
    assert found["errors"] == found["notices"] == []
    assert found["views"]["mall.pos_sales"].count("read_csv") == 1


@pytest.mark.parametrize("place", ["", "file://"])
def test_semicolons_are_recognised_wherever_a_file_lies(tmp_path, monkeypatch, place):
    path = tmp_path / "mall/stores.csv"
    path.parent.mkdir()
    path.write_text("store_id;store_name;category\n1;Calçados;Shoes\n2;Pão, doce;Food\n")
    # as of a store of objects, whose files DuckDB alone can open; what lists them takes `file://` away
    monkeypatch.setattr(raw_files, "_files", lambda *_: [f"{place}{path}"])
    found = raw_files.inspect(f"{place}{tmp_path}", [contract()["mall/stores"]])
    assert found["errors"] == [] and found["unreadable_lines"] is None
    rows = duckdb.sql(
        f"select store_id, store_name, category from ({found['views']['mall.stores']})"
    )
    assert rows.fetchall() == [("1", "Calçados", "Shoes"), ("2", "Pão, doce", "Food")]


def test_a_folder_with_the_marks_of_a_pattern_in_its_name_is_read(project, raw, tmp_path):
    strange = tmp_path / "it's [1] {a} *"
    shutil.copytree(raw, strange)
    build = project.dbt(*CHAIN, raw=strange, into=tmp_path / "built")
    assert build.success, build.shown
    assert len(sales(build)) == 40


@pytest.fixture(scope="module")
def readers_of_till_times():
    """The macro's SQL for DuckDB and for the other warehouses, both as DuckDB can run them."""
    environment = jinja2.Environment()
    environment.globals |= {
        "dbt": SimpleNamespace(
            split_part=lambda *parts: f"split_part({', '.join(map(str, parts))})"
        ),
        "matches": lambda text, pattern: f"regexp_matches({text}, '{pattern}')",
        "replaced": lambda text, pattern, by: f"regexp_replace({text}, '{pattern}', '{by}', 'g')",
        "try_cast": lambda text, data_type: f"try_cast({text} as {data_type})",
    }

    def macros_of(name: str):
        path = ROOT / "macros" / "cross_db" / f"{name}.sql"
        return environment.from_string(path.read_text()).module

    form = macros_of("br_timestamp_form").br_timestamp_form
    environment.globals["br_timestamp_form"] = form
    macros = macros_of("parse_br_timestamp")
    return macros.duckdb__parse_br_timestamp("text"), macros.default__parse_br_timestamp("text")


@pytest.mark.parametrize("text", [*fuzzing.USUAL["br_timestamp"], "9/9/2025 23:59:59", *DATES])
def test_every_warehouse_reads_a_tills_times_alike(readers_of_till_times, text):
    ours, theirs = readers_of_till_times
    with duckdb.connect() as connection:
        ((ours, theirs),) = connection.execute(
            f"select {ours}, {theirs} from (select ?::varchar as text)", [text]
        ).fetchall()
    assert ours == theirs
    assert ours is not None or text not in fuzzing.USUAL["br_timestamp"]
