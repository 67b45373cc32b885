"""Whether the data can be trusted: what became of every raw row, why rows were set aside, how old they are."""

from vitrine.report import charts
from vitrine.report.figure import Figure, Gap, Read, Section, Table
from vitrine.report.names import reason_name, table_name
from vitrine.report.words import Text, day, known, number, percent, say

BALANCE = """
select
    source_name || '.' || table_name as code,
    raw_rows, accepted_rows, duplicate_rows, quarantined_rows,
    raw_rows - accepted_rows - duplicate_rows - quarantined_rows as lost_rows,
    raw_amount - accepted_amount - duplicate_amount - quarantined_amount as lost_amount,
    duplicate_rows + quarantined_rows as not_taken
from audit.row_conservation where raw_rows > 0 order by not_taken desc, code
"""
REASONS = """
select reason, count(*) as rows, sum(count(*)) over () as all_rows from audit.quarantined_rows
group by reason order by rows desc, reason limit 10
"""
FRESHNESS = """
select source_name || '.' || table_name as code, last_event_day, days_behind, late_after_days, is_late
from audit.source_freshness where last_event_day is not null
order by is_late desc nulls last, late_after_days nulls last, days_behind desc, code
"""


def section(read: Read) -> Section:
    """Conservation, quarantine, freshness."""
    return Section(
        "quality",
        Text("Dá para confiar nos dados?", "Can the data be trusted?"),
        [_balance(read), *_reasons(read), _freshness(read)],
    )


def _balance(read: Read) -> Figure | Gap:
    found = read(BALANCE)
    if found.empty:
        return Gap(
            Text("Qualidade dos dados", "Data quality"),
            Text("Não há linhas", "There are no rows"),
            needs_people=False,
        )
    lost = int(found["lost_rows"].abs().sum())
    money = float(found["lost_amount"].abs().sum())
    found["name"] = [table_name(code) for code in found["code"]]
    found["written"] = [
        say("{n} ({part})", "{n} ({part})", n=number(row.not_taken), part=percent(row.not_taken / row.raw_rows, 1))
        for row in found.itertuples()
    ]  # fmt: skip
    return Figure(
        say(
            "De {rows} linhas, {lost} se perderam sem registro, e R$ {money}"
            if lost or money
            else "Todas as {rows} linhas recebidas, e cada centavo, têm destino conhecido",
            "Of {rows} rows, {lost} were lost without a trace, and R$ {money}"
            if lost or money
            else "What became of all {rows} rows, and of every centavo, is known",
            rows=number(found["raw_rows"].sum()),
            lost=number(lost),
            money=number(money, 2),
        ),
        lambda language: charts.bars(
            found, language, label="name", value="not_taken", written="written"
        ) if found["not_taken"].any() else None,
        Table(
            [
                Text("Tabela", "Table"), Text("Linhas", "Rows"), Text("Aceitas", "Accepted"),
                Text("Repetidas", "Repeated"), Text("Não usadas", "Not used"),
            ],
            [
                [
                    row.name, number(row.raw_rows), number(row.accepted_rows),
                    number(row.duplicate_rows), number(row.quarantined_rows),
                ]
                for row in found.itertuples(index=False)
            ],
        ),
        unit=Text(
            "linhas repetidas ou que não puderam ser usadas (parte da tabela)",
            "rows repeated or of no use (part of the table)",
        ),
    )  # fmt: skip


def _reasons(read: Read) -> list[Figure]:
    """None where no row was set aside: the figure before says so."""
    found = read(REASONS)
    if found.empty:
        return []
    found["name"] = [reason_name(code) for code in found["reason"]]
    found["written"] = [number(one) for one in found["rows"]]
    found["is_first"] = found.index == 0
    first = found.iloc[0]
    return [
        Figure(
            say(
                "{all} linhas não puderam ser usadas; motivo mais comum: {reason} ({rows})"
                if len(found) > 1
                else "{all} linhas não puderam ser usadas: {reason}",
                "{all} rows could not be used; the commonest reason: {reason} ({rows})"
                if len(found) > 1
                else "{all} rows could not be used: {reason}",
                all=number(first["all_rows"]),
                reason=Text(*(_low(first["name"][one]) for one in ("pt", "en"))),
                rows=first["written"],
            ),
            lambda language: charts.bars(
                found, language, label="name", value="rows", written="written", marked="is_first"
            ),
            Table(
                [Text("Motivo", "Reason"), Text("Linhas", "Rows")],
                [[row.name, row.written] for row in found.itertuples(index=False)],
            ),
            Text(
                "Cada linha, com o motivo, está na tabela audit.quarantined_rows.",
                "Every row, with its reason, is in the table audit.quarantined_rows.",
            ),
            unit=Text("linhas", "rows"),
        )
    ]  # fmt: skip


def _low(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]


def _freshness(read: Read) -> Figure | Gap:
    found = read(FRESHNESS)
    if found.empty:
        return Gap(
            Text("Atraso das fontes", "Sources that are behind"),
            Text("Nenhuma tem data", "None has a date"),
            needs_people=False,
        )
    late = found[found["is_late"].eq(True)]
    first = late.iloc[0] if len(late) else None
    return Figure(
        Text("Nenhuma fonte está atrasada", "No source is behind")
        if first is None
        else say(
            "Uma fonte está atrasada: {name}, {days} dias"
            if len(late) == 1
            else "{n} fontes estão atrasadas; a mais, {name}: {days} dias",
            "One source is behind: {name}, {days} days"
            if len(late) == 1
            else "{n} sources are behind; most, {name}: {days} days",
            n=number(len(late)),
            name=table_name(first["code"]),
            days=number(first["days_behind"]),
        ),
        table=Table(
            [Text("Fonte", "Source"), Text("Último dia", "Last day"), Text("Dias desde então", "Days since"),
             Text("Atrasada após", "Behind after")],
            [
                [
                    table_name(row.code), day(row.last_event_day), number(row.days_behind),
                    number(row.late_after_days) if known(row.late_after_days) else Text("–", "–"),
                ]
                for row in found.itertuples(index=False)
            ],
        ),
        note=Text("Traço: vem quando vem, e não atrasa.", "Dash: comes when it comes, and is never behind.")
        if found["late_after_days"].isna().any()
        else None,
    )  # fmt: skip
