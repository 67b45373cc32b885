"""What comes next: visits, and who will take or leave a package or go quiet."""

import pandas as pd

from vitrine.report import charts
from vitrine.report.campaigns import campaigns
from vitrine.report.figure import Figure, Gap, Read, Section, Table
from vitrine.report.words import Text, day, join, number, percent, same, say

PAST = """
select visit_date, visits, trend_visits, holiday_name from insights.visit_trends order by visit_date
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
# What is published for each target, and how it did on days that it had not seen; the best of the models beside it.
FORESEEN = """
with figures as (
    select target, model, metric, value, is_published, model like '%gradient_boosting' as is_model
    from insights.propensity_evaluation
    where package_code = 'all' and model not like '%shuffled_labels'
)
select
    target,
    max(value) filter (where is_published and metric = 'auc') as auc,
    max(value) filter (where is_published and metric = 'lift_top_decile') as lift,
    max(value) filter (where is_published and metric = 'events')
    / max(value) filter (where is_published and metric = 'people') as rate,
    max(value) filter (where is_model and metric = 'auc') as model_auc,
    max(value) filter (where not is_model and metric = 'auc') as baseline_auc,
    bool_or(is_published and is_model) as is_model_published
from figures group by target
"""
DAYS_SHOWN = 120
MONTH = 28
# From which AUC on what is foreseen is well foreseen, and fairly (Hosmer, Lemeshow and Sturdivant 2013 call 0.8
# excellent).
WELL, FAIRLY = 0.8, 0.65
TARGETS = {
    "package_taken": Text("quem vai assinar um pacote", "who will take a package"),
    "gone_quiet": Text("quem vai parar de vir", "who will stop coming"),
    "package_cancelled": Text("quem vai cancelar um pacote", "who will cancel a package"),
}
ACTS = {
    "package_taken": Text("assinar um pacote", "taking a package"),
    "gone_quiet": Text("parar de vir", "no longer coming"),
    "package_cancelled": Text("cancelar um pacote", "cancelling a package"),
}
# How well, and what joins what is foreseen so.
FORESEEN_AS = (
    (Text("bem", "well"), Text(" e ", " and "), lambda row: row.is_model_published and row.auc >= WELL),
    (
        Text("razoavelmente", "fairly"), Text(" e ", " and "),
        lambda row: row.is_model_published and FAIRLY <= row.auc < WELL,
    ),
    (Text("mal", "badly"), Text(" e ", " and "), lambda row: row.is_model_published and row.auc < FAIRLY),
    (Text("nada", "not at all"), Text(" nem ", " or "), lambda row: not row.is_model_published),
)  # fmt: skip


def section(read: Read) -> Section:
    """Forecast, propensities, campaigns."""
    return Section(
        "ahead",
        Text("O que vem", "What comes next"),
        [_forecast(read), _foreseen(read), campaigns(read)],
    )


def _forecast(read: Read) -> Figure | Gap:
    past, ahead = read(PAST), read(AHEAD)
    if ahead.empty:
        return Gap(
            Text("Previsão de visitas", "Forecast of visits"),
            Text("Há pouco passado, ou nenhuma visita", "There is too little past, or no visit"),
        )
    # by weeks, which are alike where days are not
    weeks = past["visits"].rolling(7).sum().iloc[6::7]
    typical, last = float(weeks.median()), 7 * float(past["visits"].tail(MONTH).mean())
    expected = 7 * float(ahead["expected_visits"].mean())
    holidays = list(dict.fromkeys(past["holiday_name"].tail(MONTH).dropna()))
    quality = read(QUALITY).iloc[0]
    shown = past.tail(DAYS_SHOWN)
    return Figure(
        say(
            "Esperam-se {expected} visitas por semana nas próximas {n} semanas; uma semana típica tem {typical}",
            "{expected} visits a week are expected over the next {n} weeks; a typical week has {typical}",
            expected=number(expected),
            n=str(round(len(ahead) / 7)),
            typical=number(typical),
        ),
        lambda _: charts.forecast(shown, ahead),
        Table(
            [Text("Dia", "Day"), Text("Esperadas", "Expected"), Text("De", "From"), Text("A", "To")],
            [
                [day(row.visit_date), number(row.expected_visits, 1), number(row.lower_80, 1), number(row.upper_80, 1)]
                for row in ahead.itertuples(index=False)
            ],
        ),
        say(
            "As últimas quatro semanas{holidays} tiveram {last} por semana. Pontos: dias; linha: tendência;"
            " faixa: onde devem cair 80% dos dias (nos testes, {coverage}). O erro da previsão é {mase} do erro"
            " de repetir a semana anterior.",
            "The last four weeks{holidays} had {last} a week. Dots: days; line: trend; band: where 80% of the"
            " days should fall (in trials {coverage} did). Its error is {mase} of that of repeating the week"
            " before.",
            holidays=Text(f", com {', '.join(holidays)},", f", with {', '.join(holidays)},") if holidays else "",
            last=number(last),
            coverage=percent(quality["coverage"]),
            mase=percent(quality["mase"]),
        ),
        unit=Text("visitas por dia", "visits a day"),
        is_key=True,
    )  # fmt: skip


def _foreseen(read: Read) -> Figure | Gap:
    found = read(FORESEEN).dropna(subset=["auc", "lift", "rate"])
    if found.empty:
        return Gap(
            Text("O que cada pessoa fará em seguida", "What each person will do next"),
            Text("Há pouco passado para aprender com ele", "There is too little past to learn from"),
        )  # fmt: skip
    found = found.sort_values("lift", ascending=False, kind="stable")
    found["name"] = [ACTS.get(one, same(one)) for one in found["target"]]
    found["named"] = found["lift"] * found["rate"]
    found["written"] = [
        say("{times}× ({named})", "{times}× ({named})", times=number(row.lift, 1), named=_small(row.named))
        for row in found.itertuples()
    ]  # fmt: skip
    found["is_model"] = found["is_model_published"].astype(bool)
    return Figure(
        _how_well(found),
        lambda language: charts.bars(
            found, language, label="name", value="lift", written="written", marked="is_model", rule=1,
        ),
        Table(
            [
                Text("O que", "What"),
                Text("Fazem, dos 10% apontados", "Do it, of the 10% named"),
                Text("Fazem, de todos", "Do it, of all"),
                Text("AUC do modelo", "AUC of the model"),
                Text("AUC da referência", "AUC of the baseline"),
                Text("Publicado", "Published"),
            ],
            [
                [
                    row.name, _small(row.named), _small(row.rate),
                    number(row.model_auc, 2), number(row.baseline_auc, 2),
                    Text("modelo", "model") if row.is_model else Text("referência", "baseline"),
                ]
                for row in found.itertuples(index=False)
            ],
        ),
        Text(
            "Medido em dias que o modelo não viu: dos 10% que ele aponta, quantas vezes mais pessoas fazem do que"
            " em média (linha tracejada). Onde ele não vence uma regra simples, vale a regra.",
            "Measured on days that the model had not seen: of the 10% that it names, how many times as many"
            " people do it as on average (dashed line). Where it does not beat a plain rule, the rule is used.",
        ),
        unit=Text(
            "dos 10% apontados: quantas vezes mais que em média (e quantos o fazem)",
            "of the 10% named: how many times the average (and how many do it)",
        ),
        is_key=bool(found["is_model"].any()),
    )  # fmt: skip


def _how_well(found: pd.DataFrame) -> Text:
    """`It can be foreseen well who will take a package, fairly who will stop coming, and …`."""
    if not found["is_model_published"].any():
        return Text(
            "Ainda não se prevê melhor do que por uma regra simples",
            "Nothing is foreseen better than by a plain rule yet",
        )
    parts = []
    for how, between, fits in FORESEEN_AS:
        who = [TARGETS.get(row.target, same(row.target)) for row in found.itertuples() if fits(row)]
        if who:
            parts.append(say("{how} {who}", "{how} {who}", how=how, who=join(who, between)))
    return say("Dá para prever {what}", "It can be foreseen {what}", what=join(parts, ", "))


def _small(share: float) -> Text:
    return percent(share, 1 if share < 0.1 else 0)
