"""What a build makes of the rows that are new is what a build of everything makes: `dbt build` day after
day, each beside `dbt build --full-refresh` from the same database.

Two deliveries in every run of the suite; `make deliveries` does sixty (VITRINE_DELIVERIES).
"""

import csv
import os
import shutil
from dataclasses import replace
from datetime import UTC, datetime

import duckdb
import pytest
from conftest import WITHOUT_TESTS
from deliveries import cut, delivered
from published import NOT_COMPARED, PUBLISHED, unlike

from vitrine.sample.__main__ import main as make_sample

IDENTIFIERS = ("member_id", "cpf", "card_token", "email", "phone")
DELIVERIES = int(os.environ.get("VITRINE_DELIVERIES", "2"))


def staged(database) -> list[str]:
    with duckdb.connect(str(database), read_only=True) as connection:
        return [
            f"staging.{name}"
            for (name,) in connection.execute(
                "select table_name from duckdb_tables() where schema_name = 'staging' order by 1"
            ).fetchall()
        ]


@pytest.fixture(scope="module")
def mall(tmp_path_factory):
    """Raw files of 250 people, cut into deliveries."""
    folder = tmp_path_factory.mktemp("mall")
    arguments = ["--people", "250", "--seed", "5", "--quiet", "--out", str(folder / "raw")]
    assert make_sample(arguments) == 0
    shutil.copy(folder / "raw" / "pii_key", folder / "pii_key")
    return cut(folder / "raw", folder, DELIVERIES)


def test_day_after_day_equals_a_build_of_everything(project, mall, tmp_path):
    lake, day, everything = tmp_path / "lake", tmp_path / "day", tmp_path / "everything"
    compared = 0
    for number, what in enumerate(delivered(mall, lake)):
        everything.mkdir(exist_ok=True)
        if number:
            shutil.copy(day / "vitrine.duckdb", everything / "vitrine.duckdb")
        today = project.dbt(*WITHOUT_TESTS, raw=lake, into=day, coarse=True)
        assert today.success, f"{what}: {today.shown}"
        if not number:
            continue
        full = project.dbt(*WITHOUT_TESTS, "--full-refresh", raw=lake, into=everything, coarse=True)
        assert full.success, f"{what}: {full.shown}"
        tables = staged(full.database) + sorted(set(PUBLISHED) - NOT_COMPARED)
        assert unlike(today.database, full.database, tables) == [], what
        lost = today.value(
            "select sum(abs(raw_rows - accepted_rows - duplicate_rows - quarantined_rows)"
            " + abs(raw_amount - accepted_amount - duplicate_amount - quarantined_amount))"
            " from audit.row_conservation"
        )
        assert lost == 0, what
        compared += 1
        print(f"{what}: {len(tables)} tables equal", flush=True)
    assert compared == DELIVERIES


def test_only_what_is_new_is_judged(project, raw, tmp_path):
    """A mark in a row that a build made stays through the next one, unless its key got news."""
    tables = ("--select", "stg_mall__visits", "rejection_limits")
    build = project.dbt(*WITHOUT_TESTS, *tables, raw=raw, into=tmp_path)
    assert build.success, build.shown
    with duckdb.connect(str(build.database)) as connection:
        connection.execute("update staging.stg_mall__visits set entrance = 'marked'")
    path = raw / "mall/visits.csv"
    header, *lines = path.read_text().splitlines()
    news = lines[7].split(",")
    news[header.split(",").index("entrance")] = "P9"
    path.write_text("\n".join([header, *lines, ",".join(news)]) + "\n")
    again = project.dbt(*WITHOUT_TESTS, *tables, raw=raw, into=tmp_path)
    assert again.success, again.shown
    marks = dict(
        again.rows(
            "select entrance = 'marked', count(*) from staging.stg_mall__visits group by all"
        )
    )
    assert marks == {True: len(lines) - 1, False: 2}


def test_an_erasure_makes_no_delivery_look_changed(project, sample_build, raw, tmp_path):
    """What staging holds and what was emptied in it are together what was delivered, build after build."""
    staging = (*WITHOUT_TESTS, "--select", "staging", "rejection_limits")
    path = raw / "mall/visits.csv"
    (tmp_path / "erased").mkdir()
    shutil.copy(sample_build.database, tmp_path / "erased")
    erased = replace(sample_build, database=tmp_path / "erased" / sample_build.database.name)
    for number in range(2):
        plain = project.dbt(*staging, raw=raw, into=tmp_path / "plain")
        if number:
            erased = project.dbt(
                *WITHOUT_TESTS, "--select", "+erased_identifiers", raw=raw, into=tmp_path / "erased"
            )
        assert plain.success and erased.success, plain.shown + erased.shown
        emptied = 0
        for table in staged(erased.database):
            listed = "select row_fingerprint from vault.emptied_rows where table_name = "
            remembered = erased.rows(f"{listed} '{table.removeprefix('staging.')}'")
            held = erased.rows(f"select row_fingerprint from {table} where row_fingerprint > 0")
            everything = plain.rows(f"select row_fingerprint from {table}")
            assert sorted(held + remembered) == sorted(everything), (table, number)
            emptied += len(remembered)
        assert emptied > 100
        # news in a delivery that holds somebody erased
        (visit,) = erased.rows(
            "select min(visit_id) from staging.stg_mall__visits where row_fingerprint is null"
        )[0]
        header, *rows = csv.reader(path.read_text().splitlines())
        (theirs,) = [row for row in rows if row[0] == visit]
        values = dict(zip(header, theirs, strict=True)) | {"member_id": "", "plate": ""}
        write(path, [header, *rows, [f"{visit}-{number}", *list(values.values())[1:]]])


def test_an_older_version_counts_again_when_the_erased_one_is_taken_away(
    project, sample_build, raw, tmp_path
):
    build = (*WITHOUT_TESTS, "--select", "+erased_identifiers")
    (tmp_path / "days").mkdir()
    shutil.copy(sample_build.database, tmp_path / "days")
    sale = sample_build.value(
        "select min(sale_id) from staging.stg_mall__pos_sales"
        " where row_fingerprint is null and verdict = 'accepted'"
    )
    path = raw / "mall/pos_sales.csv"
    header, *rows = csv.reader(path.read_text().splitlines())
    (theirs,) = [row for row in rows if row[0] == sale]
    values = dict(zip(header, theirs, strict=True))
    values |= dict.fromkeys(IDENTIFIERS, "") | {"loaded_at": values["sold_at"]}
    nobodys = list(values.values())

    def verdicts(build) -> list[tuple]:
        assert build.success, build.shown
        return build.rows(
            f"select verdict from staging.stg_mall__pos_sales where sale_id = '{sale}' order by 1"
        )

    write(path, [header, *rows, nobodys])
    both = project.dbt(*build, raw=raw, into=tmp_path / "days")
    assert verdicts(both) == [("accepted",), ("duplicate",)]
    write(path, [header, *(nobodys if row is theirs else row for row in rows)])
    again = project.dbt(*build, raw=raw, into=tmp_path / "days")
    anew = project.dbt(*build, raw=raw, into=tmp_path / "anew")
    assert verdicts(again) == verdicts(anew) == [("accepted",)]


def write(path, rows: list[list[str]]) -> None:
    with path.open("w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def test_other_rules_judge_every_row_again(project, raw, tmp_path):
    """Another time zone moves days; another key makes other values of every identifier."""
    tables = (*WITHOUT_TESTS, "--select", "staging", "rejection_limits")
    build = project.dbt(*tables, raw=raw, into=tmp_path / "one")
    assert build.success, build.shown
    other = ("--vars", "{timezone: Asia/Tokyo}")
    (raw / "pii_key").write_text("ab" * 32)
    changed = project.dbt(*tables, *other, raw=raw, into=tmp_path / "one")
    anew = project.dbt(*tables, *other, raw=raw, into=tmp_path / "other")
    assert changed.success and anew.success, changed.shown
    assert unlike(changed.database, anew.database, staged(anew.database)) == []


def test_a_macro_that_a_staging_model_calls_is_a_rule_too(project, raw, tmp_path, monkeypatch):
    receipts = (*WITHOUT_TESTS, "--select", "stg_mall__store_receipts", "rejection_limits")
    build = project.dbt(*receipts, raw=raw, into=tmp_path)
    macro = project.manifest.macros["macro.vitrine.clean_payment_method"]
    monkeypatch.setattr(macro, "macro_sql", macro.macro_sql.replace("then 'pix'", "then 'instant'"))
    paid = "select count(*) from staging.stg_mall__store_receipts where payment_method = "
    before = build.value(paid + "'pix'")
    again = project.dbt(*receipts, raw=raw, into=tmp_path)
    assert build.success and again.success, again.shown
    assert (again.value(paid + "'pix'"), again.value(paid + "'instant'")) == (0, before)
    assert before > 0


def test_a_source_that_fell_silent_is_stale_by_the_clock_on_the_wall(project, raw, tmp_path):
    path = raw / "mall/visits.csv"
    header, first, *lines = path.read_text().splitlines()
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    today = ",".join([*first.split(",")[:-1], now])
    path.write_text("\n".join([header, today, *lines]) + "\n")
    checked = project.dbt("source", "freshness", raw=raw, into=tmp_path)
    assert {"visits": "pass", "pos_sales": "warn"}.items() <= checked.statuses.items()
    # lists have no rhythm
    assert "stores" not in checked.statuses
