"""How visits go and will go, and what campaigns may expect."""

from vitrine.report import charts
from vitrine.report.figure import Figure, Read, Section, Table
from vitrine.report.words import WITHHELD, Text, day, number, percent, same, say

PAST = """
select visit_date, visits, trend_visits from insights.visit_trends
where visit_date > (select max(visit_date) - 120 from insights.visit_trends)
order by visit_date
"""
AHEAD = """
select visit_date, expected_visits, lower_80, upper_80 from insights.visit_forecast order by visit_date
"""
QUALITY = """
select
    max(value) filter (where metric = 'mase') as mase,
    max(value) filter (where metric = 'coverage_80') as coverage
from insights.forecast_evaluation where is_published
"""
CAMPAIGNS = """
select campaign_code, name_pt, name_en, status, treated, controls, detectable_uplift, is_large_enough
from campaigns.campaign_summary order by campaign_code
"""
RESULTS = """
select campaign_code, max(uplift) as uplift, max(uplift_low) as low, max(uplift_high) as high
from campaigns.campaign_results group by campaign_code
"""
STATUSES = {
    "ready": Text("pronta", "ready"),
    "over": Text("encerrada", "over"),
    "too_few": Text("pessoas de menos", "too few people"),
    "nobody_fits": Text("ninguém se encaixa", "nobody fits"),
}


def section(read: Read) -> Section:
    """Trend, forecast and campaigns."""
    return Section(
        "ahead",
        Text("O que vem", "What comes next"),
        [_forecast(read), _campaigns(read)],
    )


def _forecast(read: Read) -> Figure:
    past, ahead = read(PAST), read(AHEAD)
    if past.empty:
        return Figure(Text("Não há visitas", "There are no visits"))
    weeks = [past["visits"].iloc[-28:].mean(), ahead["expected_visits"].mean()]
    quality = read(QUALITY).iloc[0]
    if ahead.empty:
        title = Text(
            "Há pouco passado, ou nenhum ajuste, para uma previsão",
            "There is too little past, or no fit, for a forecast",
        )
        note = None
    else:
        title = say(
            "Nos próximos {days} dias esperam-se {next} visitas por dia; nos últimos 28 foram {last}",
            "Over the next {days} days {next} visits a day are expected; over the last 28 there were {last}",
            days=str(len(ahead)),
            next=number(weeks[1]),
            last=number(weeks[0]),
        )
        note = say(
            "Pontos: dias; linha: tendência; faixa: onde devem cair 80 % dos dias (nos testes caíram"
            " {coverage}). Erro: {mase} do erro de repetir a semana anterior.",
            "Dots: days; line: trend; band: where 80 % of days should fall (in trials {coverage} did)."
            " Error: {mase} of that of repeating the week before.",
            coverage=percent(quality["coverage"]),
            mase=number(quality["mase"], 2),
        )
    return Figure(
        title,
        lambda language: charts.forecast(past, ahead, language, title=Text("visitas por dia", "visits a day")),
        Table(
            [Text("Dia", "Day"), Text("Esperadas", "Expected"), Text("De", "From"), Text("A", "To")],
            [
                [day(row.visit_date), number(row.expected_visits, 1), number(row.lower_80, 1), number(row.upper_80, 1)]
                for row in ahead.itertuples(index=False)
            ],
        ) if len(ahead) else None,
        note,
    )  # fmt: skip


def _campaigns(read: Read) -> Figure:
    found = read(CAMPAIGNS)
    if found.empty:
        return Figure(Text("Não há campanhas", "There are no campaigns"))
    results = read(RESULTS).set_index("campaign_code")
    ready = int((found["status"] == "ready").sum())
    large = int(found["is_large_enough"].eq(True).sum())
    rows = []
    for row in found.itertuples(index=False):
        low, high = (
            (results.loc[row.campaign_code, name] if row.campaign_code in results.index else None)
            for name in ("low", "high")
        )
        known = low is not None and low == low
        rows.append(
            [
                Text(row.name_pt, row.name_en),
                STATUSES.get(row.status, same(str(row.status))),
                _people(row.treated),
                _people(row.controls),
                percent(row.detectable_uplift, 1),
                say("{a} a {b}", "{a} to {b}", a=percent(low, 1), b=percent(high, 1)) if known else Text("–", "–"),
            ]
        )  # fmt: skip
    return Figure(
        say(
            "{ready} de {all} campanhas têm público; grandes o bastante para o efeito que se espera: {large}",
            "{ready} of {all} campaigns have an audience; large enough for the effect hoped for: {large}",
            ready=number(ready),
            all=number(len(found)),
            large=number(large),
        ),
        table=Table(
            [
                Text("Campanha", "Campaign"), Text("Estado", "Status"), Text("A abordar", "To address"),
                Text("Controle", "Control"), Text("Menor efeito visível", "Smallest effect that shows"),
                Text("Efeito medido (95 %)", "Effect measured (95 %)"),
            ],
            rows,
        ),
        is_wide=True,
    )  # fmt: skip


def _people(value) -> Text:
    return number(value) if value == value and value is not None else WITHHELD
