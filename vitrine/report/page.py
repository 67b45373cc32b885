"""The page: sections in their order, drawn, and put into the template."""

import duckdb
import jinja2

from vitrine.report import ahead, charts, choice, customers, packages, quality, stores
from vitrine.report.figure import Read, Section, reader
from vitrine.report.words import LANGUAGES, Text, day, number, reais, say

SECTIONS = (
    customers.section,
    customers.rhythm,
    packages.section,
    stores.section,
    ahead.section,
    choice.section,
    quality.section,
)
TILES = """
select
    (select as_of_date from marts.as_of) as as_of_date,
    (select count(*) from marts.dim_customers) as people,
    (select count(*) from segmentation.customer_segments) as active,
    (select count(*) from marts.fct_visits) as visits,
    (select count(*) from marts.fct_purchases) as purchases,
    (select sum(net_amount) from marts.fct_purchases) as spend,
    (select count(*) from marts.dim_segments) as segments
"""
WORDS = {
    "skip": Text("Ir ao conteúdo", "Skip to the content"),
    "theme": Text("Claro / escuro", "Light / dark"),
    "numbers": Text("Os números", "The numbers"),
    "footer": Text(
        "Grupos com menos pessoas do que se publica são reservados. Nenhuma linha é de uma pessoa só.",
        "Groups of fewer people than may be published are withheld. No row is about one person.",
    ),
}


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
    headline, tiles = _headline(read)
    return environment.get_template("page.html.jinja").render(
        sections=[_drawn(section(read)) for section in SECTIONS],
        headline=headline,
        tiles=tiles,
        words=WORDS,
        languages=LANGUAGES,
    )


def _headline(read: Read) -> tuple[Text, list[tuple[Text, Text]]]:
    counts = read(TILES).iloc[0]
    is_empty = counts["as_of_date"] != counts["as_of_date"] or counts["as_of_date"] is None
    if is_empty:
        headline = Text(
            "Nenhuma venda foi encontrada, então não há o que contar.",
            "No sale was found, so there is nothing to tell.",
        )
    else:
        headline = say(
            "O shopping e os seus clientes até {day}.",
            "The mall and its customers up to {day}.",
            day=day(counts["as_of_date"]),
        )
    return headline, [
        (Text("pessoas", "people"), number(counts["people"])),
        (Text("com atividade", "with activity"), number(counts["active"])),
        (Text("segmentos", "segments"), number(counts["segments"])),
        (Text("dias de visita", "visit days"), number(counts["visits"])),
        (Text("compras", "purchases"), number(counts["purchases"])),
        (Text("vendas líquidas", "net sales"), reais(counts["spend"])),
    ]


def _drawn(section: Section) -> dict:
    """A section with its charts as SVG in each language."""
    figures = []
    for place, figure in enumerate(section.figures):
        drawings = {}
        if figure.draw:
            for language in LANGUAGES:
                drawings[language] = charts.svg(
                    figure.draw(language),
                    language,
                    f"{section.name}-{place}-{language}",
                    figure.title[language],
                )
        figures.append(
            {
                "title": figure.title,
                "note": figure.note,
                "table": figure.table,
                "is_wide": figure.is_wide,
                "drawings": drawings,
            }
        )
    return {"name": section.name, "title": section.title, "figures": figures}
