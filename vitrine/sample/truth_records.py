"""Whose each record of each system is: the answers that identity is measured against."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from vitrine.sample import text
from vitrine.sample.identifiers import NONE, is_valid_cpf
from vitrine.sample.people import People

# How a record's own key is written in the truth, from its number.
RECORD_KEYS = {
    "pos_card": "token(value)",
    "pos_cpf": "cpf_text(value, 0)",
    "loyalty": "numbered('M', value)",
    "visit_plate": "plate_text(value)",
    "wifi_device": "mac_text(value)",
    "streaming": "numbered('A', value)",
}


def records_table(
    people: People, system: str, value: np.ndarray, person: np.ndarray,
    owner: np.ndarray | None = None,
) -> pa.Table:  # fmt: skip
    """One row per value of an identifier that names a record, with everybody who used it.

    `owner` (one per use) is given where a record belongs to somebody whoever uses it; otherwise
    a record used by several people is nobody's, and its owner is who used it most.
    """
    used = value != NONE
    belongs = owner is not None
    uses = pa.table(
        {
            "value": value[used],
            "person": people.number[person[used]],
            "household": people.household[person[used]],
            "owner": people.number[(owner if belongs else person)[used]],
        }
    )
    return text.query(
        f"""
        with per_person as (
            select
                value, person, any_value(household) as household, min(owner) as owner,
                count(*) as uses
            from uses group by value, person
        ),
        per_value as (
            select
                value, count(*) as people, count(distinct household) as households,
                min(household) as household, min(owner) as given_owner,
                arg_max(person, (uses, -person)) as main_user
            from per_person group by value
        )
        select
            '{system}' as source_system, {RECORD_KEYS[system]} as source_record_id,
            case when {belongs} then 'P' || given_owner when people = 1 then 'P' || main_user end
                as person_id,
            'P' || case when {belongs} then given_owner else main_user end as owner_id,
            case when households = 1 then 'H' || household end as household_id,
            people::varchar as shared_by
        from per_value
        order by value
        """,
        uses=uses,
    )


def holders(
    held: np.ndarray,
    by: np.ndarray,
    value: np.ndarray,
    otherwise: np.ndarray,
) -> np.ndarray:
    """Whose each value is: `held[i]` is a value of person `by[i]`; else who gave it."""
    if not len(held):
        return otherwise
    order = np.argsort(held, kind="stable")
    place = order[np.minimum(np.searchsorted(held, value, sorter=order), len(order) - 1)]
    return np.where(held[place] == value, by[place], otherwise)


def valid_only(cpf: np.ndarray) -> np.ndarray:
    return np.where(is_valid_cpf(cpf), cpf, NONE)


def receipt_records(people: People, keys: pa.Array, person: np.ndarray) -> pa.Table:
    number = pc.cast(pa.array(people.number[person]), pa.string())
    owner = pc.binary_join_element_wise("P", number, "")
    household = pc.cast(pa.array(people.household[person]), pa.string())
    size = len(keys)
    return pa.table(
        {
            "source_system": pa.array(["receipt"] * size, pa.string()),
            "source_record_id": keys,
            "person_id": owner,
            "owner_id": owner,
            "household_id": pc.binary_join_element_wise("H", household, ""),
            "shared_by": pa.array(["1"] * size, pa.string()),
        }
    )


def kiosk_records(mac: np.ndarray, users: np.ndarray) -> pa.Table:
    """The mall's tablets: used by many, owned by none of them."""
    return text.query(
        """
        select
            'wifi_device' as source_system, mac_text(mac) as source_record_id,
            null::varchar as person_id, null::varchar as owner_id,
            null::varchar as household_id, users::varchar as shared_by
        from rows
        where users > 0
        """,
        rows=pa.table({"mac": mac, "users": users}),
    )
