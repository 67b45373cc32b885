"""What the report says is what the tables say; and where little is known, it says so once."""

import csv
import html
import json
import re
import shutil

import duckdb
import pytest
from conftest import ROOT

from vitrine.report.campaigns import PROVES
from vitrine.report.choice import VERDICTS
from vitrine.report.figure import Gap, reader
from vitrine.report.names import reason_name, table_name
from vitrine.report.page import COUNTS, SECTIONS, render
from vitrine.report.segments import totals
from vitrine.report.words import day, number, percent, reais, same
from vitrine.stability import verdict

ALL = ("marts", "segmentation", "insights", "campaigns", "audit")


@pytest.fixture(scope="module")
def figures(sample_build):
    """The figures of the sample's report by the id of their section."""
    with duckdb.connect(str(sample_build.database), read_only=True) as connection:
        return told(connection)


def told(connection) -> dict:
    read = reader(connection)
    return {section.name: section for section in (make(read) for make in SECTIONS)}


@pytest.fixture
def changed(sample_build, tmp_path):
    """Runs statements on a copy of the sample's database; a connection to it."""
    path = tmp_path / "vitrine.duckdb"
    shutil.copy(sample_build.database, path)
    with duckdb.connect(str(path)) as connection:

        def run(*statements: str):
            for statement in statements:
                connection.execute(statement)
            return connection

        yield run


def rows_of(figure) -> dict[str, list[str]]:
    """A figure's numbers in English, by the first cell of each row."""
    return {row[0].en: [cell.en for cell in row[1:]] for row in figure.table.rows}


def words(page: str) -> str:
    """The page as it is read."""
    spoken = re.sub(r"<(style|script)>.*?</\1>", " ", page, flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", " ", spoken))


# --- shares, and the people they are of


SHARES = """
with visits as (
    select segment_id, avg(is_weekend::int) as weekend_share
    from marts.fct_visits join segmentation.customer_segments using (customer_id) group by all
),
purchases as (
    select segment_id, count_if(is_offer) / count(*) as offer_share
    from marts.fct_purchases join segmentation.customer_segments using (customer_id)
    where is_kept group by all
),
spend as (
    select segment_id, sum(net_amount) as net_spend,
        sum(net_amount) filter (price_tier = 'luxury') / sum(net_amount) as luxury_share
    from marts.fct_purchases join marts.dim_stores using (store_id)
    join segmentation.customer_segments using (customer_id) group by all
)
select segment_id, persona_name_en, weekend_share, offer_share, luxury_share, net_spend
from marts.dim_segments left join visits using (segment_id) left join purchases using (segment_id)
left join spend using (segment_id) order by segment_id
"""


def test_shares_of_a_segment_are_those_of_the_facts(sample_build):
    plain = {row[0]: row[2:] for row in sample_build.rows(SHARES)}
    published = {
        row[0]: row[1:]
        for row in sample_build.rows(
            "select segment_id, weekend_share, offer_share, luxury_share, net_spend"
            " from insights.segment_shares"
        )
    }
    assert plain.keys() == published.keys() and len(plain) > 5
    for segment_id, shares in plain.items():
        for ours, theirs in zip(published[segment_id], shares, strict=True):
            # who bought nothing spent 0
            assert float(ours or 0) == pytest.approx(float(theirs or 0), abs=1e-9), segment_id
    # the means of people's shares, which segments are made of, are others
    shrunk = dict(
        sample_build.rows(
            "select segment_id, avg(weekend_share) from segmentation.customer_segments group by all"
        )
    )
    assert max(abs(shrunk[one] - plain[one][0]) for one in plain if plain[one][0]) > 0.2


def test_weekends_are_counted_visits(figures, sample_build):
    figure = figures["rhythm"].figures[1]
    plain = {row[1]: row[2] for row in sample_build.rows(SHARES) if row[2] is not None}
    assert rows_of(figure) == {
        name: [percent(share, 1).en, percent(1 - share, 1).en] for name, share in plain.items()
    }
    most, least = max(plain, key=plain.get), min(plain, key=plain.get)
    assert figure.title.en == (
        f"Weekends: {percent(plain[most]).en} of the visits of {most},"
        f" {percent(plain[least]).en} of those of {least}"
    )


def test_a_card_says_the_counted_shares(figures, sample_build):
    (cards,) = [figure.cards for figure in figures["customers"].figures if figure.cards]
    told_of = {card.title.en: " ".join(fact.en for _, fact in card.facts) for card in cards}
    for _, name, weekend, offers, luxury, _ in sample_build.rows(SHARES):
        if weekend is not None:
            assert f"{percent(weekend).en} on weekends" in told_of[name]
        if offers is not None:
            assert f"{percent(offers).en} of the purchases on offer" in told_of[name]
        if luxury is not None and luxury > 0.01:
            assert f"{percent(luxury).en} in luxury stores" in told_of[name]


def test_ages_are_counted_by_themselves(figures, sample_build):
    figure = figures["customers"].figures[0]
    plain = dict(
        sample_build.rows(
            "select age_band, count(*) from marts.dim_customers where age_band is not null group by all"
        )
    )
    known = sum(plain.values())
    assert rows_of(figure) == {
        band: [number(people).en, percent(people / known, 1).en] for band, people in plain.items()
    }
    largest = max(plain, key=plain.get)
    assert f"band is {largest}: {percent(plain[largest] / known).en} of those" in figure.title.en
    # cells of age and gender are withheld, so their sums would be less
    assert sample_build.value("select count_if(is_hidden) from insights.customer_demographics") > 0


def test_spend_is_of_people_who_are_known_and_the_page_says_of_how_much(figures, sample_build):
    figure = figures["customers"].figures[2]
    spend = {row[1]: float(row[5] or 0) for row in sample_build.rows(SHARES)}
    told_of = rows_of(figure)
    for name, amount in spend.items():
        assert told_of[name][1] == percent(amount / sum(spend.values()), 1).en
    assert "of the identified spend" in figure.title.en
    nobodys = sample_build.value(
        "select sum(net_amount) filter (customer_id is null) / sum(net_amount) from marts.fct_purchases"
    )
    assert f"{percent(nobodys).en} of the sales carry no identifier" in figure.note.en


def test_tiles_say_what_the_tables_say(sample_build):
    with duckdb.connect(str(sample_build.database), read_only=True) as connection:
        text = words(render(connection))
    for query in (
        "select count(*) from marts.dim_customers",
        "select count(*) from segmentation.customer_segments",
        "select count(*) from marts.fct_purchases where is_kept",
        "select sum(raw_rows) from audit.row_conservation",
    ):
        assert number(sample_build.value(query)).pt in text
    assert reais(sample_build.value("select sum(net_amount) from marts.fct_purchases")).en in text
    found = sample_build.value("select count(distinct segment_id) from segmentation.segment_model")
    by_rule = sample_build.value("select count(*) from marts.dim_segments") - found
    assert f"{found} found + {by_rule} by rule" in text
    assert (
        "From 2\N{NO-BREAK SPACE}Jan\N{NO-BREAK SPACE}2025 to 31" in text
        and "Invented data" in text
    )


def test_sales_by_store_hour_and_week_are_those_of_all_purchases(figures, sample_build):
    stores, hours, weeks = figures["sales"].figures
    plain = sample_build.rows(
        "select store_name, sum(net_amount), count(*) filter (is_kept) from marts.fct_purchases"
        " join marts.dim_stores using (store_id) group by store_id, store_name"
        " having max(net_amount) <= sum(net_amount) / 2 order by 2 desc limit 10"
    )
    assert rows_of(stores) == {
        name: [
            reais(amount).en,
            percent(float(amount) / _sales(sample_build), 1).en,
            number(count).en,
        ]
        for name, amount, count in plain
    }
    busiest = sample_build.value(
        "select count(*) from marts.fct_purchases where is_kept"
        " group by purchase_date - date_trunc('week', purchase_date)::date,"
        " hour(timezone('America/Sao_Paulo', timezone('UTC', purchased_at))) order by 1 desc limit 1"
    )
    assert (
        max(int(cell) for row in rows_of(hours).values() for cell in row if cell != "–") == busiest
    )
    best = sample_build.value(
        "select sum(net_amount) from marts.fct_purchases"
        " group by date_trunc('week', purchase_date)"
        " having max(net_amount) <= sum(net_amount) / 2 order by 1 desc limit 1"
    )
    assert reais(best).en in weeks.title.en


def test_two_stores_of_one_name_are_two_bars(figures, changed):
    best = list(rows_of(figures["sales"].figures[0]))[:2]
    connection = changed("select 1")
    ids = [
        connection.execute(
            "update marts.dim_stores set store_name = 'Café' where store_name = ? returning store_id",
            [name],
        ).fetchall()[0][0]
        for name in best
    ]
    figure = told(connection)["sales"].figures[0]
    names = list(rows_of(figure))
    assert names[:2] == [f"Café ({store_id})" for store_id in ids]
    assert names[2:] == list(rows_of(figures["sales"].figures[0]))[2:]
    (drawn, *_) = figure.draw("en").to_dict()["datasets"].values()
    assert len({row["label"] for row in drawn}) == len(names)


def test_a_store_or_a_week_that_is_mostly_one_purchase_is_left_out_and_told(figures, sample_build):
    """The sample has a purchase of R$ 387,000, which made its week `6.0 times a typical week`."""
    stores, _, weeks = figures["sales"].figures
    store, week, amount = sample_build.rows(
        "select store_name, date_trunc('week', purchase_date), net_amount from marts.fct_purchases"
        " join marts.dim_stores using (store_id) order by net_amount desc limit 1"
    )[0]
    assert amount == 387_000
    assert store not in rows_of(stores) and day(week).en not in rows_of(weeks)
    assert "One week is not shown, in which one purchase is more than half" in weeks.note.en
    assert "stores are not shown" in stores.note.en and len(rows_of(stores)) == 10
    # what is best is best of what is shown, and the line has a gap
    assert "Of the stores shown" in stores.title.en and "Das lojas mostradas" in stores.title.pt
    assert "of the weeks shown" in weeks.title.en and "das mostradas" in weeks.title.pt
    drawn = weeks.draw("en").to_dict()
    (data,) = drawn["datasets"].values()
    assert [row["net_sales"] for row in data if row["week_start"].startswith(str(week)[:10])] == [
        None
    ]


def _sales(build) -> float:
    return float(build.value("select sum(net_amount) from marts.fct_purchases"))


# --- what is withheld stays so


LONELY = (
    "update marts.dim_segments set customers = null where segment_id = 'no_visit'",
    "update insights.segment_shares set customers = null, visits = null, net_spend = null,"
    " weekend_share = null, is_hidden = true where segment_id = 'no_visit'",
    "delete from segmentation.customer_segments where segment_id = 'no_visit' and customer_id <> ("
    " select min(customer_id) from segmentation.customer_segments where segment_id = 'no_visit')",
)


def test_no_total_tells_how_many_are_in_a_segment_that_is_withheld(changed):
    connection = changed(
        *LONELY,
        "delete from marts.dim_customers"
        " where customer_id not in (select customer_id from segmentation.customer_segments)",
    )
    told_of = totals(reader(connection))
    assert told_of.people is None and told_of.active is None
    shown = connection.execute("select sum(customers) from marts.dim_segments").fetchone()[0]
    text = words(render(connection))
    assert text.count(f"over {number(shown).en}") == 2
    assert number(shown + 1).en not in text and number(shown + 1).pt not in text
    # bands of ages add up to everybody, so they are parts only
    ages = told(connection)["customers"].figures[0]
    assert all(len(row) == 2 for row in ages.table.rows) and "not known" not in text


def test_a_total_that_tells_nothing_is_told(changed):
    """Beside the one who is withheld, sixty have no segment."""
    connection = changed(*LONELY)
    people = connection.execute("select count(*) from marts.dim_customers").fetchone()[0]
    told_of = totals(reader(connection))
    assert told_of.people == people and told_of.active is None


def test_a_withheld_segment_is_named_without_figures(changed):
    (cards,) = [f.cards for f in told(changed(*LONELY))["customers"].figures if f.cards]
    (card,) = [card for card in cards if card.line.en == "withheld"]
    assert card.title.en == "Not Yet a Visitor" and card.facts == []


# --- findings


def test_what_can_be_foreseen_is_told_by_how_well(figures, sample_build):
    figure = figures["ahead"].figures[1]
    assert figure.title.en == (
        "It can be foreseen well who will take a package, fairly who will stop coming,"
        " not at all who will cancel a package"
    )
    for target, name in (("package_taken", "taking a package"), ("gone_quiet", "no longer coming")):
        lift, events, people = (
            sample_build.value(
                f"select value from insights.propensity_evaluation where target = '{target}'"
                f" and package_code = 'all' and is_published and metric = '{metric}'"
            )
            for metric in ("lift_top_decile", "events", "people")
        )
        rate = events / people
        digits = [1 if share < 0.1 else 0 for share in (lift * rate, rate)]
        assert rows_of(figure)[name][:2] == [
            percent(lift * rate, digits[0]).en, percent(rate, digits[1]).en
        ]  # fmt: skip


def test_a_worse_model_is_not_said_to_foresee_well(changed):
    connection = changed(
        "update insights.propensity_evaluation set value = 0.7"
        " where metric = 'auc' and target = 'package_taken' and is_published",
        "update insights.propensity_evaluation set is_published = false where target = 'gone_quiet'",
        "update insights.propensity_evaluation set is_published = true where model = 'quiet_popularity'",
    )
    assert told(connection)["ahead"].figures[1].title.en == (
        "It can be foreseen fairly who will take a package,"
        " not at all who will cancel a package or who will stop coming"
    )


def test_the_title_of_packages_names_the_strongest_cell(figures, sample_build):
    for figure, table, group in zip(
        figures["packages"].figures,
        ("package_preference_by_age_band", "package_preference_by_segment"),
        ("age_band", "persona_name_en"),
        strict=True,
    ):
        name, package, index = sample_build.rows(
            f"select {group}, package_name, index_vs_all from insights.{table}"
            f" where {group} <> 'unknown' and not is_hidden order by index_vs_all desc limit 1"
        )[0]
        assert package in figure.title.en and name in figure.title.en
        assert f"{number(index / 100, 1).en} times" in figure.title.en
        assert [row[4].en for row in figure.table.rows].count("withheld") == sample_build.value(
            f"select count_if(is_hidden) from insights.{table} where {group} <> 'unknown'"
        )


def test_pairs_are_told_by_how_often_and_by_chance(figures, sample_build):
    (figure,) = figures["together"].figures
    one, other, baskets, chance = sample_build.rows(
        "select antecedent, consequent, baskets, antecedent_baskets * consequent_baskets / all_baskets"
        " from insights.category_affinity where antecedent < consequent and is_significant and baskets > 11"
        " order by leverage desc limit 1"
    )[0]
    assert figure.title.en == (
        f"{one} and {other} are in one basket {number(baskets).en} times; by chance it would be"
        f" {number(chance, 0 if chance > 9.95 else 1).en}"
    )
    assert all(int(row[1].en.replace(",", "")) >= 12 for row in figure.table.rows)


def test_a_mall_of_many_baskets_has_its_pairs_told(changed):
    times = ", ".join(
        f"{one} = {one} * 100"
        for one in ("baskets", "antecedent_baskets", "consequent_baskets", "all_baskets")
    )
    connection = changed(
        *(f"update insights.{name} set {times}" for name in ("store_affinity", "category_affinity"))
    )
    assert all(one.table.rows for one in told(connection)["together"].figures)


def test_a_store_is_moved_only_for_what_is_proven_and_often(changed):
    ask = "select max(place) from insights.layout_suggestions where is_significant"
    rare = changed("select 1")
    assert rare.execute(ask).fetchone()[0]
    assert [gap.what.en for gap in told(rare)["together"].gaps][-1] == "Stores to move nearer"
    days = rare.execute(
        "select max(purchase_date) - min(purchase_date) + 1 from marts.fct_purchases"
    ).fetchone()[0]
    often = changed(
        "update insights.layout_suggestions set shared_days = 40, minutes_walked = 100 where place = 1"
    )
    figure = told(often)["together"].figures[-1]
    assert len(figure.table.rows) == 1
    assert (
        f"save customers {number(100 * 365 / days).en} minutes of walking a year" in figure.title.en
    )


def test_a_forecast_stands_beside_a_typical_week(figures, sample_build):
    figure = figures["ahead"].figures[0]
    expected = sample_build.value("select 7 * avg(expected_visits) from insights.visit_forecast")
    typical = sample_build.value(
        "with numbered as (select visits, row_number() over (order by visit_date) - 1 as place"
        " from insights.visit_trends), weeks as (select sum(visits) as visits from numbered"
        " group by place // 7 having count(*) = 7) select median(visits) from weeks"
    )
    assert figure.title.en == (
        f"{number(expected).en} visits a week are expected over the next 4 weeks;"
        f" a typical week has {number(typical).en}"
    )
    assert "with Natal" in figure.note.en


def test_the_campaign_that_can_prove_its_effect_is_named(figures, changed):
    few = figures["ahead"].figures[2]
    assert few.title.en.endswith("none is large enough to prove the effect hoped for")
    assert PROVES.en not in {row[1] for row in rows_of(few).values()}
    assert "withheld" not in {cell for row in rows_of(few).values() for cell in row}
    larger = "update campaigns.campaign_summary set is_large_enough = true where campaign_code = 'CINE_HOLIDAYS'"
    figure = told(changed(larger))["ahead"].figures[2]
    assert "only Holidays with Cine+ is large enough" in figure.title.en
    proven = [name for name, row in rows_of(figure).items() if row[1] == PROVES.en]
    assert proven == ["Holidays with Cine+"]


@pytest.mark.parametrize(
    ("parts", "pt", "en"),
    [
        ("unreachable = 56, capped = 0, too_few = 0",
         "sem público: o canal não alcança ninguém", "no audience: its channel reaches nobody"),
        ("unreachable = 56, capped = null, too_few = null",
         "sem público: pessoas de menos; outras 56 o canal não alcança",
         "no audience: too few people; its channel cannot reach 56 more"),
        ("unreachable = 0, capped = 0, too_few = 28",
         "sem público: pessoas de menos", "no audience: too few people"),
    ],
)  # fmt: skip
def test_a_campaign_whose_channel_reaches_too_few_says_so(changed, parts, pt, en):
    with_parts = (
        f"update campaigns.campaign_summary set status = 'too_few', {parts}"
        " where campaign_code = 'COME_BACK'"
    )
    name = "select name_en from campaigns.campaign_summary where campaign_code = 'COME_BACK'"
    connection = changed(with_parts)
    (called,) = connection.execute(name).fetchone()
    figure = told(connection)["ahead"].figures[2]
    (status,) = [row[2] for row in figure.table.rows if row[0].en == called]
    assert (status.pt, status.en) == (pt, en)


def test_two_packages_of_one_name_are_two_rows(changed):
    two = "where package_code in (select min(package_code) from {0} union select max(package_code) from {0})"
    connection = changed(
        *(
            f"update {table} set package_name = 'Dupla' {two.format(table)}"
            for table in (
                "insights.package_preference_by_age_band", "insights.package_preference_by_segment",
                "marts.dim_packages",
            )
        )
    )  # fmt: skip
    for figure in told(connection)["packages"].figures:
        named = [row[1].en for row in figure.table.rows if row[1].en.startswith("Dupla")]
        assert len(set(named)) == 2 and all(name.endswith(")") for name in named)


def test_a_segment_that_nobody_is_in_any_more_is_none_that_was_found(changed):
    connection = changed("delete from marts.dim_segments where segment_id = 's3'")
    counts = connection.execute(COUNTS).df().iloc[0]
    assert (counts["segments"], counts["found"]) == (10, 5)


MOVED = (
    "insert into segmentation.segment_membership select customer_id, date '2025-09-30', segment_id, 'earlier'"
    " from segmentation.customer_segments",
    "insert into segmentation.segment_transitions values"
    " (date '2025-12-31', 'none', 'new', 125, false), (date '2025-12-31', 's2', 's6', 40, false),"
    " (date '2025-12-31', 's6', 'none', 30, false), (date '2025-12-31', 's2', 's2', 900, false),"
    " (date '2025-12-31', 's9', 's6', 20, false)",
    "insert into segmentation.segment_move_reasons"
    " (as_of_date, from_segment_id, to_segment_id, cause, feature, customers) values"
    " (date '2025-12-31', 's2', 's6', 'rule', 'tenure_days', null),"
    " (date '2025-12-31', 's2', 's6', 'refit', null, null),"
    " (date '2025-12-31', 's9', 's6', 'refit', null, 20)",
)


def test_who_arrives_or_leaves_did_not_move(changed):
    connection = changed(*MOVED)
    moves, arrivals = told(connection)["moves"].figures
    name = dict(
        connection.execute("select segment_id, persona_name_en from marts.dim_segments").fetchall()
    )
    assert moves.title.en.endswith(
        f"the commonest move is from {name['s2']} to {name['s6']}: 40 people"
    )
    assert [[cell.en for cell in row] for row in moves.table.rows] == [
        [name["s2"], name["s6"], "40"],
        ["former s9", name["s6"], "20"],
    ]
    # of a move with a reason of three people no reason is counted
    assert moves.note.en.endswith("They moved: 20 or more because of the new model.")
    assert "looked for anew" in moves.note.en
    assert "125 people or more came" in arrivals.title.en and "30 or more left" in arrivals.note.en
    assert "none" not in {cell.en for row in arrivals.table.rows for cell in row}


def test_the_choice_of_six_is_argued_with_its_curves(figures):
    titles = [figure.title.en for figure in figures["choice"].figures]
    assert titles == [
        "Of 2 to 10 groups, 6 tell people apart best",
        "The elbow points to 5 groups; 6 were kept, which tell people apart better",
        "The 6 groups can be repeated: 0.72, where 0.70 is required",
        "All 6 segments come back when the people are drawn anew",
    ]
    assert all(figure.note for figure in figures["choice"].figures)


@pytest.mark.parametrize(
    ("found", "title"),
    [
        ("stability = 0.5", "From 2 to 10 groups, no number comes out twice alike"),
        ("stability = 0.9", "The groups that come out twice alike dissolve or are too small"),
        (
            "stability = 0.9, null_p = if(k = 3, 0.2, null), null_silhouette = if(k = 3, 0.31, null)",
            "The groups that come out twice alike are no clearer than chance makes them",
        ),
    ],
)
def test_where_nobody_is_grouped_the_reason_is_the_bar_that_was_missed(changed, found, title):
    (figure, *_) = told(
        changed(
            "update segmentation.segment_diagnostics set is_chosen = false, null_p = null"
            " where algorithm = 'k-means'",
            f"update segmentation.segment_diagnostics set {found} where algorithm = 'k-means'",
        )
    )["choice"].figures
    assert figure.title.en == f"{title}: nobody was grouped"
    assert ("With 3 groups it is 0.24; in copies" in figure.note.en) == ("chance" in title)


def test_what_personas_are_named_after_is_said_to_be_missing(changed, figures):
    def gaps(sections):
        return {one.what.en: one.why.en for one in sections["customers"].gaps}

    assert gaps(figures) == {}
    missing = told(
        changed("update insights.segment_shares set luxury_spend = 0, offer_purchases = 0")
    )
    assert set(gaps(missing)) == {"Spend in luxury stores", "Purchases on offer"}
    assert "price_tier in mall/stores" in gaps(missing)["Spend in luxury stores"]


def test_an_hour_that_chance_makes_the_fullest_is_not_called_busiest(changed):
    week = "update insights.segment_rhythm set visits = {} where not is_hidden"
    even = told(changed(week.format("25 + (day_of_week * 31 + hour_of_day * 17) % 20")))
    week_of_all, _, _, *of_segments = even["rhythm"].figures
    assert week_of_all.title.en == "No hour of the week stands out"
    assert [one.title.en for one in of_segments] == ["No hour stands out in the week of a segment"]
    cards = [card for figure in even["customers"].figures for card in getattr(figure, "cards", [])]
    assert cards and not any("most on" in fact.en for card in cards for _, fact in card.facts)
    peak = week.format("if(day_of_week = 6 and hour_of_day = 16, 90, 25)")
    assert "Saturday at 16:00" in told(changed(peak))["rhythm"].figures[0].title.en


# --- data quality


def test_only_a_source_with_a_rule_can_be_behind(sample_build, project, changed):
    rules = {
        (source.source_name, source.name): source.freshness.warn_after.count
        if source.freshness and source.freshness.warn_after
        else None
        for source in project.manifest.sources.values()
        if source.schema.startswith("raw_")
    }
    assert {row[:2]: row[2] for row in sample_build.rows(
        "select source_name, table_name, late_after_days from audit.source_freshness"
    )} == rules  # fmt: skip
    assert rules["mall", "erasure_requests"] is None and rules["mall", "pos_sales"] == 2
    connection = changed(
        "update audit.source_freshness set days_behind = 900 where table_name = 'erasure_requests'"
    )
    assert told(connection)["quality"].figures[-1].title.en == "No source is behind"
    connection = changed(
        "update audit.source_freshness set days_behind = 3, is_late = true where table_name = 'visits'"
    )
    assert (
        told(connection)["quality"].figures[-1].title.en == "One source is behind: Entries, 3 days"
    )


def test_a_source_is_late_after_its_days(changed, project, tmp_path):
    changed("update staging.stg_mall__visits set event_day = event_day - 3").close()
    build = project.dbt("run", "--select", "source_freshness", into=tmp_path)
    assert build.success, build.shown
    assert build.rows("select table_name from audit.source_freshness where is_late") == [
        ("visits",)
    ]


def test_a_lost_row_is_in_the_title(changed):
    assert (
        "and of every centavo, is known" in told(changed("select 1"))["quality"].figures[0].title.en
    )
    connection = changed(
        "update audit.row_conservation set raw_rows = raw_rows + 1, raw_amount = raw_amount + 0.01"
        " where table_name = 'pos_sales'"
    )
    assert "1 were lost without a trace, and R$ 0.01" in words(render(connection))


def test_every_table_and_every_reason_has_a_name(sample_build):
    contracts = [
        json.loads(row[0]) for row in sample_build.rows("select contract from intake.raw_contract")
    ]
    codes = {"dated_after_its_load", "unreadable_line"}
    for contract in contracts:
        table = f"{contract['source']}.{contract['table']}"
        assert table_name(table) != same(table)
        codes |= set(contract.get("rules", {}))
        for column in contract["columns"]:
            if column.get("required"):
                codes |= {f"missing_{column['name']}", f"unreadable_{column['name']}"}
    assert [code for code in sorted(codes) if reason_name(code) == same(code)] == []


# --- words


def test_no_code_is_in_a_title_and_colours_are_not_called_dark(sample_build, changed):
    connection = changed(
        "update marts.dim_segments set persona_name_pt = null, persona_name_en = null, persona_code = null"
        " where segment_id = 's6'",
        "update marts.dim_segments set segment_id = 'unsegmented', persona_name_pt = null,"
        " persona_name_en = null, persona_code = null where segment_id = 'inactive'",
    )
    page = render(connection)
    titles = re.findall(r"<h[1-4][^>]*>(.*?)</h[1-4]>", page, re.DOTALL)
    assert len(titles) > 30 and not any(re.search(r"[a-z]_[a-z]", words(title)) for title in titles)
    text = words(page)
    assert "Unnamed (s6)" in text and "In no group" in text and "Sem grupo" in text
    assert "unsegmented" not in text
    for word in ("darker", "mais escuro", "lift", "Lift", "Confidence", "false discovery", " %"):
        assert word not in text


def test_every_verdict_on_a_segment_has_a_name():
    assert set(VERDICTS) == {verdict(hundredth / 100) for hundredth in range(101)}


def test_the_name_of_the_mall_is_on_top(changed):
    connection = changed(
        "update insights.report_settings set mall_name = 'Shopping Aurora & Filhos'"
    )
    page = render(connection)
    assert "<title>Shopping Aurora &amp; Filhos e os seus clientes</title>" in page


# --- little data


def test_sales_without_names_are_told_by_store_hour_and_week_with_one_reason(changed):
    kept = {
        "fct_purchases",
        "dim_stores",
        "as_of",
        "report_settings",
        "sales_rhythm",
        "row_conservation",
    }
    connection = changed("select 1")
    for schema, table in connection.execute(
        f"select schema_name, table_name from duckdb_tables() where schema_name in {ALL}"
    ).fetchall():
        if table not in kept:
            connection.execute(f"delete from {schema}.{table}")
    connection.execute("update marts.fct_purchases set customer_id = null")
    page = render(connection)
    text = words(page)
    assert "add to mall/pos_sales a column that tells who buys: card_token, member_id, cpf" in text
    sections = told(connection)
    assert [name for name, section in sections.items() if section.figures] == ["sales", "quality"]
    assert len(sections["sales"].figures) == 3
    headings = re.findall(r'<h2 id="(\w+)"', page)
    assert headings == ["sales", "quality", "gaps"]
    listed = page[page.index('class="gaps"') :].count("<li>")
    assert 0 < listed <= 4 < sum(len(section.gaps) for section in sections.values())


def test_an_empty_mall_is_told_in_words(changed):
    connection = changed("select 1")
    for schema, table in connection.execute(
        f"select schema_name, table_name from duckdb_tables() where schema_name in {ALL}"
    ).fetchall():
        connection.execute(f"delete from {schema}.{table}")
    page = render(connection)
    assert "No sale was found" in page
    assert "<svg" not in page and not re.search(r">\s*(nan|NaT|None)\s*<", page)


def test_one_segment_makes_no_comparison(changed):
    connection = changed(
        "update segmentation.customer_segments set segment_id = 'unsegmented'",
        "delete from marts.dim_segments where segment_id <> 's6'",
        "update marts.dim_segments set segment_id = 'unsegmented', persona_code = null,"
        " persona_name_pt = null, persona_name_en = null, customers = 2755",
        "delete from insights.segment_shares where segment_id <> 's6'",
        "update insights.segment_shares set segment_id = 'unsegmented', customers = 2755",
        "delete from segmentation.segment_model",
    )
    sections = told(connection)
    titles = [figure.title.en for figure in sections["customers"].figures]
    assert titles[1:] == ["No stable group of customers was found"]
    assert sections["rhythm"].figures[1].title.en.endswith("of the visits are on weekends")
    assert sections["rhythm"].figures[1].draw("en") is None
    assert "none found, only by rule" in words(render(connection))


def test_a_gap_says_why(figures):
    gaps = [gap for section in figures.values() for gap in section.gaps]
    assert {gap.what.en for gap in gaps} >= {
        "Who moved to another segment",
        "Stores to move nearer",
    }
    assert all(isinstance(gap, Gap) and gap.why.pt and gap.why.en for gap in gaps)


def test_campaigns_are_those_of_the_seed(figures):
    with (ROOT / "seeds/reference/campaigns.csv").open() as file:
        names = {row["name_en"] for row in csv.DictReader(file)}
    assert set(rows_of(figures["ahead"].figures[2])) == names
