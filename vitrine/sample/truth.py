"""The answers, as text tables: who is who, what was really bought, who would take which package.

Tests read them; no model may.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from vitrine.sample import names, text
from vitrine.sample.accounts import Accounts
from vitrine.sample.calendar import Calendar
from vitrine.sample.catalogue import INTERESTS
from vitrine.sample.hostile import Case
from vitrine.sample.identifiers import NONE
from vitrine.sample.packages import PACKAGE_CODES
from vitrine.sample.people import ROLES, People
from vitrine.sample.personas import CODES
from vitrine.sample.purchases import Sales
from vitrine.sample.reversals import FULL, PARTIAL, UNKNOWN, VOID, Reversals
from vitrine.sample.till import Recorded
from vitrine.sample.world import Lives


def people_table(lives: Lives, calendar: Calendar) -> pa.Table:
    people, habits, held = lives.people, lives.habits, lives.held
    start = np.datetime64(calendar.start)
    size = len(people)
    second = np.where(people.second_share > 0, people.second_persona, NONE)
    rows = {
        "number": people.number,
        "household": people.household,
        "household_role": names.lookup(ROLES, people.role),
        "persona": names.lookup(CODES, people.persona),
        "second_persona": names.lookup(CODES, second),
        "second_share": people.second_share,
        "gender": names.lookup(("F", "M"), people.male.astype(np.int64)),
        "birth": people.birth,
        "cpf": held.cpf,
        "postal": people.postal_code,
        "first_day": start + habits.first_day,
        "last_day": start + habits.last_day,
        "interest": names.lookup(tuple(INTERESTS), habits.interest),
        "children": people.children,
        "cars": people.cars,
        "cards": held.cards,
        "memberships": np.bincount(lives.members.person, minlength=size),
        "accounts": np.bincount(lives.accounts.person, minlength=size),
        "given": names.lookup(names.GIVEN, people.given),
        "second": names.lookup(names.GIVEN, people.second),
        "early": names.lookup(names.SURNAMES, people.early),
        "particle": names.lookup(names.PARTICLES, people.particle),
        "last": names.lookup(names.SURNAMES, people.last),
    }
    return text.query(
        """
        select
            'P' || number as person_id, 'H' || household as household_id, household_role, persona,
            second_persona, round(second_share, 3)::varchar as second_share,
            concat_ws(' ', given, second, early, nullif(particle, ''), last) as full_name,
            gender, birth::varchar as birth_date, cpf_text(cpf, 0) as cpf,
            format('{:08d}', postal) as postal_code, first_day::varchar as first_day,
            last_day::varchar as last_day, interest, children::varchar as children,
            cars::varchar as cars, cards::varchar as cards, memberships::varchar as memberships,
            accounts::varchar as subscriber_accounts
        from rows
        """,
        rows=pa.table(rows),
    )


def sales_table(
    people: People, sales: Sales, recorded: Recorded, undone: Reversals,
    receipt_keys: pa.Array,
) -> pa.Table:  # fmt: skip
    """What each sale brought in the end. `receipt_keys`: of receipts, then of refunded receipts."""
    receipts = np.flatnonzero(recorded.in_receipts)
    place = np.full(len(sales), NONE)
    place[receipts] = np.arange(len(receipts))
    status = np.zeros(len(sales), dtype=np.int64)
    for code, kind in enumerate((PARTIAL, FULL, VOID), start=1):
        status[undone.sale[undone.kind == kind]] = code
    unknown = np.flatnonzero(undone.kind == UNKNOWN)
    own = np.flatnonzero(~recorded.in_pos)
    pos = np.flatnonzero(recorded.in_pos)
    back = undone.receipt_sale
    sale = np.concatenate([pos, undone.sale[unknown], own, back])
    parts = [len(pos), len(unknown), len(own), len(back)]
    net = undone.net(sales)
    net = [net[pos], -(undone.gross - undone.discount)[unknown], net[own], -sales.paid[back]]
    receipt = [
        place[pos], np.full(parts[1], NONE), place[own], len(receipts) + np.arange(parts[3]),
    ]  # fmt: skip
    number = [recorded.number[pos], undone.number[unknown], np.full(parts[2] + parts[3], NONE)]
    status = [status[pos], np.full(parts[1], 4), status[own], np.full(parts[3], 5)]
    receipt = np.concatenate(receipt)
    return text.query(
        """
        select
            coalesce(numbered('S', number), receipt_key) as sale_key,
            case when number >= 0 then 'pos' else 'receipt' end as source_system,
            'P' || person as person_id,
            ['approved', 'partly_refunded', 'refunded', 'void', 'refund_unknown_original',
             'receipt_refund'][status + 1] as status,
            money(net) as net_amount,
            case when number >= 0 then receipt_key end as receipt_key
        from rows
        """,
        rows=pa.table(
            {
                "number": np.concatenate(number),
                "person": people.number[sales.person[sale]],
                "status": np.concatenate(status),
                "net": np.concatenate(net),
                "receipt_key": receipt_keys.take(pa.array(receipt, mask=receipt == NONE)),
            }
        ),
    )


def package_table(people: People, accounts: Accounts) -> pa.Table:
    size, packages = accounts.hazard.shape
    account, package = np.divmod(np.arange(size * packages), packages)
    return text.query(
        """
        select
            numbered('A', subscriber) as subscriber_id, 'P' || person as person_id, package_code,
            round(hazard, 5)::varchar as yearly_hazard,
            round(cancel, 5)::varchar as yearly_cancel_hazard, is_first::varchar as is_first
        from rows
        """,
        rows=pa.table(
            {
                "subscriber": accounts.number[account],
                "person": people.number[accounts.person[account]],
                "package_code": PACKAGE_CODES.take(pa.array(package)),
                "hazard": accounts.hazard.ravel(),
                "cancel": accounts.cancel.ravel(),
                "is_first": accounts.first[account] == package,
            }
        ),
    )


def hostile_table(people: People, cases: list[Case]) -> pa.Table:
    kinds = np.repeat([case.kind for case in cases], [len(case.person) for case in cases])
    other = np.concatenate([case.other for case in cases])
    return text.query(
        """
        select kind, 'P' || person as person_id, numbered('P', other) as other_person_id from rows
        """,
        rows=pa.table(
            {
                "kind": pa.array(kinds.tolist(), pa.string()),
                "person": people.number[np.concatenate([case.person for case in cases])],
                "other": np.where(other == NONE, NONE, people.number[other]),
            }
        ),
    )


def erasure_table(people: People, request: np.ndarray, person: np.ndarray) -> pa.Table:
    return text.query(
        "select 'R' || request as request_id, 'P' || person as person_id from rows",
        rows=pa.table({"request": request, "person": people.number[person]}),
    )
