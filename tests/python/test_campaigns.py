"""Campaigns: arms by a keyed hash, the same at every build and unlike any other campaign's."""

import shutil

import pytest
from conftest import SAMPLE, WITHOUT_TESTS

from vitrine import pii_key

CAMPAIGNS = (*WITHOUT_TESTS, "--select", "path:models/campaigns")
ARMS = "select campaign_code, customer_id, arm from campaigns.campaign_assignments order by all"
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
def built(project, tmp_path_factory):
    build = project.dbt(*WITHOUT_TESTS, into=tmp_path_factory.mktemp("campaigns"))
    assert build.success, build.shown
    return build


@pytest.fixture
def again(project, built, tmp_path):
    """Builds the campaigns once more, with the given vars, in a copy of the database."""
    shutil.copy(built.database, tmp_path / "vitrine.duckdb")

    def build(variables: str = "{}", *arguments: str):
        found = project.dbt(*CAMPAIGNS, "--vars", variables, *arguments, into=tmp_path)
        assert found.success, found.shown
        return found

    return build


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
    assert built.rows(changes) == [("add",)]
    last = again("{}", "--full-refresh")
    assert last.rows(ARMS) == first
    assert last.rows(changes) == [("keep",)]


def test_an_audience_that_became_too_small_is_removed_once(built, again):
    people = built.value("select count(*) from campaigns.campaign_audiences")
    none = again("{min_audience_size: 100000}")
    changes = "select change, count(*) from campaigns.campaign_audiences group by all"
    assert none.rows(changes) == [("remove", people)]
    assert none.value("select count(*) from campaigns.campaign_summary where status = 'ready'") == 0
    assert again("{min_audience_size: 100000}").rows(changes) == []
    assert again().rows(changes) == [("add", people)]


def test_a_build_that_knows_less_changes_no_memory(built, again):
    memory = "select * from campaigns.campaign_assignments order by all"
    assert again("{known_at: '2025-06-30', min_audience_size: 100000}").rows(memory) == built.rows(
        memory
    )


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
