"""What the doors and the car park see of a trip."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from vitrine.sample.draws import chance, pick, ragged
from vitrine.sample.given import Askings
from vitrine.sample.hostile import rate
from vitrine.sample.identifiers import NONE, Identifiers, misread
from vitrine.sample.people import People
from vitrine.sample.settings import Chunk
from vitrine.sample.text import Columns
from vitrine.sample.trips import RECORDS
from vitrine.sample.world import Lives, World

BY_CAR, PLATE_READ = 0.66, 0.88
MEMBER_AT_DOOR, MEMBER_IN_CAR = 0.34, 0.08
PLATE_STYLES = (0.90, 0.06, 0.04)  # ABC1D23, ABC-1D23, abc1d23
NO_EXIT = 0.05  # with dirt only
ENTRANCES = ("P1", "P2", "P3", "P4", "E1", "E2", "E3")  # four doors, three car park gates


def door_records(world: World, lives: Lives) -> Columns:
    """Typed columns of visits."""
    chunk, people, held, trips = lives.chunk, lives.people, lives.held, lives.trips
    calendar = world.calendar
    rng = chunk.generator("doors")
    trip, place = ragged(pick(rng, RECORDS, len(trips)))
    size = len(trip)
    twice = np.zeros(len(trips), dtype=bool)
    twice[trip[place == 1]] = True
    stay = trips.leaves - trips.enters
    out = trips.enters + (stay * rng.uniform(0.3, 0.6, len(trips))).astype(np.int64)
    # Who goes out and comes back was away for a tenth of the stay.
    back = out + stay // 10
    enters = np.where(place == 1, back[trip], trips.enters[trip])
    leaves = np.where(twice[trip] & (place == 0), out[trip], trips.leaves[trip])
    order = np.argsort(trips.day[trip] * 86_400 + enters, kind="stable")
    trip, enters, leaves = trip[order], enters[order], leaves[order]

    person, day = trips.person[trip], trips.day[trip]
    cars = people.cars[person]
    adult = people.age(np.datetime64(chunk.settings.start))[person] >= 18
    by_car = chance(rng, BY_CAR, len(trips))[trip] & (cars > 0) & adult
    gate = np.where(by_car, 4 + rng.integers(0, 3, size), rng.integers(0, 4, size))
    which = np.where((cars > 1) & chance(rng, 0.4, size), 1, 0)
    plate = held.plate[person, which]
    plate = np.where(by_car & chance(rng, PLATE_READ, size), plate, NONE)
    plate = _misused_plates(chunk, people, held, plate)
    member = lives.members.on(rng, person, day)
    shows = chance(rng, np.where(by_car, MEMBER_IN_CAR, MEMBER_AT_DOOR), size)
    ask = Askings(chunk, people, held, "doors")
    no_exit = chance(rng, NO_EXIT, size) & chunk.settings.dirt
    return {
        "visit": chunk.numbers(np.arange(size)),
        "person": person,
        "entered_at": calendar.utc(day, enters),
        "exited_at": pa.array(calendar.utc(day, leaves), mask=no_exit),
        "entrance": pa.array(ENTRANCES).take(pa.array(gate)),
        "member": np.where(shows, member, NONE),
        "plate": plate,
        "plate_style": ask.style("plate", size, PLATE_STYLES),
        "loaded_at": calendar.night_after(day),
    }


def _misused_plates(
    chunk: Chunk,
    people: People,
    held: Identifiers,
    plate: np.ndarray,
) -> np.ndarray:
    """Cars lent to other households, and one character misread by the camera."""
    size, read = len(plate), plate != NONE
    lent_share = rate(chunk.settings, "lent_cars")
    if lent_share:
        rng = chunk.generator("lent_cars")
        other = held.plate[rng.integers(0, len(people), size), 0]
        plate = np.where(read & chance(rng, lent_share, size), other, plate)
    misread_share = rate(chunk.settings, "misread_plates")
    if misread_share:
        rng = chunk.generator("misread_plates")
        plate = np.where(read & chance(rng, misread_share, size), misread(plate), plate)
    return plate
