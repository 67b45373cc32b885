"""Each segment in a card: what it is in a sentence, how it differs, when it comes and what it buys."""

import pandas as pd

from vitrine.report import package_names
from vitrine.report.figure import Card, Figure, Read, Table
from vitrine.report.rhythm import busiest_hours
from vitrine.report.words import (
    WITHHELD,
    Text,
    join,
    known,
    number,
    part,
    percent,
    reais,
    same,
    say,
    times,
)

# Shares are left out: those here are drawn towards the usual. The counted ones are in segment_shares.
MEASURES = """
select profiles.segment_id, profiles.measure, labels.label_pt, labels.label_en, profiles.index_vs_all / 100 as ratio
from segmentation.segment_profiles as profiles
inner join reference.measure_labels as labels on profiles.measure = labels.measure
where labels.unit <> 'share' and profiles.index_vs_all is not null
order by profiles.segment_id, profiles.measure
"""
CATEGORIES = """
select segment_id, category as name, index_vs_all / 100 as ratio from insights.segment_categories
where category <> 'unknown' and index_vs_all >= 120
order by segment_id, index_vs_all desc, category
"""
PACKAGES = f"""
with names as ({package_names.QUERY})
select segment_id, names.package_name as name, index_vs_all / 100 as ratio
from insights.package_preference_by_segment as preference
inner join names on preference.package_code = names.package_code
where index_vs_all >= 120 order by segment_id, index_vs_all desc, preference.package_code
"""
RULES = """
select segment_id, rule_pt, rule_en, coverage, precision from segmentation.segment_rules
order by segment_id, rule_number
"""
# Of measures that say nearly the same, a card tells the one that differs most.
FAMILIES = (
    ("monetary", "average_basket"),
    ("frequency", "purchases", "stores", "categories"),
    ("visit_days", "dwell_minutes"),
    ("app_events", "coupon_redemptions"),
    ("active_packages", "viewing_minutes"),
    ("recency_days", "days_since_last_activity"),
    ("tenure_days",),
)
TOLD = 3
# Of these, little is worth a word too; that most people hardly use the app is not.
SCARCE = ("monetary", "frequency", "visit_days")
# Nearer to the average than this, nothing is worth a word.
NOTABLE = 1.5
NO_GROUP = Text(
    "Quem tem atividade, mas não coube em nenhum grupo estável.",
    "Whoever is active, but fitted no stable group.",
)
NO_SENTENCE = Text("Nenhuma persona se encaixa neste segmento.", "No persona fits this segment.")


def cards(read: Read, found: pd.DataFrame) -> Figure:
    """One card a segment."""
    measures, rules = read(MEASURES), read(RULES)
    hours = busiest_hours(read)
    buys, packages = read(CATEGORIES), read(PACKAGES)
    people, spend = found["customers"].sum(), float(found["net_spend"].sum())
    are_tiers, are_offers = found["luxury_spend"].sum() > 0, found["offer_purchases"].sum() > 0
    made = []
    for row in found.itertuples():
        if not known(row.customers):
            made.append(Card(row.name, WITHHELD, _sentence(row), []))
            continue
        facts = [
            (Text("Gasto", "Spend"), _spend(row, spend, are_tiers, are_offers)) if row.net_spend > 0 else None,
            (Text("Visitas", "Visits"), _visits(row, hours.get(row.segment_id))) if row.visits > 0 else None,
            (Text("Difere em", "Differs in"), _contrasts(row, measures)),
            (Text("Compra mais", "Buys more"), _more(buys, row.segment_id)),
            (Text("Pacotes", "Packages"), _more(packages, row.segment_id)),
        ]  # fmt: skip
        line = say(
            "{people} pessoas, {share}" if row.customers < people else "{people} pessoas",
            "{people} people, {share}" if row.customers < people else "{people} people",
            people=number(row.customers),
            share=part(row.customers / people),
        )
        made.append(
            Card(row.name, line, _sentence(row), [fact for fact in facts if fact and fact[1]])
        )
    names = found.set_index("segment_id")["name"]
    return Figure(
        say(
            "O que distingue cada um dos {n} segmentos",
            "What sets each of the {n} segments apart",
            n=str(len(found)),
        )
        if found["is_found"].any()
        else Text(
            "Nenhum grupo estável de clientes foi encontrado", "No stable group of customers was found"
        ),
        cards=made,
        table=Table(
            [
                Text("Segmento", "Segment"),
                Text("Quem é posto nele", "Who is put in it"),
                Text("Dos que estão nele", "Of those in it"),
                Text("Acerta", "Right"),
            ],
            [
                [
                    names.get(row.segment_id, same(row.segment_id)),
                    Text(*(rule.replace(" %", "%") for rule in (row.rule_pt, row.rule_en))),
                    percent(row.coverage), percent(row.precision),
                ]
                for row in rules.itertuples(index=False)
            ],
        ) if len(rules) else None,
        note=Text(
            "A média é a de todas as pessoas com atividade.",
            "The average is that of all people with activity.",
        ),
        is_wide=True,
    )  # fmt: skip


def _sentence(row) -> Text:
    if row.segment_id == "unsegmented":
        return NO_GROUP
    if not isinstance(row.description_pt, str):
        return NO_SENTENCE
    return Text(f"{row.description_pt}.", f"{row.description_en}.")


def _spend(row, spend: float, are_tiers: bool, are_offers: bool) -> Text:
    told = [
        say(
            "{share} do gasto identificado",
            "{share} of the identified spend",
            share=part(float(row.net_spend) / spend),
        ),
        say("metade gasta mais de {median}", "half spend more than {median}", median=reais(row.median_spend)),
    ]  # fmt: skip
    if are_tiers and known(row.luxury_share):
        told.append(
            say(
                "{share} em lojas de luxo", "{share} in luxury stores", share=part(row.luxury_share)
            )
        )
    if are_offers and known(row.offer_share):
        told.append(
            say("{share} das compras em oferta", "{share} of the purchases on offer", share=part(row.offer_share))
        )  # fmt: skip
    return join(told)


def _visits(row, hour: Text | None) -> Text:
    told = [
        say(
            "{days} dias por pessoa" if row.visit_days >= 1.95 else "{days} dia por pessoa",
            "{days} days a person",
            days=number(row.visit_days, 1),
        ),
        say(
            "{share} no fim de semana",
            "{share} on weekends",
            share=percent(row.weekend_share),
        ),
    ]
    if hour:
        told.append(say("mais {hour}", "most {hour}", hour=hour))
    return join(told, ", ")


def _contrasts(row, measures: pd.DataFrame) -> Text | None:
    """The few measures that set a segment apart most, one of a family."""
    own = measures[measures["segment_id"] == row.segment_id].set_index("measure")
    ratios = {
        measure: (float(own.loc[measure, "ratio"]), Text(own.loc[measure, "label_pt"], own.loc[measure, "label_en"]))
        for measure in own.index
    }  # fmt: skip
    more, less = [], []
    for family in FAMILIES:
        within = [measure for measure in family if measure in ratios]
        if not within:
            continue
        most = max(within, key=lambda measure: ratios[measure][0])
        if ratios[most][0] >= NOTABLE:
            more.append(ratios[most])
        elif family[0] in SCARCE and ratios[family[0]][0] <= 1 / NOTABLE:
            less.append(ratios[family[0]])
    told = [*sorted(more, key=lambda one: -one[0]), *sorted(less, key=lambda one: one[0])][:TOLD]
    return join([_compared(*one) for one in told]) if told else None


def _compared(ratio: float, label: Text) -> Text:
    if ratio <= 0:
        return say("{what}: zero", "{what}: none", what=label)
    if ratio < 1:
        return say(
            "{what}: {share} da média",
            "{what}: {share} of the average",
            what=label,
            share=percent(ratio),
        )
    return say("{what}: {times} a média", "{what}: {times} the average", what=label, times=times(ratio))  # fmt: skip


def _more(found: pd.DataFrame, segment_id: str) -> Text | None:
    own = found[found["segment_id"] == segment_id].head(TOLD)
    if own.empty:
        return None
    return join(
        [
            say("{name} ({times} a média)", "{name} ({times} the average)", name=row.name, times=times(row.ratio))
            for row in own.itertuples(index=False)
        ]
    )  # fmt: skip
