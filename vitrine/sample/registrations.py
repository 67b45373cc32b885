"""Registrations of loyalty members, first and again, and requests to be erased."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from vitrine.sample import text
from vitrine.sample.calendar import HOUR
from vitrine.sample.draws import chance, ragged, some
from vitrine.sample.given import CPF_STYLES, PHONE_STYLES, Askings, kiosk_email
from vitrine.sample.hostile import Kiosks
from vitrine.sample.identifiers import NONE
from vitrine.sample.loyalty import Members
from vitrine.sample.people import years
from vitrine.sample.personas import CODES
from vitrine.sample.text import Columns
from vitrine.sample.world import Lives, World

GIVEN = {  # how often a form has the field
    "name": 0.97, "cpf": 0.56, "email": 0.62, "phone": 0.66, "birth": 0.62, "age": 0.20,
    "gender": 0.80, "income": 0.25, "score": 0.30, "postal": 0.62,
}  # fmt: skip
CONSENTS = 0.58
AGAIN, ONCE_MORE = 0.16, 0.20  # registered again in the run (with dirt); of these, a third time
CHANGES_MIND, NEW_PHONE, NEW_EMAIL, MOVED = 0.45, 0.30, 0.20, 0.15  # when registering again
ERASURES = 0.004  # of memberships

MONTHLY_INCOME = {  # median, BRL
    "weekend_visitor": 4_200, "luxury": 24_000, "offer_explorer": 3_100,
    "weekday_regular": 5_600, "occasional": 4_500, "streaming_family": 7_800,
}  # fmt: skip
SCORE = {
    "weekend_visitor": 55, "luxury": 78, "offer_explorer": 62, "weekday_regular": 48,
    "occasional": 25, "streaming_family": 60,
}  # fmt: skip


def member_rows(world: World, lives: Lives) -> Columns:
    """Typed columns of loyalty_members: one row per membership and version of it."""
    chunk, members, calendar = lives.chunk, lives.members, world.calendar
    ask = Askings(chunk, lives.people, lives.held, "loyalty")
    first = _first_forms(ask, members, world.kiosks)
    rng = chunk.generator("registered again")
    versions = np.ones(len(members), dtype=np.int64)
    if chunk.settings.dirt:
        again = chance(rng, AGAIN, len(members))
        again &= members.registered < chunk.settings.days - 3
        versions += again * (1 + chance(rng, ONCE_MORE, len(members)))
    versions[~members.reported] = 0
    member, version = ragged(versions)
    form = {name: _rows(values, member) for name, values in first.items()}
    newer = version > 0
    form["updated"] = _updated(rng, members, versions, member, version, chunk.settings.days)
    _change(rng, ask, form, newer)

    size = len(member)
    postal, blank = form.pop("postal"), form.pop("no_postal")
    # The second of the minute tells the versions apart even within a day.
    second = form.pop("second")
    registered = members.registered[member]
    return {
        **{name: form[name] for name in ("full_name", "cpf", "birth", "age", "gender")},
        **{name: form[name] for name in ("income", "score", "phone", "consent")},
        "member": members.number[member],
        "version": version,
        "versions": versions[member],
        "cpf_style": ask.style("cpf", size, CPF_STYLES),
        "email": text.taken(lives.held.email_pool, form["email"]),
        "phone_style": ask.style("phone", size, PHONE_STYLES),
        "postal": pa.array(postal, mask=blank),
        "postal_style": ask.style("postal", size, (0.6, 0.4)),
        "registered_at": calendar.utc(registered, second),
        "updated_at": calendar.utc(form["updated"], second + version),
        "loaded_at": calendar.night_after(np.maximum(form["updated"], -1)),
    }


def _rows(values: np.ndarray | pa.Array, rows: np.ndarray) -> np.ndarray | pa.Array:
    return values.take(pa.array(rows)) if isinstance(values, pa.Array) else values[rows]


def _first_forms(ask: Askings, members: Members, kiosks: Kiosks) -> Columns:
    """What each membership's first form said; one element per membership."""
    rng = ask.rng("first forms")
    people, person, size = ask.people, members.person, len(members)
    gave = {field: chance(rng, share, size) for field, share in GIVEN.items()}
    kiosk = ask.at_kiosk(kiosks, size)
    by_mail = chance(rng, 0.5, size)  # the tablet's e-mail or its phone fills the form
    email = ask.email(person, GIVEN["email"])
    email = np.where((kiosk != NONE) & by_mail, kiosk_email(people, kiosk), email)
    phone = ask.phone(person, members.registered, GIVEN["phone"])
    phone = np.where((kiosk != NONE) & ~by_mail, kiosks.phone[kiosk], phone)
    promoter = ask.at_kiosk(kiosks, size, "promoters")
    phone = np.where(promoter != NONE, kiosks.promoter_phone[promoter], phone)

    persona = people.persona[person]
    income = np.array([MONTHLY_INCOME[code] for code in CODES])[persona] * 12
    income = np.round(income * np.exp(rng.normal(0, 0.5, size)), -2).astype(np.int64)
    score = np.array([SCORE[code] for code in CODES])[persona] + rng.normal(0, 14, size)
    age = years(people.birth[person], np.datetime64(ask.chunk.settings.start) + members.registered)
    return {
        "person": person,
        "full_name": ask.name(person, gave["name"]),
        "cpf": ask.cpf(person, GIVEN["cpf"]),
        "email": email,
        "phone": phone,
        "birth": pa.array(people.birth[person], mask=~gave["birth"]),
        "age": pa.array(age, mask=~gave["age"] | gave["birth"]),
        "gender": ask.gender(person, gave["gender"]),
        "income": pa.array(income, mask=~gave["income"]),
        "score": pa.array(np.clip(score, 1, 100).astype(np.int64), mask=~gave["score"]),
        "postal": people.postal_code[person],
        "no_postal": ~gave["postal"],
        "consent": chance(rng, CONSENTS, size),
        "second": rng.integers(10 * HOUR, 21 * HOUR, size),
    }


def _updated(
    rng: np.random.Generator,
    members: Members,
    versions: np.ndarray,
    member: np.ndarray,
    version: np.ndarray,
    days: int,
) -> np.ndarray:
    """Day of each version: the registration, then days spread over the rest of the run."""
    registered = members.registered[member]
    joined = np.maximum(registered, 0)
    step = 0.1 + 0.8 * rng.random(len(member))
    part = (version - 1 + step) / np.maximum(versions[member] - 1, 1)
    later = joined + 1 + ((days - 1 - joined) * part).astype(np.int64)
    return np.where(version == 0, registered, np.minimum(later, days - 1))


def _change(rng: np.random.Generator, ask: Askings, form: Columns, newer: np.ndarray) -> None:
    """What people change when they register again, in place."""
    again = Askings(ask.chunk, ask.people, ask.held, "loyalty again")
    size, person = len(newer), form.pop("person")
    consent = newer & chance(rng, CHANGES_MIND, size)
    form["consent"] = form["consent"] ^ consent
    phone = newer & chance(rng, NEW_PHONE, size)
    form["phone"] = np.where(phone, again.phone(person, form["updated"], 1.0), form["phone"])
    email = newer & chance(rng, NEW_EMAIL, size)
    form["email"] = np.where(email, again.email(person, 1.0), form["email"])
    moved = newer & chance(rng, MOVED, size)
    form["postal"] = form["postal"] + np.where(moved, rng.integers(1, 9, size) * 100_000, 0)


def erasures(world: World, lives: Lives) -> Columns:
    """Typed columns of erasure_requests: a member names themselves in one of four ways."""
    chunk, held, members, calendar = lives.chunk, lives.held, lives.members, world.calendar
    rng = chunk.generator("erasures")
    wanted = some(rng, np.arange(len(members)), ERASURES, 4 if chunk.number == 0 else 0)
    wanted = wanted[np.unique(members.person[wanted], return_index=True)[1]]
    person, size = members.person[wanted], len(wanted)
    days = chunk.settings.days
    way = np.arange(size) % 4
    day = rng.integers(days // 2, days, size)
    phone = held.phone_on(person, day)
    known = {"cpf": held.cpf[person], "email": held.email[person], "phone": phone}
    usable = np.stack([*known.values(), np.zeros(size)], axis=1)[np.arange(size), way] != NONE
    way = np.where(usable, way, 3)
    email = np.where(way == 1, known["email"], NONE)
    return {
        "request": chunk.numbers(np.arange(size)),
        "person": person,
        "requested_at": calendar.utc(day, rng.integers(9 * HOUR, 18 * HOUR, size)),
        "cpf": np.where(way == 0, known["cpf"], NONE),
        "email": text.taken(held.email_pool, email),
        "phone": np.where(way == 2, known["phone"], NONE),
        "member": np.where(way == 3, members.number[wanted], NONE),
    }
