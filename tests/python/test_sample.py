"""The generator's files: equal for equal arguments, complete, small enough; and its messages."""

from __future__ import annotations

import pytest
from sampled import ARGUMENTS, dirty, generate

from vitrine.sample import settings
from vitrine.sample.__main__ import main
from vitrine.sample.schema import RAW, TRUTH

# What is committed as the sample: the densest year that stays under five megabytes.
COMMITTED = ["--people", "1500", "--seed", "1", "--visits-per-person", "8.5", "--quiet"]
MOST_BYTES = 5_000_000


def test_equal_arguments_give_equal_files(tmp_path):
    assert dirty().contents() == generate(tmp_path).contents()


def test_equal_arguments_give_equal_parquet(tmp_path):
    first, second = (generate(tmp_path / name, "--format", "parquet") for name in ("one", "two"))
    assert first.contents() == second.contents()


def test_another_seed_gives_other_files_and_another_key(tmp_path):
    one, other = dirty().contents(), generate(tmp_path, "--seed", "6").contents()
    assert {name for name in one if one[name] == other[name]} == {"streaming/packages.csv"}


def test_a_second_run_replaces_what_the_first_left(tmp_path):
    generate(tmp_path, "--format", "parquet")
    (tmp_path / "mall" / "visits" / "part-0007.parquet").write_bytes(b"left by a larger run")
    assert generate(tmp_path).contents() == dirty().contents()


def test_csv_and_parquet_hold_the_same_rows(tmp_path):
    parquet = generate(tmp_path, "--format", "parquet")
    for name in [table for _, table in RAW] + list(TRUTH):
        assert dirty().rows(f"from {name}") == parquet.rows(f"from {name}"), name


def test_every_table_has_exactly_its_columns():
    named = {f"{source}/{table}.csv": columns for (source, table), columns in RAW.items()}
    named |= {f"truth/{table}.csv": columns for table, columns in TRUTH.items()}
    found = {
        name: tuple(data.decode().split("\n", 1)[0].split(","))
        for name, data in dirty().contents().items()
        if name.endswith(".csv")
    }
    assert found == named


def test_every_table_of_a_source_is_written_even_where_it_is_empty(tmp_path):
    bare = generate(tmp_path, "--people", "50", "--visits-per-person", "0.5", "--days", "28")
    for _, table in RAW:
        assert bare.value(f"select count(*) from {table}") >= 0


@pytest.mark.parametrize("seed", ["0", "3", "42"])
def test_few_people_and_a_last_chunk_of_one_person_are_a_mall_too(seed, tmp_path, monkeypatch):
    """Nobody lives in a large household, or has a card, or is a member."""
    monkeypatch.setattr(settings, "CHUNK", 50)
    for people in ("50", "51"):
        few = generate(tmp_path / people, "--people", people, "--seed", seed)
        assert few.value("select count(*) from visits") > 0


def test_the_committed_sample_stays_under_five_megabytes(tmp_path):
    assert main([*COMMITTED, "--out", str(tmp_path)]) == 0
    raw = [path for source in ("mall", "streaming") for path in (tmp_path / source).iterdir()]
    assert 0.9 * MOST_BYTES < sum(path.stat().st_size for path in raw) <= MOST_BYTES


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--people", "many"], "'many' is not a whole number"),
        (["--people", "3"], "'3' is not a whole number, 50 to"),
        (["--start", "2025-02-30"], "'2025-02-30' is not a date"),
        (["--visits-per-person", "-1"], "'-1' is not a number"),
        (["--without", "ghosts"], "invalid choice: 'ghosts'"),
    ],
)
def test_a_bad_argument_gets_one_line(arguments, says, tmp_path, capsys):
    with pytest.raises(SystemExit) as stopped:
        main([*arguments, "--out", str(tmp_path)])
    message = capsys.readouterr().err
    assert stopped.value.code == 2
    assert says in message and message.count("\n") == 1 and "--help" in message


def test_a_folder_that_cannot_be_written_gets_one_line_with_a_remedy(tmp_path, capsys):
    (tmp_path / "file").touch()
    assert main([*ARGUMENTS, "--out", str(tmp_path / "file")]) == 1
    message = capsys.readouterr().err
    assert message.count("\n") == 1 and "choose another --out" in message
