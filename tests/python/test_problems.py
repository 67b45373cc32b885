"""What is wrong with a seed is told in words, where dbt itself says how many rows there are, or an
engine fills a page.
"""

import csv
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from conftest import ROOT

from vitrine import seed_files

PERSONAS = """
create schema segmentation;
create table segmentation.segment_personas as
select * from (values ('s1', 'luxury_seeker'), ('s2', 'weekend_visitor'), ('s3', 'occasional'))
    as bound (segment_id, persona_code);
create table segmentation.segment_persona_scores as
select * from (values
    ('s1', 'luxury_seeker', 1.0, 3.00, true), ('s1', 'loyal_buyer', 1.0, 2.95, true),
    ('s2', 'weekend_visitor', 1.0, 1.00, true), ('s2', 'offer_explorer', 1.0, 0.20, true),
    ('s3', 'occasional', 1.0, 1.00, true), ('s3', 'weekend_visitor', 1.0, 1.00, true),
    ('s3', 'streaming_household', 1.0, 1.00, false), ('s3', 'weekday_regular', 0.9, 1.00, true)
) as scores (segment_id, persona_code, score, strength, is_eligible);
"""


@pytest.fixture
def personas(tmp_path):
    with duckdb.connect(str(tmp_path / "vitrine.duckdb")) as connection:
        connection.execute(PERSONAS)
    return tmp_path


def test_a_segment_that_two_personas_fit_alike_is_named_in_a_warning(project, personas):
    """One that is far weaker, names another segment, lacks what is required or fits less is no
    rival.
    """
    tested = project.dbt("test", "--select", "no_two_personas_tie", into=personas)
    assert tested.statuses["no_two_personas_tie"] == "warn", tested.shown
    told = [line for line in tested.lines if " could as well be called " in line]
    assert told == [
        "segment s1 is called luxury_seeker and could as well be called loyal_buyer;"
        " tell them apart in seeds/reference/persona_rules.csv"
    ]


CAMPAIGNS = """
create schema reference;
create table reference.personas as select 'occasional' as persona_code;
create table reference.channel_identifiers as select 'email' as channel;
create table reference.campaigns as
select
    code as campaign_code, 'x' as name_pt, 'x' as name_en, persona as persona_code,
    'CINE' as package_code, null as store_category, floor::double as propensity_floor,
    channel, 'marketing' as consent_purpose, priority, date '2026-01-01' as starts_on,
    last_day::date as ends_on, 0.2 as control_share, 2 as cap_per_person, 0.1 as expected_rate,
    uplift::double as smallest_uplift, why
from (values
    ('GOOD', 'occasional', 'email', 1, '2026-01-31', 'x', 1, 0.9),
    ('BACKWARDS', 'occasional', 'email', 2, '2025-12-31', 'x', null, 0.05),
    ('STRANGER', 'nobody', 'pigeon', 3, '2026-01-31', 'x', null, 0.05),
    ('UNEXPLAINED', 'occasional', 'email', 1, '2026-01-31', null, null, 0.05),
    ('POINTS', 'occasional', 'email', 5, '2026-01-31', 'x', 30, 15),
    ('CERTAIN', 'occasional', 'email', 6, '2026-01-31', 'x', -0.1, 0.95)
) as rows (code, persona, channel, priority, last_day, why, floor, uplift);
"""


def test_what_is_wrong_with_a_campaign_is_said_with_its_remedy(project, tmp_path):
    with duckdb.connect(str(tmp_path / "vitrine.duckdb")) as connection:
        connection.execute(CAMPAIGNS)
    tested = project.dbt("test", "--select", "a_campaign_can_be_run", into=tmp_path)
    assert tested.statuses["a_campaign_can_be_run"] == "fail", tested.shown
    before = "seeds/reference/campaigns.csv: "
    assert {line for line in tested.lines if line.startswith(before)} == {
        before + problem
        for problem in (
            "BACKWARDS: it ends before it starts; mend starts_on or ends_on",
            "STRANGER: persona_code is none of seeds/reference/personas.csv; name one",
            "STRANGER: channel is none of seeds/reference/channel_identifiers.csv; name one",
            "UNEXPLAINED: why is empty; fill it in",
            "POINTS: smallest_uplift is not below 1; write 15 points as 0.15",
            "POINTS: propensity_floor is not from 0 to 1; write it as 0.3",
            "CERTAIN: expected_rate and smallest_uplift are more than 1 together;"
            " lower one of them",
            "CERTAIN: propensity_floor is not from 0 to 1; write it as 0.3",
            "GOOD: priority is given to two campaigns; change one",
        )
    }


TARGETS = """
create schema reference;
create table reference.propensity_targets as
select * from (values
    ('package_taken', 0, 30, null), ('package_cancelled', null, 0, null),
    ('gone_quiet', -1, null, null)
) as rows (target, gap_days, horizon_days, active_days);
create table reference.zone_walks as
select * from (values
    ('any', 'any', 4.0), ('Norte', 'Sul', 6), ('Sul', 'Norte', 6), ('Leste', 'Oeste', 5)
) as rows (zone, other_zone, minutes);
"""


@pytest.mark.parametrize(
    ("test", "seed", "problems"),
    [
        (
            "a_propensity_target_can_be_foreseen",
            "propensity_targets",
            {
                "package_cancelled: gap_days is empty; write 0 for none",
                "package_cancelled: horizon_days is below 1; write it as 30",
                "gone_quiet: gap_days is below 0; write 0 for none",
                "gone_quiet: horizon_days is empty; write it as 30",
                "gone_quiet: active_days is empty; write it as 90",
            },
        ),
        (
            "every_walk_between_zones_is_known_once",
            "zone_walks",
            {
                "Norte, Sul: the pair is given in the other order, too; delete one of the rows",
                "any, same: there is no such row;"
                " add one, with the minutes between stores of one zone",
            },
        ),
    ],
)
def test_what_is_wrong_with_targets_and_walks_is_said_with_its_remedy(
    project, tmp_path, test, seed, problems
):
    with duckdb.connect(str(tmp_path / "vitrine.duckdb")) as connection:
        connection.execute(TARGETS)
    tested = project.dbt("test", "--select", test, into=tmp_path)
    assert tested.statuses[test] == "fail", tested.shown
    before = f"seeds/reference/{seed}.csv: "
    told = {line for line in tested.lines if line.startswith(before)}
    assert told == {before + problem for problem in problems}


AIMS = """
create schema reference; create schema marts;
create table marts.as_of as select date '2026-01-10' as as_of_date;
create table marts.dim_packages as select 'CINE' as package_code;
create table marts.dim_stores as select unnest(['Cinema', null]) as category;
create table reference.campaigns as
select * replace (ends_on::date as ends_on)
from (values
    ('GOOD', 'CINE', null, '2026-01-31'), ('FILMS', null, 'Cinema', '2026-01-31'),
    ('OVER', 'NONE', null, '2026-01-09'), ('MISSPELT', 'CINEMA', null, '2026-01-10'),
    ('CLOSED', null, 'Skating', '2026-01-31')
) as rows (campaign_code, package_code, store_category, ends_on);
"""


def test_a_campaign_for_what_the_mall_does_not_have_is_named_in_a_warning(project, tmp_path):
    with duckdb.connect(str(tmp_path / "vitrine.duckdb")) as connection:
        connection.execute(AIMS)
    tested = project.dbt("test", "--select", "a_campaign_aims_at_what_there_is", into=tmp_path)
    assert tested.statuses["a_campaign_aims_at_what_there_is"] == "warn", tested.shown
    assert {line for line in tested.lines if line.startswith("seeds/reference/campaigns.csv")} == {
        "seeds/reference/campaigns.csv: MISSPELT: package_code CINEMA is not in streaming/packages;"
        " name one that is, or delete the row",
        "seeds/reference/campaigns.csv: CLOSED: store_category Skating is not in mall/stores;"
        " name one that is, or delete the row",
    }


def test_a_part_that_is_built_before_any_seed_says_what_to_do_first(project, tmp_path):
    built = project.dbt("run", "--select", "stg_mall__stores", into=tmp_path)
    assert not built.success
    assert any("run `dbt seed` first, or select it, too" in line for line in built.lines)
    assert not any("Catalog Error" in line for line in built.lines), built.shown


SEED = {
    "path": "my.csv",
    "columns": ["code", "day", "share", "is_kept"],
    "types": {"day": "date", "share": "double precision", "is_kept": "boolean", "rank": "integer"},
}
HEADER = "code,day,share,is_kept\n"
RANKED = "code,day,share,is_kept,rank\n"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (HEADER + 'a,2026-01-31,0.5,true\n"b, c",,,\n', None),
        ("\ufeff" + HEADER + "a,,,\n\n", None),
        (
            HEADER + "a,2026-01-31\n",
            "line 2 has 2 cells, the header 4; an empty cell needs its comma",
        ),
        (HEADER + "a,,,,b\n", "line 2 has 5 cells, the header 4; put a text with commas between"),
        (HEADER + "a,31/01/2026,,\n", "line 2: day '31/01/2026' is no day; write it as 2026-01-31"),
        (HEADER + "a,20260131,,\n", "line 2: day '20260131' is no day; write it as 2026-01-31"),
        (HEADER + "a,2026-W05-6,,\n", "line 2: day '2026-W05-6' is no day; write it as 2026-01-31"),
        (HEADER + "a,,٣,\n", "line 2: share '٣' is no number; write it as 0.5"),
        (RANKED + "a,,,,2147483647\na,,,,-2147483648\n", None),
        (
            RANKED + "a,,,,99999999999\n",
            "line 2: rank '99999999999' is no whole number up to 2,147,483,647; write it as 3",
        ),
        (RANKED + "a,,,,٣\n", "line 2: rank '٣' is no whole number"),
        (
            HEADER + 'a,,,\n"b,,,\n' + 50_000 * "c,,,\n",
            "line 3: a cell does not end; close its quotation mark",
        ),
        (HEADER + 'a,,,\n"b,,,\nc,,,\n', "line 3 has 1 cells, the header 4"),
        (HEADER + "a,,nan,\n", "line 2: share 'nan' is no number; write it as 0.5"),
        (HEADER + "a,,-inf,\n", "line 2: share '-inf' is no number; write it as 0.5"),
        (HEADER + "a,,1e999,\n", "line 2: share '1e999' is no number; write it as 0.5"),
        (HEADER + "a,,1_0,\n", "line 2: share '1_0' is no number; write it as 0.5"),
        (RANKED + "a,,,,1_0\n", "line 2: rank '1_0' is no whole number"),
        (HEADER + "a,,20%,\n", "line 2: share '20%' is no number; write it as 0.5"),
        (HEADER + "a,,,sim\n", "line 2: is_kept 'sim' is no yes or no; write it as true or false"),
        (HEADER.replace(",", ";"), "column 'code' is missing; save it with commas between cells"),
        ("code,day,share\n", "column 'is_kept' is missing; its header has code, day, share"),
        ("", "column 'code' is missing; its header has no names"),
    ],
)
def test_a_seed_that_no_engine_would_read_is_said_line_by_line(tmp_path, text, problem):
    (tmp_path / "my.csv").write_text(text, encoding="utf-8")
    # agate, which dbt reads seeds with, lifts the limit of a cell for the whole process
    lifted = csv.field_size_limit(1 << 17)
    try:
        found = seed_files.inspect(str(tmp_path), [SEED])
    finally:
        csv.field_size_limit(lifted)
    assert len(found) == (problem is not None)
    assert not problem or (found[0].startswith("my.csv: ") and problem in found[0]), found


def test_the_campaign_that_the_docs_show_can_be_read(project, tmp_path):
    (row,) = re.findall(r"^MY_CAMPAIGN,.*$", (ROOT / "docs/campaigns.md").read_text(), re.M)
    shutil.copy(ROOT / "seeds/reference/campaigns.csv", tmp_path)
    with (tmp_path / "campaigns.csv").open("a") as seed:
        seed.write(f"{row}\n")
    (node,) = [
        n for n in project.manifest.nodes.values() if n.unique_id == "seed.vitrine.campaigns"
    ]
    asked = {
        "path": "campaigns.csv",
        "columns": list(node.columns),
        "types": node.config.column_types,
    }
    assert seed_files.inspect(str(tmp_path), [asked]) == []


def test_a_seed_in_latin_1_is_said(tmp_path):
    (tmp_path / "my.csv").write_bytes("code,day,share,is_kept\ncafé,,,\n".encode("latin-1"))
    (found,) = seed_files.inspect(str(tmp_path), [SEED])
    assert "save it as 'CSV UTF-8'" in found


def test_a_broken_line_of_a_seed_stops_the_build_in_one_line(tmp_path):
    for part in ROOT.iterdir():
        if part.is_dir() and not part.name.startswith(".") and part.name not in ("seeds", "target"):
            (tmp_path / part.name).symlink_to(part)
    for file in ("dbt_project.yml", "profiles.yml"):
        (tmp_path / file).symlink_to(ROOT / file)
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    with (tmp_path / "seeds/reference/campaigns.csv").open("a") as seed:
        seed.write("MINE,Minha,Mine\n")
    done = subprocess.run(
        [Path(sys.executable).with_name("dbt"), "seed", "--select", "campaigns"], cwd=tmp_path,
        env=os.environ | {"VITRINE_DUCKDB_PATH": str(tmp_path / "x.duckdb")},
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode != 0
    said = done.stdout.split("Encountered an error:")[1].strip().splitlines()
    assert said[1:] == [
        "  seeds/reference/campaigns.csv: line 9 has 3 cells, the header 18;"
        " an empty cell needs its comma too"
    ]
