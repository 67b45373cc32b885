"""The mall of a run, and the lives of a chunk of people in it: nothing recorded yet."""

from __future__ import annotations

from dataclasses import dataclass

from vitrine.sample.accounts import Accounts, make_accounts
from vitrine.sample.calendar import Calendar, make_calendar
from vitrine.sample.habits import Habits, make_habits
from vitrine.sample.hostile import (
    JUNK_EMAILS,
    Case,
    Kiosks,
    confuse_identifiers,
    confuse_persons,
    make_kiosks,
)
from vitrine.sample.identifiers import Identifiers, make_identifiers
from vitrine.sample.loyalty import Members, make_members
from vitrine.sample.mall import Mall, make_mall
from vitrine.sample.people import People, make_people
from vitrine.sample.purchases import Sales, make_sales
from vitrine.sample.settings import Chunk, Settings
from vitrine.sample.trips import Trips, make_trips


@dataclass(frozen=True)
class World:
    """What all chunks share."""

    settings: Settings
    calendar: Calendar
    mall: Mall
    kiosks: Kiosks


@dataclass(frozen=True)
class Lives:
    """The people of a chunk, what they hold and what they did."""

    chunk: Chunk
    people: People
    cases: list[Case]
    habits: Habits
    held: Identifiers
    members: Members
    accounts: Accounts
    trips: Trips
    sales: Sales


def make_world(settings: Settings) -> World:
    calendar = make_calendar(settings.start, settings.days)
    return World(settings, calendar, make_mall(settings), make_kiosks(settings))


def live(world: World, chunk: Chunk) -> Lives:
    people, confused = confuse_persons(chunk, make_people(chunk))
    held = make_identifiers(chunk, people, [*JUNK_EMAILS, *world.kiosks.email])
    held, shared = confuse_identifiers(chunk, people, held)
    habits = make_habits(chunk, people, world.mall)
    trips = make_trips(chunk, people, habits, world.calendar)
    return Lives(
        chunk=chunk,
        people=people,
        cases=confused + shared,
        habits=habits,
        held=held,
        members=make_members(chunk, people, habits),
        accounts=make_accounts(chunk, people, habits),
        trips=trips,
        sales=make_sales(chunk, trips, habits, world.mall, world.calendar),
    )
