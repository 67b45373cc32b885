"""TV packages: who prefers which."""

import pandas as pd

from vitrine.report import charts, package_names
from vitrine.report.figure import Figure, Gap, Read, Section, Table
from vitrine.report.segments import names_of
from vitrine.report.words import WITHHELD, Text, number, percent, same, say, times

BY_AGE = f"""
with names as ({package_names.QUERY})
select age_band as of_group, names.package_name, subscribers, share, index_vs_all / 100 as ratio, is_hidden
from insights.package_preference_by_age_band as preference
inner join names on preference.package_code = names.package_code
where age_band <> 'unknown'
order by age_band, names.package_name
"""
BY_SEGMENT = f"""
with names as ({package_names.QUERY})
select preference.segment_id as of_group, names.package_name, preference.subscribers, preference.share,
    preference.index_vs_all / 100 as ratio, preference.is_hidden
from insights.package_preference_by_segment as preference
inner join names on preference.package_code = names.package_code
inner join marts.dim_segments as segments on preference.segment_id = segments.segment_id
order by segments.customers desc nulls last, preference.segment_id, names.package_name
"""
PACKAGE = Text("Pacote", "Package")
AGAINST_ALL = Text(
    "Quantas vezes a média: a parte do pacote nas assinaturas do grupo, comparada com a de todos os assinantes."
    " Em branco: omitido, por serem poucos assinantes.",
    "How many times the average: the package's part of the group's subscriptions, compared with that of all"
    " subscribers. Empty: withheld, since there are few subscribers.",
)  # fmt: skip


def section(read: Read) -> Section:
    """Preferences by age and by segment."""
    by_segment = read(BY_SEGMENT)
    by_segment["of_group"] = by_segment["of_group"].map(names_of(read))
    by_age = read(BY_AGE)
    by_age["of_group"] = [same(one) for one in by_age["of_group"]]
    if by_age["subscribers"].notna().sum() + by_segment["subscribers"].notna().sum() == 0:
        parts = [
            Gap(
                Text("Pacotes de TV", "TV packages"),
                Text(
                    "Ninguém os assina, ou são poucos: eles vêm de streaming/package_subscriptions",
                    "Nobody takes any, or few do: they come from streaming/package_subscriptions",
                ),
            )
        ]
    else:
        parts = [
            _preference(
                by_age,
                Text("Idade", "Age"),
                "{package} atrai mais a faixa de {group} anos: {times} a média",
                "{package} draws the age band {group} most: {times} the average",
                is_of_columns=True,
            ),
            _preference(
                by_segment,
                Text("Segmento", "Segment"),
                "{package} atrai mais {group}: {times} a média",
                "{package} draws {group} most: {times} the average",
                is_of_columns=False,
            ),
        ]
    return Section("packages", Text("Pacotes de TV", "TV packages"), parts)


def _preference(
    cells: pd.DataFrame, group: Text, pt: str, en: str, *, is_of_columns: bool
) -> Figure | Gap:
    shown = cells.dropna(subset=["ratio"]).copy()
    if shown.empty:
        return Gap(
            say("Pacotes por {group}", "Packages by {group}", group=Text(group.pt.lower(), group.en.lower())),
            Text("São poucos assinantes em cada grupo", "There are few subscribers in each group"),
        )  # fmt: skip
    shown["written"] = [number(one, 1) for one in shown["ratio"]]
    peak = shown.loc[shown["ratio"].idxmax()]
    places = ("of_group", "package_name") if is_of_columns else ("package_name", "of_group")
    return Figure(
        say(pt, en, package=peak["package_name"], group=peak["of_group"], times=times(peak["ratio"])),
        lambda language: charts.heat(
            shown, language, column=places[0], row=places[1], shade="ratio", written="written",
            angle=0 if is_of_columns else -40,
            column_order=[one[language] for one in dict.fromkeys(shown["of_group"])]
            if is_of_columns else sorted(shown["package_name"].unique()),
        ),
        Table(
            [
                group, PACKAGE, Text("Assinantes", "Subscribers"), Text("Parte", "Share"),
                Text("Vezes a média", "Times the average"),
            ],
            [
                [
                    row.of_group, same(row.package_name),
                    *([WITHHELD] * 3 if row.is_hidden
                      else [number(row.subscribers), percent(row.share, 1), number(row.ratio, 1)]),
                ]
                for row in cells.itertuples(index=False)
            ],
        ),
        AGAINST_ALL,
        unit=Text("vezes a média", "times the average"),
    )  # fmt: skip
