"""Charts by Vega-Lite, drawn to SVG without a browser. Colours are names of the page's style sheet, so
that a chart turns dark with the page; widths are those of a phone, so that letters stay readable there.
"""

import re
import textwrap

import altair as alt
import pandas as pd
import vl_convert

from vitrine.report.words import Text

WIDTH = 370
ROW = 28
# A long name takes two lines.
LINES = {"labelExpr": "split(datum.value, '\\n')", "labelLineHeight": 13}
INK, QUIET, LINE = "var(--ink)", "var(--quiet)", "var(--line)"
FIRST, SECOND, THIRD = "var(--first)", "var(--second)", "var(--third)"
# Where letters were measured is not where they are read; these two are equally wide.
FONT = "Arial, 'Liberation Sans', sans-serif"
THEME = {
    "background": None,
    "font": FONT,
    "aria": False,
    "view": {"stroke": None},
    "axis": {
        "labelColor": INK,
        "titleColor": QUIET,
        "gridColor": LINE,
        "domainColor": LINE,
        "tickColor": LINE,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "labelLimit": 165,
    },
    "header": {"labelColor": INK, "labelFontSize": 12, "titleColor": QUIET},
    "legend": {
        "labelColor": INK,
        "titleColor": QUIET,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "orient": "top",
    },
    "text": {"color": INK, "fontSize": 12},
}


def svg(chart: alt.TopLevelMixin, language: str, name: str, label: str) -> str:
    """The drawing, which a screen reader hears as `label`; ids begin with `name`, for there are many
    drawings on one page.
    """
    locale = "pt-BR" if language == "pt" else "en-US"
    drawn = vl_convert.vegalite_to_svg(
        chart.properties(padding=4).to_dict() | {"config": THEME},
        vl_version=alt.SCHEMA_VERSION.rpartition(".")[0],
        format_locale=locale,
        time_format_locale=locale,
    )
    drawn = re.sub(r'(id="|url\(#|href="#)', rf"\g<1>{name}-", drawn)
    # marks that nobody can point at say nothing: the drawing has one label, the numbers a table
    drawn = re.sub(r' (aria-[a-z]+|role)="[^"]*"', "", drawn)
    size = re.search(r'width="([\d.]+)" height="([\d.]+)"', drawn)
    escaped = label.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    return drawn.replace(
        size[0],
        f'role="img" aria-label="{escaped}" style="max-width:{1.35 * float(size[1]):.0f}px"',
        1,
    )


def _fit(chart: alt.TopLevelMixin, height: float) -> alt.TopLevelMixin:
    return chart.properties(
        width=WIDTH, height=height, autosize=alt.AutoSizeParams(type="fit-x", contains="padding")
    )


def bars(
    frame: pd.DataFrame,
    language: str,
    *,
    label: str,
    value: str,
    written: str,
    title: Text,
    marked: str | None = None,
    rule: float | None = None,
) -> alt.TopLevelMixin:
    """A bar a row in the frame's order, with the value written at its end. `marked` names a column that
    is true for the bars of which the title speaks; `rule` is a value to compare with.
    """
    data = frame.assign(
        label=_lines(frame[label], language),
        written=_in(frame[written], language),
        colour=[FIRST if one else SECOND for one in frame[marked]] if marked else FIRST,
    )[["label", value, "written", "colour"]]
    base = alt.Chart(data).encode(
        y=alt.Y("label:N", sort=None, title=None, axis=alt.Axis(domain=False, ticks=False, **LINES))
    )
    span = float(data[value].max()) or 1.0
    length = alt.X(
        f"{value}:Q",
        title=title[language],
        axis=alt.Axis(labels=False, grid=False, ticks=False, domain=False),
        scale=alt.Scale(domain=[min(0.0, float(data[value].min())), span * 1.22]),
    )
    layers = [
        base.mark_bar(height={"band": 0.72}).encode(
            x=length, color=alt.Color("colour:N", scale=None)
        ),
        base.mark_text(align="left", dx=4).encode(x=length, text="written:N"),
    ]
    if rule is not None:
        layers.append(
            alt.Chart(pd.DataFrame({"x": [rule]}))
            .mark_rule(color=INK, strokeDash=[4, 3])
            .encode(x="x:Q")
        )
    return _fit(alt.layer(*layers), ROW * len(data) + 4)


def pairs(
    frame: pd.DataFrame,
    language: str,
    *,
    label: str,
    ours: str,
    theirs: str,
    names: tuple[Text, Text],
    title: Text,
    form: str = ".0%",
) -> alt.TopLevelMixin:
    """Two values a row as dots on a line, the first one full, so that the distance is what is seen."""
    own, other = (name[language] for name in names)
    wide = frame.assign(label=_lines(frame[label], language))
    long = pd.concat(
        [
            wide[["label"]].assign(value=wide[ours], what=own),
            wide[["label"]].assign(value=wide[theirs], what=other),
        ]
    )
    y = alt.Y(
        "label:N",
        sort=None,
        title=None,
        axis=alt.Axis(domain=False, ticks=False, grid=True, **LINES),
    )
    x = alt.X("value:Q", title=title[language], axis=alt.Axis(format=form, grid=False, tickCount=4))
    colour = alt.Color(
        "what:N",
        sort=None,
        scale=alt.Scale(domain=[own, other], range=[FIRST, THIRD]),
        legend=alt.Legend(title=None),
    )
    return _fit(
        alt.layer(
            alt.Chart(long).mark_line(color=LINE, strokeWidth=4).encode(y=y, x=x, detail="label:N"),
            alt.Chart(long).mark_circle(size=110, opacity=1).encode(y=y, x=x, color=colour),
        ),
        ROW * len(wide) + 4,
    )


def heat(
    frame: pd.DataFrame,
    language: str,
    *,
    column: str,
    row: str,
    shade: str,
    title: Text | None = None,
    row_height: int = 22,
    angle: int = 0,
    column_order: list | None = None,
    row_order: list | None = None,
    written: str | None = None,
    panel: str | None = None,
    top: float | None = None,
) -> alt.TopLevelMixin:
    """Cells that are the darker the more there is; empty where it is withheld. `panel` draws one map for
    each of its values, two beside each other.
    """
    data = frame.assign(
        column=_in(frame[column], language),
        row=_in(frame[row], language),
        shade=frame[shade].clip(upper=top) if top else frame[shade],
        written=_in(frame[written], language) if written else "",
        panel=_in(frame[panel], language) if panel else "",
    )[["column", "row", "shade", "written", "panel"]].dropna(subset=["shade"])
    most = float(data["shade"].max()) if len(data) else 1.0
    x = alt.X(
        "column:O",
        sort=column_order,
        title=title[language] if title else None,
        axis=alt.Axis(
            domain=False,
            ticks=False,
            labelAngle=angle,
            labelLimit=140 if angle else 0,
            labelOverlap=not angle,
            values=column_order[::3] if panel else alt.Undefined,
        ),
        scale=alt.Scale(domain=column_order) if column_order else alt.Undefined,
    )
    y = alt.Y(
        "row:O",
        sort=row_order,
        title=None,
        axis=alt.Axis(domain=False, ticks=False),
        scale=alt.Scale(domain=row_order) if row_order else alt.Undefined,
    )
    rows = len(row_order) if row_order else data["row"].nunique()
    cells = (
        alt.Chart(data)
        .mark_rect(fill=FIRST, stroke="var(--paper)", strokeWidth=1)
        .encode(
            x=x,
            y=y,
            fillOpacity=alt.FillOpacity(
                "shade:Q", scale=alt.Scale(domain=[0, most], range=[0.04, 1]), legend=None
            ),
        )
    )
    if panel:
        drawn = cells.properties(width=WIDTH / 2 - 42, height=rows * 14).facet(
            facet=alt.Facet("panel:N", title=None, sort=list(dict.fromkeys(data["panel"]))),
            columns=2,
            spacing={"row": 14, "column": 12},
        )
        return drawn.resolve_axis(x="shared")
    if written:
        # the darkest cells take the colour of the page for their letters
        texts = (
            alt.Chart(data)
            .mark_text(fontSize=11)
            .encode(
                x=x,
                y=y,
                text="written:N",
                color=alt.condition(
                    alt.datum.shade > 0.55 * most, alt.value("var(--paper)"), alt.value(INK)
                ),
            )
        )
        return _fit(alt.layer(cells, texts), row_height * rows)
    return _fit(cells, row_height * rows)


def line(
    frame: pd.DataFrame,
    language: str,
    *,
    x: str,
    y: str,
    title: Text,
    chosen: str,
    form: str = ".2f",
    height: int = 190,
) -> alt.TopLevelMixin:
    """A value for each number of segments, with the chosen one marked."""
    data = frame[[x, y, chosen]].dropna(subset=[y])
    base = alt.Chart(data).encode(
        x=alt.X(f"{x}:O", title="k", axis=alt.Axis(labelAngle=0, grid=False)),
        y=alt.Y(
            f"{y}:Q",
            title=title[language],
            scale=alt.Scale(zero=False, nice=True),
            axis=alt.Axis(format=form, tickCount=5),
        ),
    )
    return _fit(
        alt.layer(
            base.mark_line(color=SECOND, strokeWidth=2),
            base.mark_circle(size=50, color=SECOND, opacity=1),
            base.mark_circle(size=170, color=FIRST, opacity=1).transform_filter(f"datum.{chosen}"),
        ),
        height,
    )


def forecast(
    past: pd.DataFrame, ahead: pd.DataFrame, language: str, *, title: Text
) -> alt.TopLevelMixin:
    """Visits by day, their trend, and what is expected, within its band."""
    x = alt.X("visit_date:T", title=None, axis=alt.Axis(format="%b", grid=False, tickCount="month"))
    y = alt.Y("visits:Q", title=title[language], axis=alt.Axis(format=",.0f", tickCount=5))
    past = past.assign(visit_date=past["visit_date"].astype(str))
    ahead = ahead.assign(visit_date=ahead["visit_date"].astype(str))
    return _fit(
        alt.layer(
            alt.Chart(past).mark_circle(size=9, color=SECOND, opacity=0.75).encode(x=x, y=y),
            alt.Chart(past).mark_line(color=INK, strokeWidth=1.5).encode(x=x, y="trend_visits:Q"),
            alt.Chart(ahead)
            .mark_area(color=FIRST, opacity=0.25)
            .encode(x=x, y="lower_80:Q", y2="upper_80:Q"),
            alt.Chart(ahead)
            .mark_line(color=FIRST, strokeWidth=2)
            .encode(x=x, y="expected_visits:Q"),
        ),
        240,
    )


def _lines(column: pd.Series, language: str) -> list[str]:
    """Names of up to two lines, as an axis takes them."""
    return [
        "\n".join(textwrap.wrap(one, 24, max_lines=2, placeholder=" …"))
        for one in _in(column, language)
    ]


def _in(column: pd.Series, language: str) -> list:
    """Texts in a language, anything else as it is."""
    return [one[language] if isinstance(one, Text) else one for one in column]
