"""Where personal data may lie and where it may not: plain in staging alone, keyed after it, and
nowhere once somebody asked to be erased. Every relation of the database is walked, not a list.
"""

import csv
import functools
import json
import re
import shutil

import duckdb
import pytest
from conftest import ROOT, SAMPLE, WITHOUT_TESTS, WITHOUT_UNIT_TESTS
from scenarios_of_erasure import (
    FIRST,
    MEMBERS,
    PHONE,
    REQUESTS,
    SECOND,
    cpf_of,
    member,
    sale,
    visit,
    write_tables,
)

from vitrine import pii_key

# Raw files, the lines that no reader could split, and the key with the tombstones.
BEFORE_STAGING = ("raw_mall", "raw_streaming", "intake", "vault")
TRUTH = ROOT / "tests" / "truth" / "sample"
KEY = bytes.fromhex((SAMPLE / "pii_key").read_text().strip())
IDENTIFIERS = {
    "full_name": "name", "cpf": "digits", "email": "text", "login_email": "text", "phone": "digits",
    "login_phone": "digits", "telefone": "digits", "card_token": "text", "cartao": "text",
    "plate": "text", "device_mac": "text",
}  # fmt: skip


def cells(database, but_not: tuple[str, ...] = BEFORE_STAGING) -> dict[str, set[str]]:
    """The distinct texts of every column of every table and view: `schema.table.column` → texts."""
    with duckdb.connect(str(database), read_only=True) as connection:
        columns = connection.execute(
            "select schema_name, table_name, column_name from duckdb_columns()"
            " where not internal and database_name = current_database() order by all"
        ).fetchall()
        return {
            f"{schema}.{table}.{column}": {
                text
                for (text,) in connection.execute(
                    f'select distinct "{column}"::varchar from "{schema}"."{table}"'
                    f' where "{column}" is not null'
                ).fetchall()
            }
            for schema, table, column in columns
            if schema not in but_not
        }


def pieces(text: str) -> set[str]:
    """A text in lower case, its words, and what stands between quotation marks or bars."""
    lower = text.lower()
    return {lower, *re.split(r"[\s\"',;|{}\[\]()<>=]+", lower), *re.split(r"[\"'|]", lower)}


def forms(piece: str) -> set[str]:
    """A piece of text, and its digits alone if it is a number with punctuation."""
    digits = re.sub(r"[^0-9]", "", piece)
    return {piece, digits} if digits and not re.search(r"[a-z]", piece) else {piece}


@functools.cache
def words(text: str) -> frozenset[str]:
    """All that a text might tell, in every form. The same ids stand in dozens of columns."""
    return frozenset(form for piece in pieces(text) for form in forms(piece))


def told(texts: dict[str, set[str]], secrets: set[str]) -> dict[str, set[str]]:
    """Where secrets are told, and which: only the places that tell one."""
    found = {
        place: {secret for text in own for secret in words(text) & secrets}
        for place, own in texts.items()
    }
    return {place: own for place, own in found.items() if own}


@pytest.fixture(scope="session")
def plain() -> set[str]:
    """Every plain identifier in the sample's raw files, but for what anybody types."""
    values = set()
    for path in SAMPLE.glob("*/*.csv"):
        with path.open() as file:
            for row in csv.DictReader(file):
                for column, kind in IDENTIFIERS.items():
                    values |= written(row.get(column) or "", kind)
    with (ROOT / "seeds/reference/junk_identifiers.csv").open() as file:
        values -= {row["identifier_value"].lower() for row in csv.DictReader(file)}
    assert len(values) > 5000
    return values


def written(value: str, kind: str) -> set[str]:
    """The ways in which a plain value might be written somewhere else."""
    value = value.strip().lower()
    if re.fullmatch(r"[0-9a-f]{64}", value):
        return set()
    digits = re.sub(r"[^0-9]", "", value)
    if kind == "digits":
        ways = {digits, digits.zfill(11), digits.removeprefix("55"), "55" + digits}
        return {way for way in ways if len(way) >= 10 and len(set(way)) > 1}
    if kind == "name":
        return {value} if len(value.split()) > 1 else set()
    return {value, re.sub(r"[^0-9a-z]", "", value)} if len(value) > 5 else set()


def test_nothing_plain_is_told_beyond_staging(sample_build, plain):
    assert sample_build.success, sample_build.shown
    beyond = cells(sample_build.database, (*BEFORE_STAGING, "staging"))
    assert len(beyond) > 300
    assert told(beyond, plain) == {}


def test_in_staging_itself_the_walk_finds_names_and_nothing_that_is_keyed(sample_build, plain):
    """The walk can find something: plain names, which staging keeps for the identity stage, and
    the raw text of rows that could not be used.
    """
    staged = {
        place: texts
        for place, texts in cells(sample_build.database).items()
        if place.startswith("staging.")
    }
    columns = {place.split(".")[2] for place in told(staged, plain)}
    assert columns == {"full_name", "raw_row"}


def test_what_is_plain_is_tagged_and_granted_to_nobody(project, sample_build, plain):
    """The tags are what an engineer writes grants by: no table told plain goes to readers."""
    models = {
        node.name: node
        for node in project.manifest.nodes.values()
        if node.resource_type == "model" and node.config.materialized != "ephemeral"
    }
    for place in told(cells(sample_build.database), plain):
        schema, table, column = place.split(".")
        assert schema == "staging", place
        assert models[table].columns[column].config.meta.get("pii"), place
    readers = {name: node.config.meta["readers"] for name, node in models.items()}
    of_nobody = {name for name, node in models.items() if node.fqn[1] in ("staging", "identity")}
    assert {name for name, who in readers.items() if who == "nobody"} == of_nobody
    of_marketing = {name for name, node in models.items() if node.fqn[1] == "campaigns"}
    assert of_marketing == {name for name, who in readers.items() if who == "marketing"}
    assert {readers[name] for name in models.keys() - of_nobody - of_marketing} == {"analysts"}


def test_nothing_plain_and_no_key_is_told_by_sql_logs_or_docs(project, sample_build, plain):
    docs = project.dbt("docs", "generate", into=sample_build.database.parent, kept=True)
    assert docs.success, docs.shown
    pads = sample_build.rows("select unnest([inner_pad, outer_pad]) from vault.pii_key")
    secrets = {KEY.hex(), *(pad for (pad,) in pads)}
    files = [
        path
        for path in project.artifacts.rglob("*")
        if path.suffix in (".sql", ".log", ".json", ".py")
    ]
    assert {"manifest.json", "catalog.json", "dbt.log"} <= {path.name for path in files}
    texts = {str(path.relative_to(project.artifacts)): path.read_text() for path in files}
    for place, text in texts.items():
        assert not [secret for secret in secrets if secret in text.lower()], place
    # names are of common words: those of unit tests and of the sample may well be the same
    identifiers = {value for value in plain if " " not in value}
    lines = {place: set(text.splitlines()) for place, text in texts.items()}
    assert told(lines, identifiers) == {}


@pytest.fixture(scope="session")
def unasked(project, tmp_path_factory):
    """The sample as if nobody had asked to be erased."""
    raw = tmp_path_factory.mktemp("unasked") / "raw"
    shutil.copytree(SAMPLE, raw)
    (raw / "mall" / "erasure_requests.csv").unlink()
    build = project.dbt(*WITHOUT_TESTS, raw=raw, into=raw.parent / "build")
    assert build.success, build.shown
    return build


@pytest.fixture(scope="session")
def erased(sample_build, unasked) -> set[str]:
    """The customer ids of those who asked, as they were without their requests."""
    gone = unasked.rows("select customer_id from marts.dim_customers")
    here = sample_build.rows("select customer_id from marts.dim_customers")
    assert set(here) < set(gone)
    return {customer_id for (customer_id,) in set(gone) - set(here)}


@pytest.fixture(scope="session")
def traces(unasked, erased, plain) -> set[str]:
    """All that the warehouse knew of them: ids, account numbers, keyed values and plain ones."""
    rows = unasked.rows("select customer_id, node_key from identity.identity_people")
    keys = {node_key for customer_id, node_key in rows if customer_id in erased}
    accounts = "', '".join(keys)
    names = unasked.rows(
        f"select full_name from staging.stg_mall__loyalty_members where member_id in ('{accounts}')"
        " union select full_name from staging.stg_streaming__subscribers"
        f" where subscriber_id in ('{accounts}')"
    )
    others = unasked.rows(
        "select full_name from staging.stg_mall__loyalty_members"
        f" where coalesce(member_id, '') not in ('{accounts}')"
        " union select full_name from staging.stg_streaming__subscribers"
        f" where coalesce(subscriber_id, '') not in ('{accounts}')"
    )
    return {
        *erased,
        *(key.lower() for key in keys),
        *(value for value in plain if pii_key.keyed(value, KEY) in keys),
        *(name.lower() for (name,) in set(names) - set(others) if name),
    }


def ancestors(project, name: str) -> set[str]:
    """Of a model, by name: all models that dbt makes before it, however many run side by side."""
    nodes, found, ahead = project.manifest.nodes, set(), [f"model.vitrine.{name}"]
    while ahead:
        parents = {key for key in nodes[ahead.pop()].depends_on.nodes if key.startswith("model.")}
        ahead += parents - found
        found |= parents
    return {nodes[key].name for key in found}


def test_what_may_be_made_during_an_erasure_holds_nobody(project, sample_build):
    """All that it takes people out of is made before it or after it, but for tables without people."""
    touched = {
        node.name
        for node in project.manifest.nodes.values()
        if node.resource_type == "model"
        and node.config.materialized != "view"
        and node.config.meta.get("erasure") in ("empty", "delete")
    }
    before = ancestors(project, "erased_identifiers")
    after = {name for name in touched if "erased_identifiers" in ancestors(project, name)}
    meanwhile = touched - before - after
    listed = (ROOT / "macros/erasure/identifier_columns.sql").read_text()
    finding = {*re.findall(r"'(\w+)':", listed), "customer_id"}
    assert {"member_id", "cpf_key", "device_key"} <= finding
    columns = sample_build.rows("select table_name, column_name from information_schema.columns")
    people = [
        (table, column) for table, column in columns if table in meanwhile and column in finding
    ]
    assert meanwhile and not people, people
    staged = {name for name in touched - meanwhile if name.startswith("stg_")}
    assert staged <= ancestors(project, "emptied_rows")


def test_those_who_asked_are_the_planted_ones(unasked, erased):
    with (TRUTH / "erasures.csv").open() as file:
        people = {row["person_id"] for row in csv.DictReader(file)}
    with (TRUTH / "records.csv").open() as file:
        accounts = {
            row["source_record_id"]: row["person_id"]
            for row in csv.DictReader(file)
            if row["source_system"] in ("loyalty", "streaming")
        }
    records = unasked.rows(
        "select source_record_id, customer_id from marts.dim_customer_records"
        " where source_system in ('loyalty', 'streaming')"
    )
    found = {accounts[record] for record, customer_id in records if customer_id in erased}
    assert found == people
    theirs = {customer_id for record, customer_id in records if accounts.get(record) in people}
    assert theirs == erased


def test_nothing_is_left_of_whoever_asked(sample_build, unasked, traces):
    """In no table and no view outside raw files, intake and vault: neither plain nor keyed."""
    assert len(traces) > 40
    assert len(told(cells(unasked.database), traces)) > 40
    assert told(cells(sample_build.database), traces) == {}


def test_a_keyed_value_that_was_left_behind_is_found(sample_build, traces, tmp_path):
    database = tmp_path / "vitrine.duckdb"
    shutil.copy(sample_build.database, database)
    left = next(trace for trace in sorted(traces) if len(trace) == 64)
    with duckdb.connect(str(database)) as connection:
        connection.execute(
            "create table marts.forgotten as select ? as note", [f'{{"a": "{left}"}}']
        )
    assert told(cells(database), traces) == {"marts.forgotten.note": {left}}


def test_everybody_else_is_untouched(sample_build, unasked, erased):
    """Ids, records, households, activity and visits to the row. Segments are fitted to people, so
    four fewer may move somebody on the border: one in a hundred at most.
    """
    for table in (
        "identity.identity_people",
        "marts.dim_customers",
        "marts.dim_customer_records",
        "marts.fct_visits",
        "segmentation.customer_activity",
    ):
        query = f"select columns(* exclude (customer_id))::varchar, customer_id from {table}"
        ids = "', '".join(erased)
        rest = f"{query} where coalesce(customer_id, '') not in ('{ids}')"
        before, after = set(unasked.rows(rest)), set(sample_build.rows(query))
        assert after <= before, table
        # what nobody owned, such as a receipt with a card that only they used, may go with them
        assert {row for row in before - after if row[-1]} == set(), table
    query = "select customer_id, segment_id from segmentation.customer_segments"
    before, after = dict(unasked.rows(query)), dict(sample_build.rows(query))
    assert len(after) == len(before) - len(erased)
    moved = [person for person in after if after[person] != before[person]]
    assert len(moved) <= len(after) / 100, len(moved)


def test_their_sales_stay_to_the_centavo_and_name_nobody(sample_build, unasked, erased):
    query = "select * exclude (customer_id), customer_id from marts.fct_purchases order by all"
    before, after = unasked.rows(query), sample_build.rows(query)
    assert [row[:-1] for row in before] == [row[:-1] for row in after]
    for old, new in zip(before, after, strict=True):
        assert new[-1] == (None if old[-1] in erased else old[-1])
    assert any(row[-1] in erased for row in before)
    balance = (
        "select * from audit.row_conservation where table_name <> 'erasure_requests' order by all"
    )
    assert unasked.rows(balance) == sample_build.rows(balance)


def test_the_log_says_what_each_request_found_and_names_nobody(sample_build):
    rows = sample_build.rows(
        "select request_id, people, erased_on is not null from audit.erasure_log order by 1"
    )
    assert rows == [("R1", 1, True), ("R2", 1, True), ("R3", 1, True), ("R4", 1, True)]


FORMER_PHONE = "5511900001111"


@pytest.fixture(scope="module")
def lives(project, tmp_path_factory):
    """A couple that shares a phone and a card, and somebody else; then one of the couple asks."""
    raw, into = tmp_path_factory.mktemp("lives") / "raw", tmp_path_factory.mktemp("couple")
    write_tables(raw, FIRST)
    first = project.dbt(*WITHOUT_TESTS, raw=raw, into=into)
    assert first.success, first.shown
    before = {
        place: first.rows(f"select * from {place} order by all")
        for place in ("marts.dim_customer_records", "marts.fct_purchases", "marts.dim_customers")
    }
    # a number of hers that was gone before she asked, as builds in between remember it
    with duckdb.connect(str(first.database)) as connection:
        connection.execute(
            "insert into marts.customer_id_ledger by name select 'phone' as node_type, $1 as node_key,"
            " if(step = 2, customer_id, null) as customer_id, 1 - step as version, recorded_on"
            " from marts.customer_id_ledger, (values (1), (2)) as steps (step) where node_key = $2",
            [pii_key.keyed(FORMER_PHONE, KEY), MEMBERS["ana"]],
        )
    write_tables(raw, {**FIRST, **REQUESTS})
    second = project.dbt(*WITHOUT_UNIT_TESTS, raw=raw, into=into)
    assert second.success, second.shown
    return raw, second, before


ANA = {
    MEMBERS["ana"], "a2001", "ana maria da penha", "ana@casa.example", "ana card", "abc1d23", cpf_of("ana"),
    FORMER_PHONE,
}  # fmt: skip


def keyed(values: set[str]) -> set[str]:
    return {pii_key.keyed(value, KEY) for value in values}


def ids_of(rows, *records) -> set[str]:
    return {customer_id for system, record, customer_id, *_ in rows if record in records}


def test_a_person_known_from_earlier_builds_leaves_every_memory(lives):
    _, build, before = lives
    (her,) = ids_of(before["marts.dim_customer_records"], MEMBERS["ana"])
    assert told(cells(build.database), {her, *ANA, *keyed(ANA)}) == {}
    remembered = build.value("select count(*) from marts.customer_id_ledger")
    assert remembered > 0
    assert build.value("select count(*) from segmentation.segment_membership") > 0


def dangling(build) -> set[str]:
    """Tables of identity with a number that is no identifier's any more."""
    places = build.rows(
        "select distinct table_name, column_name from duckdb_columns()"
        " inner join duckdb_tables() using (schema_name, table_name) where schema_name = 'identity'"
        " and data_type = 'BIGINT' and column_name like '%\\_id' escape '\\'"
    )
    assert len({table for table, _ in places}) > 16
    nodes = "select node_id from identity.identity_nodes"
    return {
        table
        for table, column in places
        if build.value(f"select count(*) from identity.{table} where {column} not in ({nodes})")
    }


def test_no_number_of_an_erased_identifier_is_left(lives):
    _, build, _ = lives
    assert dangling(build) == set()


def test_a_spouse_who_shares_a_phone_and_a_card_stays_as_they_were(lives):
    _, build, before = lives
    (his,) = ids_of(before["marts.dim_customer_records"], MEMBERS["rui"])
    assert ids_of(build.rows("from marts.dim_customer_records"), MEMBERS["rui"]) == {his}
    query = f"select * from marts.fct_purchases where customer_id = '{his}' order by all"
    assert build.rows(query) == [row for row in before["marts.fct_purchases"] if his in row]
    assert build.rows(query)
    shared = keyed({"5511955554444", "couple card"})
    assert told(cells(build.database), shared)


def test_what_a_couple_shares_names_neither_of_them(lives):
    _, build, _ = lives
    assert build.rows("select request_id, people from audit.erasure_log order by 1") == [
        ("r1", 1),
        ("r2", 0),
        ("r3", 0),
    ]


def test_a_sale_with_a_living_members_number_stays_theirs(lives):
    """Rui's number and, on the note, Ana's CPF: his purchase, without her CPF."""
    _, build, _ = lives
    rows = build.rows(
        "select member_id, cpf_key from staging.stg_mall__pos_sales where sale_id = 'his for her'"
    )
    assert rows == [(MEMBERS["rui"], None)]


def test_a_sale_of_hers_does_not_fall_to_whom_the_receipt_of_it_names(lives):
    _, build, before = lives
    (her,) = ids_of(before["marts.dim_customer_records"], MEMBERS["ana"])
    (was,) = [row for row in before["marts.fct_purchases"] if "hers on his invoice" in row]
    assert her in was
    query = (
        "select customer_id from marts.fct_purchases where source_record_id = 'hers on his invoice'"
    )
    assert build.rows(query) == [(None,)]


def test_a_sale_of_hers_does_not_fall_to_whoever_shares_something_in_it(lives):
    _, build, _ = lives
    rows = build.rows(
        "select member_id, card_key, phone_key from staging.stg_mall__pos_sales where sale_id = 'hers'"
    )
    assert rows == [(None, None, None)]


# The second names people by the numbers of their identifiers alone.
@pytest.mark.parametrize("part", ["staging", "identity_company_counts"])
def test_part_of_a_build_does_not_bring_anybody_back(project, lives, part):
    raw, build, _ = lives
    builds = "select count(distinct build_id) from audit.build_runs"
    before = build.value(builds)
    again = project.dbt("run", "--select", part, "build_runs", raw=raw, into=build.database.parent)
    assert again.success, again.shown
    assert told(cells(build.database), ANA | keyed(ANA)) == {}
    assert build.value(builds) == before + 1


def test_a_build_that_fails_does_not_bring_anybody_back(project, lives, tmp_path):
    """A later table with unusable rows stops it after staging has read hers again."""
    raw, build, _ = lives
    shutil.copytree(raw, tmp_path / "raw")
    shutil.copy(build.database, tmp_path)
    visits = [visit(f"v{at}", **{"entered_at": "some day"} if at % 2 else {}) for at in range(200)]
    write_tables(tmp_path / "raw", {"mall/visits": visits})
    failed = project.dbt(*WITHOUT_TESTS, raw=tmp_path / "raw", into=tmp_path)
    assert not failed.success
    assert failed.statuses["stg_mall__loyalty_members"] == "success"
    assert failed.statuses["erased_identifiers"] == "skipped"
    assert told(cells(failed.database), ANA | keyed(ANA)) == {}


def test_who_was_erased_stays_out_when_their_data_come_again(project, lives):
    """Also when the request itself is no longer delivered, with a new card, and where somebody else
    has her address by now.
    """
    raw, build, _ = lives
    (raw / "mall" / "erasure_requests.csv").unlink()
    write_tables(raw, SECOND)
    again = project.dbt(*WITHOUT_UNIT_TESTS, raw=raw, into=build.database.parent)
    assert again.success, again.shown
    assert told(cells(again.database), ANA | keyed(ANA | {"ana's new card"})) == {}
    assert again.value("select people from audit.erasure_log where request_id = 'r1'") == 1
    (eva,) = again.rows(
        "select cpf_id is not null, email_id from identity.identity_account_nodes"
        " inner join identity.identity_nodes using (node_id) where node_key = 'e2003'"
    )
    assert eva == (True, None)
    assert dangling(again) == set()


def test_an_id_that_somebody_lives_under_now_stays(project, tmp_path):
    """Ids are made of what was known first. Here that is the couple's number, which names Ana; once
    nothing of hers is delivered any more it is Rui's alone, and so is the id that was hers.
    """
    raw = tmp_path / "raw"
    ana = member("ana", registered_at="2025-01-02", phone=PHONE, gender="F")
    rui = member("rui", registered_at="2025-01-03", phone=PHONE, gender="M")
    sales = {"mall/pos_sales": [sale("by phone", "2025-01-01", phone=PHONE)]}
    visits = {"mall/visits": [visit("his", member_id=MEMBERS["rui"])]}

    def owner_after(name: str, tables: dict) -> str | None:
        write_tables(raw, {**sales, **visits, **tables})
        build = project.dbt(
            *WITHOUT_TESTS,
            *("--select", "+erased_identifiers", "rejection_limits"),
            raw=raw,
            into=tmp_path,
        )
        assert build.success, build.shown
        owner = (
            f"select customer_id from identity.identity_owners where node_key = '{MEMBERS[name]}'"
        )
        return build.value(
            f"select max(customer_id) from identity.identity_persons where customer_id = ({owner})"
        )

    hers = owner_after("ana", {"mall/loyalty_members": [ana, rui]})
    assert hers is not None
    assert owner_after("ana", {"mall/loyalty_members": [ana, rui], **REQUESTS}) is None
    (raw / "mall" / "erasure_requests.csv").unlink()
    assert owner_after("rui", {"mall/loyalty_members": [rui]}) == hers


def test_quarantine_shows_shapes_and_no_person(lives):
    _, build, _ = lives
    rows = {
        (table, reason): json.loads(raw_row)
        for table, reason, raw_row in build.rows(
            "select table_name, reason, raw_row from audit.quarantined_rows"
        )
    }
    member = rows["loyalty_members", "missing_member_id"]
    assert member["full_name"] == "aaaaaaa aaaaa"
    assert member["cpf"] == "999.999.999-9"
    assert member["email"] == "aaaa.aaaaaa"
    assert member["birth_date"] == "9999-99-99"
    assert member["gender"] == "F"
    # a CPF that slipped into the amount is why the row is here
    sale = rows["pos_sales", "unreadable_gross_amount"]
    assert sale["gross_amount"] == "999.999.999-99" and sale["sale_id"] == "slipped"
    # and one in the place of a number is neither in the row nor its key
    assert rows["pos_sales", "missing_gross_amount"]["sale_id"] == "999.999.999-99"
    keys = build.rows("select row_key from audit.quarantined_rows where table_name = 'pos_sales'")
    assert "slipped" in {key for (key,) in keys}
    assert all("529" not in key for (key,) in keys if not key.startswith("row "))
    line = rows["visits", "unreadable_line"]
    assert line["line"] == "a9,9999-99-99,aaaaaaa aaaaa,aaa@aaaa.aaaaaaa,aaa9a99,9,9,9"
