"""When people come: the hours of the week, weekends against weekdays; and what they buy."""

import pandas as pd

from vitrine.report import charts
from vitrine.report.figure import Figure, Gap, Read, Section, Table
from vitrine.report.segments import names_of, segments
from vitrine.report.words import (
    ON_WEEKDAYS,
    WEEKDAYS,
    Text,
    number,
    percent,
    same,
    say,
    times,
)

RHYTHM = """
select segment_id, day_of_week, hour_of_day, visits, share from insights.segment_rhythm
where visits is not null order by segment_id, day_of_week, hour_of_day
"""
CATEGORIES = """
select segment_id, category, purchases, share, index_vs_all / 100 as ratio
from insights.segment_categories where category <> 'unknown' and purchases is not null
order by segment_id, category
"""
CATEGORIES_SHOWN = 8
# A cell of fewer purchases makes no headline.
PURCHASES_TOLD = 30
# An hour is called the busiest if it has as many deviations more visits than the others have.
PEAK = 4
# Two days of seven: what an even week would give.
EVEN_WEEKEND = 2 / 7
SEGMENT = Text("Segmento", "Segment")
ARRIVALS = Text("visitas, por dia e hora de chegada", "visits, by day and hour of arrival")


def section(read: Read) -> Section:
    """The week of all, weekends, the week of each segment, categories."""
    found = segments(read)
    return Section(
        "rhythm",
        Text("Quando vêm e o que compram", "When they come and what they buy"),
        [_week(read), _weekends(found), _categories(read, found), *_weeks(read, found)],
    )


def busiest_hours(read: Read) -> dict[str, Text]:
    """The fullest hour of each segment's week, where one stands out: `on Saturday at 16:00`."""
    peaks = _peaks(read(RHYTHM))
    return {row.segment_id: hour_of(row) for row in peaks[peaks["stands_out"]].itertuples()}


def _peaks(cells: pd.DataFrame) -> pd.DataFrame:
    """The fullest hour of each segment, and whether it is fuller than the fullest of many alike would be: the
    highest of a week's hours lies two or three deviations of a Poisson count above their mean by chance.
    """
    visits = cells.groupby("segment_id", sort=False)["visits"]
    mean = visits.transform("mean")
    peaks = cells.assign(stands_out=cells["visits"] > mean + PEAK * mean**0.5)
    return peaks.loc[visits.idxmax()] if len(cells) else peaks


def hour_of(row) -> Text:
    return say(
        "{day}, às {hour} h" if row.hour_of_day != 1 else "{day}, à {hour} h",
        "{day} at {hour}:00",
        day=ON_WEEKDAYS[row.day_of_week - 1],
        hour=str(row.hour_of_day),
    )


def _cells(read: Read) -> tuple[pd.DataFrame, list[int]]:
    """The hours of the week of all and of each segment, and all hours in which anybody comes."""
    cells = read(RHYTHM)
    cells["weekday"] = [WEEKDAYS[one - 1] for one in cells["day_of_week"]]
    if cells.empty:
        return cells, []
    return cells, list(range(cells["hour_of_day"].min(), cells["hour_of_day"].max() + 1))


def _week(read: Read) -> Figure | Gap:
    cells, hours = _cells(read)
    everybody = cells[cells["segment_id"] == "all"]
    if everybody.empty:
        return Gap(
            Text("Horas e dias das visitas", "Hours and days of visits"),
            Text(
                "São poucas as de hora conhecida: ela vem de mall/visits, de mall/wifi_sessions ou de compras de"
                " quem se identifica",
                "Few are known by their hour: it comes from mall/visits, from mall/wifi_sessions or from"
                " purchases of people who are known",
            ),
        )
    wide = everybody.pivot(index="hour_of_day", columns="day_of_week", values="visits")
    (peak,) = _peaks(everybody).itertuples()
    return Figure(
        say(
            "A hora mais cheia da semana é {hour}",
            "The busiest hour of the week is {hour}",
            hour=hour_of(peak),
        )
        if peak.stands_out
        else Text("Nenhuma hora da semana se destaca", "No hour of the week stands out"),
        lambda language: charts.heat(
            everybody, language, column="hour_of_day", row="weekday", shade="visits",
            column_order=hours, row_order=[day[language] for day in WEEKDAYS],
        ),
        hours_table(wide),
        Text(
            "Quanto mais forte a cor, mais visitas; em branco onde são poucas pessoas.",
            "The stronger the colour, the more visits; empty where there are few people.",
        ),
        unit=ARRIVALS,
        is_key=True,
    )  # fmt: skip


def hours_table(wide: pd.DataFrame) -> Table:
    """Hours as rows and weekdays as columns."""
    return Table(
        [Text("Hora", "Hour"), *(WEEKDAYS[weekday - 1] for weekday in wide.columns)],
        [
            [say("{h} h", "{h}:00", h=str(hour)), *(number(one) for one in wide.loc[hour])]
            for hour in wide.index
        ],
    )


def _weeks(read: Read, found: pd.DataFrame) -> list[Figure]:
    """A map for each segment that was found; none where none is, or their hours are not known."""
    cells, hours = _cells(read)
    kept = found.loc[found["is_found"], ["segment_id", "name"]]
    theirs = kept.merge(cells, on="segment_id", sort=False)
    if theirs.empty:
        return []
    peaks = _peaks(theirs)
    return [
        Figure(
            _busiest(peaks[peaks["stands_out"]]),
            table=Table(
                [SEGMENT, Text("Hora mais cheia", "Busiest hour"), Text("Visitas nela", "Visits in it")],
                [[row.name, hour_of(row), number(row.visits)] for row in peaks.itertuples(index=False)],
            ),
            note=Text(
                "Cada segmento pela sua hora mais cheia: quanto mais forte a cor, mais visitas. Em branco onde"
                " são poucas pessoas.",
                "Each segment by its own busiest hour: the stronger the colour, the more visits. Empty where"
                " there are few people.",
            ),
            unit=ARRIVALS,
            small=[(peak.name, _map(theirs, peak.segment_id, hours)) for peak in peaks.itertuples(index=False)],
            is_wide=True,
        )
    ]  # fmt: skip


def _busiest(peaks: pd.DataFrame) -> Text:
    """When the segment of the earliest peak in the week comes, and that of the latest."""
    if peaks.empty:
        return Text(
            "Nenhuma hora se destaca na semana de um segmento",
            "No hour stands out in the week of a segment",
        )
    ordered = peaks.sort_values(["day_of_week", "hour_of_day"], kind="stable")
    first, last = ordered.iloc[0], ordered.iloc[-1]
    return say(
        "{a} vem mais {early}; {b}, {late}" if len(peaks) > 1 else "{a} vem mais {early}",
        "{a} comes most {early}, {b} {late}" if len(peaks) > 1 else "{a} comes most {early}",
        a=first["name"],
        early=hour_of(first),
        b=last["name"],
        late=hour_of(last),
    )


def _map(cells: pd.DataFrame, segment_id: str, hours: list[int]):
    own = cells[cells["segment_id"] == segment_id]
    return lambda language: charts.week(own, language, row="weekday", hours=hours, rows=WEEKDAYS)


def _weekends(found: pd.DataFrame) -> Figure | Gap:
    shown = found[found["weekend_share"].notna()].copy()
    if shown.empty:
        return Gap(
            Text("Fins de semana e dias úteis", "Weekends and weekdays"),
            Text("Não há visitas por segmento", "There are no visits by segment"),
        )
    shown = shown.sort_values("weekend_share", ascending=False, kind="stable")
    shown["written"] = [percent(one) for one in shown["weekend_share"]]
    first, last = shown.iloc[0], shown.iloc[-1]
    shown["is_told"] = shown["segment_id"].isin([first["segment_id"], last["segment_id"]])
    return Figure(
        say(
            "Fim de semana: {most} das visitas de {first}, {least} das de {last}"
            if len(shown) > 1
            else "{most} das visitas são no fim de semana",
            "Weekends: {most} of the visits of {first}, {least} of those of {last}"
            if len(shown) > 1
            else "{most} of the visits are on weekends",
            most=first["written"],
            first=first["name"],
            least=last["written"],
            last=last["name"],
        ),
        lambda language: charts.bars(
            shown, language, label="name", value="weekend_share", written="written",
            marked="is_told", rule=EVEN_WEEKEND,
        ) if len(shown) > 1 else None,
        Table(
            [SEGMENT, Text("Fim de semana", "Weekend"), Text("Dias de semana", "Weekdays")],
            [
                [row.name, percent(row.weekend_share, 1), percent(1 - row.weekend_share, 1)]
                for row in shown.itertuples(index=False)
            ],
        ),
        Text(
            "Linha tracejada: dois dias em sete, como se todos os dias fossem iguais.",
            "Dashed line: two days of seven, as if all days were alike.",
        ) if len(shown) > 1 else Text("Dois dias em sete seriam 29%.", "Two days of seven would be 29%."),
        unit=Text("parte das visitas no fim de semana", "part of the visits on weekends"),
        is_key=True,
    )  # fmt: skip


def _categories(read: Read, found: pd.DataFrame) -> Figure | Gap:
    cells = read(CATEGORIES)
    cells = cells[cells["segment_id"].isin(found.loc[found["is_found"], "segment_id"])].copy()
    if cells.empty:
        return Gap(
            Text("Categorias por segmento", "Categories by segment"),
            Text(
                "O que as lojas vendem vem de category em mall/stores; quem compra, de quem se identifica",
                "What stores sell comes from category in mall/stores, who buys from people who are known",
            )
            if found["is_found"].any()
            else Text("Nenhum segmento foi encontrado", "No segment was found"),
        )
    cells["name"] = cells["segment_id"].map(names_of(read))
    sums = cells.groupby("category")["purchases"].sum()
    kept = sums.sort_values(ascending=False, kind="stable").index[:CATEGORIES_SHOWN]
    enough = cells[cells["purchases"] >= PURCHASES_TOLD]
    peak = cells.loc[(enough if len(enough) else cells)["ratio"].idxmax()]
    shown = cells[cells["category"].isin([*kept, peak["category"]])].copy()
    order = {one: place for place, one in enumerate(found["segment_id"])}
    shown["order"] = shown["segment_id"].map(order)
    shown = shown.sort_values(["order", "category"], kind="stable")
    shown["written"] = [number(one, 1 if one < 9.95 else 0) for one in shown["ratio"]]
    return Figure(
        say(
            "{name} compra em {category} {times} a média",
            "{name} buys in {category} {times} the average",
            name=peak["name"],
            category=peak["category"],
            times=times(peak["ratio"]),
        ),
        lambda language: charts.heat(
            shown, language, column="category", row="name", shade="ratio", written="written",
            angle=-40, top=4, column_order=sorted(shown["category"].unique()),
        ),
        Table(
            [SEGMENT, Text("Categoria", "Category"), Text("Compras", "Purchases"),
             Text("Parte", "Share"), Text("Vezes a média", "Times the average")],
            [
                [row.name, same(row.category), number(row.purchases), percent(row.share, 1), row.written]
                for row in shown.itertuples(index=False)
            ],
        ),
        Text(
            "Quantas vezes a média: a parte das compras do segmento na categoria, comparada com a de todos. Em"
            " branco onde são poucas pessoas.",
            "How many times the average: the part of the segment's purchases in the category, compared with that"
            " of everybody. Empty where there are few people.",
        ),
        unit=Text("vezes a média", "times the average"),
        is_key=True,
    )  # fmt: skip
