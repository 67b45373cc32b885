"""The tables of README.md, README.pt-BR.md and docs/scaling.md, made from what was measured."""

from __future__ import annotations

import re
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path

from benchmarks import results
from benchmarks.measured import Cost

ROOT = Path(__file__).parents[1]
# What each row of the README's table is, by the name of its step in a result; what is part of a step, or beside it,
# stands under it.
STEPS = {
    "generation": ("making the mall's files, once", "criar os arquivos do shopping, uma vez"),
    "full": ("the whole build from nothing, all tests", "o build completo do zero, com todos os testes"),
    "identity": ("of it: who is one person", "dele: quem é uma só pessoa"),
    "splink": ("beside it: Splink alone", "ao lado: só o Splink"),
    "next_day": ("the next day's build, all tests of data", "o build do dia seguinte, com todos os testes dos dados"),
    "no_change": ("a build where nothing came", "um build sem nada de novo"),
    "within_6_gb": ("the whole build, DuckDB held to 6 GB", "o build completo, DuckDB limitado a 6 GB"),
    "slice": ("clean facts to labels, segments looked for", "dos fatos limpos aos rótulos, com busca"),
    "analyst": ("beside it: pandas and scikit-learn", "ao lado: pandas e scikit-learn"),
    "slice_scored": ("clean facts to labels, segments known", "dos fatos limpos aos rótulos, sem busca"),
    "limit": ("beside it: one query by hand, a sample fit", "ao lado: uma consulta à mão, ajuste em amostra"),
}  # fmt: skip
# Beside a figure that was measured once where most were measured more often.
ONCE = "¹"
PLACES = {"README.md": 0, "README.pt-BR.md": 1}


def write() -> int:
    """Puts the tables into the pages that show them."""
    found = results.known()
    if not found:
        return 0
    for page, language in PLACES.items():
        _put(ROOT / page, "benchmark", summary(found, language))
    _put(ROOT / "docs" / "scaling.md", "benchmark-detail", detail(found))
    return 0


def summary(found: dict[str, dict], language: int) -> str:
    """Seconds by the clock and peak memory of each step, a column a scale."""
    scales = list(found)
    lines = [
        "| | " + " | ".join(f"{name}: {_people(found[name], language)}" for name in scales) + " |",
        "| --- |" + " ---: |" * len(scales),
    ]
    for step, titles in STEPS.items():
        cells = [_cell(found[name], step) for name in scales]
        lines.append(f"| {titles[language]} | " + " | ".join(cells) + " |")
    made = next(reversed(found.values()))["machine"]
    lines += ["", f"{_made_on(made, language)}; {_times(found, language)}."]
    return "\n".join(lines)


def detail(found: dict[str, dict]) -> str:
    """Rows, exponents, kinds of nodes and the slowest of them."""
    lines = []
    names = list(found)
    for small, large in pairwise(names):
        grown = {
            step: results.exponent(found[small], found[large], step) for step in ("full", "slice")
        }
        lines.append(
            f"From {small} to {large} time grows with the people to the power of"
            f" {grown['full']:.2f} (whole build), {grown['slice']:.2f} (facts to labels)."
        )
    for name, result in found.items():
        rows = sum(result["raw_rows"].values())
        lines += [
            "",
            f"### {name}: {result['people']:,} people, {result['days']} days, {rows:,} raw rows",
            "",
            f"{result['rows_per_second']:,} raw rows a second in the whole build;"
            f" database {result['database_mb']:,} MB; {_builds(result['often']['full'])}.",
            "",
            "| raw table | rows |",
            "| --- | ---: |",
            *(f"| `{table}` | {count:,} |" for table, count in result["raw_rows"].items()),
            "",
            "Node by node, once:",
            "",
            "| of the whole build | wall | CPU | peak |",
            "| --- | ---: | ---: | ---: |",
            *(f"| {kind} | {_seconds(cost)} |" for kind, cost in result["kinds"].items()),
        ]
        for kind, nodes in result["slowest"].items():
            lines += ["", f"| slowest {kind} | wall | CPU | peak |", "| --- | ---: | ---: | ---: |"]
            lines += [f"| `{node['node']}` | {_seconds(node)} |" for node in nodes]
    return "\n".join(lines)


def plain(cost: Cost) -> dict[str, float]:
    """A cost as a result holds it."""
    return {name: round(figure, 2) for name, figure in asdict(cost).items()}


def _cell(result: dict, step: str) -> str:
    cost = result.get(step)
    if not cost:
        return "–"
    mark = ONCE if result["often"].get(step, 1) < _runs(result) else ""
    return f"{_time(cost['wall'])}, {cost['peak_mb'] / 1024:.1f} GB{mark}"


def _runs(result: dict) -> int:
    """How often the steps were measured, but for those that were measured less often."""
    return max(result["often"].values(), default=1)


def _time(seconds: float) -> str:
    return (
        f"{seconds:.1f} s"
        if seconds < 100
        else f"{int(seconds) // 60} min {int(seconds) % 60:02} s"
    )


def _seconds(cost: dict) -> str:
    return f"{cost['wall']:.1f} s | {cost['cpu']:.1f} s | {cost['peak_mb']:,.0f} MB"


def _people(result: dict, language: int) -> str:
    visits = result["raw_rows"].get("mall.visits", 0)
    people, visits = f"{result['people']:,}", f"{visits:,}"
    if language:
        return f"{people.replace(',', '.')} pessoas, {visits.replace(',', '.')} visitas"
    return f"{people} people, {visits} visits"


def _made_on(machine: dict, language: int) -> str:
    where = f"{machine['date']}, {machine['processor']}, Python {machine['python']}, DuckDB {machine['duckdb']}"
    cores = "núcleos" if language else "cores"
    return f"{machine['cores']} {cores}, {machine['memory_gb']} GB ({where})"


def _times(found: dict[str, dict], language: int) -> str:
    """How often each step was measured, scale by scale where they differ."""
    scales: dict[int, list[str]] = {}
    for name, result in found.items():
        scales.setdefault(_runs(result), []).append(name)
    if len(scales) == 1:
        return _often(next(iter(scales)), language)
    return "; ".join(
        f"{', '.join(names)}: {_often(runs, language)}" for runs, names in scales.items()
    )


def _builds(runs: int) -> str:
    return "one build" if runs == 1 else f"the median of {runs} builds"


def _often(runs: int, language: int) -> str:
    if runs == 1:
        return ("each step once", "cada passo uma vez")[language]
    return (
        f"of each step the median of {runs} ({ONCE} once)",
        f"de cada passo a mediana de {runs} ({ONCE} uma vez)",
    )[language]


def _put(page: Path, name: str, text: str) -> None:
    before = page.read_text(encoding="utf-8")
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    pattern = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    page.write_text(pattern.sub(lambda _: f"{begin}\n{text}\n{end}", before), encoding="utf-8")
