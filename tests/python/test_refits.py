"""Three as-of days in one database: ids stay, everybody is accounted for, fits come when asked for."""

import shutil

import pytest
from conftest import WITHOUT_TESTS, WITHOUT_UNIT_TESTS
from published import differing, unlike

DAYS = ["2025-06-30", "2025-09-30", "2025-12-31"]
# Nothing of it is asked here.
ELSEWHERE = ("--exclude", "path:models/insights", "path:models/campaigns")
REGISTRY = ["segmentation.segment_fits", "segmentation.segment_membership"]
SEGMENTATION = ("--select", "segment_fits+", "customer_activity+")


def vars_of(day: str, **more: str) -> tuple[str, str]:
    pairs = {"as_of_date": f"'{day}'", **more}
    return "--vars", "{" + ", ".join(f"{name}: {value}" for name, value in pairs.items()) + "}"


@pytest.fixture(scope="module")
def history(project, tmp_path_factory):
    """Builds as of June and September, where nothing is due, and of December, where it is; this
    one with all its tests.
    """
    into = tmp_path_factory.mktemp("history")
    for day in DAYS:
        how = WITHOUT_UNIT_TESTS if day == DAYS[-1] else (*WITHOUT_TESTS, *ELSEWHERE)
        build = project.dbt(*how, *vars_of(day, refit_after_days="184"), into=into, coarse=True)
        assert build.success, build.shown
        shutil.copy(build.database, into / f"{day}.duckdb")
    return build


def test_a_build_scores_until_a_fit_is_due(history):
    versions = history.rows(
        "select as_of_date::text, why, decision, is_current"
        " from segmentation.segment_versions order by fit_number"
    )
    assert [row[0] for row in versions] == ["2025-06-30", "2025-12-31"]
    assert versions[0][1:3] == ("there is no version for this day yet", "published")
    assert versions[1][1] == "184 days since the last fit (var refit_after_days)"
    used = history.rows(
        "select as_of_date::text, count(distinct model_version), min(model_version)"
        " from segmentation.segment_membership group by 1 order by 1"
    )
    assert [(day, count) for day, count, _ in used] == [(day, 1) for day in DAYS]
    assert used[0][2] == used[1][2]


def test_ids_stay_over_a_refit(history):
    """What both versions have keeps most of its people."""
    kept = history.rows(
        "select segment_id, jaccard from segmentation.segment_events"
        " where event = 'kept' order by segment_id"
    )
    assert all(jaccard >= 0.5 for _, jaccard in kept)
    stayed, moved = history.rows(
        "select count(*) filter (from_segment_id = to_segment_id), count(*)"
        " from segmentation.segment_transition_counts"
    )[0]
    assert stayed and moved > stayed


def test_transitions_account_for_everybody_on_every_day(history):
    """Beside the invariant of this name: both pairs of days are there, and every move has a reason."""
    days = history.rows(
        "select as_of_date::text, sum(customers) filter (to_segment_id <> 'none')"
        " from segmentation.segment_transition_counts group by 1 order by 1"
    )
    people = history.rows(
        "select as_of_date::text, count(*) from segmentation.segment_membership"
        " group by 1 order by 1"
    )
    assert days == people[1:]
    unexplained = history.value(
        "select count(*) from segmentation.segment_moves where feature is null and cause <> 'refit'"
    )
    assert unexplained == 0
    assert (
        history.value(
            "select count(*) from segmentation.segment_moves"
            " where cause = 'behaviour' and before_value = after_value"
        )
        == 0
    )


def test_another_build_of_the_last_day_changes_nothing(project, history):
    into = history.database.parent
    asked = vars_of(DAYS[-1], refit="true", refit_after_days="184")
    again = project.dbt(*WITHOUT_TESTS, *SEGMENTATION, *asked, into=into, coarse=True)
    assert again.success, again.shown
    assert differing(again.database, into / f"{DAYS[-1]}.duckdb") == []


def test_builds_leave_no_table_behind(history):
    """dbt-duckdb forgets the table through which a Python model adds its rows."""
    left = history.rows(
        "select table_schema, table_name from information_schema.tables"
        " where table_name like '%dbt_tmp%' or table_schema = 'main'"
    )
    assert left == []


def test_looking_back_disturbs_nothing(project, history, tmp_path):
    """A build for September, with a fit asked for, gives September's people the segments they had."""
    shutil.copy(history.database, tmp_path / "vitrine.duckdb")
    asked = vars_of(DAYS[1], refit="true")
    back = project.dbt(*WITHOUT_TESTS, *ELSEWHERE, *asked, into=tmp_path, coarse=True)
    assert back.success, back.shown
    september = history.database.parent / f"{DAYS[1]}.duckdb"
    segments = ["segmentation.customer_segments", "segmentation.segment_model"]
    assert unlike(back.database, september, segments) == []
    assert unlike(back.database, history.database, REGISTRY) == []


def test_a_full_refresh_keeps_the_registry(project, history, tmp_path):
    shutil.copy(history.database, tmp_path / "vitrine.duckdb")
    build = project.dbt(
        *WITHOUT_TESTS,
        "--full-refresh",
        *SEGMENTATION,
        *vars_of(DAYS[-1]),
        into=tmp_path,
        coarse=True,
    )
    assert build.success, build.shown
    assert unlike(build.database, history.database, REGISTRY) == []


@pytest.mark.parametrize(
    "var, message",
    [
        ("refit: maybe", "var refit: 'maybe' is neither true nor false; write it as true"),
        (
            "refit_after_days: weekly",
            "var refit_after_days: 'weekly' is not a number of days; write it as 90",
        ),
    ],
)
def test_a_wrong_var_stops_the_build(project, tmp_path, var, message):
    build = project.dbt("build", "--vars", "{" + var + "}", into=tmp_path / "wrong")
    assert not build.success
    assert message in build.shown
