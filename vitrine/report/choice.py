"""How the segments were chosen, how sure they are, and who moved from one to another."""

import pandas as pd

from vitrine.report import charts
from vitrine.report.customers import PEOPLE, segments
from vitrine.report.figure import Figure, Read, Section, Table
from vitrine.report.words import WITHHELD, Text, day, number, say

TRIED = """
select k, inertia, silhouette, stability, is_chosen, is_elbow, null_silhouette, reason
from segmentation.segment_diagnostics where algorithm = 'k-means' order by k
"""
SURE = """
select segment_id, jaccard, verdict from segmentation.segment_stability order by jaccard desc, segment_id
"""
MOVES = """
select from_segment_id, to_segment_id, customers, as_of_date
from segmentation.segment_transitions
where as_of_date = (select max(as_of_date) from segmentation.segment_transitions)
    and from_segment_id <> to_segment_id
order by customers desc nulls last, from_segment_id, to_segment_id
"""
VERDICTS = {
    "stable": Text("estável", "stable"),
    "doubtful": Text("duvidoso", "doubtful"),
    "unstable": Text("instável", "unstable"),
}
MOVES_SHOWN = 12


def section(read: Read) -> Section:
    """The elbow, the silhouette, stability, and moves."""
    return Section(
        "choice",
        Text("Como os segmentos foram escolhidos, e quem mudou", "How the segments were chosen, and who moved"),
        [*_tried(read), _sure(read), _moves(read)],
    )  # fmt: skip


def _tried(read: Read) -> list[Figure]:
    tried = read(TRIED)
    if tried.empty:
        return [
            Figure(Text("Poucas pessoas para procurar grupos", "Too few people to look for groups"))
        ]
    table = Table(
        [
            Text("k", "k"), Text("Inércia", "Inertia"), Text("Silhueta", "Silhouette"),
            Text("Estabilidade", "Stability"), Text("Escolhido", "Chosen"),
        ],
        [
            [
                number(row.k), number(row.inertia), number(row.silhouette, 3), number(row.stability, 2),
                Text("sim", "yes") if row.is_chosen else Text("", ""),
            ]
            for row in tried.itertuples()
        ],
    )  # fmt: skip
    chosen = tried[tried["is_chosen"]]
    if chosen.empty:
        none = Text(
            "Nenhum número de grupos se repetiu bem: ninguém foi agrupado",
            "No number of groups came out the same twice: nobody was clustered",
        )
        return [Figure(none, table=table)]
    best = chosen.iloc[0]
    elbow = tried[tried["is_elbow"]]
    figures = [
        Figure(
            say(
                "{k} segmentos separam melhor: silhueta {ours}, contra {chance} ao acaso",
                "{k} segments separate best: silhouette {ours}, against {chance} by chance",
                k=str(best["k"]),
                ours=number(best["silhouette"], 2),
                chance=number(best["null_silhouette"], 2),
            ),
            lambda language: charts.line(
                tried, language, x="k", y="silhouette", chosen="is_chosen",
                title=Text("silhueta", "silhouette"),
            ),
            table,
        ),
        Figure(
            say(
                "O cotovelo da inércia está em k = {elbow}",
                "The elbow of the inertia is at k = {elbow}",
                elbow=str(elbow.iloc[0]["k"]),
            )
            if len(elbow)
            else Text("A inércia não tem cotovelo", "The inertia has no elbow"),
            lambda language: charts.line(
                tried, language, x="k", y="inertia", chosen="is_elbow", form=",.0f",
                title=Text("inércia", "inertia"),
            ),
        ),
        Figure(
            say(
                "Metades dos dados concordam em {ours} com k = {k}",
                "Halves of the data agree at {ours} with k = {k}",
                ours=number(best["stability"], 2),
                k=str(best["k"]),
            ),
            lambda language: charts.line(
                tried, language, x="k", y="stability", chosen="is_chosen",
                title=Text("Rand ajustado", "adjusted Rand index"),
            ),
        ),
    ]  # fmt: skip
    return figures


def _sure(read: Read) -> Figure:
    sure = read(SURE)
    if sure.empty:
        return Figure(Text("Não há segmentos a conferir", "There are no segments to check"))
    sure["name"] = sure["segment_id"].map(segments(read).set_index("segment_id")["name"])
    sure = sure.dropna(subset=["name"])
    sure["written"] = [number(one, 2) for one in sure["jaccard"]]
    sure["is_stable"] = sure["verdict"] == "stable"
    return Figure(
        say(
            "{stable} de {all} segmentos voltam a aparecer quando as pessoas são sorteadas de novo",
            "{stable} of {all} segments come back when the people are drawn anew",
            stable=number(sure["is_stable"].sum()),
            all=number(len(sure)),
        ),
        lambda language: charts.bars(
            sure, language, label="name", value="jaccard", written="written",
            title=Text("Jaccard médio", "mean Jaccard"), marked="is_stable",
        ),
        Table(
            [Text("Segmento", "Segment"), Text("Jaccard", "Jaccard"), Text("Veredito", "Verdict")],
            [
                [row.name, row.written, VERDICTS.get(row.verdict, Text(row.verdict, row.verdict))]
                for row in sure.itertuples(index=False)
            ],
        ),
    )  # fmt: skip


def _moves(read: Read) -> Figure:
    moves = read(MOVES)
    if moves.empty:
        return Figure(
            Text(
                "Ninguém mudou de segmento ainda: é preciso um build de outro dia para comparar",
                "Nobody has moved yet: a build of another day is needed to compare with",
            )
        )
    names = segments(read).set_index("segment_id")["name"]
    moves["move"] = [
        say("{a} → {b}", "{a} → {b}", a=_name(names, row.from_segment_id), b=_name(names, row.to_segment_id))
        for row in moves.itertuples()
    ]  # fmt: skip
    moves["written"] = [
        number(one) if one == one and one is not None else WITHHELD for one in moves["customers"]
    ]
    shown = moves.dropna(subset=["customers"]).head(MOVES_SHOWN)
    when = day(pd.Timestamp(moves["as_of_date"].iloc[0]).date())
    if shown.empty:
        return Figure(
            say(
                "Até {when} só poucas pessoas mudaram, menos do que se publica",
                "Up to {when} only few people moved, fewer than may be published",
                when=when,
            )
        )
    return Figure(
        say(
            "A mudança mais comum até {when}: {move}, {people} pessoas",
            "The commonest move up to {when}: {move}, {people} people",
            when=when,
            move=shown.iloc[0]["move"],
            people=shown.iloc[0]["written"],
        ),
        lambda language: charts.bars(
            shown, language, label="move", value="customers", written="written", title=PEOPLE
        ),
        Table(
            [Text("De → para", "From → to"), PEOPLE],
            [[row.move, row.written] for row in moves.itertuples(index=False)],
        ),
    )  # fmt: skip


def _name(names: pd.Series, segment_id: str | None) -> Text:
    return names.get(segment_id, Text(str(segment_id), str(segment_id)))
