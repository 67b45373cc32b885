"""What is bought together, and which stores would gain from being nearer."""

from vitrine.report import charts
from vitrine.report.figure import Figure, Read, Section, Table
from vitrine.report.words import Text, number, percent, same, say

STORES = """
select antecedent_name, consequent_name, baskets, confidence, lift, is_significant
from insights.store_affinity
where antecedent < consequent and is_significant and lift > 1
order by lift desc, antecedent, consequent limit 12
"""
CATEGORIES = """
select antecedent as antecedent_name, consequent as consequent_name, baskets, confidence, lift, is_significant
from insights.category_affinity
where antecedent < consequent and is_significant and lift > 1
order by lift desc, antecedent, consequent limit 12
"""
LAYOUT = """
select suggestion_pt, suggestion_en, minutes_walked, is_significant
from insights.layout_suggestions order by place limit 8
"""


def section(read: Read) -> Section:
    """Affinity of stores and categories, and the layout."""
    return Section(
        "stores",
        Text("O que anda junto", "What goes together"),
        [
            _pairs(
                read(STORES),
                "Quem compra em {a} no mesmo dia compra em {b} {times} vezes mais que por acaso",
                "Who buys at {a} buys at {b} the same day {times} times as often as by chance",
                Text("Nenhum par de lojas anda junto além do acaso", "No pair of stores goes together beyond chance"),
            ),
            _pairs(
                read(CATEGORIES),
                "{a} e {b} saem na mesma compra {times} vezes mais que por acaso",
                "{a} and {b} leave in one purchase {times} times as often as by chance",
                Text(
                    "Nenhum par de categorias anda junto além do acaso",
                    "No pair of categories goes together beyond chance",
                ),
            ),
            _layout(read),
        ],
    )  # fmt: skip


def _pairs(pairs, pt: str, en: str, none: Text) -> Figure:
    if pairs.empty:
        return Figure(none)
    pairs["pair"] = pairs["antecedent_name"] + " + " + pairs["consequent_name"]
    pairs["written"] = [number(one, 1) for one in pairs["lift"]]
    first = pairs.iloc[0]
    return Figure(
        say(pt, en, a=first["antecedent_name"], b=first["consequent_name"], times=first["written"]),
        lambda language: charts.bars(
            pairs, language, label="pair", value="lift", written="written",
            title=Text("lift", "lift"),
        ),
        Table(
            [Text("Par", "Pair"), Text("Cestas", "Baskets"), Text("Confiança", "Confidence"), Text("Lift", "Lift")],
            [
                [same(row.pair), number(row.baskets), percent(row.confidence, 1), row.written]
                for row in pairs.itertuples(index=False)
            ],
        ),
        Text(
            "Só pares que o acaso não explica (taxa de falsas descobertas controlada).",
            "Only pairs that chance does not explain (false discovery rate controlled).",
        ),
    )  # fmt: skip


def _layout(read: Read) -> Figure:
    found = read(LAYOUT)
    if found.empty:
        return Figure(
            Text(
                "Nenhuma loja ganharia em ficar mais perto de outra",
                "No store would gain from being nearer to another",
            )
        )
    sure = int(found["is_significant"].sum())
    return Figure(
        say(
            "{count} aproximações de lojas poupariam passos; {sure} delas o acaso não explica",
            "{count} moves of stores would save steps; {sure} of them chance does not explain",
            count=number(len(found)),
            sure=number(sure),
        ),
        table=Table(
            [
                Text("Sugestão", "Suggestion"),
                Text("Minutos a pé", "Minutes walked"),
                Text("Além do acaso", "Beyond chance"),
            ],
            [
                [
                    Text(row.suggestion_pt, row.suggestion_en),
                    number(row.minutes_walked),
                    Text("sim", "yes") if row.is_significant else Text("não", "no"),
                ]
                for row in found.itertuples(index=False)
            ],
        ),
        is_wide=True,
    )  # fmt: skip
