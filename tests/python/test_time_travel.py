"""The warehouse as it stood on a day: nothing that happened later, or that arrived later, is in it."""

import shutil

import duckdb
import pytest
from conftest import WITHOUT_TESTS
from published import differing

HALFWAY = "2025-06-30"
# Its first moment in São Paulo.
MIDNIGHT = "2025-06-30T03:00:00Z"

# What each table calls the moment that decides about its rows, and what a liar would change in it.
EVENTS = {
    "mall/pos_sales": ("sold_at", "gross_amount", "9999.99"),
    "mall/store_receipts": ("data_hora", "valor_total", "R$ 9.999,99"),
    "mall/visits": ("entered_at", "plate", "AAA0A00"),
    "mall/wifi_sessions": ("connected_at", "device_mac", "3c:00:00:00:00:01"),
    "mall/app_events": ("occurred_at", "event_type", "check_in"),
    "streaming/package_subscriptions": ("started_at", "package_code", "CINE"),
    "streaming/viewing_sessions": ("started_at", "minutes", "999"),
}


@pytest.fixture(scope="module")
def halfway(project, tmp_path_factory):
    """The sample as of the middle of its year."""
    as_of = ("--vars", f"{{as_of_date: '{HALFWAY}'}}")
    build = project.dbt(
        *WITHOUT_TESTS, *as_of, into=tmp_path_factory.mktemp("halfway"), coarse=True
    )
    assert build.success, build.shown
    return build


def test_a_lie_about_later_days_moves_nothing(project, halfway, raw, tmp_path):
    """A leak canary: every event more than two days after the as-of day says something else."""
    for table, (moment, column, lie) in EVENTS.items():
        path = raw / f"{table}.csv"
        later = f"coalesce(try_cast(left({moment}, 10) as date),"
        later += f" try_strptime(left({moment}, 10), '%d/%m/%Y')::date) > '{HALFWAY}'::date + 2"
        rows = f"(select * replace (case when {later} then '{lie}' else {column} end as {column})"
        rows += f" from read_csv('{path}', all_varchar=true))"
        count = duckdb.sql(f"select count(*) from {rows} where {column} = '{lie}'").fetchall()
        assert count[0][0] > 100, table
        duckdb.sql(f"copy {rows} to '{path}.new' (header)")
        path.with_suffix(".csv.new").rename(path)
    as_of = ("--vars", f"{{as_of_date: '{HALFWAY}'}}")
    build = project.dbt(*WITHOUT_TESTS, *as_of, raw=raw, into=tmp_path / "lie", coarse=True)
    assert build.success, build.shown
    # what was delivered is counted as it came
    assert differing(build.database, halfway.database, besides=DELIVERED) == []


# Ledgers of what was delivered, which time does not cut.
DELIVERED = {"audit.row_conservation", "audit.quarantined_rows", "audit.repaired_values"}


def test_what_arrived_later_is_not_known_yet(project, raw, tmp_path):
    """The second half of the deliveries, and what it corrected, is as if it had not come."""
    early = tmp_path / "early"
    # one of its rows is early, and unusable: alone it would stop the build
    (raw / "mall/erasure_requests.csv").unlink()
    for path in raw.glob("*/*.csv"):
        columns = [name for name, *_ in duckdb.sql(f"describe from '{path}'").fetchall()]
        (early / path.parent.name).mkdir(parents=True, exist_ok=True)
        known = ""
        if "loaded_at" in columns:
            known = f"where coalesce(try_cast(loaded_at as timestamptz) < '{MIDNIGHT}', true)"
        duckdb.sql(
            f"copy (from read_csv('{path}', all_varchar=true) {known})"
            f" to '{early / path.parent.name / path.name}' (header)"
        )
    (early / "pii_key").write_bytes((raw / "pii_key").read_bytes())
    only_early = project.dbt(*WITHOUT_TESTS, raw=early, into=tmp_path / "only_early", coarse=True)
    known_at = ("--vars", "{known_at: '2025-06-29'}")
    as_known = project.dbt(
        *WITHOUT_TESTS, *known_at, raw=raw, into=tmp_path / "as_known", coarse=True
    )
    assert only_early.success and as_known.success, as_known.shown
    assert differing(as_known.database, only_early.database) == []


def test_a_build_may_look_further_ahead_than_the_year_after_the_data(
    project, sample_build, tmp_path
):
    """Calendar and forecasts follow the day that everything is seen from."""
    shutil.copy(sample_build.database, tmp_path)
    ahead = project.dbt(
        "run", "--vars", "{as_of_date: '2027-01-10'}",
        "--select", "as_of", "calendar_days", "dim_dates", "visit_days", "visit_seasons", "visit_trends",
        "visit_forecast", "forecast_evaluation",
        into=tmp_path,
    )  # fmt: skip
    assert ahead.success, ahead.shown
    first, last, days = ahead.rows(
        "select min(visit_date)::varchar, max(visit_date)::varchar, count(*) from insights.visit_forecast"
    )[0]
    assert (first, last, days) == ("2027-01-11", "2027-02-07", 28)
