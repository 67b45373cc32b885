"""What names a person, a household or a device: CPF, e-mail, phone, card, plate, MAC.

All are integers here (a position in a pool for e-mails); `render` writes them as the systems would.
-1 is "has none". Shuffled counters make them unique across the run without a register.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from vitrine.sample import names
from vitrine.sample.draws import chance, pick, ragged, scattered
from vitrine.sample.people import CHILD, People
from vitrine.sample.settings import Chunk

NONE = -1
NEVER = np.iinfo(np.int32).max

HAS_PHONE, HAS_EMAIL, HAS_SECOND_EMAIL = 0.95, 0.88, 0.20
CARDS = (0.10, 0.46, 0.31, 0.13)  # share of people with 0, 1, 2, 3
DEVICES = (0.08, 0.78, 0.14)
AREA_CODES, AREA_SHARES = (11, 13, 19, 12, 15), (0.86, 0.05, 0.04, 0.03, 0.02)
# The reserved .example domains: no letter can ever reach anybody.
PROVIDERS = ("correio.example", "caixa.example", "posta.example", "rede.example")

STABLE, PER_NETWORK, PER_DAY = range(3)
MAC_MODES = (0.35, 0.40, 0.25)

REGION = 8  # the ninth digit of a CPF tells where it was issued: 8 is São Paulo
PLATES = 26**3 * 10_000


def at(values: np.ndarray, position: np.ndarray) -> np.ndarray:
    """The integers at these positions, NONE where a position is; of few people nobody has any."""
    found = np.full(len(position), NONE)
    there = position != NONE
    found[there] = values[position[there]]
    return found


@dataclass(frozen=True)
class Identifiers:
    """One element per person of the chunk, unless said otherwise."""

    cpf: np.ndarray
    email_pool: pa.Array  # strings: first e-mails, second e-mails, then the hostile ones
    email: np.ndarray  # position in the pool
    second_email: np.ndarray
    phone: np.ndarray  # with country code: 55 11 9xxxx xxxx
    new_phone: np.ndarray  # used from `phone_changes` on
    phone_changes: np.ndarray  # day; NEVER for most
    first_card: np.ndarray  # position of the person's first card
    cards: np.ndarray
    card: np.ndarray  # one per card: its token as a 40-bit number
    card_until: np.ndarray  # one per card: last day its owner uses it
    extra_card: np.ndarray  # position of somebody else's card that the person uses too
    extra_from: np.ndarray  # day
    devices: np.ndarray
    mac_mode: np.ndarray  # (people, 2), one per device
    plate: np.ndarray  # (people, 2), cars of the household

    def phone_on(self, person: np.ndarray, day: np.ndarray) -> np.ndarray:
        changed = day >= self.phone_changes[person]
        return np.where(changed, self.new_phone[person], self.phone[person])

    def card_on(self, rng: np.random.Generator, person: np.ndarray, day: np.ndarray) -> np.ndarray:
        """The token a person pays with, NONE for who has no card that day."""
        turn = (rng.random(len(person)) * self.cards[person]).astype(np.int64)
        own = self.first_card[person] + turn
        own[self.cards[person] == 0] = NONE
        own[(own != NONE) & (day > at(self.card_until, own))] = NONE
        extra = self.extra_card[person]
        borrows = (extra != NONE) & (day >= self.extra_from[person])
        used = np.where(borrows & chance(rng, 0.5, len(person)), extra, own)
        return at(self.card, used)


def make_identifiers(chunk: Chunk, people: People, hostile_emails: list[str]) -> Identifiers:
    rng = chunk.generator("identifiers")
    size, seed = len(people), chunk.settings.seed
    number, rows = people.number, np.arange(size)

    def kept(share: float, value: np.ndarray) -> np.ndarray:
        return np.where(chance(rng, share, size), value, NONE)

    area = np.array(AREA_CODES)[pick(rng, AREA_SHARES, size)][people.head]
    subscriber_line = scattered(np.stack([number * 2, number * 2 + 1]), 10**8, seed + 11)
    lines = 55 * 10**11 + area * 10**9 + 9 * 10**8 + subscriber_line
    cards = pick(rng, CARDS, size)
    cards[(people.role == CHILD) & (people.age(np.datetime64(chunk.settings.start)) < 18)] = 0
    owner, place = ragged(cards)
    phone = kept(HAS_PHONE, lines[0])
    return Identifiers(
        cpf=with_check_digits(scattered(number, 10**8, seed + 7) * 10 + REGION),
        email_pool=pa.concat_arrays(
            [
                _emails(rng, people, number * 2, chunk, first_letter=False),
                _emails(rng, people, number * 2 + 1, chunk, first_letter=True),
                pa.array(hostile_emails, pa.string()),
            ]
        ),
        email=kept(HAS_EMAIL, rows),
        second_email=kept(HAS_SECOND_EMAIL, rows + size),
        phone=phone,
        new_phone=np.where(phone == NONE, NONE, lines[1]),
        phone_changes=np.full(size, NEVER),
        first_card=np.cumsum(cards) - cards,
        cards=cards,
        card=scattered(number[owner] * 4 + place, 2**40, seed + 3),
        card_until=np.full(len(owner), NEVER),
        extra_card=np.full(size, NONE),
        extra_from=np.full(size, 0),
        devices=pick(rng, DEVICES, size),
        mac_mode=pick(rng, MAC_MODES, size * 2).reshape(size, 2),
        plate=np.stack([plates(people.household * 2 + car, seed + 5) for car in (0, 1)], axis=1),
    )


def _emails(
    rng: np.random.Generator,
    people: People,
    number: np.ndarray,
    chunk: Chunk,
    first_letter: bool,
) -> pa.Array:
    """ana.souza81@correio.example, or asouza4207@caixa.example for the second one."""
    given = names.lookup(tuple(_plain(name) for name in names.GIVEN), people.given)
    last = names.lookup(tuple(_plain(name) for name in names.SURNAMES), people.last)
    modulus = 10 ** len(str(chunk.settings.people * 4))
    digits = pc.cast(pa.array(scattered(number, modulus, chunk.settings.seed)), pa.string())
    provider = names.lookup(PROVIDERS, rng.integers(0, len(PROVIDERS), len(number)))
    if first_letter:
        local = pc.binary_join_element_wise(pc.utf8_slice_codeunits(given, 0, 1), last, digits, "")
    else:
        name = pc.binary_join_element_wise(given, last, ".")
        local = pc.binary_join_element_wise(name, digits, "")
    return pc.binary_join_element_wise(local, provider, "@")


def _plain(name: str) -> str:
    accents = str.maketrans("áàâãéêíóôõúüçÁÉÍÓÚ", "aaaaeeiooouucAEIOU")
    return name.translate(accents).lower()


def plates(number: np.ndarray, salt: int) -> np.ndarray:
    """Plates whose third character from the end is one of every other one (0, 2, 4 … or A, C, E …).

    Its neighbours stay free for `misread`, so a misread plate is never a real one of the run.
    """
    half = scattered(number, PLATES // 2, salt)
    return half // 500 * 1_000 + half % 500 // 100 * 200 + half % 100


def misread(plate: np.ndarray) -> np.ndarray:
    """The camera takes one character for its neighbour."""
    return plate + 100


def with_check_digits(base: np.ndarray) -> np.ndarray:
    """CPF numbers (11 digits) of nine-digit bases, by the Receita Federal's modulo 11."""
    cpf = base
    for length in (9, 10):
        digits = cpf[:, None] // 10 ** np.arange(length) % 10
        rest = (digits * np.arange(2, length + 2)).sum(axis=1) % 11
        cpf = cpf * 10 + np.where(rest < 2, 0, 11 - rest)
    return cpf


def is_valid_cpf(cpf: np.ndarray) -> np.ndarray:
    """Right check digits, and not one digit eleven times."""
    return (cpf >= 0) & (with_check_digits(cpf // 100) == cpf) & (cpf % 11_111_111_111 != 0)


def mistyped(rng: np.random.Generator, cpf: np.ndarray) -> np.ndarray:
    """A slip of the finger: one wrong digit, or two neighbours swapped.

    One in twenty slips is unlucky and makes another valid CPF: one of another region, so that it
    is nobody's in this run, whichever chunk they are in.
    """
    size = len(cpf)
    place = 10 ** rng.integers(0, 10, size)
    low, high = cpf // place % 10, cpf // (place * 10) % 10
    swapped = cpf + (low - high) * place * 9
    wrong = cpf + ((low + rng.integers(1, 10, size)) % 10 - low) * place
    typed = np.where(chance(rng, 0.4, size) & (low != high), swapped, wrong)
    elsewhere = (REGION + rng.integers(1, 10, size)) % 10
    unlucky = chance(rng, 0.05, size)
    typed = np.where(unlucky, with_check_digits(typed // 1_000 * 10 + elsewhere), typed)
    of_region = typed // 100 % 10 == REGION
    return np.where(is_valid_cpf(typed) & of_region, cpf, typed)


def mac(
    identifiers: Identifiers,
    people: People,
    person: np.ndarray,
    device: np.ndarray,
    day: np.ndarray,
    days: int,
    seed: int,
) -> np.ndarray:
    """48-bit addresses. Randomised ones have 2, 6, A or E as the second hex digit."""
    mode = identifiers.mac_mode[person, device]
    key = (people.number[person] * 2 + device) * (days + 1) + np.where(mode == PER_DAY, day + 1, 0)
    scrambled = scattered(key, 2**46, seed + 13)
    octet = (scrambled >> 40) * 4 + np.where(mode == STABLE, 0, 2)
    return (octet << 40) | (scrambled & (2**40 - 1))
