"""What `make build` says at its end, of malls too small for some of it to be said."""

import subprocess
import sys

import duckdb
import pytest

from vitrine import summary
from vitrine.report import __main__ as report

WAREHOUSE = """
create schema marts; create schema segmentation; create schema insights; create schema audit;
create table marts.as_of as
select date '2025-12-31' as as_of_date, date '2025-12-31' as last_business_day;
create schema staging;
create table staging.stg_mall__pos_sales as
from (values (date '2025-02-03', 'accepted'), (date '1999-01-01', 'quarantined'))
    as sales (sale_date, verdict);
create table staging.stg_mall__store_receipts as
from (values (date '2025-01-02', 'accepted')) as receipts (sale_date, verdict);
create table marts.dim_customers as select * from range(125);
create table marts.dim_customer_records as select * from range(200);
create table marts.fct_purchases as
select false as is_offer, number < 300 as is_kept from range(310) as numbers (number);
create table marts.fct_visits as select * from range(400);
create table marts.dim_stores as select null::text as price_tier;
create table audit.quarantined_rows as select * from range(3);
create table segmentation.customer_segments as select * from range(125);
create table segmentation.segment_model (segment_id text);
create table segmentation.segment_versions (
    fit_number int, as_of_date date, decision text, reason text, version_in_use text
);
create table segmentation.segment_diagnostics (
    algorithm text, k int, silhouette double, reason text
);
create table marts.dim_segments (
    segment_id text, persona_name_en text, persona_name_pt text, customers int
);
create table segmentation.segment_profiles as
select segment_id, measure, mean_value, median_value
from (values ('unsegmented', 12.5, 9.5), ('inactive', null, null))
    as segments (segment_id, mean_value, median_value)
cross join (values
    ('monetary'), ('frequency'), ('visit_days'), ('weekend_share'), ('luxury_share'), ('offer_share')
) as measures (measure);
create table insights.segment_shares as
from (values ('unsegmented', 0.8, 0.96, 0.78), ('inactive', null, null, null))
    as shares (segment_id, weekend_share, luxury_share, offer_share);
"""


@pytest.fixture
def small_mall():
    """A mall of 125 people, one of them alone in a segment that is therefore withheld."""
    with duckdb.connect() as connection:
        connection.execute(WAREHOUSE)
        connection.execute(
            "insert into marts.dim_segments values"
            " ('unsegmented', null, null, 124),"
            " ('inactive', 'Dormant Customer', 'Cliente Adormecido', null)"
        )
        yield connection


def test_a_withheld_segment_is_shown_without_its_figures(small_mall):
    shown = summary.report(small_mall)
    line = next(line for line in shown.splitlines() if line.startswith("inactive"))
    assert line.split()[-1] == "few", line
    assert summary.WITHHELD in shown


def test_shares_are_counted_and_left_out_where_nothing_could_be(small_mall):
    def figures() -> list[str]:
        shown = summary.report(small_mall).splitlines()
        return next(line for line in shown if line.startswith("unsegmented")).split()

    # no store has a tier, nothing was discounted
    assert figures()[-2:] == ["12.5", "0.80"]
    small_mall.execute("update marts.dim_stores set price_tier = 'luxury'")
    small_mall.execute("update marts.fct_purchases set is_offer = true")
    assert figures()[-3:] == ["0.80", "0.96", "0.78"]


def test_no_total_gives_a_withheld_segment_away(small_mall):
    shown = summary.report(small_mall)
    assert "over 124 people" in shown
    assert "125" not in shown


def test_a_mall_whose_only_segment_is_withheld_is_summed_up(small_mall):
    small_mall.execute("delete from marts.dim_segments where customers is not null")
    shown = summary.report(small_mall)
    assert "withheld: the number of people with activity, each in a segment" in shown
    assert "over 0" not in shown


def test_where_nothing_is_withheld_everybody_is_counted(small_mall):
    small_mall.execute("delete from marts.dim_segments where customers is null")
    shown = summary.report(small_mall)
    assert "125 people" in shown
    assert summary.WITHHELD not in shown


def test_a_day_before_the_first_sale_is_said_to_be_one(small_mall):
    small_mall.execute("delete from marts.dim_segments")
    small_mall.execute("delete from marts.dim_customers")
    assert summary.NOBODY in summary.report(small_mall)
    small_mall.execute("update marts.as_of set as_of_date = '2024-12-31', last_business_day = null")
    shown = summary.report(small_mall)
    assert "as_of_date is before the first sale, of 2025-01-02" in shown
    assert summary.NOBODY not in shown


@pytest.mark.parametrize(("as_of", "is_told"), [("2026-04-02", False), ("2026-04-03", True)])
def test_a_day_a_quarter_after_the_last_business_day_is_told(small_mall, as_of, is_told):
    small_mall.execute(f"update marts.as_of set as_of_date = '{as_of}'")
    told = "as_of_date is 93 days after the last business day, 2025-12-31"
    assert (told in summary.report(small_mall)) == is_told


def test_a_fit_that_was_not_taken_is_told_until_one_is(small_mall):
    fit = "insert into segmentation.segment_versions values (?, ?, ?, ?, 'first')"
    told = "New segments were looked for on 2025-12-31 and not taken: unstable."
    small_mall.execute(fit, [1, "2025-09-30", "published", "the first version"])
    assert "not taken" not in summary.report(small_mall)
    small_mall.execute(fit, [2, "2025-12-31", "kept_last", "unstable"])
    shown = summary.report(small_mall)
    assert f"{told}\nVersion first goes on (segmentation.segment_versions)." in shown
    # of a later day than this build is for
    small_mall.execute(fit, [3, "2026-03-31", "published", "stable"])
    assert told in summary.report(small_mall)
    small_mall.execute("update marts.as_of set as_of_date = '2026-03-31'")
    assert "not taken" not in summary.report(small_mall)


HOLD = "import duckdb, sys; held = duckdb.connect(sys.argv[1]); print('held', flush=True); input()"


@pytest.mark.parametrize("command", [summary, report])
def test_a_database_that_another_program_holds_is_named_with_the_remedy(
    tmp_path, monkeypatch, capsys, command
):
    path = tmp_path / "mall.duckdb"
    monkeypatch.setenv("VITRINE_DUCKDB_PATH", str(path))
    monkeypatch.setattr("sys.argv", ["command"])
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as holder:  # fmt: skip
        assert holder.stdout.readline() == "held\n"
        assert command.main() == 1
        holder.communicate("\n")
    shown = capsys.readouterr().err
    assert (
        f"VITRINE_DUCKDB_PATH: '{path}' is in use by another build or program"
        f" (process {holder.pid}), and nothing was changed; wait until it is done or close it, then try again"
    ) in shown
    assert "Traceback" not in shown and "lock on file" not in shown
