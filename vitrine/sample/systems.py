"""What each system of the mall and of its partner delivers about some lives, and the answers."""

from __future__ import annotations

import itertools

import numpy as np
import pyarrow as pa

from vitrine.sample import ledger, truth
from vitrine.sample.accounts import make_subscriptions
from vitrine.sample.app import app_events
from vitrine.sample.deliveries import Deliveries
from vitrine.sample.dirt import DUPLICATE, INFERRED, Batch
from vitrine.sample.doors import door_records
from vitrine.sample.identifiers import NONE
from vitrine.sample.purchases import HUGE
from vitrine.sample.registrations import erasures, member_rows
from vitrine.sample.render import packages_table, stores_table
from vitrine.sample.reversals import KINDS, make_reversals
from vitrine.sample.streaming import subscriber_rows, subscription_rows, viewing_rows
from vitrine.sample.survey import make_survey
from vitrine.sample.till import record
from vitrine.sample.truth_records import holders, receipt_records, records_table, valid_only
from vitrine.sample.wifi import wifi_sessions
from vitrine.sample.world import Lives, World


def shared(world: World, deliveries: Deliveries) -> None:
    """Stores, packages and the survey: small, and about nobody."""
    answers, planted = make_survey(world.settings)
    used = {"stores": world.mall.stores, "customer_survey": answers.num_rows}
    for table, rows in (("stores", stores_table(world.mall)), ("customer_survey", answers)):
        batch = Batch(table, rows, None, np.zeros(rows.num_rows, dtype=bool))
        deliveries.deliver(batch, itertools.count(used[table] + 1))
    deliveries.writer.write("packages", packages_table(), 0)
    deliveries.writer.write("survey", planted, 0)
    unlisted = pa.array(world.mall.store_id[~world.mall.listed].tolist(), pa.string())
    deliveries.defects.add("unknown_store", "stores", unlisted, INFERRED)


def purchases(world: World, lives: Lives, deliveries: Deliveries) -> list[pa.Table]:
    """The central point of sale and the stores' own exports; truth of sales; their records."""
    people, sales = lives.people, lives.sales
    recorded = record(world, lives)
    undone = make_reversals(world, lives, recorded)

    rows = ledger.pos_sale_rows(world, lives, recorded, undone)
    batch = deliveries.render("pos_sales", rows)
    deliveries.note_cpfs(batch, rows["cpf"])
    deliveries.note_phones(batch, rows["phone"])
    size, undoing = len(batch), len(undone.kind)
    for code, kind in enumerate(KINDS):
        found = size - undoing + np.flatnonzero(undone.kind == code)
        deliveries.mention(kind, batch, found)
    pos = np.flatnonzero(recorded.in_pos)
    deliveries.mention("seen_by_both", batch, np.flatnonzero(recorded.in_receipts[pos]))
    deliveries.mention("huge_genuine_purchase", batch, np.flatnonzero(rows["gross"] >= HUGE))
    pos_person, card, member = rows["person"], rows["card"], rows["member"]
    cpf = valid_only(rows["cpf"])
    deliveries.deliver(batch, size)

    rows = ledger.pos_line_rows(world, lives, recorded, undone)
    batch = deliveries.render("pos_sale_lines", rows)
    deliveries.mention("line_does_not_add_up", batch, np.flatnonzero(rows["off"]), "unit_price")
    batch.odd |= rows["off"]
    deliveries.deliver(batch, itertools.count(1_000))

    rows = ledger.receipt_rows(world, lives, recorded, undone)
    batch = deliveries.render("store_receipts", rows)
    deliveries.note_cpfs(batch, rows["cpf"])
    deliveries.note_phones(batch, rows["phone"], "telefone")
    keys = batch.keys()
    given_back = np.arange(len(batch) - len(undone.receipt_sale), len(batch))
    deliveries.mention("receipt_refund", batch, given_back)
    receipt_person = rows["person"]
    deliveries.deliver(batch, 0)

    answers = truth.sales_table(people, sales, recorded, undone, keys)
    deliveries.writer.write("sales", answers, lives.chunk.number)
    owner = holders(lives.held.cpf, np.arange(len(people)), cpf, pos_person)
    return [
        records_table(people, "pos_card", card, pos_person),
        records_table(people, "pos_cpf", cpf, pos_person, owner),
        _loyalty_records(lives, member, pos_person),
        receipt_records(people, keys, receipt_person),
    ]


def loyalty(world: World, lives: Lives, deliveries: Deliveries) -> None:
    chunk, members = lives.chunk, lives.members
    rows = member_rows(world, lives)
    batch = deliveries.render("loyalty_members", rows)
    batch.odd |= rows["versions"] > 1
    older = rows["version"] < rows["versions"] - 1
    deliveries.defects.note("older_version", batch, np.flatnonzero(older), DUPLICATE)
    # What an older version said is superseded, so nothing in it is repaired.
    deliveries.note_cpfs(batch, np.where(older, NONE, rows["cpf"]))
    deliveries.note_phones(batch, np.where(older, NONE, rows["phone"]))
    unreported = np.flatnonzero(~members.reported)
    keys = pa.array([f"M{number}" for number in members.number[unreported]], pa.string())
    deliveries.defects.add("member_only_in_events", batch.table, keys, INFERRED)
    above = 10 ** len(str(members.number.max(initial=0)))
    deliveries.deliver(batch, itertools.count(above + chunk.number, chunk.settings.chunks))

    rows = erasures(world, lives)
    deliveries.deliver(deliveries.render("erasure_requests", rows), len(rows["request"]))
    asked = truth.erasure_table(lives.people, rows["request"], rows["person"])
    deliveries.writer.write("erasures", asked, chunk.number)


def _loyalty_records(lives: Lives, member: np.ndarray, person: np.ndarray) -> pa.Table:
    """A membership is its holder's, also when somebody else gave its number at a till."""
    members = lives.members
    value = np.concatenate([members.number, member])
    user = np.concatenate([members.person, person])
    owner = holders(members.number, members.person, value, user)
    return records_table(lives.people, "loyalty", value, user, owner)


def doors(world: World, lives: Lives, deliveries: Deliveries) -> list[pa.Table]:
    rows = door_records(world, lives)
    batch = deliveries.render("visits", rows)
    no_exit = rows["exited_at"].is_null().to_numpy(zero_copy_only=False)
    deliveries.mention("visit_without_exit", batch, np.flatnonzero(no_exit), "exited_at")
    deliveries.deliver(batch, len(batch))
    return [records_table(lives.people, "visit_plate", rows["plate"], rows["person"])]


def wifi(world: World, lives: Lives, deliveries: Deliveries) -> tuple[list[pa.Table], np.ndarray]:
    """Also how many of these people each kiosk has seen."""
    rows = wifi_sessions(world, lives)
    batch = deliveries.render("wifi_sessions", rows)
    deliveries.note_phones(batch, rows["phone"], "login_phone")
    deliveries.deliver(batch, len(batch))
    at_kiosk = np.isin(rows["mac"], world.kiosks.mac)
    users = [len(np.unique(rows["person"][rows["mac"] == address])) for address in world.kiosks.mac]
    own = np.where(at_kiosk, NONE, rows["mac"])
    return [records_table(lives.people, "wifi_device", own, rows["person"])], np.array(users)


def app(world: World, lives: Lives, deliveries: Deliveries) -> None:
    rows = app_events(world, lives)
    deliveries.deliver(deliveries.render("app_events", rows), len(rows["event"]))


def streaming(world: World, lives: Lives, deliveries: Deliveries) -> list[pa.Table]:
    chunk, people, accounts = lives.chunk, lives.people, lives.accounts
    rows = subscriber_rows(world, lives)
    batch = deliveries.render("subscribers", rows)
    # Nobody can see that a keyed value was mistyped.
    deliveries.note_cpfs(batch, np.where(rows["keyed"], NONE, rows["cpf"]))
    deliveries.note_phones(batch, np.where(rows["keyed"], NONE, rows["phone"]))
    deliveries.deliver(batch, len(batch))

    subscriptions = make_subscriptions(chunk, accounts)
    rows = subscription_rows(world, lives, subscriptions)
    batch = deliveries.render("package_subscriptions", rows)
    deliveries.defects.note("superseded", batch, np.flatnonzero(rows["superseded"]), DUPLICATE)
    deliveries.deliver(batch, len(subscriptions.account))

    rows = viewing_rows(world, lives, subscriptions)
    deliveries.deliver(deliveries.render("viewing_sessions", rows), len(rows["session"]))
    deliveries.writer.write("package_truth", truth.package_table(people, accounts), chunk.number)
    return [records_table(people, "streaming", accounts.number, accounts.person)]
