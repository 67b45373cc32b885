"""Who the customers are: age, segments and their names, value, the hours of the week, categories."""

import pandas as pd

from vitrine.report import charts
from vitrine.report.figure import Figure, Read, Section, Table
from vitrine.report.words import (
    WEEKDAYS,
    WITHHELD,
    Text,
    number,
    percent,
    reais,
    same,
    say,
)

SEGMENTS = """
select
    segments.segment_id,
    coalesce(persona_name_pt, segments.segment_id) as name_pt,
    coalesce(persona_name_en, segments.segment_id) as name_en,
    segments.description_pt, segments.description as description_en,
    segments.customers,
    spend.mean_value as mean_spend, spend.median_value as median_spend,
    visits.mean_value as visit_days,
    weekend.mean_value as weekend_share,
    offers.mean_value as offer_share,
    segments.segment_id in (select segment_id from segmentation.segment_model) as is_found
from marts.dim_segments as segments
left join segmentation.segment_profiles as spend
    on spend.segment_id = segments.segment_id and spend.measure = 'monetary'
left join segmentation.segment_profiles as visits
    on visits.segment_id = segments.segment_id and visits.measure = 'visit_days'
left join segmentation.segment_profiles as weekend
    on weekend.segment_id = segments.segment_id and weekend.measure = 'weekend_share'
left join segmentation.segment_profiles as offers
    on offers.segment_id = segments.segment_id and offers.measure = 'offer_share'
order by segments.customers desc nulls last, segments.segment_id
"""
AGES = """
select age_band, sum(customers) as customers, sum(is_hidden::int) as hidden
from insights.customer_demographics where age_band <> 'unknown'
group by age_band order by age_band
"""
UNKNOWN_AGE = """
select sum(share) from insights.customer_demographics where age_band = 'unknown'
"""
RHYTHM = """
select segment_id, day_of_week, hour_of_day, visits, share from insights.segment_rhythm
order by segment_id, day_of_week, hour_of_day
"""
CATEGORIES = """
select segment_id, category, purchases, share, index_vs_all, is_hidden
from insights.segment_categories where category <> 'unknown' order by segment_id, category
"""
CATEGORIES_SHOWN = 12
# Two days of seven: what an even week would give.
EVEN_WEEKEND = 2 / 7
PEOPLE = Text("Pessoas", "People")
SEGMENT = Text("Segmento", "Segment")
NO_SEGMENTS = Text(
    "Ainda não há segmentos: ninguém tem atividade conhecida",
    "There are no segments yet: nobody has known activity",
)


def segments(read: Read) -> pd.DataFrame:
    """The segments, largest first, with their names as texts in `name`."""
    found = read(SEGMENTS)
    found["name"] = [Text(row.name_pt, row.name_en) for row in found.itertuples()]
    return found


def section(read: Read) -> Section:
    """Age, sizes, value."""
    known = segments(read)
    return Section(
        "customers",
        Text("Quem são os nossos clientes", "Who our customers are"),
        [_ages(read), _sizes(known), _value(known), _people(known)],
    )


def rhythm(read: Read) -> Section:
    """When they come and what they buy."""
    known = segments(read)
    return Section(
        "rhythm",
        Text("Quando vêm e o que compram", "When they come and what they buy"),
        [*_weeks(read, known), _weekends(known), _categories(read, known)],
    )


def _ages(read: Read) -> Figure:
    ages = read(AGES).dropna(subset=["customers"])
    if ages.empty:
        return Figure(Text("Ninguém disse a idade", "Nobody gave their age"))
    unknown = read(UNKNOWN_AGE).iloc[0, 0]
    largest = ages.loc[ages["customers"].idxmax()]
    share = largest["customers"] / ages["customers"].sum()
    ages["written"] = [number(one) for one in ages["customers"]]
    ages["is_largest"] = ages["age_band"] == largest["age_band"]
    note = say(
        "De {unknown} das pessoas não se sabe a idade. Onde há menos pessoas do que se publica, a"
        " faixa mostra só parte.",
        "The age of {unknown} of the people is not known. Where fewer people than may be published are"
        " of an age, the bar shows only part.",
        unknown=percent(unknown),
    )
    return Figure(
        say(
            "De {band} anos é {share} de quem disse a idade, a maior faixa",
            "{share} of those who gave their age are {band}, the largest band",
            band=largest["age_band"],
            share=percent(share),
        ),
        lambda language: charts.bars(
            ages, language, label="age_band", value="customers", written="written",
            title=PEOPLE, marked="is_largest",
        ),
        Table(
            [Text("Idade", "Age"), PEOPLE],
            [[same(row.age_band), row.written] for row in ages.itertuples()],
        ),
        note,
    )  # fmt: skip


def _sizes(known: pd.DataFrame) -> Figure:
    shown = known.dropna(subset=["customers"]).copy()
    if shown.empty:
        return Figure(NO_SEGMENTS)
    total = shown["customers"].sum()
    shown["written"] = [number(one) for one in shown["customers"]]
    shown["is_first"] = shown["customers"] == shown["customers"].max()
    first = shown.iloc[0]
    return Figure(
        say(
            "O maior segmento é {name}, com {share} das pessoas",
            "The largest segment is {name}, with {share} of the people",
            name=first["name"],
            share=percent(first["customers"] / total),
        ),
        lambda language: charts.bars(
            shown, language, label="name", value="customers", written="written",
            title=PEOPLE, marked="is_first",
        ),
        Table(
            [SEGMENT, PEOPLE, Text("Parte", "Share")],
            [[row.name, row.written, percent(row.customers / total, 1)] for row in _rows(shown)],
        ),
    )  # fmt: skip


def _value(known: pd.DataFrame) -> Figure:
    shown = known.dropna(subset=["customers", "mean_spend"]).copy()
    shown["spend"] = shown["customers"] * shown["mean_spend"]
    if shown.empty or not shown["spend"].sum() > 0:
        return Figure(Text("Ainda não há gasto por segmento", "There is no spend by segment yet"))
    shown["part_of_people"] = shown["customers"] / shown["customers"].sum()
    shown["part_of_spend"] = shown["spend"] / shown["spend"].sum()
    shown = shown.sort_values("part_of_spend", ascending=False, kind="stable")
    worth = (shown["part_of_spend"] - shown["part_of_people"]).idxmax()
    return Figure(
        say(
            "{name}: {people} das pessoas, {spend} do gasto"
            if len(shown) > 1
            else "Todo o gasto é de um só segmento",
            "{name}: {people} of the people, {spend} of the spend"
            if len(shown) > 1
            else "All of the spend is one segment's",
            name=shown.loc[worth, "name"],
            people=percent(shown.loc[worth, "part_of_people"]),
            spend=percent(shown.loc[worth, "part_of_spend"]),
        ),
        lambda language: charts.pairs(
            shown, language, label="name", ours="part_of_spend", theirs="part_of_people",
            names=(Text("do gasto", "of the spend"), Text("das pessoas", "of the people")),
            title=Text("parte do todo", "part of the whole"),
        ),
        Table(
            [
                SEGMENT,
                Text("Parte das pessoas", "Part of the people"),
                Text("Parte do gasto", "Part of the spend"),
                Text("Gasto mediano", "Median spend"),
            ],
            [
                [row.name, percent(row.part_of_people, 1), percent(row.part_of_spend, 1), reais(row.median_spend)]
                for row in _rows(shown)
            ],
        ),
    )  # fmt: skip


def _people(known: pd.DataFrame) -> Figure:
    return Figure(
        Text("O que cada segmento é", "What each segment is") if len(known) else NO_SEGMENTS,
        table=Table(
            [SEGMENT, Text("Em palavras", "In words"), PEOPLE, Text("Dias no shopping", "Days at the mall")],
            [
                [
                    row.name,
                    Text(row.description_pt, row.description_en),
                    number(row.customers) if row.customers == row.customers else WITHHELD,
                    number(row.visit_days, 1),
                ]
                for row in _rows(known)
            ],
        ) if len(known) else None,
        is_wide=True,
    )  # fmt: skip


def _weeks(read: Read, known: pd.DataFrame) -> list[Figure]:
    cells = read(RHYTHM)
    everybody = cells[(cells["segment_id"] == "all") & cells["visits"].notna()]
    if everybody.empty:
        return [
            Figure(Text("Não se sabe a hora de nenhuma visita", "No visit is known by its hour"))
        ]
    hours = list(
        range(int(everybody["hour_of_day"].min()), int(everybody["hour_of_day"].max()) + 1)
    )

    def prepared(frame: pd.DataFrame) -> pd.DataFrame:
        return frame.assign(weekday=[WEEKDAYS[one - 1] for one in frame["day_of_week"]])

    def drawing(frame: pd.DataFrame, **more):
        return lambda language: charts.heat(
            prepared(frame), language, column="hour_of_day", row="weekday", shade="share",
            title=Text("hora de chegada", "hour of arrival"),
            column_order=hours, row_order=[day[language] for day in WEEKDAYS], **more,
        )  # fmt: skip

    def table(frame: pd.DataFrame) -> Table:
        wide = frame.pivot(index="day_of_week", columns="hour_of_day", values="visits")
        return Table(
            [Text("Dia", "Day"), *(say("{h} h", "{h}:00", h=str(hour)) for hour in wide.columns)],
            [
                [WEEKDAYS[weekday - 1], *(number(one) for one in wide.loc[weekday])]
                for weekday in wide.index
            ],
        )

    busiest = everybody.loc[everybody["visits"].idxmax()]
    note = Text(
        "Quanto mais escuro, mais visitas; vazio onde são menos pessoas do que se publica.",
        "The darker, the more visits; empty where there are fewer people than may be published.",
    )
    figures = [
        Figure(
            say(
                "A hora mais cheia da semana é {weekday}, {hour} h",
                "The busiest hour of the week is {weekday} at {hour}:00",
                weekday=WEEKDAYS[busiest["day_of_week"] - 1],
                hour=str(busiest["hour_of_day"]),
            ),
            drawing(everybody),
            table(everybody),
            note,
        )
    ]
    names = known.set_index("segment_id")["name"]
    found = known.loc[known["is_found"], "segment_id"]
    theirs = cells[cells["segment_id"].isin(found) & cells["visits"].notna()].copy()
    if theirs.empty:
        return figures
    theirs["name"] = theirs["segment_id"].map(names)
    theirs["order"] = theirs["segment_id"].map({one: place for place, one in enumerate(found)})
    # each map has its own darkest hour, or the segments with many quiet hours would be all pale
    theirs["share"] /= theirs.groupby("segment_id")["share"].transform("max")
    theirs = theirs.sort_values(["order", "day_of_week", "hour_of_day"], kind="stable")
    peaks = theirs.loc[theirs.groupby("segment_id", sort=False)["visits"].idxmax()]
    return [
        *figures,
        Figure(
            say(
                "Cada segmento tem a sua semana: a hora mais cheia vai de {first} a {last}",
                "Each segment has its own week: its busiest hour is anything from {first} to {last}",
                first=_hour(peaks.sort_values(["day_of_week", "hour_of_day"]).iloc[0]),
                last=_hour(peaks.sort_values(["day_of_week", "hour_of_day"]).iloc[-1]),
            ),
            drawing(theirs, panel="name"),
            Table(
                [SEGMENT, Text("Hora mais cheia", "Busiest hour"), Text("Visitas nela", "Visits in it")],
                [[row.name, _hour(row), number(row.visits)] for row in _rows(peaks)],
            ),
            note,
        ),
    ]  # fmt: skip


def _hour(row) -> Text:
    weekday = WEEKDAYS[row.day_of_week - 1]
    return say(
        "{weekday} {hour} h", "{weekday} {hour}:00", weekday=weekday, hour=str(row.hour_of_day)
    )


def _weekends(known: pd.DataFrame) -> Figure:
    shown = known[(known["visit_days"] > 0) & known["weekend_share"].notna()].copy()
    if shown.empty:
        return Figure(
            Text("Ainda não há visitas por segmento", "There are no visits by segment yet")
        )
    shown = shown.sort_values("weekend_share", ascending=False, kind="stable")
    shown["written"] = [percent(one) for one in shown["weekend_share"]]
    shown["is_above"] = shown["weekend_share"] > EVEN_WEEKEND
    first, last = shown.iloc[0], shown.iloc[-1]
    return Figure(
        say(
            "Fim de semana: {most} das visitas de {first}, {least} das de {last}"
            if len(shown) > 1
            else "Fim de semana: {most} das visitas",
            "Weekends: {most} of the visits of {first}, {least} of those of {last}"
            if len(shown) > 1
            else "Weekends: {most} of the visits",
            most=first["written"],
            first=first["name"],
            least=last["written"],
            last=last["name"],
        ),
        lambda language: charts.bars(
            shown, language, label="name", value="weekend_share", written="written",
            title=Text("parte das visitas", "part of the visits"),
            marked="is_above", rule=EVEN_WEEKEND,
        ),
        Table(
            [SEGMENT, Text("Fim de semana", "Weekend"), Text("Dias de semana", "Weekdays")],
            [[row.name, row.written, percent(1 - row.weekend_share)] for row in _rows(shown)],
        ),
        Text(
            "A linha tracejada é uma semana igual: dois dias de sete.",
            "The dashed line is an even week: two days of seven.",
        ),
    )  # fmt: skip


def _categories(read: Read, known: pd.DataFrame) -> Figure:
    cells = read(CATEGORIES)
    cells = cells[cells["segment_id"].isin(known.loc[known["is_found"], "segment_id"])]
    if cells["purchases"].notna().sum() == 0:
        return Figure(
            Text("Ainda não há compras por segmento e categoria", "There are no purchases by segment and category yet")
        )  # fmt: skip
    sums = cells.groupby("category")["purchases"].sum()
    kept = sums.sort_values(ascending=False, kind="stable").index[:CATEGORIES_SHOWN]
    cells = cells.copy()
    cells["name"] = cells["segment_id"].map(known.set_index("segment_id")["name"])
    visible = cells.dropna(subset=["index_vs_all"])
    peak = visible.loc[visible["index_vs_all"].idxmax()]
    shown = visible[visible["category"].isin([*kept, peak["category"]])].copy()
    shown["written"] = [number(one / 100, 1) for one in shown["index_vs_all"]]
    return Figure(
        say(
            "{name} compra em {category} {times} vezes o que se esperaria de todos",
            "{name} buys in {category} {times} times what all would make one expect",
            name=peak["name"],
            category=peak["category"],
            times=number(peak["index_vs_all"] / 100, 1),
        ),
        lambda language: charts.heat(
            shown, language, column="name", row="category", shade="index_vs_all", written="written",
            angle=-35, top=400,
        ),
        Table(
            [SEGMENT, Text("Categoria", "Category"), Text("Compras", "Purchases"),
             Text("Parte", "Share"), Text("Vezes a média", "Times the average")],
            [
                [row.name, same(row.category), number(row.purchases), percent(row.share, 1), row.written]
                for row in _rows(shown)
            ],
        ),
        Text(
            "1,0 é como todos; mais escuro é mais do que todos. Vazio onde são poucas pessoas.",
            "1.0 is as everybody; darker is more than everybody. Empty where there are few people.",
        ),
    )  # fmt: skip


def _rows(frame: pd.DataFrame):
    return frame.itertuples(index=False)
