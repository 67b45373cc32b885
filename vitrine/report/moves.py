"""Who moved to another segment since the day built before, why, and who came and went."""

import pandas as pd

from vitrine.report import charts
from vitrine.report.figure import Figure, Gap, Read, Section, Table
from vitrine.report.segments import names_of
from vitrine.report.words import NOTHING, Text, count, day, join, number, same, say

MOVES = """
select from_segment_id, to_segment_id, customers
from segmentation.segment_transitions
where as_of_date = (select max(as_of_date) from segmentation.segment_transitions)
    and from_segment_id <> to_segment_id
order by customers desc nulls last, from_segment_id, to_segment_id
"""
# The two days that are compared, and whether segments were looked for anew after the first.
DAYS = """
select
    max(as_of_date) as until,
    max(as_of_date) filter (
        where as_of_date < (select max(as_of_date) from segmentation.segment_membership)
    ) as since,
    (
        select count(*) > 0 from segmentation.segment_versions
        where decision = 'published' and as_of_date > (
            select max(as_of_date) from segmentation.segment_membership
            where as_of_date < (select max(as_of_date) from segmentation.segment_membership)
        )
    ) as is_refitted
from segmentation.segment_membership
"""
CAUSES = """
select cause, sum(customers) as customers, count(*) > count(customers) as is_least
from segmentation.segment_move_reasons
where as_of_date = (select max(as_of_date) from segmentation.segment_transitions)
group by cause
having sum(customers) >= (select min_cell_size from insights.report_settings)
order by customers desc, cause
"""
WHY = {
    "behaviour": Text("pelo que fizeram", "by what they did"),
    "rule": Text("por regra, como o tempo que passou", "by a rule, such as the time gone by"),
    "refit": Text("por causa do modelo refeito", "because of the new model"),
}
SHOWN = 10
NOBODY = "none"


def section(read: Read) -> Section:
    """Moves, and arrivals and departures, which are none."""
    return Section(
        "moves", Text("Quem mudou de segmento", "Who moved to another segment"), _moves(read)
    )


def _moves(read: Read) -> list[Figure | Gap]:
    found = read(MOVES)
    if found.empty:
        return [
            Gap(
                Text("Quem mudou de segmento", "Who moved to another segment"),
                Text(
                    "É preciso um build de outro dia para comparar",
                    "A build of another day is needed to compare with",
                ),
            )
        ]
    days, names = read(DAYS).iloc[0], names_of(read)
    since = day(pd.Timestamp(days["since"]).date())
    for side, ids in (("before", "from_segment_id"), ("after", "to_segment_id")):
        found[side] = [names.get(one, _gone(one)) for one in found[ids]]
    is_arrival, is_departure = (
        found["from_segment_id"].eq(NOBODY),
        found["to_segment_id"].eq(NOBODY),
    )
    return [
        _between(read, found[~is_arrival & ~is_departure].copy(), since, bool(days["is_refitted"])),
        _arrivals(found[is_arrival].copy(), found[is_departure].copy(), since),
    ]


def _between(read: Read, moves: pd.DataFrame, since: Text, is_refitted: bool) -> Figure | Gap:
    shown = moves.dropna(subset=["customers"]).head(SHOWN).copy()
    if shown.empty:
        return Gap(
            Text("Mudanças de segmento", "Moves between segments"),
            say("Desde {since} poucas pessoas mudaram", "Since {since} few people moved", since=since),
        )  # fmt: skip
    shown["move"] = [
        say("{a} → {b}", "{a} → {b}", a=row.before, b=row.after) for row in shown.itertuples()
    ]
    shown["written"] = [number(one) for one in shown["customers"]]
    shown["is_first"] = shown.index == shown.index[0]
    first = shown.iloc[0]
    causes = [
        say(
            # of moves with a reason of a few, no reason is counted
            "{n} ou mais {why}" if row.is_least else "{n} {why}",
            "{n} or more {why}" if row.is_least else "{n} {why}",
            n=number(row.customers), why=WHY.get(row.cause, same(row.cause)),
        )
        for row in read(CAUSES).itertuples()
    ]  # fmt: skip
    note = (
        say("Mudaram: {causes}.", "They moved: {causes}.", causes=join(causes))
        if causes
        else Text("", "")
    )
    if is_refitted:
        note = say(
            "Entre as duas datas os segmentos foram procurados de novo. {note}",
            "Between the two days segments were looked for anew. {note}",
            note=note,
        )  # fmt: skip
    return Figure(
        say(
            "Desde {since}, a mudança mais comum é de {a} para {b}: {people} pessoas",
            "Since {since} the commonest move is from {a} to {b}: {people} people",
            since=since,
            a=first["before"],
            b=first["after"],
            people=first["written"],
        ),
        lambda language: charts.bars(
            shown, language, label="move", value="customers", written="written", marked="is_first"
        ),
        Table(
            [Text("De", "From"), Text("Para", "To"), Text("Pessoas", "People")],
            [[row.before, row.after, count(row.customers)] for row in moves.itertuples()],
        ),
        note,
        unit=Text("pessoas", "people"),
    )  # fmt: skip


def _arrivals(came: pd.DataFrame, went: pd.DataFrame, since: Text) -> Figure | Gap:
    shown = came.dropna(subset=["customers"]).copy()
    if shown.empty:
        return Gap(
            Text("Quem chegou", "Who came"),
            say("Desde {since} poucas pessoas chegaram", "Since {since} few people came", since=since),
        )  # fmt: skip
    shown["written"] = [number(one) for one in shown["customers"]]
    left = went["customers"].sum()
    return Figure(
        say(
            "Desde {since} chegaram {people} pessoas ou mais, a maioria como {name}"
            if shown.iloc[0]["customers"] * 2 > shown["customers"].sum()
            else "Desde {since} chegaram {people} pessoas ou mais, sobretudo como {name}",
            "Since {since} {people} people or more came, most as {name}"
            if shown.iloc[0]["customers"] * 2 > shown["customers"].sum()
            else "Since {since} {people} people or more came, above all as {name}",
            since=since,
            people=number(shown["customers"].sum()),
            name=shown.iloc[0]["after"],
        ),
        lambda language: charts.bars(
            shown, language, label="after", value="customers", written="written"
        ),
        Table(
            [Text("Segmento", "Segment"), Text("Chegaram", "Came"), Text("Saíram", "Left")],
            [
                [name, _people(came, "after", name), _people(went, "before", name)]
                for name in dict.fromkeys([*came["after"], *went["before"]])
            ],
        ),
        say(
            "Saíram {left} ou mais: foram reconhecidas como alguém que já se conhecia, pediram exclusão, ou o que"
            " as identificava mudou.",
            "{left} or more left: they were found to be somebody known already, asked to be erased, or what told"
            " who they are changed.",
            left=number(left),
        ) if left > 0 else None,
        unit=Text("pessoas", "people"),
    )  # fmt: skip


def _people(found: pd.DataFrame, side: str, name: Text) -> Text:
    own = found.loc[found[side] == name, "customers"]
    return NOTHING if own.empty else count(own.iloc[0])


def _gone(segment_id: str) -> Text:
    """A segment of which nobody is left."""
    return Text(f"antigo {segment_id}", f"former {segment_id}")
