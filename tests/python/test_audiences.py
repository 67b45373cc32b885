"""Audiences as files: whoever may be written to and nobody else, in names that only they know."""

import csv
import hashlib
import json
import re
import shutil
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from conftest import ROOT, SAMPLE

from vitrine import audiences

YES = ("true", "1", "t", "s", "sim", "y", "yes")
TRUTH = ROOT / "tests" / "truth" / "sample"
HEADER = [
    "campaign_code", "customer_id", "arm", "change", "joined_on", "left_on",
    "email_sha256", "phone_sha256", "member_sha256", "subscriber_sha256",
]  # fmt: skip
# Everybody has an e-mail here; `silent` withdrew their consent with this build.
PEOPLE = {"ana": True, "bea": True, "=cid": True, "dan": True, "silent": False}
ROWS = [
    ("=cmd()", "ana", "treatment", "add"),
    ("=cmd()", "bea", "control", "keep"),
    ("=cmd()", "=cid", "treatment", "keep"),
    ("../up/x", "dan", "treatment", "keep"),
    ("../up/x", "ana", "treatment", "remove"),
    ("../up/x", "bea", "control", "remove"),
    ("../up/x", "silent", "treatment", "remove"),
    ("ENDED", "ana", "treatment", "remove"),
]
IDENTIFIERS = (
    "select customer_id, identifier, sha256(customer_id || if(identifier = 'email', '@x.example', ''))"
    " as sha256 from marts.dim_customers, (values ('email'), ('member')) as kinds (identifier)"
)


def hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def made(path: Path, rows: list[tuple] = ROWS, channel: str = "email") -> Path:
    """A database with the tables that an export reads, and these audiences, all by one channel."""
    path.unlink(missing_ok=True)
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "create schema marts; create schema campaigns;"
            "create table marts.as_of as select date '2026-01-31' as as_of_date;"
            "create table marts.dim_customers (customer_id varchar, marketing_consent boolean);"
            "create table campaigns.campaign_summary (campaign_code varchar, status varchar,"
            " unreachable integer, capped integer, too_few integer);"
            "create table campaigns.campaign_audiences (campaign_code varchar, customer_id varchar,"
            " arm varchar, change varchar, joined_on date, left_on date);"
            "create schema reference;"
            "create table reference.channel_identifiers as select * from (values ('email', 'email'),"
            " ('ads', 'email'), ('ads', 'phone'), ('push', 'app'), ('letter', 'member'))"
            " as channels (channel, identifier);"
            "create table reference.campaigns (campaign_code varchar, channel varchar)"
        )
        # ENDED is no row of the seed any more
        connection.execute(
            "insert into reference.campaigns select distinct code, ? from unnest(?) as codes (code)"
            " where code <> 'ENDED'",
            [channel, [code for code, *_ in rows] or ["NONE"]],
        )
        connection.executemany("insert into marts.dim_customers values (?, ?)", PEOPLE.items())
        connection.executemany(
            "insert into campaigns.campaign_summary values (?, ?, null, null, null)",
            [("=cmd()", "ready"), ("../up/x", "ready"), ("ENDED", "over"), ("NONE", "too_few")],
        )
        for row in rows:
            connection.execute(
                "insert into campaigns.campaign_audiences values (?, ?, ?, ?, '2026-01-01', null)",
                row,
            )
    return path


def exported(database: Path, into: Path, identifiers: str = IDENTIFIERS) -> str:
    return "\n".join(audiences.export(database, identifiers, into))


def cells(path: Path) -> list[list[str]]:
    with path.open(newline="") as file:
        return list(csv.reader(file))


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.fixture
def database(tmp_path) -> Path:
    return made(tmp_path / "vitrine.duckdb")


@pytest.fixture
def into(tmp_path) -> Path:
    return tmp_path / "audiences"


def test_a_cell_that_a_spreadsheet_would_run_begins_with_an_apostrophe(database, into):
    exported(database, into)
    header, *rows = cells(into / "%3Dcmd%28%29.csv")
    assert header == HEADER
    assert [row[:4] for row in rows] == [
        ["'=cmd()", "'=cid", "treatment", "keep"],
        ["'=cmd()", "ana", "treatment", "add"],
        ["'=cmd()", "bea", "control", "keep"],
    ]
    # a Parquet file runs nothing, so there the names are the names
    names = pq.read_table(into / "%3Dcmd%28%29.parquet").column("campaign_code").to_pylist()
    assert set(names) == {"=cmd()"}


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_every_sign_that_begins_a_formula_is_made_harmless(tmp_path, into, sign):
    code = f"{sign}1+1"
    exported(made(tmp_path / "one.duckdb", [(code, "ana", "treatment", "add")]), into)
    (path,) = into.glob("*.csv")
    assert cells(path)[1][0] == f"'{code}"


def test_controls_have_no_hash_and_nobody_without_consent_is_in_a_file(database, into):
    exported(database, into)
    assert {path.stem for path in into.glob("*.csv")} == {
        path.stem for path in into.glob("*.parquet")
    }
    everything = {path.stem: cells(path)[1:] for path in into.glob("*.csv")}
    for rows in everything.values():
        for _, person, arm, _, _, _, email, *_ in rows:
            plain = person.removeprefix("'")
            assert email == (hashed(f"{plain}@x.example") if arm == "treatment" else "")
            assert PEOPLE[plain]
    # whom no platform ever saw need not be taken off it
    assert [row[1] for row in everything["%2E%2E%2Fup%2Fx.remove"]] == ["ana"]
    assert [row[1] for row in everything["%2E%2E%2Fup%2Fx"]] == ["dan"]
    assert "ENDED" not in everything and len(everything["ENDED.remove"]) == 1


@pytest.mark.parametrize(
    ("channel", "written"),
    [("email", ["email_sha256"]), ("ads", ["email_sha256"]), ("letter", ["member_sha256"])],
)
def test_only_what_the_channel_takes_is_written(tmp_path, into, channel, written):
    exported(made(tmp_path / "one.duckdb", ROWS[:3], channel), into)
    header, *rows = cells(into / "%3Dcmd%28%29.csv")
    treated = [dict(zip(header, row, strict=True)) for row in rows if row[2] == "treatment"]
    assert len(treated) == 2
    for row in treated:
        assert [column for column in header[6:] if row[column]] == written


def test_whom_the_channel_cannot_reach_is_not_said_to_be_reached(tmp_path, into):
    shown = exported(made(tmp_path / "one.duckdb", ROWS[:3], "push"), into)
    assert "2 to address (none with a hash), 1 to leave alone" in shown


def test_the_list_of_a_campaign_that_is_no_row_any_more_takes_every_hash(database, into):
    exported(database, into)
    header, row = cells(into / "ENDED.remove.csv")
    assert [column for column, cell in zip(header, row, strict=True) if cell][5:] == [
        "email_sha256",
        "member_sha256",
    ]


def test_both_formats_hold_the_same(database, into):
    exported(database, into)
    for path in into.glob("*.parquet"):
        table = pq.read_table(path)
        assert table.column_names == HEADER
        rows = [["" if v is None else str(v) for v in row.values()] for row in table.to_pylist()]
        written = [[cell.removeprefix("'") for cell in row] for row in cells(path.with_suffix(".csv"))[1:]]  # fmt: skip
        assert rows == written


@pytest.mark.parametrize("code", ["../x", "a/b", "a.b", ".", "..", "a\\b", "c:d", "é", "a%2Fb"])
def test_a_file_stays_in_its_folder_whatever_a_campaign_is_called(code):
    stem = audiences.file_stem(code)
    assert re.fullmatch(r"[A-Za-z0-9_%-]+", stem)
    assert stem != audiences.file_stem(code + "x")


def test_codes_that_differ_have_files_that_differ():
    codes = ["a/b", "a%2Fb", "a.b", "a_b", "a b", "ab", "é", "e"]
    assert len({audiences.file_stem(code) for code in codes}) == len(codes)


def test_campaigns_that_would_share_a_file_are_refused(tmp_path, into):
    rows = [("a", "ana", "treatment", "add"), ("A", "bea", "treatment", "add")]
    with pytest.raises(ValueError, match="'A' and 'a' would share a file"):
        exported(made(tmp_path / "two.duckdb", rows), into)
    assert contents(into) == {}


def test_the_same_audiences_give_the_same_bytes_in_whatever_order_they_lie(tmp_path, into):
    exported(made(tmp_path / "one.duckdb"), into)
    exported(made(tmp_path / "two.duckdb", ROWS[::-1]), tmp_path / "again")
    assert contents(into) == contents(tmp_path / "again")
    before = contents(into)
    exported(tmp_path / "one.duckdb", into)
    assert contents(into) == before


def test_an_export_that_fails_leaves_the_old_files(database, into, monkeypatch):
    exported(database, into)
    before = contents(into)
    made(database, [("NEW", "ana", "treatment", "add"), *ROWS[:1]])
    with pytest.raises(duckdb.Error):
        exported(database, into, "select from nothing")
    monkeypatch.setitem(audiences.FORMATS, "parquet", "format none_such")
    with pytest.raises(duckdb.Error):
        exported(database, into)
    assert contents(into) == before


def test_files_of_campaigns_that_ended_are_removed_and_said_and_no_others(database, into):
    exported(database, into)
    (into / "mine.csv").write_text("kept")
    shown = exported(made(database, ROWS[:3]), into)
    assert {path.name for path in into.iterdir()} == {
        "mine.csv", "%3Dcmd%28%29.csv", "%3Dcmd%28%29.parquet", audiences.INDEX,
    }  # fmt: skip
    assert "%2E%2E%2Fup%2Fx.csv: removed" in shown and "Empty the lists" in shown


def test_an_index_that_somebody_wrote_removes_nothing_elsewhere(database, into, tmp_path):
    into.mkdir()
    (tmp_path / "precious.csv").write_text("kept")
    (into / audiences.INDEX).write_text(json.dumps(["../precious.csv"]))
    exported(database, into)
    assert (tmp_path / "precious.csv").exists()


def test_a_run_says_how_many_why_not_others_and_what_comes_next(database, into):
    shown = exported(database, into)
    assert "%3Dcmd%28%29: 2 to address (2 by e-mail), 1 to leave alone" in shown
    assert "NONE: no audience, fewer may be addressed than min_audience_size" in shown
    assert "replace the campaign's list" in shown.splitlines()[-3]


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ("56, 0, 0", "its channel reaches nobody who may be addressed"),
        ("22, 0, 28", "fewer may be addressed than min_audience_size; its channel cannot reach 22 more"),
        # whether anybody is left is withheld
        ("56, null, null", "fewer may be addressed than min_audience_size; its channel cannot reach 56 more"),
        ("0, 0, 28", "fewer may be addressed than min_audience_size"),
    ],
)  # fmt: skip
def test_a_channel_that_reaches_too_few_is_said(database, into, parts, reason):
    with duckdb.connect(str(database)) as connection:
        connection.execute(
            f"insert into campaigns.campaign_summary values ('FAR', 'too_few', {parts})"
        )
    assert f"  FAR: no audience, {reason}" in exported(database, into).splitlines()


def test_no_audience_is_said_with_its_reasons(tmp_path, into):
    shown = exported(made(tmp_path / "none.duckdb", []), into)
    assert shown.splitlines()[-1].startswith("No campaign has an audience")
    assert "ENDED: no audience, its last day has passed" in shown


def test_without_a_database_the_export_says_what_to_do(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("VITRINE_DUCKDB_PATH", str(tmp_path / "none.duckdb"))
    monkeypatch.setattr("sys.argv", ["audiences"])
    assert audiences.main() == 1
    assert "there is no database; run `make build` first" in capsys.readouterr().err


@pytest.fixture(scope="module")
def statement(project, sample_build) -> str:
    assert sample_build.success, sample_build.shown
    compiled = project.dbt(
        "compile", "--select", "audience_identifiers", into=sample_build.database.parent
    )
    assert compiled.success, compiled.shown
    folder = project.artifacts / "compiled" / "vitrine" / "analyses"
    return (folder / "audience_identifiers.sql").read_text()


@pytest.fixture(scope="module")
def sample_files(sample_build, statement, tmp_path_factory) -> Path:
    into = tmp_path_factory.mktemp("audiences")
    exported(sample_build.database, into, statement)
    return into


def accounts() -> list[dict]:
    """The raw rows of members and subscribers."""
    rows = []
    for table in ("mall/loyalty_members", "streaming/subscribers"):
        with (SAMPLE / f"{table}.csv").open() as file:
            rows += csv.DictReader(file)
    return rows


def in_e164(phone: str) -> str:
    digits = re.sub(r"\D", "", phone).lstrip("0")
    digits = digits if len(digits) > 11 else f"55{digits}"
    if len(digits) == 12 and digits[4] >= "6":
        digits = f"{digits[:4]}9{digits[4:]}"
    return f"+{digits}"


def names_of(account: dict) -> set[str]:
    """The hashes by which a platform, or whoever keeps the account, would know it."""
    return {
        hashed(account["email"].strip().lower()),
        hashed(in_e164(account["phone"])),
        hashed((account.get("member_id") or account.get("subscriber_id") or "").strip()),
    }


def in_files(folder: Path) -> set[str]:
    return {
        cell for path in folder.glob("*.csv") for row in cells(path)[1:] for cell in row[6:] if cell
    }


def test_every_hash_is_that_of_an_account_that_consents(sample_files):
    known = in_files(sample_files)
    assert len(known) > 200
    willing = [row for row in accounts() if row["marketing_consent"].lower() in YES]
    assert known <= set().union(*map(names_of, willing))
    unwilling = set().union(*(names_of(row) for row in accounts() if row not in willing))
    assert known.isdisjoint(unwilling - set().union(*map(names_of, willing)))


def test_who_asked_to_be_erased_is_in_no_file(sample_files):
    """Their accounts are in the raw files still, so the hashes are known here."""
    with (TRUTH / "erasures.csv").open() as file:
        erased = {row["person_id"] for row in csv.DictReader(file)}
    with (TRUTH / "records.csv").open() as file:
        persons = {row["source_record_id"]: row["person_id"] for row in csv.DictReader(file)}
    theirs, others = set(), set()
    for row in accounts():
        person = persons.get((row.get("member_id") or row.get("subscriber_id") or "").strip())
        (theirs if person in erased else others).update(names_of(row))
    assert len(theirs - others) > 4
    assert in_files(sample_files).isdisjoint(theirs - others)


def test_the_audience_is_exported_whole_and_no_control_has_a_hash(sample_files, sample_build):
    rows = [row for path in sample_files.glob("*.csv") for row in cells(path)[1:]]
    assert sorted(tuple(row[:4]) for row in rows) == sample_build.rows(
        "select campaign_code, customer_id, arm, change from campaigns.campaign_audiences"
        " order by all"
    )
    assert {row[2] for row in rows if any(row[6:])} == {"treatment"}


def test_everybody_who_is_to_be_addressed_has_a_hash_that_the_channel_takes(
    sample_files, sample_build
):
    """A third of those whom the sample's campaigns called treated had none: no list reached them,
    and the results counted them.
    """
    channels = dict(sample_build.rows("select campaign_code, channel from reference.campaigns"))
    taken = {
        "email": {"email_sha256"}, "sms": {"phone_sha256"}, "ads": {"email_sha256", "phone_sha256"},
        "push": {"member_sha256"}, "letter": {"member_sha256"}, "partner": {"subscriber_sha256"},
    }  # fmt: skip
    treated = 0
    for path in sample_files.glob("*.csv"):
        header, *rows = cells(path)
        for row in rows:
            if row[2] == "treatment" and row[3] != "remove":
                has = {column for column, cell in zip(header[6:], row[6:], strict=True) if cell}
                assert has and has <= taken[channels[path.stem]], (path.stem, row)
                treated += 1
    assert treated > 100


def test_nothing_plain_is_written_beside_the_hashes(sample_files):
    plain = {row[kind].strip().lower() for row in accounts() for kind in ("email", "phone")} - {""}
    for path in sample_files.iterdir():
        data = path.read_bytes().decode("latin-1").lower()
        assert "@" not in data or path.suffix == ".parquet"
        assert not [text for text in plain if len(text) > 7 and text in data], path.name


def test_the_command_exports_the_sample(sample_build, tmp_path, monkeypatch, capsys):
    shutil.copy(sample_build.database, tmp_path / "vitrine.duckdb")
    monkeypatch.setenv("VITRINE_DUCKDB_PATH", str(tmp_path / "vitrine.duckdb"))
    monkeypatch.setenv("VITRINE_RAW_DIR", str(SAMPLE))
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr("sys.argv", ["audiences", "--into", str(tmp_path / "files")])
    assert audiences.main() == 0
    shown = capsys.readouterr().out
    assert "select" not in shown.lower() and "The files are in" in shown
    assert list((tmp_path / "files").glob("*.parquet"))
