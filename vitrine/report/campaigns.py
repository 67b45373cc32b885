"""What campaigns may expect: whom they reach, and whether that is enough to show their effect."""

from vitrine.report.figure import Figure, Gap, Read, Table
from vitrine.report.words import NOTHING, Text, day, known, number, points, same, say

CAMPAIGNS = """
select
    summary.campaign_code, summary.name_pt, summary.name_en, summary.status, summary.treated, summary.controls,
    summary.detectable_uplift, summary.is_large_enough,
    summary.unreachable, summary.capped, summary.too_few,
    campaigns.starts_on, campaigns.ends_on, campaigns.smallest_uplift
from campaigns.campaign_summary as summary
inner join reference.campaigns as campaigns on summary.campaign_code = campaigns.campaign_code
order by campaigns.starts_on, summary.campaign_code
"""
RESULTS = """
select campaign_code, max(uplift_low) as low, max(uplift_high) as high
from campaigns.campaign_results group by campaign_code
"""
STATUSES = {
    "too_few": Text("sem público: pessoas de menos", "no audience: too few people"),
    "nobody_fits": Text("sem público: ninguém se encaixa", "no audience: nobody fits"),
    "over": Text("encerrada", "over"),
}
NOBODY_REACHED = Text(
    "sem público: o canal não alcança ninguém", "no audience: its channel reaches nobody"
)
PROVES = Text("✓ pronta, e grande o bastante", "✓ ready, and large enough")
TOO_SMALL = Text("pronta, mas pequena para provar efeito", "ready, but too small to prove an effect")  # fmt: skip


def campaigns(read: Read) -> Figure | Gap:
    """One row a campaign."""
    found = read(CAMPAIGNS)
    if found.empty:
        return Gap(
            Text("Campanhas", "Campaigns"),
            Text("Nenhuma está em seeds/reference/campaigns.csv", "There is none in seeds/reference/campaigns.csv"),
        )  # fmt: skip
    if found["status"].eq("over").all() and found["treated"].fillna(0).eq(0).all():
        return Gap(
            Text("Campanhas", "Campaigns"),
            Text(
                "Todas as de seeds/reference/campaigns.csv terminaram sem ninguém a abordar",
                "All in seeds/reference/campaigns.csv ended with nobody to address",
            ),
        )
    results = read(RESULTS).set_index("campaign_code")
    return Figure(
        _title(found),
        table=Table(
            [
                Text("Campanha", "Campaign"), Text("Quando", "When"), Text("Situação", "Status"),
                Text("A abordar", "To address"), Text("Controle", "Control"),
                Text("Efeito esperado", "Effect hoped for"), Text("Menor efeito visível", "Smallest visible effect"),
                Text("Efeito medido", "Effect measured"),
            ],
            [
                [
                    Text(row.name_pt, row.name_en),
                    say("{a} a {b}", "{a} to {b}", a=day(row.starts_on), b=day(row.ends_on)),
                    _status(row),
                    number(row.treated),
                    number(row.controls),
                    points(row.smallest_uplift),
                    points(row.detectable_uplift),
                    _measured(results, row.campaign_code),
                ]
                for row in found.itertuples(index=False)
            ],
        ),
        note=Text(
            "Efeito: quantos pontos percentuais a mais convertem entre os abordados do que no controle. O menor"
            " efeito visível é o que grupos deste tamanho mostrariam quatro vezes em cinco. Só se contam pessoas que"
            " o canal alcança. Traço: poucas pessoas, ou ainda nada a medir.",
            "Effect: by how many percentage points more convert among those addressed than among the controls."
            " The smallest visible effect is what groups of this size would show four times in five. Only people"
            " whom the channel reaches are counted. Dash: few people, or nothing to measure yet.",
        ),
        is_wide=True,
    )  # fmt: skip


def _title(found) -> Text:
    ready = int(found["status"].eq("ready").sum())
    large = found[found["status"].eq("ready") & found["is_large_enough"].eq(True)]
    if not ready:
        return Text("Nenhuma campanha tem público", "No campaign has an audience")
    numbers = {"ready": number(ready), "all": number(len(found)), "large": number(len(large))}
    if large.empty:
        return say(
            "{ready} de {all} campanhas têm público; nenhuma é grande o bastante para provar o efeito esperado",
            "{ready} of {all} campaigns have an audience; none is large enough to prove the effect hoped for",
            **numbers,
        )
    if len(large) == 1:
        row = large.iloc[0]
        return say(
            "{ready} de {all} campanhas têm público; só {name} é grande o bastante para provar o efeito esperado",
            "{ready} of {all} campaigns have an audience; only {name} is large enough to prove the effect hoped for",
            name=Text(row["name_pt"], row["name_en"]),
            **numbers,
        )
    return say(
        "{ready} de {all} campanhas têm público; {large} são grandes o bastante para provar o efeito esperado",
        "{ready} of {all} campaigns have an audience; {large} are large enough to prove the effect hoped for",
        **numbers,
    )


def _status(row) -> Text:
    if row.status == "ready":
        return PROVES if known(row.is_large_enough) and row.is_large_enough else TOO_SMALL
    status = STATUSES.get(row.status, same(str(row.status)))
    if row.status != "too_few" or not known(row.unreachable) or not row.unreachable:
        return status
    # with a part that is withheld nobody says whether anybody is left
    if row.too_few == 0 and row.capped == 0:
        return NOBODY_REACHED
    return say(
        "{status}; outras {more} o canal não alcança",
        "{status}; its channel cannot reach {more} more",
        status=status,
        more=number(row.unreachable),
    )


def _measured(results, code: str) -> Text:
    if code not in results.index or not known(results.loc[code, "low"]):
        return NOTHING
    low, high = results.loc[code, ["low", "high"]]
    return say("{a} a {b}", "{a} to {b}", a=points(low), b=points(high))
