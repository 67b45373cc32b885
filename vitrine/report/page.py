"""The page: sections in their order, drawn, and put into the template."""

import duckdb
import jinja2
import pandas as pd

from vitrine.report import (
    ahead,
    charts,
    choice,
    colours,
    customers,
    moves,
    packages,
    quality,
    rhythm,
    sales,
    stores,
)
from vitrine.report.figure import Figure, Read, Section, reader
from vitrine.report.segments import Totals, totals
from vitrine.report.words import LANGUAGES, WITHHELD, Text, day, known, number, percent, reais, say

SECTIONS = (
    customers.section,
    rhythm.section,
    sales.section,
    packages.section,
    stores.section,
    ahead.section,
    moves.section,
    choice.section,
    quality.section,
)
COUNTS = """
select
    (select mall_name from insights.report_settings) as mall_name,
    (select as_of_date from marts.as_of) as as_of_date,
    (select min(purchase_date) from marts.fct_purchases) as first_date,
    (select count(*) from marts.dim_customers) as people,
    (select count(*) from marts.dim_segments) as segments,
    (
        -- of those with people: one that nobody is in any more is none of the segments above
        select count(*) from marts.dim_segments
        where segment_id in (select segment_id from segmentation.segment_model)
    ) as found,
    (select count(*) from marts.fct_visits) as visits,
    (select count(*) from marts.fct_purchases where is_kept) as purchases,
    (select sum(net_amount) from marts.fct_purchases) as sales,
    (select coalesce(sum(net_amount), 0) from marts.fct_purchases where customer_id is null) as nobodys_sales
"""
# The views of the raw files say where these lie.
IS_SAMPLE = """
select count(*) > 0 as is_sample from duckdb_views()
where schema_name = 'raw_mall' and sql like '%seeds/sample/%'
"""
WORDS = {
    "skip": Text("Ir ao conteúdo", "Skip to the content"),
    "language": Text("Idioma", "Language"),
    "sections": Text("Seções", "Sections"),
    "dark": Text("Tema escuro", "Dark theme"),
    "numbers": Text("Os números", "The numbers"),
    "short": Text("Em resumo", "In short"),
    "gaps": Text("O que ainda não aparece, e por quê", "What is not here yet, and why"),
    "sample": Text(
        "Dados inventados: este é o shopping de exemplo que vem com o Vitrine. Nenhuma pessoa é real.",
        "Invented data: this is the sample mall that Vitrine comes with. No person is real.",
    ),
    "nobody": Text(
        "Nenhuma venda diz de quem é, e por isso não há clientes, segmentos nem campanhas. Para tê-los, inclua em"
        " mall/pos_sales uma coluna que identifique quem compra: card_token, member_id, cpf, email ou phone.",
        "No sale says whose it is, and so there are no customers, segments or campaigns. To have them, add to"
        " mall/pos_sales a column that tells who buys: card_token, member_id, cpf, email or phone.",
    ),
    "footer": Text(
        "Grupos com menos pessoas do que se publica são omitidos. Nenhuma linha é de uma pessoa só. Feito com"
        " Vitrine.",
        "Groups of fewer people than may be published are withheld. No row is about one person. Made with Vitrine.",
    ),
}  # fmt: skip


def render(connection: duckdb.DuckDBPyConnection) -> str:
    """The HTML page of a built database; the same database gives the same bytes.

    Raises duckdb.CatalogException where a published table is not there.
    """
    read = reader(connection)
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("vitrine.report", "."),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
    )
    counts = read(COUNTS).iloc[0]
    sections = [section(read) for section in SECTIONS]
    return environment.get_template("page.html.jinja").render(
        title=_title(counts),
        headline=_headline(counts),
        notices=_notices(read, counts),
        tiles=_tiles(counts, totals(read)),
        sections=[_drawn(section) for section in sections if section.figures],
        # where nobody is known, one notice says so for all that needs people
        gaps=[
            gap
            for section in sections
            for gap in section.gaps
            if counts["people"] or not gap.needs_people
        ],
        colours={theme: colours.style(theme) for theme in colours.THEMES},
        words=WORDS,
        languages=LANGUAGES,
    )


def _title(counts: pd.Series) -> Text:
    name = counts["mall_name"]
    if not isinstance(name, str):
        return Text("O shopping e os seus clientes", "The mall and its customers")
    return say("{name} e os seus clientes", "{name} and its customers", name=name)


def _headline(counts: pd.Series) -> Text:
    if not known(counts["as_of_date"]):
        return Text(
            "Nenhuma venda foi encontrada, então não há o que contar.",
            "No sale was found, so there is nothing to tell.",
        )
    return say(
        "De {first} a {last}.",
        "From {first} to {last}.",
        first=day(counts["first_date"]),
        last=day(counts["as_of_date"]),
    )


def _notices(read: Read, counts: pd.Series) -> list[Text]:
    """What a reader must know before anything else."""
    notices = [WORDS["sample"]] if read(IS_SAMPLE)["is_sample"].iloc[0] else []
    if counts["purchases"] and not counts["people"]:
        notices.append(WORDS["nobody"])
    return notices


def _tiles(counts: pd.Series, told: Totals) -> list[tuple[Text, Text, Text | None]]:
    """A label, a number, and what qualifies it."""
    by_rule = counts["segments"] - counts["found"]
    kinds = (
        say("{found} encontrados + {by_rule} por regra", "{found} found + {by_rule} by rule",
            found=number(counts["found"]), by_rule=number(by_rule))
        if counts["found"] else Text("nenhum encontrado, só por regra", "none found, only by rule")
    )  # fmt: skip
    nobodys = counts["nobodys_sales"] / counts["sales"] if counts["sales"] else None
    return [
        (Text("pessoas", "people"), _total(told.people, told), None),
        (Text("com atividade", "with activity"), _total(told.active, told), None),
        (Text("segmentos", "segments"), number(counts["segments"]), kinds if counts["segments"] else None),
        (Text("dias de visita", "visit days"), number(counts["visits"]), None),
        (Text("compras", "purchases"), number(counts["purchases"]), None),
        (
            Text("vendas líquidas", "net sales"),
            reais(counts["sales"]),
            say("{part} sem identificação", "{part} without an identifier", part=percent(nobodys))
            if known(nobodys) and nobodys > 0 else None,
        ),
    ]  # fmt: skip


def _total(total: int | None, told: Totals) -> Text:
    """A number of people, or that there are more than the segments tell."""
    if total is not None:
        return number(total)
    return (
        say("mais de {shown}", "over {shown}", shown=number(told.shown)) if told.shown else WITHHELD
    )


def _drawn(section: Section) -> dict:
    """A section with its charts as SVG in each language, its cards set to fill rows of up to three."""
    narrow = sum(not figure.is_wide for figure in section.figures)
    columns = {1: "one", 2: "two", 4: "two"}
    return {
        "name": section.name,
        "title": section.title,
        "columns": columns.get(narrow, "three"),
        "figures": [
            _figure(figure, f"{section.name}-{place}")
            for place, figure in enumerate(section.figures, start=1)
        ],
    }


def _figure(figure: Figure, name: str) -> dict:
    return {
        "name": name,
        "title": figure.title,
        "unit": figure.unit,
        "note": figure.note,
        "table": figure.table,
        "cards": figure.cards,
        "is_wide": figure.is_wide,
        "is_key": figure.is_key,
        "drawings": _drawings(figure.draw, name, figure.title) if figure.draw else {},
        "small": [
            (title, _drawings(draw, f"{name}-{place}", title))
            for place, (title, draw) in enumerate(figure.small, start=1)
        ],
    }


def _drawings(draw, name: str, label: Text) -> dict[str, str]:
    """By language; none where there is nothing to draw after all."""
    charted = {language: draw(language) for language in LANGUAGES}
    return {
        language: charts.svg(chart, language, f"{name}-{language}", label[language])
        for language, chart in charted.items()
        if chart is not None
    }
