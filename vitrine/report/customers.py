"""Who the customers are: their age, the segments with their sizes and value, and each in a card."""

import pandas as pd

from vitrine.report import charts
from vitrine.report.figure import Figure, Gap, Read, Section, Table
from vitrine.report.personas import cards
from vitrine.report.segments import segments, totals
from vitrine.report.words import (
    WITHHELD,
    Text,
    count,
    join,
    known,
    number,
    part,
    percent,
    reais,
    same,
    say,
)

AGES = """
select age_band, customers, share, share_of_known, is_hidden
from insights.customer_ages order by age_band
"""
# What was sold to people who are known, and what to nobody.
NAMED = """
select
    sum(net_amount) filter (customer_id is null) / nullif(sum(net_amount), 0) as nobodys_share
from marts.fct_purchases
"""
PEOPLE = Text("Pessoas", "People")
SEGMENT = Text("Segmento", "Segment")


def section(read: Read) -> Section:
    """Age, sizes, value, and the segments one by one."""
    found = segments(read)
    return Section(
        "customers",
        Text("Quem são os nossos clientes", "Who our customers are"),
        [_ages(read), *_segments(read, found)],
    )


def _ages(read: Read) -> Figure | Gap:
    ages = read(AGES)
    unknown = ages.loc[ages["age_band"] == "unknown", "share"]
    ages = ages[ages["age_band"] != "unknown"].copy()
    if ages["customers"].notna().sum() == 0:
        return Gap(
            Text("Idade dos clientes", "Age of the customers"),
            Text(
                "Ninguém a informou, ou poucos: ela vem de birth_date ou age em mall/loyalty_members ou"
                " streaming/subscribers",
                "Nobody gave it, or few did: it comes from birth_date or age in mall/loyalty_members or"
                " streaming/subscribers",
            ),
        )
    largest = ages.loc[ages["customers"].idxmax()]
    # the bands add up to everybody
    are_counted = totals(read).people is not None
    shares = ages["share_of_known"]
    ages["part"] = [part(one) if known(one) else WITHHELD for one in shares]
    ages["exactly"] = [percent(one, 1) if known(one) else WITHHELD for one in shares]
    ages["written"] = [
        say("{people} ({part})", "{people} ({part})", people=number(row.customers), part=row.part)
        if known(row.customers) and are_counted else row.part
        for row in ages.itertuples()
    ]  # fmt: skip
    ages["is_largest"] = ages["age_band"] == largest["age_band"]
    told = []
    if are_counted and len(unknown) and known(unknown.iloc[0]):
        told.append(
            say(
                "Não se sabe a idade de {part} das pessoas.",
                "The age of {part} of the people is not known.",
                part=part(unknown.iloc[0]),
            )
        )
    if ages["is_hidden"].any():
        told.append(
            Text("Faixas com poucas pessoas são omitidas.", "Bands of few people are withheld.")
        )
    return Figure(
        say(
            "A maior faixa de idade é a de {band} anos: {share} de quem a informou",
            "The largest age band is {band}: {share} of those who gave their age",
            band=largest["age_band"],
            share=percent(largest["share_of_known"]),
        ),
        lambda language: charts.bars(
            ages, language, label="age_band", value="share_of_known", written="written", marked="is_largest"
        ),
        Table(
            [
                Text("Idade", "Age"), *([PEOPLE] if are_counted else []),
                Text("Parte de quem informou", "Part of those who said"),
            ],
            [
                [same(row.age_band), *([count(row.customers), row.exactly] if are_counted else [row.part])]
                for row in ages.itertuples()
            ],
        ),
        note=join(told, " ") if told else None,
        unit=Text("pessoas (parte de quem informou a idade)", "people (part of those who gave their age)")
        if are_counted else Text("parte de quem informou a idade", "part of those who gave their age"),
    )  # fmt: skip


def _segments(read: Read, found: pd.DataFrame) -> list[Figure | Gap]:
    if found["customers"].notna().sum() == 0:
        return [
            Gap(
                Text("Segmentos, e tudo que se diz deles", "Segments, and whatever is said of them"),
                Text(
                    "Não se conhece ninguém com atividade",
                    "Nobody with any activity is known",
                )
                if found.empty
                else Text("Todos são pequenos demais para publicar", "All are too small to be published"),
            )
        ]  # fmt: skip
    if found["customers"].notna().sum() == 1:
        # one segment is no comparison
        return [cards(read, found)]
    return [_sizes(found), _value(read, found), cards(read, found), *_unnamed(found)]


def _unnamed(found: pd.DataFrame) -> list[Gap]:
    """What no persona can be named after, since the data do not have it."""
    sources = {
        "luxury_spend": (
            Text("Gasto em lojas de luxo", "Spend in luxury stores"),
            Text(
                "Vem de price_tier em mall/stores; sem ela nenhum segmento se chama de luxo",
                "It comes from price_tier in mall/stores; without it no segment is called luxury",
            ),
        ),
        "offer_purchases": (
            Text("Compras em oferta", "Purchases on offer"),
            Text(
                "Vêm de discount_amount e coupon_code em mall/pos_sales; sem elas nenhum segmento se chama de"
                " ofertas",
                "They come from discount_amount and coupon_code in mall/pos_sales; without them no segment is"
                " called offers",
            ),
        ),
    }
    return [Gap(title, why) for name, (title, why) in sources.items() if not found[name].sum() > 0]


def _sizes(found: pd.DataFrame) -> Figure:
    total = found["customers"].sum()
    found = found.assign(
        written=[
            say("{people} ({share})", "{people} ({share})", people=number(one), share=part(one / total))
            if known(one) else WITHHELD
            for one in found["customers"]
        ],
        is_first=found["customers"] == found["customers"].max(),
    )  # fmt: skip
    is_part = found["customers"].isna().any()

    def part_of(customers: float) -> Text:
        return percent(customers / total, 1) if known(customers) else WITHHELD

    first = found.iloc[0]
    return Figure(
        say(
            "O maior segmento é {name}: {share} das pessoas com atividade",
            "The largest segment is {name}: {share} of the people with activity",
            name=first["name"],
            share=percent(first["customers"] / total),
        ),
        lambda language: charts.bars(
            found, language, label="name", value="customers", written="written", marked="is_first"
        ),
        Table(
            [SEGMENT, PEOPLE, Text("Parte", "Share")],
            [
                [row.name, count(row.customers), part_of(row.customers)] for row in found.itertuples(index=False)
            ],
        ),
        note=Text(
            "Percentuais das pessoas nos segmentos que não são omitidos.",
            "Percentages of the people in the segments that are not withheld.",
        ) if is_part else None,
        unit=Text("pessoas (parte das que têm atividade)", "people (part of those with activity)"),
        is_key=True,
    )  # fmt: skip


def _value(read: Read, found: pd.DataFrame) -> Figure | Gap:
    shown = found.dropna(subset=["customers", "net_spend"]).copy()
    if not shown["net_spend"].sum() > 0:
        return Gap(
            Text("Valor por segmento", "Value by segment"),
            Text("Nenhuma compra é de alguém conhecido", "No purchase is of anybody who is known"),
        )
    spend = shown["net_spend"].astype(float)
    shown["part_of_people"] = shown["customers"] / shown["customers"].sum()
    shown["part_of_spend"] = spend / spend.sum()
    shown = shown.sort_values("part_of_spend", ascending=False, kind="stable")
    worth = (shown["part_of_spend"] - shown["part_of_people"]).idxmax()
    nobodys = read(NAMED)["nobodys_share"].iloc[0]
    return Figure(
        say(
            "{name}: {people} das pessoas, {spend} do gasto identificado",
            "{name}: {people} of the people, {spend} of the identified spend",
            name=shown.loc[worth, "name"],
            people=percent(shown.loc[worth, "part_of_people"]),
            spend=percent(shown.loc[worth, "part_of_spend"]),
        ),
        lambda language: charts.pairs(
            shown, language, label="name", ours="part_of_spend", theirs="part_of_people",
            names=(Text("do gasto", "of the spend"), Text("das pessoas", "of the people")),
        ),
        Table(
            [
                SEGMENT,
                Text("Parte das pessoas", "Part of the people"),
                Text("Parte do gasto", "Part of the spend"),
                Text("Gasto mediano", "Median spend"),
            ],
            [
                [row.name, percent(row.part_of_people, 1), percent(row.part_of_spend, 1), reais(row.median_spend)]
                for row in shown.itertuples(index=False)
            ],
        ),
        note=say(
            "Do gasto das pessoas conhecidas; {part} das vendas não têm identificação e ficam de fora.",
            "Of the spend of people who are known; {part} of the sales carry no identifier and are left out.",
            part=percent(nobodys),
        ) if nobodys > 0 else None,
        unit=Text("parte do todo", "part of the whole"),
        is_key=True,
    )  # fmt: skip
