"""The segments as all sections know them: names, sizes and what each did, the largest first."""

from dataclasses import dataclass

import pandas as pd

from vitrine.report.figure import Read
from vitrine.report.words import Text

SEGMENTS = """
select
    segments.segment_id, segments.persona_name_pt, segments.persona_name_en, segments.customers,
    personas.description_pt, personas.description_en,
    spend.median_value as median_spend,
    visits.mean_value as visit_days,
    shares.visits, shares.weekend_visits, shares.purchases, shares.offer_purchases,
    shares.net_spend, shares.luxury_spend,
    shares.weekend_share, shares.offer_share, shares.luxury_share,
    segments.segment_id in (select segment_id from segmentation.segment_model) as is_found
from marts.dim_segments as segments
left join reference.personas as personas on segments.persona_code = personas.persona_code
left join insights.segment_shares as shares on segments.segment_id = shares.segment_id
left join segmentation.segment_profiles as spend
    on segments.segment_id = spend.segment_id and spend.measure = 'monetary'
left join segmentation.segment_profiles as visits
    on segments.segment_id = visits.segment_id and visits.measure = 'visit_days'
order by segments.customers desc nulls last, segments.segment_id
"""
# Whether a total would tell how many are in the segments that are withheld: what the others leave is fewer people
# than these may hold.
GIVES_AWAY = """
with told as (
    select coalesce(sum(customers), 0) as shown, count(*) filter (where customers is null) as withheld
    from marts.dim_segments
)
select
    shown,
    withheld > 0 as is_any_withheld,
    (select count(*) from segmentation.customer_segments) as active,
    (select count(*) from marts.dim_customers) as people,
    withheld * coalesce((select min_cell_size from insights.report_settings), 0) as room
from told
"""
UNSEGMENTED = Text("Sem grupo", "In no group")


def segments(read: Read) -> pd.DataFrame:
    """The segments with their names as texts in `name`; what is withheld is nan."""
    found = read(SEGMENTS)
    found["name"] = [
        _name(row.segment_id, row.persona_name_pt, row.persona_name_en)
        for row in found.itertuples()
    ]
    return found


def names_of(read: Read) -> pd.Series:
    """Names by segment id."""
    return segments(read).set_index("segment_id")["name"]


@dataclass(frozen=True)
class Totals:
    """How many people there are, and are active; None where that would tell how many are in a segment
    that is withheld. `shown` are in the others.
    """

    people: int | None
    active: int | None
    shown: int
    is_any_withheld: bool


def totals(read: Read) -> Totals:
    """The totals that may be told beside the segments."""
    told = read(GIVES_AWAY).iloc[0]
    shown, room = int(told["shown"]), int(told["room"])
    people, active = (
        None if told["is_any_withheld"] and told[name] - shown < room else int(told[name])
        for name in ("people", "active")
    )
    return Totals(people, active, shown, bool(told["is_any_withheld"]))


def _name(segment_id: str, pt: str | None, en: str | None) -> Text:
    if isinstance(pt, str) and isinstance(en, str):
        return Text(pt, en)
    if segment_id == "unsegmented":
        return UNSEGMENTED
    return Text(f"Sem nome ({segment_id})", f"Unnamed ({segment_id})")
