"""What the Wi-Fi sees of a trip: devices, and log-ins with an e-mail or a phone."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from vitrine.sample import settings as density
from vitrine.sample import text
from vitrine.sample.draws import chance, ragged
from vitrine.sample.given import Askings
from vitrine.sample.identifiers import DEVICES, NONE, mac
from vitrine.sample.text import Columns
from vitrine.sample.trips import per_trip
from vitrine.sample.world import Lives, World

LOGIN_EMAIL, LOGIN_PHONE = 0.16, 0.15
NO_DISCONNECT = 0.03  # with dirt only
ZONES = ("G", "L1N", "L1S", "L2N", "L2S", "L3", "PRA")


def wifi_sessions(world: World, lives: Lives) -> Columns:
    """Typed columns of wifi_sessions."""
    chunk, people, held, trips = lives.chunk, lives.people, lives.held, lives.trips
    calendar, kiosks = world.calendar, world.kiosks
    rng = chunk.generator("wifi")
    mean = per_trip("wifi", density.WIFI_SESSIONS / (1 - DEVICES[0]))[trips.persona]
    trip, _ = ragged(rng.poisson(mean * (held.devices[trips.person] > 0)))
    size = len(trip)
    day = trips.day[trip]
    stay = trips.leaves[trip] - trips.enters[trip]
    connected = trips.enters[trip] + (stay * rng.random(size) * 0.8).astype(np.int64)
    order = np.argsort(day * 86_400 + connected, kind="stable")
    trip, connected, day = trip[order], connected[order], day[order]
    person = trips.person[trip]
    length = 60 + rng.gamma(1.5, 1_000, size).astype(np.int64)
    until = np.minimum(connected + length, trips.leaves[trip])

    ask = Askings(chunk, people, held, "wifi")
    email, phone = ask.email(person, LOGIN_EMAIL), ask.phone(person, day, LOGIN_PHONE)
    phone = np.where(email == NONE, phone, NONE)
    second = (held.devices[person] > 1) & chance(rng, 0.3, size)
    address = mac(held, people, person, second.astype(int), day, calendar.days, chunk.settings.seed)
    kiosk = ask.at_kiosk(kiosks, size)
    # People log in on a tablet of the mall, so only its address is seen with their e-mail.
    on_kiosk = (kiosk != NONE) & ((email != NONE) | (phone != NONE))
    no_end = chance(rng, NO_DISCONNECT, size) & chunk.settings.dirt
    return {
        "session": chunk.numbers(np.arange(size)),
        "person": person,
        "mac": np.where(on_kiosk, kiosks.mac[kiosk], address),
        "mac_style": ask.style("mac", size, (0.8, 0.12, 0.08)),
        "connected_at": calendar.utc(day, connected),
        "disconnected_at": pa.array(calendar.utc(day, until), mask=no_end),
        "zone": pa.array(ZONES).take(pa.array(rng.integers(0, len(ZONES), size))),
        "email": text.taken(held.email_pool, email),
        "phone": phone,
        "phone_style": np.zeros(size, dtype=np.int64),
        "loaded_at": calendar.night_after(day),
    }
