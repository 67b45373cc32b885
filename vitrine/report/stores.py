"""What is bought together, and which stores would gain from being nearer."""

import pandas as pd

from vitrine.report import charts
from vitrine.report.figure import Figure, Gap, Read, Section, Table
from vitrine.report.words import Text, number, percent, same, say

# What meets less often than once a month of a year is no news, and no reason to move a store.
TOLD = 12
# First what is found together most often beyond chance: a high lift alone may rest on few baskets.
# Baskets by baskets are soon more than an integer holds.
STORES = f"""
select
    antecedent, consequent, antecedent_name, consequent_name, baskets, confidence, lift,
    antecedent_baskets::bigint * consequent_baskets / all_baskets as by_chance
from insights.store_affinity
where antecedent < consequent and is_significant and lift > 1 and baskets >= {TOLD}
order by leverage desc, antecedent, consequent limit 10
"""
CATEGORIES = f"""
select
    antecedent, consequent, antecedent as antecedent_name, consequent as consequent_name, baskets, confidence, lift,
    antecedent_baskets::bigint * consequent_baskets / all_baskets as by_chance
from insights.category_affinity
where antecedent < consequent and is_significant and lift > 1 and baskets >= {TOLD}
order by leverage desc, antecedent, consequent limit 10
"""
# Minutes are those of the days in the data; a year has 365.
LAYOUT = """
select
    store_to_move_name, near_store_name, shared_days, times_as_often, walk_minutes, is_significant,
    minutes_walked * 365 / greatest(
        (select date_diff('day', min(purchase_date), max(purchase_date)) + 1 from marts.fct_purchases), 1
    ) as minutes_a_year
from insights.layout_suggestions order by place
"""
LAYOUT_SHOWN = 8


def section(read: Read) -> Section:
    """Affinity of stores and categories, and the layout."""
    return Section(
        "together",
        Text("O que anda junto", "What goes together"),
        [
            _pairs(
                read(STORES),
                "{a} e {b} são visitadas no mesmo dia {n} vezes; por acaso seriam {chance}",
                "{a} and {b} are visited on one day {n} times; by chance it would be {chance}",
                Text("dias em comum (vezes o acaso)", "common days (times chance)"),
                Text("Lojas visitadas juntas", "Stores visited together"),
                needs_people=True,
            ),
            _pairs(
                read(CATEGORIES),
                "{a} e {b} aparecem juntas em {n} compras; por acaso seriam {chance}",
                "{a} and {b} are in one basket {n} times; by chance it would be {chance}",
                Text("compras em comum (vezes o acaso)", "common baskets (times chance)"),
                Text(
                    "Categorias compradas juntas (de mall/pos_sale_lines)",
                    "Categories bought together (of mall/pos_sale_lines)",
                ),
                needs_people=False,
            ),
            _layout(read),
        ],
    )


def _pairs(
    pairs: pd.DataFrame, pt: str, en: str, unit: Text, what: Text, *, needs_people: bool
) -> Figure | Gap:
    if pairs.empty:
        return Gap(
            what,
            Text(
                f"Nenhum par aparece junto {TOLD} vezes ou mais, além do que o acaso explica",
                f"No pair is found together {TOLD} times or more, beyond what chance explains",
            ),
            needs_people,
        )
    pairs["pair"] = charts.told_apart(
        pairs["antecedent_name"] + " + " + pairs["consequent_name"],
        pairs["antecedent"] + " + " + pairs["consequent"],
    )
    pairs["written"] = [
        say("{n} ({times}×)", "{n} ({times}×)", n=number(row.baskets), times=_few(row.lift))
        for row in pairs.itertuples()
    ]  # fmt: skip
    first = pairs.iloc[0]
    pairs["is_first"] = pairs.index == first.name
    return Figure(
        say(
            pt,
            en,
            a=first["antecedent_name"],
            b=first["consequent_name"],
            n=number(first["baskets"]),
            chance=_few(first["by_chance"]),
        ),
        lambda language: charts.bars(
            pairs, language, label="pair", value="baskets", written="written", marked="is_first"
        ),
        Table(
            [
                Text("Par", "Pair"),
                Text("Juntos", "Together"),
                Text("Por acaso", "By chance"),
                Text("Vezes o acaso", "Times chance"),
                Text("De quem leva o primeiro, leva o segundo", "Of those with the first, have the second"),
            ],
            [
                [
                    same(row.pair), number(row.baskets), _few(row.by_chance),
                    number(row.lift, 1), percent(row.confidence, 1),
                ]
                for row in pairs.itertuples(index=False)
            ],
        ),
        Text(
            "Só pares que dificilmente são acaso, primeiro os que mais passam dele.",
            "Only pairs that are hardly chance, first those that exceed it most.",
        ),
        unit=unit,
    )  # fmt: skip


def _few(value: float) -> Text:
    return number(value, 1 if value < 9.95 else 0)


def _layout(read: Read) -> Figure | Gap:
    found = read(LAYOUT)
    shown = found[found["is_significant"] & (found["shared_days"] >= TOLD)].head(LAYOUT_SHOWN)
    if shown.empty:
        return Gap(
            Text("Lojas a aproximar", "Stores to move nearer"),
            Text(
                f"Nenhum par de lojas distantes tem {TOLD} dias em comum ou mais, além do que o acaso explica",
                f"No two stores far from each other share {TOLD} days or more, beyond what chance explains",
            ),
        )
    best = shown.loc[shown["minutes_a_year"].idxmax()]
    return Figure(
        say(
            "Aproximar {a} de {b} pouparia {minutes} minutos de caminhada por ano aos clientes",
            "Moving {a} nearer to {b} would save customers {minutes} minutes of walking a year",
            a=best["store_to_move_name"],
            b=best["near_store_name"],
            minutes=number(best["minutes_a_year"]),
        ),
        table=Table(
            [
                Text("Aproximar", "Move"),
                Text("de", "nearer to"),
                Text("Dias em comum", "Common days"),
                Text("Vezes o acaso", "Times chance"),
                Text("Minutos entre elas", "Minutes apart"),
                Text("Minutos poupados por ano", "Minutes saved a year"),
            ],
            [
                [
                    same(row.store_to_move_name), same(row.near_store_name), number(row.shared_days),
                    number(row.times_as_often, 1), number(row.walk_minutes), number(row.minutes_a_year),
                ]
                for row in shown.itertuples(index=False)
            ],
        ),
        note=Text(
            f"Só pares que dificilmente são acaso, com {TOLD} dias em comum ou mais. Contam os dias além dos que o"
            " acaso explicaria.",
            f"Only pairs that are hardly chance, with {TOLD} common days or more. Days count that exceed what"
            " chance would explain.",
        ),
        is_wide=True,
    )  # fmt: skip
