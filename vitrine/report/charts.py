"""Charts by Vega-Lite, drawn to SVG without a browser. Colours are names of the page's style sheet, so
that a chart turns dark with the page; widths are those of a phone, so that letters stay readable there.
"""

import re
import textwrap

import altair as alt
import pandas as pd
import vl_convert

from vitrine.report.colours import STEPS
from vitrine.report.words import Text

# What a card on a phone of 390 pixels leaves.
WIDTH = 336
SMALL = 126  # two of them with their weekdays are as wide
LINE_HEIGHT = 14
LETTER = 6.4  # the mean width of a letter of 12 pixels
LABEL_LETTERS, LABEL_LINES = 25, 3
FEW = 320  # a drawing of few rows is as high, rather than flat
INK, QUIET, LINE = "var(--ink)", "var(--quiet)", "var(--line)"
FIRST, SECOND, THIRD = "var(--first)", "var(--second)", "var(--third)"
MONTHLY = alt.Axis(
    format="%b", grid=False, tickCount="month", labelOverlap="greedy", labelSeparation=8
)
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
        "labelLimit": 170,
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
        chart.properties(padding=2).to_dict() | {"config": THEME},
        vl_version=alt.SCHEMA_VERSION.rpartition(".")[0],
        format_locale=locale,
        time_format_locale=locale,
    )
    drawn = re.sub(r'(id="|url\(#|href="#)', rf"\g<1>{name}-", drawn)
    # marks that nobody can point at say nothing: the drawing has one label, the numbers a table
    drawn = re.sub(r' (aria-[a-z]+|role)="[^"]*"', "", drawn)
    escaped = label.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    return drawn.replace("<svg ", f'<svg role="img" aria-label="{escaped}" ', 1)


def _fit(chart: alt.TopLevelMixin, height: float) -> alt.TopLevelMixin:
    return chart.properties(
        width=WIDTH, height=height, autosize=alt.AutoSizeParams(type="fit-x", contains="padding")
    )


def told_apart(names: pd.Series, ids: pd.Series) -> pd.Series:
    """Names, with their ids where two are one: their bars would be drawn as one too."""
    return names.where(~names.duplicated(keep=False), names + " (" + ids + ")")


def bars(
    frame: pd.DataFrame,
    language: str,
    *,
    label: str,
    value: str,
    written: str,
    marked: str | None = None,
    rule: float | None = None,
) -> alt.TopLevelMixin:
    """A bar a row in the frame's order, with the value written at its end. `marked` names a column that
    is true for the bars of which the title speaks; `rule` is a value to compare with.
    """
    data = frame.assign(
        label=_lines(frame[label], language),
        # what is withheld has no length, and is written all the same
        length=frame[value].fillna(0).astype(float),
        written=_in(frame[written], language),
        colour=[FIRST if one else SECOND for one in frame[marked]] if marked else FIRST,
    )[["label", "length", "written", "colour"]]
    base = alt.Chart(data).encode(y=_names(data["label"]))
    span = max(data["length"].max(), rule or 0.0) or 1.0
    length = alt.X(
        "length:Q",
        title=None,
        axis=alt.Axis(labels=False, grid=False, ticks=False, domain=False),
        scale=alt.Scale(
            domain=[min(0.0, data["length"].min()), span / (1 - _room(data))], nice=False
        ),
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
    return _fit(alt.layer(*layers), _height(data["label"]))


def _room(data: pd.DataFrame) -> float:
    """Which part of the plot the longest written value takes."""
    labels = max(len(line) for label in data["label"] for line in label.split("\n"))
    plot = WIDTH - min(LETTER * labels, 170) - 16
    return min((LETTER * data["written"].str.len().max() + 10) / plot, 0.8)


def pairs(
    frame: pd.DataFrame,
    language: str,
    *,
    label: str,
    ours: str,
    theirs: str,
    names: tuple[Text, Text],
    form: str = ".0%",
) -> alt.TopLevelMixin:
    """Two values a row as dots on a line, the first one full, so that the distance is what is seen."""
    own, other = (name[language] for name in names)
    wide = frame.assign(label=_lines(frame[label], language))
    long = pd.concat(
        [
            wide[["label"]].assign(value=wide[theirs], what=other),
            wide[["label"]].assign(value=wide[ours], what=own),
        ]
    )
    y = _names(wide["label"], padding=11, grid=True)
    x = alt.X("value:Q", title=None, axis=alt.Axis(format=form, grid=False, tickCount=4))
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
        _height(wide["label"]),
    )


def heat(
    frame: pd.DataFrame,
    language: str,
    *,
    column: str,
    row: str,
    shade: str,
    angle: int = 0,
    column_order: list | None = None,
    row_order: list | None = None,
    written: str | None = None,
    top: float | None = None,
) -> alt.TopLevelMixin:
    """Cells of the stronger colour the more there is, from `top` on of the full one; empty where it is
    withheld.
    """
    data = frame.assign(
        column=_in(frame[column], language),
        row=_lines(frame[row], language, 20) if row_order is None else _in(frame[row], language),
        written=_in(frame[written], language) if written else "",
        step=_steps(frame[shade], top),
    )[["column", "row", "written", "step"]].dropna(subset=["step"])
    data["fill"] = [f"var(--heat-{step:.0f})" for step in data["step"]]
    data["ink"] = [f"var(--on-{step:.0f})" for step in data["step"]]
    x = alt.X(
        "column:O",
        sort=column_order,
        title=None,
        axis=alt.Axis(
            domain=False,
            ticks=False,
            labelAngle=angle,
            labelOverlap=not angle,
        ),
        scale=alt.Scale(domain=column_order) if column_order else alt.Undefined,
    )
    y = _names(data["row"], sort=row_order)
    cells = (
        alt.Chart(data)
        .mark_rect(stroke="var(--card)", strokeWidth=1)
        .encode(x=x, y=y, fill=alt.Fill("fill:N", scale=None))
    )
    height = _height(data["row"])
    if not written:
        return _fit(cells, height)
    texts = (
        alt.Chart(data)
        .mark_text()
        .encode(x=x, y=y, text="written:N", color=alt.Color("ink:N", scale=None))
    )
    return _fit(alt.layer(cells, texts), height)


def week(
    frame: pd.DataFrame, language: str, *, row: str, hours: list, rows: list[Text]
) -> alt.TopLevelMixin:
    """A small map of the hours of a week, as strong as can be at its fullest hour."""
    data = frame.assign(row=_in(frame[row], language), step=_steps(frame["visits"]))
    data["fill"] = [f"var(--heat-{step:.0f})" for step in data["step"]]
    return (
        alt.Chart(data[["hour_of_day", "row", "fill"]])
        .mark_rect(stroke="var(--card)", strokeWidth=1)
        .encode(
            x=alt.X(
                "hour_of_day:O",
                title=None,
                axis=alt.Axis(domain=False, ticks=False, labelAngle=0, values=hours[::3]),
                scale=alt.Scale(domain=hours),
            ),
            y=alt.Y(
                "row:O",
                title=None,
                axis=alt.Axis(domain=False, ticks=False),
                scale=alt.Scale(domain=[text[language] for text in rows]),
            ),
            fill=alt.Fill("fill:N", scale=None),
        )
        .properties(width=SMALL, height=7 * 15)
    )


def line(
    frame: pd.DataFrame,
    *,
    x: str,
    y: str,
    chosen: str,
    hint: str | None = None,
    form: str = ".2f",
    floor: float | None = None,
) -> alt.TopLevelMixin:
    """A value for each number of segments, with the chosen one marked, and a ring around the one that a
    hint points to; `floor` is the least that counts as enough.
    """
    data = frame[[x, y, chosen, *([hint] if hint else [])]].dropna(subset=[y])
    base = alt.Chart(data).encode(
        x=alt.X(f"{x}:O", title=None, axis=alt.Axis(labelAngle=0, grid=False)),
        y=alt.Y(
            f"{y}:Q",
            title=None,
            scale=alt.Scale(zero=False, nice=True),
            axis=alt.Axis(format=form, tickCount=5),
        ),
    )
    layers = [
        base.mark_line(color=SECOND, strokeWidth=2),
        base.mark_circle(size=50, color=SECOND, opacity=1),
        base.mark_circle(size=170, color=FIRST, opacity=1).transform_filter(f"datum.{chosen}"),
    ]
    if hint:
        ring = base.mark_point(size=320, color=INK, filled=False, strokeWidth=1.5, opacity=1)
        layers.append(ring.transform_filter(f"datum.{hint}"))
    if floor is not None:
        layers.append(
            alt.Chart(pd.DataFrame({"floor": [floor]}))
            .mark_rule(color=INK, strokeDash=[4, 3])
            .encode(y="floor:Q")
        )
    return _fit(alt.layer(*layers), 190)


def over_time(frame: pd.DataFrame, *, x: str, y: str, marked: str, form: str) -> alt.TopLevelMixin:
    """A line through days, with the one of which the title speaks marked."""
    data = frame.assign(**{x: frame[x].astype(str), y: frame[y].astype(float)})[[x, y, marked]]
    base = alt.Chart(data).encode(
        x=alt.X(f"{x}:T", title=None, axis=MONTHLY),
        y=alt.Y(f"{y}:Q", title=None, axis=alt.Axis(format=form, tickCount=5)),
    )
    return _fit(
        alt.layer(
            base.mark_area(color=SECOND, opacity=0.25),
            base.mark_line(color=SECOND, strokeWidth=2),
            base.mark_circle(size=170, color=FIRST, opacity=1).transform_filter(f"datum.{marked}"),
        ),
        230,
    )


def forecast(past: pd.DataFrame, ahead: pd.DataFrame) -> alt.TopLevelMixin:
    """Visits by day, their trend, and what is expected, within its band."""
    x = alt.X("visit_date:T", title=None, axis=MONTHLY)
    y = alt.Y("visits:Q", title=None, axis=alt.Axis(format=",.0f", tickCount=5))
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
        230,
    )


def _names(labels: pd.Series, padding: int = 5, grid: bool = False, sort: list | None = None):
    """The axis of rows. Vega sets a label of several lines by its first, so it is lifted by half of
    the others.
    """
    lifted = [
        {"test": f"length(split(datum.value, '\\n')) == {lines}", "value": -LINE_HEIGHT * (lines - 1) / 2}
        for lines in range(2, LABEL_LINES + 1)
    ]  # fmt: skip
    return alt.Y(
        f"{labels.name}:N",
        sort=sort,
        title=None,
        axis=alt.Axis(
            domain=False,
            ticks=False,
            grid=grid,
            labelPadding=padding,
            labelExpr="split(datum.value, '\\n')",
            labelLineHeight=LINE_HEIGHT,
            labelOffset={"condition": lifted, "value": 0},
        ),
        scale=alt.Scale(domain=sort) if sort else alt.Undefined,
    )


def _height(labels: pd.Series) -> float:
    """Rows as high as the label with the most lines needs, and higher where they are few."""
    lines = max((label.count("\n") + 1 for label in labels), default=1)
    roomy = min(max(FEW / max(labels.nunique(), 1), 24), 44)
    return max(roomy, 8 + LINE_HEIGHT * lines) * labels.nunique() + 4


def _steps(values: pd.Series, top: float | None = None) -> pd.Series:
    """From 0 to the strongest colour's number, for what is there."""
    most = top or values.max() or 1.0
    return (values.clip(upper=most) / most * (STEPS - 1)).round()


def _lines(column: pd.Series, language: str, letters: int = LABEL_LETTERS) -> list[str]:
    """Names of up to a few lines, as an axis takes them; a long word stays whole."""
    return [
        "\n".join(
            textwrap.wrap(
                one, letters, max_lines=LABEL_LINES, placeholder=" …",
                break_long_words=False, break_on_hyphens=False,
            )
        )
        for one in _in(column, language)
    ]  # fmt: skip


def _in(column: pd.Series, language: str) -> list:
    """Texts in a language, anything else as it is."""
    return [one[language] if isinstance(one, Text) else one for one in column]
