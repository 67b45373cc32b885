"""TV packages: who prefers which, and how well the next one can be foreseen."""

from vitrine.report import charts
from vitrine.report.customers import segments
from vitrine.report.figure import Figure, Read, Section, Table
from vitrine.report.words import WITHHELD, Text, number, percent, same, say

BY_AGE = """
select age_band, package_name, subscribers, share, index_vs_all, is_hidden
from insights.package_preference_by_age_band where age_band <> 'unknown'
order by age_band, package_name
"""
BY_SEGMENT = """
select segment_id, package_name, subscribers, share, is_hidden
from insights.package_preference_by_segment where segment_id <> 'unknown'
order by segment_id, package_name
"""
# The best model, the best plain baseline, and which of them is published.
FORESEEN = """
with figures as (
    select target, model, value, is_published, model like '%gradient_boosting' as is_model
    from insights.propensity_evaluation
    where package_code = 'all' and metric = 'auc' and model not like '%shuffled_labels'
)
select
    target,
    max(value) filter (where is_model) as model_auc,
    max(value) filter (where not is_model) as baseline_auc,
    coalesce(bool_or(is_published and is_model), false) as is_model_published
from figures group by target order by target desc
"""
TARGETS = {
    "package_taken": Text("assinar um pacote", "taking a package"),
    "package_cancelled": Text("cancelar um pacote", "cancelling a package"),
    "gone_quiet": Text("parar de vir", "going quiet"),
}
PACKAGE = Text("Pacote", "Package")
NO_PACKAGES = Text("Ninguém assina pacotes", "Nobody takes packages")


def section(read: Read) -> Section:
    """Preferences and propensities."""
    return Section(
        "packages",
        Text("Pacotes de TV", "TV packages"),
        [_by_age(read), _by_segment(read), _foreseen(read)],
    )


def _by_age(read: Read) -> Figure:
    cells = read(BY_AGE)
    shown = cells.dropna(subset=["share"]).copy()
    if shown.empty:
        return Figure(NO_PACKAGES)
    shown["written"] = [percent(one) for one in shown["share"]]
    peak = shown.loc[shown["index_vs_all"].idxmax()]
    return Figure(
        say(
            "{package} atrai sobretudo a faixa de {band}: {times} vezes a média",
            "{package} draws the age band {band} most: {times} times the average",
            package=peak["package_name"],
            band=peak["age_band"],
            times=number(peak["index_vs_all"] / 100, 1),
        ),
        lambda language: charts.heat(
            shown, language, column="age_band", row="package_name", shade="share", written="written",
            title=Text("idade; parte das assinaturas", "age; part of the subscriptions"),
        ),
        Table(
            [Text("Idade", "Age"), PACKAGE, Text("Assinantes", "Subscribers"), Text("Parte", "Share")],
            [
                [same(row.age_band), same(row.package_name), *_figures(row)]
                for row in cells.itertuples(index=False)
            ],
        ),
    )  # fmt: skip


def _by_segment(read: Read) -> Figure:
    cells = read(BY_SEGMENT)
    cells["name"] = cells["segment_id"].map(segments(read).set_index("segment_id")["name"])
    cells = cells.dropna(subset=["name"])
    shown = cells.dropna(subset=["share"]).copy()
    if shown.empty:
        return Figure(NO_PACKAGES)
    shown["written"] = [percent(one) for one in shown["share"]]
    peak = shown.loc[shown["subscribers"].idxmax()]
    return Figure(
        say(
            "Mais assinantes: {name}, com {package} ({people})",
            "Most subscribers: {name}, with {package} ({people})",
            name=peak["name"],
            package=peak["package_name"],
            people=number(peak["subscribers"]),
        ),
        lambda language: charts.heat(
            shown, language, column="name", row="package_name", shade="share", written="written", angle=-35
        ),
        Table(
            [Text("Segmento", "Segment"), PACKAGE, Text("Assinantes", "Subscribers"), Text("Parte", "Share")],
            [[row.name, same(row.package_name), *_figures(row)] for row in cells.itertuples(index=False)],
        ),
    )  # fmt: skip


def _figures(row) -> list[Text]:
    if row.is_hidden:
        return [WITHHELD, WITHHELD]
    return [number(row.subscribers), percent(row.share, 1)]


def _foreseen(read: Read) -> Figure:
    found = read(FORESEEN).dropna(subset=["model_auc", "baseline_auc"])
    if found.empty:
        return Figure(
            Text(
                "Há pouco passado para prever o próximo pacote",
                "There is too little past to foresee the next package",
            )
        )
    found["name"] = [TARGETS.get(one, same(one)) for one in found["target"]]
    best = found.loc[(found["model_auc"] - found["baseline_auc"]).idxmax()]
    published = int(found["is_model_published"].sum())
    return Figure(
        say(
            "O que mais se deixa prever é {what}: {ours}, contra {theirs} da referência",
            "What can be foreseen best is {what}: {ours}, against {theirs} of the baseline",
            what=best["name"],
            ours=number(best["model_auc"], 2),
            theirs=number(best["baseline_auc"], 2),
        )
        if published
        else Text("Nenhum modelo vence a referência simples", "No model beats the plain baseline"),
        lambda language: charts.pairs(
            found, language, label="name", ours="model_auc", theirs="baseline_auc", form=".1f",
            names=(Text("modelo", "model"), Text("melhor referência simples", "best plain baseline")),
            title=Text("AUC: 0,5 é sorte, 1 é certeza", "AUC: 0.5 is luck, 1 is certainty"),
        ),
        Table(
            [Text("O que", "What"), Text("Modelo", "Model"),
             Text("Referência", "Baseline"), Text("Publicado", "Published")],
            [
                [
                    row.name, number(row.model_auc, 3), number(row.baseline_auc, 3),
                    Text("modelo", "model") if row.is_model_published else Text("referência", "baseline"),
                ]
                for row in found.itertuples(index=False)
            ],
        ),
        Text(
            "Onde o modelo não vence a referência, publica-se a referência.",
            "Where the model does not beat the baseline, the baseline is published.",
        ),
    )  # fmt: skip
