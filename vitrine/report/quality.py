"""Whether the data can be trusted: what became of every raw row, why rows were set aside, how old they are."""

from vitrine.report import charts
from vitrine.report.figure import Figure, Read, Section, Table
from vitrine.report.words import Text, day, number, percent, same, say

BALANCE = """
select
    source_name || '.' || table_name as name,
    raw_rows, accepted_rows, duplicate_rows, quarantined_rows,
    raw_rows - accepted_rows - duplicate_rows - quarantined_rows as lost_rows,
    raw_amount - accepted_amount - duplicate_amount - quarantined_amount as lost_amount,
    (duplicate_rows + quarantined_rows) / raw_rows as not_taken
from audit.row_conservation where raw_rows > 0 order by not_taken desc, name
"""
REASONS = """
select reason, count(*) as rows from audit.quarantined_rows
group by reason order by rows desc, reason limit 10
"""
FRESHNESS = """
select source_name || '.' || table_name as name, last_event_day, last_loaded_at, days_behind
from audit.source_freshness order by days_behind desc nulls last, name
"""


def section(read: Read) -> Section:
    """Conservation, quarantine, freshness."""
    return Section(
        "quality",
        Text("Qualidade dos dados", "Data quality"),
        [_balance(read), _reasons(read), _freshness(read)],
    )


def _balance(read: Read) -> Figure:
    found = read(BALANCE)
    if found.empty:
        return Figure(Text("Não há linhas", "There are no rows"))
    lost = int(found["lost_rows"].abs().sum())
    money = float(found["lost_amount"].abs().sum())
    found["written"] = [percent(one, 1) for one in found["not_taken"]]
    return Figure(
        say(
            "De {rows} linhas, {lost} se perderam sem registro, e R$ {money}"
            if lost or money
            else "Todas as {rows} linhas, e cada centavo, têm destino conhecido",
            "Of {rows} rows, {lost} were lost without a trace, and R$ {money}"
            if lost or money
            else "What became of all {rows} rows, and of every centavo, is known",
            rows=number(found["raw_rows"].sum()),
            lost=number(lost),
            money=number(money, 2),
        ),
        lambda language: charts.bars(
            found, language, label="name", value="not_taken", written="written",
            title=Text("repetidas ou em quarentena", "repeated or in quarantine"),
        ),
        Table(
            [
                Text("Tabela", "Table"), Text("Linhas", "Rows"), Text("Aceitas", "Accepted"),
                Text("Repetidas", "Repeated"), Text("Em quarentena", "In quarantine"),
            ],
            [
                [
                    same(row.name), number(row.raw_rows), number(row.accepted_rows),
                    number(row.duplicate_rows), number(row.quarantined_rows),
                ]
                for row in found.itertuples(index=False)
            ],
        ),
    )  # fmt: skip


def _reasons(read: Read) -> Figure:
    found = read(REASONS)
    if found.empty:
        return Figure(Text("Nenhuma linha está em quarentena", "No row is in quarantine"))
    found["written"] = [number(one) for one in found["rows"]]
    return Figure(
        say(
            "O motivo mais comum de quarentena é {reason} ({rows} linhas)",
            "The commonest reason for quarantine is {reason} ({rows} rows)",
            reason=found.iloc[0]["reason"],
            rows=found.iloc[0]["written"],
        ),
        lambda language: charts.bars(
            found, language, label="reason", value="rows", written="written", title=Text("linhas", "rows")
        ),
        Table(
            [Text("Motivo", "Reason"), Text("Linhas", "Rows")],
            [[same(row.reason), row.written] for row in found.itertuples(index=False)],
        ),
        Text(
            "Cada linha, com o motivo: audit.quarantined_rows.",
            "Every row, with its reason: audit.quarantined_rows.",
        ),
    )  # fmt: skip


def _freshness(read: Read) -> Figure:
    found = read(FRESHNESS)
    found = found[found["last_event_day"].notna()]
    if found.empty:
        return Figure(Text("Nenhuma fonte tem data", "No source has a date"))
    latest = found.dropna(subset=["days_behind"])
    oldest = latest.iloc[0] if len(latest) else found.iloc[0]
    return Figure(
        say(
            "A fonte mais atrasada é {name}: {days} dias",
            "The source furthest behind is {name}: {days} days",
            name=oldest["name"],
            days=number(oldest["days_behind"]),
        )
        if len(latest) and oldest["days_behind"] > 0
        else Text("Nenhuma fonte está atrasada", "No source is behind"),
        table=Table(
            [Text("Fonte", "Source"), Text("Último dia", "Last day"), Text("Dias de atraso", "Days behind")],
            [
                [same(row.name), day(row.last_event_day), number(row.days_behind)]
                for row in found.itertuples(index=False)
            ],
        ),
    )  # fmt: skip
