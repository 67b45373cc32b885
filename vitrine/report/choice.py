"""How the segments were chosen and how sure they are: for whoever has to answer for them."""

import pandas as pd

from vitrine.diagnostics import DEFAULT
from vitrine.report import charts
from vitrine.report.figure import Figure, Gap, Read, Section, Table
from vitrine.report.segments import names_of
from vitrine.report.words import Text, join, number, say

TRIED = """
select k, inertia, silhouette, stability, is_chosen, is_elbow, null_silhouette, null_p, reason
from segmentation.segment_diagnostics where algorithm = 'k-means' order by k
"""
SURE = """
select segment_id, jaccard, verdict from segmentation.segment_stability order by jaccard desc, segment_id
"""
VERDICTS = {
    "stable": Text("estável", "stable"),
    "doubtful": Text("duvidoso", "doubtful"),
    "dissolves": Text("desfaz-se", "dissolves"),
}
AGREEMENT = Text(
    "concordância das metades, por número de grupos", "agreement of halves, by number of groups"
)


def section(read: Read) -> Section:
    """The silhouette, the elbow, stability."""
    return Section(
        "choice",
        Text("Como os segmentos foram escolhidos", "How the segments were chosen"),
        [*_tried(read), *_sure(read)],
    )


def _tried(read: Read) -> list[Figure | Gap]:
    tried = read(TRIED)
    if tried.empty:
        return [
            Gap(
                Text("Grupos de clientes parecidos", "Groups of customers who are alike"),
                Text("Há poucas pessoas para procurá-los", "There are too few people to look for any"),
            )
        ]  # fmt: skip
    table = Table(
        [
            Text("Grupos", "Groups"), Text("Inércia", "Inertia"), Text("Silhueta", "Silhouette"),
            Text("Estabilidade", "Stability"), Text("Escolhido", "Chosen"),
        ],
        [
            [
                number(row.k), number(row.inertia), number(row.silhouette, 3), number(row.stability, 3),
                Text("sim", "yes") if row.is_chosen else Text("", ""),
            ]
            for row in tried.itertuples()
        ],
    )  # fmt: skip
    chosen = tried[tried["is_chosen"]]
    if chosen.empty:
        return [_none(tried, table)]
    best = chosen.iloc[0]
    return [_separated(tried, best, table), _elbow(tried, best), _stable(tried, best)]


def _none(tried: pd.DataFrame, table: Table) -> Figure:
    """Why nobody was grouped: the last bar that any number of groups reached."""
    note = _HALVES
    if (tried["stability"] < DEFAULT.stability).all():
        title = Text(
            "De 2 a 10 grupos, nenhum número se repete bem: ninguém foi agrupado",
            "From 2 to 10 groups, no number comes out twice alike: nobody was grouped",
        )
    elif tried["null_p"].notna().any():
        clearest = tried.loc[tried["silhouette"].where(tried["null_p"].notna()).idxmax()]
        note = join([_HALVES, _silhouette(clearest)], " ")
        title = Text(
            "Os grupos que se repetem não se separam mais que por acaso: ninguém foi agrupado",
            "The groups that come out twice alike are no clearer than chance makes them: nobody was grouped",
        )
    else:
        title = Text(
            "Os grupos que se repetem se desfazem ou são pequenos demais: ninguém foi agrupado",
            "The groups that come out twice alike dissolve or are too small: nobody was grouped",
        )
    return Figure(
        title,
        lambda _: _stability_chart(tried),
        table,
        note,
        AGREEMENT,
    )


def _separated(tried: pd.DataFrame, best: pd.Series, table: Table) -> Figure:
    return Figure(
        say(
            "De {least} a {most} grupos, {k} separam melhor as pessoas",
            "Of {least} to {most} groups, {k} tell people apart best",
            least=str(tried["k"].min()),
            most=str(tried["k"].max()),
            k=str(best["k"]),
        ),
        lambda _: charts.line(tried, x="k", y="silhouette", chosen="is_chosen"),
        table,
        _silhouette(best),
        unit=Text("silhueta, por número de grupos", "silhouette, by number of groups"),
    )  # fmt: skip


def _silhouette(of: pd.Series) -> Text:
    return say(
        "Silhueta: de 0 a 1, quanto cada pessoa está mais perto do seu grupo que do vizinho. Com {k} grupos é {ours};"
        " em cópias dos dados sem grupos, {chance}.",
        "Silhouette: from 0 to 1, how much nearer people are to their own group than to the next. With {k} groups it"
        " is {ours}; in copies of the data without groups, {chance}.",
        k=str(of["k"]),
        ours=number(of["silhouette"], 2),
        chance=number(of["null_silhouette"], 2),
    )


def _elbow(tried: pd.DataFrame, best: pd.Series) -> Figure:
    elbow = tried.loc[tried["is_elbow"], "k"]
    if elbow.empty:
        title = Text("A curva de inércia não tem cotovelo", "The curve of inertia has no elbow")
    elif elbow.iloc[0] == best["k"]:
        title = say(
            "O cotovelo também aponta {k} grupos",
            "The elbow points to {k} groups too",
            k=str(best["k"]),
        )
    else:
        title = say(
            "O cotovelo aponta {elbow} grupos; ficaram {k}, que separam melhor",
            "The elbow points to {elbow} groups; {k} were kept, which tell people apart better",
            elbow=str(elbow.iloc[0]),
            k=str(best["k"]),
        )  # fmt: skip
    return Figure(
        title,
        lambda _: charts.line(
            tried, x="k", y="inertia", chosen="is_chosen", hint="is_elbow", form=",.0f"
        ),
        note=Text(
            "Inércia: quanto as pessoas diferem dentro dos grupos. Sempre cai com mais grupos; no cotovelo (o anel),"
            " passa a cair pouco. É um indício, e não decide.",
            "Inertia: how much people differ within groups. It always falls with more groups; at the elbow (the"
            " ring) it begins to fall little. It is a hint and does not decide.",
        ),
        unit=Text("inércia, por número de grupos", "inertia, by number of groups"),
    )  # fmt: skip


_HALVES = say(
    "Metades das pessoas, agrupadas em separado, têm de concordar em {bar} ou mais (linha tracejada); 1 é"
    " concordar em tudo (índice de Rand ajustado).",
    "Halves of the people, grouped apart, must agree by {bar} or more (dashed line); 1 is to agree in everything"
    " (adjusted Rand index).",
    bar=number(DEFAULT.stability, 2),
)  # fmt: skip


def _stable(tried: pd.DataFrame, best: pd.Series) -> Figure:
    steadiest = tried.loc[tried["stability"].idxmax()]
    note = _HALVES
    if steadiest["k"] != best["k"]:
        note = say(
            "{halves} {other} grupos se repetem mais ({theirs}); entre os que passam da linha, vale o número que"
            " separa melhor.",
            "{halves} {other} groups come out more alike ({theirs}); of those above the line, the number that"
            " tells people apart best is taken.",
            halves=_HALVES,
            other=str(steadiest["k"]),
            theirs=number(steadiest["stability"], 2),
        )  # fmt: skip
    return Figure(
        say(
            "Os {k} grupos se repetem o bastante: {ours}, quando o mínimo é {bar}",
            "The {k} groups can be repeated: {ours}, where {bar} is required",
            k=str(best["k"]),
            ours=number(best["stability"], 2),
            bar=number(DEFAULT.stability, 2),
        ),
        lambda _: _stability_chart(tried),
        note=note,
        unit=AGREEMENT,
    )


def _stability_chart(tried: pd.DataFrame):
    return charts.line(tried, x="k", y="stability", chosen="is_chosen", floor=DEFAULT.stability)


def _sure(read: Read) -> list[Figure]:
    """How each segment that was found comes back; none where none was."""
    sure = read(SURE)
    sure["name"] = sure["segment_id"].map(names_of(read))
    sure = sure.dropna(subset=["name"])
    if sure.empty:
        return []
    sure["written"] = [number(one, 2) for one in sure["jaccard"]]
    sure["is_stable"] = sure["verdict"] == "stable"
    stable, all_of_them = int(sure["is_stable"].sum()), len(sure)
    return [
        Figure(
            say(
                "Os {all} segmentos reaparecem quando as pessoas são sorteadas de novo"
                if stable == all_of_them
                else "{stable} de {all} segmentos reaparecem quando as pessoas são sorteadas de novo",
                "All {all} segments come back when the people are drawn anew"
                if stable == all_of_them
                else "{stable} of {all} segments come back when the people are drawn anew",
                stable=number(stable),
                all=number(all_of_them),
            ),
            lambda language: charts.bars(
                sure, language, label="name", value="jaccard", written="written",
                marked="is_stable" if stable < all_of_them else None,
            ),
            Table(
                [
                    Text("Segmento", "Segment"),
                    Text("Semelhança (Jaccard)", "Likeness (Jaccard)"),
                    Text("Veredito", "Verdict"),
                ],
                [
                    [row.name, row.written, VERDICTS.get(row.verdict, Text(row.verdict, row.verdict))]
                    for row in sure.itertuples(index=False)
                ],
            ),
            Text(
                "Um segmento é estável a partir de 0,75 e não merece confiança abaixo de 0,60.",
                "A segment is stable from 0.75 on and not to be trusted below 0.60.",
            ),
            unit=Text("semelhança média com o original (1 é igual)", "mean likeness to the original (1 is the same)"),
        )
    ]  # fmt: skip
