"""A whole run, chunk by chunk: people live, the systems deliver, the answers go beside."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa

from vitrine.sample import systems, truth
from vitrine.sample.deliveries import Deliveries
from vitrine.sample.settings import Settings
from vitrine.sample.truth_records import kiosk_records
from vitrine.sample.world import live, make_world
from vitrine.sample.write import Writer, write_line


def generate(
    settings: Settings,
    out: Path,
    truth_out: Path,
    kind: str,
    tell: Callable[[str], None],
) -> None:
    """Write all raw tables (`kind` is csv or parquet), the answers and the demonstration key."""
    writer = Writer(out, truth_out, kind)
    write_line(out / "pii_key", settings.pii_key)
    world = make_world(settings)
    kiosk_users = np.zeros(len(world.kiosks.mac), dtype=np.int64)
    for chunk in settings.each_chunk():
        deliveries = Deliveries(chunk, writer)
        if chunk.number == 0:
            systems.shared(world, deliveries)
        lives = live(world, chunk)
        records = systems.purchases(world, lives, deliveries)
        systems.loyalty(world, lives, deliveries)
        records += systems.doors(world, lives, deliveries)
        devices, users = systems.wifi(world, lives, deliveries)
        systems.app(world, lives, deliveries)
        records += devices + systems.streaming(world, lives, deliveries)
        kiosk_users += users
        deliveries.close()
        writer.write("records", pa.concat_tables(records), chunk.number)
        writer.write("people", truth.people_table(lives, world.calendar), chunk.number)
        writer.write("hostile", truth.hostile_table(lives.people, lives.cases), chunk.number)
        tell(f"{chunk.first_person + chunk.people:,} of {settings.people:,} people")
    writer.write("records", kiosk_records(world.kiosks.mac, kiosk_users), settings.chunks)
