"""What people set in `seeds/reference`, read and checked before any arithmetic sees it.

A seed may be edited by somebody who never reads code, so every refusal names the file, the row
(by its key: a warehouse keeps no line numbers), the column, what is wrong and what to write
instead. All readers raise `ValueError` and nothing else.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

import pyarrow as pa

TRANSFORMS = ("identity", "log1p", "sqrt")
COMPARISONS = (">=", "<=", "=", "<", ">")
UNITS = ("brl", "count", "share")


@dataclass(frozen=True)
class FeatureRule:
    """One feature of the distance: how it is read, shaped, bounded and weighted."""

    feature: str
    block: str
    transform: str
    missing_as: float
    clip: float
    weight: float


@dataclass(frozen=True)
class ShareRule:
    """One shrunk share: (numerator + prior_share * prior_strength) / (denominator + strength)."""

    share: str
    numerator: str
    denominator: str
    prior_share: float
    prior_strength: float


@dataclass(frozen=True)
class RoutingRule:
    """One condition of a segment that people enter by rule, before any clustering."""

    priority: int
    segment_id: str
    measure: str
    comparison: str
    threshold: float


@dataclass(frozen=True)
class Label:
    """What a measure is called, and in what it is counted: one of `UNITS`."""

    measure: str
    label_en: str
    label_pt: str
    unit: str


@dataclass(frozen=True)
class _Row:
    """A row of a seed that knows how to name itself in a message."""

    file: str
    name: str
    values: dict

    def refuse(self, column: str, problem: str) -> ValueError:
        return ValueError(f"{self.file}: row '{self.name}', column '{column}': {problem}")

    def text(self, column: str, allowed: Iterable[str] = ()) -> str:
        value = self.values[column]
        if value is None or not str(value).strip():
            raise self.refuse(column, "is empty; fill it in")
        text = str(value).strip()
        if allowed and text not in allowed:
            raise self.refuse(column, f"'{text}' is unknown; use one of {', '.join(allowed)}")
        return text

    def number(
        self,
        column: str,
        at_least: float = -math.inf,
        at_most: float = math.inf,
        above: float = -math.inf,
    ) -> float:
        value = self.values[column]
        if value is None or value == "":
            raise self.refuse(column, "is empty; write a number")
        try:
            number = float(value) if isinstance(value, int | float | Decimal | str) else math.nan
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            raise self.refuse(column, f"'{value}' is not a number; write one such as 0.5")
        if number < at_least:
            raise self.refuse(column, f"{number:g} is below {at_least:g}; raise it")
        if number > at_most:
            raise self.refuse(column, f"{number:g} is above {at_most:g}; lower it")
        if number <= above:
            raise self.refuse(column, f"{number:g} must be greater than {above:g}; raise it")
        return number


def _rows(file: str, table: pa.Table, columns: tuple[str, ...], key: tuple[str, ...]) -> list[_Row]:
    """The seed's rows in the order of their key, which must be unique."""
    for column in columns:
        if column not in table.column_names:
            raise ValueError(f"{file}: column '{column}' is missing; the file needs {columns}")
    rows = {}
    for values in table.select(list(columns)).to_pylist():
        name = " / ".join(str(values[column]).strip() for column in key)
        if name in rows:
            raise ValueError(f"{file}: row '{name}' appears twice; keep one of them")
        rows[name] = _Row(file, name, values)
    return [rows[name] for name in sorted(rows)]


def feature_rules(table: pa.Table, feature_set: str) -> tuple[FeatureRule, ...]:
    """The features of one set, in the order of their names (the seed's row order means nothing)."""
    columns = ("feature_set", "feature", "block", "transform", "missing_as", "clip", "weight")
    rows = _rows("segment_features.csv", table, (*columns, "block_weight"), columns[:2])
    rules = tuple(
        FeatureRule(
            feature=row.text("feature"),
            block=row.text("block"),
            transform=row.text("transform", TRANSFORMS),
            missing_as=row.number("missing_as"),
            clip=row.number("clip", above=0),
            weight=row.number("weight", at_least=0),
        )
        for row in rows
        if row.text("feature_set") == feature_set
    )
    if not rules:
        known = ", ".join(sorted({row.text("feature_set") for row in rows})) or "none"
        raise ValueError(
            f"segment_features.csv: no row has feature_set '{feature_set}' (found: {known}); add its features"
        )
    rows = [row for row in rows if row.text("feature_set") == feature_set]
    weighed = _weighed_by_block(rows, rules)
    if not any(rule.weight for rule in weighed):
        raise ValueError(
            f"segment_features.csv: every feature of feature_set '{feature_set}' weighs 0, so nothing"
            " tells people apart; give one a weight"
        )
    return weighed


def _weighed_by_block(rows: list[_Row], rules: tuple[FeatureRule, ...]) -> tuple[FeatureRule, ...]:
    """The rules, those of a block with a `block_weight` scaled to weigh that in all."""
    totals: dict[str, float] = {}
    for row in rows:
        if row.values["block_weight"] in (None, ""):
            continue
        block, total = row.text("block"), row.number("block_weight", at_least=0)
        if totals.setdefault(block, total) != total:
            low, high = sorted((totals[block], total))
            problem = f"the block '{block}' has {low:g} and {high:g}; keep one of them"
            raise row.refuse("block_weight", problem)
        if not any(rule.weight for rule in rules if rule.block == block):
            problem = f"the features of block '{block}' weigh nothing; give one a weight"
            raise row.refuse("block_weight", problem)
    sums = {block: sum(rule.weight for rule in rules if rule.block == block) for block in totals}
    return tuple(
        replace(rule, weight=rule.weight * totals[rule.block] / sums[rule.block])
        if rule.block in totals
        else rule
        for rule in rules
    )


def share_rules(table: pa.Table) -> tuple[ShareRule, ...]:
    """The shrunk shares, in the order of their names."""
    columns = ("share", "numerator", "denominator", "prior_share", "prior_strength")
    return tuple(
        ShareRule(
            share=row.text("share"),
            numerator=row.text("numerator"),
            denominator=row.text("denominator"),
            prior_share=row.number("prior_share", at_least=0, at_most=1),
            prior_strength=row.number("prior_strength", above=0),
        )
        for row in _rows("shrunk_shares.csv", table, columns, columns[:1])
    )


def routing_rules(table: pa.Table) -> tuple[RoutingRule, ...]:
    """The routing conditions by priority; a segment has one priority, a priority one segment."""
    columns = ("priority", "segment_id", "measure", "comparison", "threshold")
    rows = _rows("segment_routing.csv", table, columns, columns[:4])
    rules = []
    segments: dict[int, str] = {}
    priorities: dict[str, int] = {}
    for row in rows:
        rule = RoutingRule(
            priority=int(row.number("priority")),
            segment_id=row.text("segment_id"),
            measure=row.text("measure"),
            comparison=row.text("comparison", COMPARISONS),
            threshold=row.number("threshold"),
        )
        if segments.setdefault(rule.priority, rule.segment_id) != rule.segment_id:
            other = segments[rule.priority]
            problem = f"{rule.priority} is also that of '{other}'; number them apart"
            raise row.refuse("priority", problem)
        if priorities.setdefault(rule.segment_id, rule.priority) != rule.priority:
            problem = f"'{rule.segment_id}' has two priorities; give its rows the same"
            raise row.refuse("priority", problem)
        rules.append(rule)
    return tuple(sorted(rules, key=lambda rule: rule.priority))


def measure_labels(table: pa.Table, measures: tuple[str, ...]) -> tuple[Label, ...]:
    """The labels of these measures, in their order."""
    columns = ("measure", "label_en", "label_pt", "unit")
    rows = {row.name: row for row in _rows("measure_labels.csv", table, columns, columns[:1])}
    missing = [measure for measure in measures if measure not in rows]
    if missing:
        raise ValueError(
            f"measure_labels.csv: row '{missing[0]}' is missing; add what it is called"
        )
    return tuple(
        Label(
            measure=measure,
            label_en=rows[measure].text("label_en"),
            label_pt=rows[measure].text("label_pt"),
            unit=rows[measure].text("unit", UNITS),
        )
        for measure in measures
    )
