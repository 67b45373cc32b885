"""Campaigns: arms by a keyed hash, the same at every build and unlike any other campaign's."""

import shutil
from decimal import Decimal

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from conftest import SAMPLE, WITHOUT_TESTS
from scipy import stats

from vitrine import pii_key

CAMPAIGNS = (*WITHOUT_TESTS, "--select", "as_of", "path:models/campaigns")
ARMS = "select campaign_code, customer_id, arm from campaigns.campaign_assignments order by all"
STEPS = ("campaign_sets", "campaign_demand", "campaign_conflicts", "campaign_selection")
SHARES = "select campaign_code, control_share from reference.campaigns"
PEOPLE = [f"{number:032x}" for number in range(20_000)]
KEY = pii_key.resolve(str(SAMPLE))


def is_control(campaign: str, customer_id: str, control_share: float) -> bool:
    """The draw as it should be, without SQL."""
    digits = pii_key.keyed(f"{campaign} {customer_id}", KEY)[:6]
    return int(digits, 16) / 16**6 < control_share


def chi_square(table: list[list[int]]) -> float:
    """Pearson's statistic of a two by two table."""
    (one, two), (three, four) = table
    people = one + two + three + four
    margins = (one + two) * (three + four) * (one + three) * (two + four)
    return people * (one * four - two * three) ** 2 / margins


@pytest.fixture(scope="module")
def built(sample_build):
    assert sample_build.success, sample_build.shown
    return sample_build


@pytest.fixture
def again(project, built, tmp_path):
    """Builds the campaigns once more, with the given vars, in a copy of the database."""
    shutil.copy(built.database, tmp_path / "vitrine.duckdb")

    def build(variables: str = "{}", *arguments: str):
        found = project.dbt(*CAMPAIGNS, "--vars", variables, *arguments, into=tmp_path)
        assert found.success, found.shown
        return found

    return build


def next_day(built, *variables: str) -> str:
    """The vars of a build a day later."""
    day = built.value("select as_of_date + 1 from marts.as_of")
    return "{" + ", ".join([f"as_of_date: '{day}'", *variables]) + "}"


def test_an_arm_is_what_the_key_says(built):
    shares = dict(built.rows(SHARES))
    rows = built.rows(ARMS)
    assert len(rows) > 300
    for campaign, customer_id, arm in rows:
        assert (arm == "control") == is_control(campaign, customer_id, shares[campaign])


def test_arms_are_the_same_at_every_build_even_a_full_refresh(built, again):
    first = built.rows(ARMS)
    assert again().rows(ARMS) == first
    changes = "select distinct change from campaigns.campaign_audiences"
    assert again("{}", "--full-refresh").rows(changes) == [("add",)]
    last = again(next_day(built), "--full-refresh")
    assert last.rows(ARMS) == first
    assert last.rows(changes) == [("keep",)]


def test_an_audience_that_became_too_small_is_removed_once(built, again):
    people = built.value("select count(*) from campaigns.campaign_audiences")
    none = again("{min_audience_size: 100000}")
    changes = "select change, count(*) from campaigns.campaign_audiences group by all"
    assert none.rows(changes) == [("remove", people)]
    assert none.value("select count(*) from campaigns.campaign_summary where status = 'ready'") == 0
    assert again("{min_audience_size: 100000}").rows(changes) == [("remove", people)]
    assert again(next_day(built, "min_audience_size: 100000")).rows(changes) == []
    assert again(next_day(built)).rows(changes) == [("add", people)]


def test_why_others_are_not_in_an_audience_accounts_for_everybody_who_fits(again):
    reasons = "no_consent + age_unknown + minor + unreachable + capped + too_few"
    built = again("{min_cell_size: 1}")
    assert (
        built.rows(
            "select campaign_code from campaigns.campaign_summary"
            f" where targeted <> {reasons} + treated + controls"
        )
        == []
    )
    assert built.value("select sum(unreachable) from campaigns.campaign_summary") > 50


def test_a_build_that_knows_less_changes_no_memory(built, again):
    memory = "select * from campaigns.campaign_assignments order by all"
    assert again("{known_at: '2025-06-30', min_audience_size: 100000}").rows(memory) == built.rows(
        memory
    )


def test_a_share_that_is_changed_is_for_those_who_are_new(project, built, again, tmp_path):
    """In a memory from before shares were kept, too: it gets the column from its next build."""
    sql = "alter table campaigns.campaign_assignments drop column control_share"
    with duckdb.connect(str(tmp_path / "vitrine.duckdb")) as connection:
        connection.execute(sql)
    first = built.rows(ARMS)
    assert again().rows(ARMS) == first
    with duckdb.connect(str(tmp_path / "vitrine.duckdb")) as connection:
        connection.execute("update reference.campaigns set control_share = 0.9")
    # not `again`, which reads the seed anew
    steps = ("--select", "path:models/campaigns", "--exclude-resource-type", "unit_test")
    later = project.dbt("build", *steps, into=tmp_path)
    assert later.success, later.shown
    assert later.rows(ARMS) == first
    told = "select campaign_code, treated, controls from campaigns.campaign_summary"
    assert (
        later.rows(
            f"{told} join (select campaign_code, count(*) filter (arm = 'treatment') as t,"
            " count(*) filter (arm = 'control') as c from campaigns.campaign_audiences group by all)"
            " using (campaign_code) where treated <> t or controls <> c"
        )
        == []
    )
    assert later.statuses["arms_stay"] == "pass"


CAPS = "nobody_is_in_more_campaigns_at_once_than_their_caps_allow"
QUARTER = """
create schema reference; create schema campaigns;
create table reference.campaigns as
select * replace (starts_on::date as starts_on, ends_on::date as ends_on)
from (values
    ('JANUARY', 1, '2026-01-05', '2026-01-15', 2), ('MARCH', 2, '2026-03-05', '2026-03-15', 2),
    ('QUARTER', 3, '2026-01-02', '2026-03-31', 2), ('IDES', 4, '2026-03-15', '2026-03-15', 2)
) as rows (campaign_code, priority, starts_on, ends_on, cap_per_person);
create table campaigns.campaign_audiences as
select unnest(['JANUARY', 'MARCH', 'QUARTER']) as campaign_code, 'c1' as customer_id,
    'keep' as change;
"""


def test_campaigns_that_share_no_day_share_no_cap(project, tmp_path):
    """A quarter's campaign runs beside January's and March's, and never beside both. On the ides of
    March there are three.
    """
    tests = ("test", "--select", CAPS)
    with duckdb.connect(str(tmp_path / "vitrine.duckdb")) as connection:
        connection.execute(QUARTER)
    assert project.dbt(*tests, into=tmp_path).statuses[CAPS] == "pass"
    with duckdb.connect(str(tmp_path / "vitrine.duckdb")) as connection:
        connection.execute("insert into campaigns.campaign_audiences values ('IDES', 'c1', 'add')")
    assert project.dbt(*tests, into=tmp_path).statuses[CAPS] == "fail"


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5])
def test_controls_are_as_many_as_asked_for(share):
    """Within four standard errors."""
    controls = sum(is_control("SHARE", person, share) for person in PEOPLE)
    error = (share * (1 - share) / len(PEOPLE)) ** 0.5
    assert abs(controls / len(PEOPLE) - share) < 4 * error


def test_one_campaign_says_nothing_of_another():
    """Below 10.83, which chance passes once in a thousand; the same draw would give 20,000."""
    table = [[0, 0], [0, 0]]
    for person in PEOPLE:
        table[is_control("ONE", person, 0.3)][is_control("TWO", person, 0.3)] += 1
    assert chi_square(table) < 10.83
    assert chi_square([[100, 0], [0, 100]]) == 200


@pytest.fixture
def compiled(project, built, tmp_path):
    """The SQL of campaign models as a later build runs it, and a copy of the database for it."""
    shutil.copy(built.database, tmp_path / "vitrine.duckdb")
    found = project.dbt("compile", "--select", "path:models/campaigns", into=tmp_path)
    assert found.success, found.shown
    folder = project.artifacts / "compiled" / "vitrine" / "models" / "campaigns"
    with duckdb.connect(str(tmp_path / "vitrine.duckdb")) as connection:
        # beside the models lie the unit tests that another build of this session ran
        models = [path for path in folder.rglob("*.sql") if ".yml" not in str(path)]
        yield connection, {path.stem: path.read_text() for path in models}


def test_over_twelve_builds_arms_stay_and_controls_are_as_many_as_asked_for(compiled):
    """Four thousand people, of whom a tenth may not be addressed at each build, who come and go. At
    each some get another id, and some turn out to be one.
    """
    connection, sql = compiled
    random = np.random.default_rng(11)
    connection.execute(
        "delete from reference.campaigns where campaign_code <> 'WEEKEND_LUNCH';"
        "delete from campaigns.campaign_assignments;"
        "delete from marts.customer_id_heirs"
    )
    (share,) = connection.execute("select control_share from reference.campaigns").fetchone()
    ids = {person: f"first-{person}" for person in range(4000)}
    arms: dict[int, str] = {}
    drawn: dict[int, str] = {}
    for build in range(12):
        people = list(ids)
        for person in random.choice(people, 60, replace=False):
            ids[person] = move(connection, ids[person], f"build-{build}-{person}")
        for stays, goes in random.choice(people, (30, 2), replace=False):
            ids[stays] = move(connection, ids.pop(goes), ids[stays])
            both = {arms.get(stays), arms.pop(goes, None)} - {None}
            drawn.pop(goes, None)
            if both:
                arms[stays] = max(both)
        willing = {person for person in ids if random.random() < 0.9}
        rebuild(connection, sql, build, {ids[person]: person in willing for person in ids})
        rows = connection.execute(
            "select customer_id, arm from campaigns.campaign_assignments"
            " where change in ('add', 'keep')"
        ).fetchall()
        assert len(rows) == len(willing)
        found = dict(rows)
        assert set(found) == {ids[person] for person in willing}
        for person in willing:
            drawn.setdefault(person, found[ids[person]])
            assert found[ids[person]] == arms.setdefault(person, found[ids[person]])
    controls = sum(arm == "control" for arm in drawn.values())
    error = (float(share) * (1 - float(share)) / len(drawn)) ** 0.5
    assert abs(controls / len(drawn) - float(share)) < 4 * error


def move(connection, former: str, heir: str) -> str:
    connection.execute(
        "update marts.customer_id_heirs set customer_id = $heir where customer_id = $former",
        {"heir": heir, "former": former},
    )
    connection.execute("insert into marts.customer_id_heirs values (?, ?)", [former, heir])
    return heir


def rebuild(connection, sql: dict[str, str], build: int, people: dict[str, bool]) -> None:
    """What a build does with the campaigns: selection, then the memory, as `delete+insert` does."""
    table = pa.table({"id": list(people), "is_willing": list(people.values())})
    connection.register("people", table)
    connection.execute(
        f"update marts.as_of set as_of_date = date '2026-01-01' + {build};"
        "delete from campaigns.campaign_candidates;"
        "insert into campaigns.campaign_candidates by name"
        " select 'WEEKEND_LUNCH' as campaign_code, id as customer_id,"
        " if(is_willing, null, 'no_consent') as refusal from people;"
        + "".join(f"create or replace table campaigns.{step} as {sql[step]};" for step in STEPS)
        + f"create or replace temp table decided as {sql['campaign_assignments']};"
        "delete from campaigns.campaign_assignments as own using decided"
        " where own.campaign_code = decided.campaign_code and own.customer_id = decided.customer_id;"
        "insert into campaigns.campaign_assignments by name from decided"
    )


def test_the_uplift_and_its_interval_are_those_that_newcombe_published(compiled):
    """56 of 70 against 48 of 80, method 10 of Newcombe (1998): 0.2, from 0.0524 to 0.3339."""
    connection, sql = compiled
    connection.execute(
        "create or replace table campaigns.campaign_outcomes as"
        " select 'OFFER_DAYS' as campaign_code, arm, if(n <= conversions, 1, 0) as converted,"
        " 1 as bought, 1.25::decimal(18, 2) as net_amount, 0.5::double as control_share"
        " from (values ('treatment', 70, 56), ('control', 80, 48)) as arms (arm, people, conversions),"
        " range(1, 100) as numbers (n) where n <= people"
    )
    columns = "arm, customers, conversions, net_amount, round(uplift, 4), round(uplift_low, 4), round(uplift_high, 4)"
    rows = connection.execute(
        f"select {columns} from ({sql['campaign_results']}) order by arm"
    ).fetchall()
    assert rows == [
        ("control", 80, 48, 100, 0.2, 0.0524, 0.3339),
        ("treatment", 70, 56, Decimal("87.50"), 0.2, 0.0524, 0.3339),
    ]


def wilson(events: np.ndarray, people: int) -> tuple[np.ndarray, np.ndarray]:
    """Both ends of Wilson's 95 % interval, for each number of events."""
    z = stats.norm.ppf(0.975)
    share = events / people
    middle = share + z**2 / (2 * people)
    reach = z * np.sqrt(share * (1 - share) / people + z**2 / (4 * people**2))
    return (middle - reach) / (1 + z**2 / people), (middle + reach) / (1 + z**2 / people)


def power(rate: float, uplift: float, treated: int, controls: int) -> float:
    """How often Newcombe's interval of the uplift lies above 0, over all that both arms may do."""
    ours, theirs = np.arange(treated + 1)[:, None], np.arange(controls + 1)[None, :]
    low, high = wilson(ours, treated)[0], wilson(theirs, controls)[1]
    difference = ours / treated - theirs / controls
    ahead = difference - np.hypot(ours / treated - low, high - theirs / controls) > 0
    chance = stats.binom.pmf(ours, treated, rate + uplift) * stats.binom.pmf(theirs, controls, rate)
    return float(chance[ahead].sum())


def test_the_uplift_that_can_be_detected_is_found_four_times_in_five(compiled):
    """Rare conversions and arms of two sizes too, by enumeration, not by the formula."""
    arms = {
        "CINE_HOLIDAYS": (0.01, 138, 55),
        "SOFA_TO_MALL": (0.02, 31, 18),
        "WEEKEND_LUNCH": (0.35, 240, 140),
        "WEEKDAY_COFFEE": (0.2, 500, 60),
        "OFFER_DAYS": (0.4, 900, 900),
        "COME_BACK": (0.15, 60, 400),
    }
    connection, sql = compiled
    for code, (rate, *_) in arms.items():
        connection.execute(
            f"update reference.campaigns set expected_rate = {rate} where campaign_code = '{code}'"
        )
    connection.execute(
        "create or replace table campaigns.campaign_selection as"
        " select code as campaign_code, n::text as customer_id, null::text as refusal,"
        " if(n < treated, 'treatment', 'control') as arm"
        f" from (values {', '.join(str((code, *sizes[1:])) for code, sizes in arms.items())})"
        " as arms (code, treated, controls), range(2000) as numbers (n) where n < treated + controls"
    )
    found = dict(
        connection.execute(
            f"select campaign_code, detectable_uplift from ({sql['campaign_summary']})"
        ).fetchall()
    )
    for code, (rate, treated, controls) in arms.items():
        assert 0.77 < power(rate, found[code], treated, controls) < 0.87, code
        assert power(rate, 0.8 * found[code], treated, controls) < 0.77, code


def test_a_campaign_whose_figures_would_be_withheld_is_not_large_enough(compiled):
    """Of 300 controls at 1 % three convert, and fewer than five are not told."""
    connection, sql = compiled
    connection.execute(
        "update reference.campaigns set expected_rate = 0.01, smallest_uplift = 0.5;"
        "create or replace table campaigns.campaign_selection as"
        " select code as campaign_code, n::text as customer_id, null::text as refusal,"
        " if(n < 600, 'treatment', 'control') as arm"
        " from (values ('CINE_HOLIDAYS', 300), ('SOFA_TO_MALL', 900)) as arms (code, controls),"
        " range(2000) as numbers (n) where n < 600 + controls"
    )
    found = connection.execute(
        "select campaign_code, detectable_uplift < 0.05, is_large_enough"
        f" from ({sql['campaign_summary']}) where controls is not null order by campaign_code"
    ).fetchall()
    assert found == [("CINE_HOLIDAYS", True, False), ("SOFA_TO_MALL", True, True)]
