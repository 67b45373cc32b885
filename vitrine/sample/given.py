"""What people give when they are asked: one identifier or another, now and then a wrong one.

Each returned array has one element per asking, NONE where nothing was given. Slips and junk have
randomness of their own, so switching a hostile case off changes nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from vitrine.sample import names, text
from vitrine.sample.draws import chance, pick
from vitrine.sample.hostile import JUNK_CPFS, JUNK_EMAILS, JUNK_PHONES, Kiosks, rate
from vitrine.sample.identifiers import NONE, Identifiers, mistyped
from vitrine.sample.people import People
from vitrine.sample.settings import Chunk

WOMAN, MAN = ("F", "Female", "Feminino", "f"), ("M", "Male", "Masculino", "m")
GENDER_STYLES = (0.45, 0.20, 0.30, 0.05)
CPF_STYLES = (0.55, 0.38, 0.05, 0.02)
PHONE_STYLES = (0.30, 0.34, 0.16, 0.14, 0.06)  # of the macros cpf_text and phone_text


@dataclass(frozen=True)
class Askings:
    """One occasion (a till, a form, a log-in) on which people are asked."""

    chunk: Chunk
    people: People
    held: Identifiers
    occasion: str

    def rng(self, what: str) -> np.random.Generator:
        return self.chunk.generator(f"{self.occasion} {what}")

    def cpf(
        self,
        person: np.ndarray,
        share: np.ndarray | float,
        borrows: bool = False,
    ) -> np.ndarray:
        """Their CPF; a partner's (at tills), junk, or a slip of the finger."""
        size = len(person)
        held = self.held.cpf[person]
        if borrows:
            partner = self.people.partner[person]
            lent = self._hostile("borrowed_cpf", size) & (partner != NONE)
            held = np.where(lent, self.held.cpf[partner], held)
        held = np.where(chance(self.rng("cpf"), share, size), held, NONE)
        slip = self._hostile("mistyped_cpf", size) & (held != NONE)
        held[slip] = mistyped(self.rng("slips"), held[slip])
        junk = self._hostile("one_digit_cpf", size) & (held != NONE)
        held[junk] = self.rng("junk cpf").choice(JUNK_CPFS, junk.sum())
        return held

    def email(self, person: np.ndarray, share: np.ndarray | float) -> np.ndarray:
        """Position in the pool of e-mails: mostly the first, sometimes the second, or junk."""
        rng, size = self.rng("email"), len(person)
        second = self.held.second_email[person]
        prefers = (second != NONE) & chance(rng, 0.3, size)
        given = np.where(prefers, second, self.held.email[person])
        given = np.where(chance(rng, share, size), given, NONE)
        junk = self._hostile("junk_emails", size) & (given != NONE)
        first = 2 * len(self.people)
        given[junk] = first + self.rng("junk email").integers(0, len(JUNK_EMAILS), junk.sum())
        return given

    def phone(self, person: np.ndarray, day: np.ndarray, share: np.ndarray | float) -> np.ndarray:
        """The number they have that day, or junk."""
        rng, size = self.rng("phone"), len(person)
        given = np.where(chance(rng, share, size), self.held.phone_on(person, day), NONE)
        junk = self._hostile("junk_phones", size) & (given != NONE)
        given[junk] = self.rng("junk phone").choice(JUNK_PHONES, junk.sum())
        return given

    def name(self, person: np.ndarray, given: np.ndarray) -> pa.Array:
        """Their name as this form has it; null where it was not given."""
        rng, people, size = self.rng("names"), self.people, len(person)
        spelled = rate(self.chunk.settings, "name_spellings") > 0
        shares = list(names.SPELLINGS.values()) if spelled else [1.0]
        partner = people.partner[person]
        partners_name = np.where(partner != NONE, people.last[partner], NONE)
        parts = {
            "given": names.lookup(names.GIVEN, people.given[person]),
            "second": names.lookup(names.GIVEN, people.second[person]),
            "early": names.lookup(names.SURNAMES, people.early[person]),
            "particle": names.lookup(names.PARTICLES, people.particle[person]),
            "last": names.lookup(names.SURNAMES, people.last[person]),
            "other_last": names.lookup(names.SURNAMES, partners_name),
            "spelling": pick(rng, shares, size),
            "slip": rng.integers(2, 9, size),
            "known": given,
        }
        return text.query(names.SPELLED_SQL, parts=pa.table(parts))["name"].combine_chunks()

    def gender(self, person: np.ndarray, given: np.ndarray) -> pa.Array:
        style = self.style("gender", len(person), GENDER_STYLES)
        code = self.people.male[person] * len(GENDER_STYLES) + style
        return names.lookup(WOMAN + MAN, np.where(given, code, NONE))

    def at_kiosk(self, kiosks: Kiosks, size: int, kind: str = "kiosks") -> np.ndarray:
        """Which kiosk (or promoter) took the registration; NONE for most."""
        taken = self._hostile(kind, size)
        which = self.rng(f"{kind} which").integers(0, len(kiosks.mac), size)
        return np.where(taken, which, NONE)

    def style(self, what: str, size: int, shares: tuple[float, ...]) -> np.ndarray:
        """How each value is written; without dirt always in the first style."""
        if not self.chunk.settings.dirt:
            return np.zeros(size, dtype=np.int64)
        edges = np.cumsum(shares)[:-1] / np.sum(shares)
        return np.searchsorted(edges, self.rng(f"{what} style").random(size), side="right")

    def _hostile(self, kind: str, size: int) -> np.ndarray:
        share = rate(self.chunk.settings, kind)
        return chance(self.rng(kind), share, size) if share else np.zeros(size, dtype=bool)


def kiosk_email(people: People, kiosk: np.ndarray) -> np.ndarray:
    """Position in the pool of a kiosk's own e-mail."""
    return 2 * len(people) + len(JUNK_EMAILS) + kiosk
