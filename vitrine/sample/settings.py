"""What a run was asked for, and where its randomness comes from."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import numpy as np

# People are made in chunks so that a million of them fit in memory. The size is part of the
# recipe, not a tuning knob: another size would give other (equally valid) people.
CHUNK = 50_000

# What an ordinary year leaves behind, per person. The other densities move with visits.
VISITS = 16.3
SALES = 12.0
WIFI_SESSIONS = 8.0
APP_EVENTS = 6.0


@dataclass(frozen=True)
class Settings:
    """The arguments of a run. Equal settings give equal files, byte for byte."""

    people: int = 1_500
    seed: int = 1
    start: date = date(2025, 1, 1)
    days: int = 365
    visits_per_person: float = VISITS
    """Records at doors and car park per person and year."""
    dirt: bool = True
    without: frozenset[str] = field(default_factory=frozenset)
    """Hostile cases (names of `hostile.RATES`) that are switched off."""

    @property
    def density(self) -> float:
        """Events per person of this run, relative to an ordinary year."""
        return self.visits_per_person / VISITS * self.days / 365

    @property
    def chunks(self) -> int:
        return -(-self.people // CHUNK)

    @property
    def pii_key(self) -> str:
        """The public demonstration key (64 hex digits) of the partner's keyed identifiers."""
        return hashlib.sha256(f"vitrine demonstration key {self.seed}".encode()).hexdigest()

    def generator(self, purpose: str, chunk: int = 0) -> np.random.Generator:
        """Randomness of its own for each chunk and purpose.

        A switched-off purpose therefore leaves every other draw as it was.
        """
        spawned = (chunk, zlib.crc32(purpose.encode()))
        return np.random.default_rng(np.random.SeedSequence(self.seed, spawn_key=spawned))

    def each_chunk(self) -> Iterator[Chunk]:
        for number in range(self.chunks):
            first = number * CHUNK
            yield Chunk(self, number, first, min(CHUNK, self.people - first))


@dataclass(frozen=True)
class Chunk:
    """Some households of the run (the last may be cut short): the unit of work."""

    settings: Settings
    number: int
    first_person: int
    people: int

    def generator(self, purpose: str) -> np.random.Generator:
        return self.settings.generator(purpose, self.number)

    def numbers(self, rank: np.ndarray) -> np.ndarray:
        """Unique running numbers from a rank within the chunk: chunks take turns."""
        return rank.astype(np.int64) * self.settings.chunks + self.number + 1
