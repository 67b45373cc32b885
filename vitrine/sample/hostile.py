"""Cases that trap a careless matcher. Each can be switched off by name.

What the people and their records do here follows from life, not from any matcher's rules. Planted
on purpose and known to no rule: CPFs given for a spouse or parent at the till, a friend's loyalty
number, cars lent to another household, plates misread by a camera, phones that change on an unknown
day, slips that make another valid CPF, strangers of one name and birth date, people who moved
(their second registration has another address).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from vitrine.sample.draws import some
from vitrine.sample.identifiers import NONE, Identifiers
from vitrine.sample.people import CHILD, HEAD, PARTNER, People
from vitrine.sample.settings import Chunk, Settings

RATES = {
    # persons
    "twins": 0.30,  # of households with two children: same birth date
    "father_and_son": 0.25,  # of sons in a household with a father: his whole name
    "namesakes": 0.002,  # of people: name and birth date of a stranger
    "foreigners": 0.02,  # of people: no CPF
    # shared or moving identifiers
    "shared_phone": 0.06,  # of couples
    "shared_email": 0.05,  # of couples
    "family_card": 0.08,  # of couples: both pay with one card, each gives their own CPF
    "card_changes_hands": 0.003,  # of people: somebody else uses their card from some day on
    "new_phone": 0.04,  # of people: another number from some day on
    "recycled_phone": 0.003,  # of people: their old number becomes a stranger's
    # one value, hundreds of people
    "kiosks": 0.03,  # of registrations and Wi-Fi log-ins: made on a tablet of the mall
    "promoters": 0.02,  # of registrations: carry the promoter's phone
    # values that say nothing, or something wrong
    "junk_emails": 0.03,  # of e-mails given
    "junk_phones": 0.02,  # of phones given
    "one_digit_cpf": 0.006,  # of CPFs given
    "mistyped_cpf": 0.015,  # of CPFs given
    "borrowed_cpf": 0.005,  # of CPFs given at tills: the partner's
    "borrowed_member": 0.002,  # of loyalty numbers given at tills: a stranger's
    "misread_plates": 0.010,  # of plates read
    "lent_cars": 0.004,  # of plates read: another household's car
    "name_spellings": 1.0,  # of names written down: `names.SPELLINGS` applies
}

JUNK_EMAILS = ("nao@tem.com", "a@a.com", "naotem@email.com", "teste@teste.com", "sem@email.com")
JUNK_PHONES = (5511999999999, 5511111111111, 5511988888888, 5511912345678)
JUNK_CPFS = (11111111111, 0, 99999999999, 33333333333)

PEOPLE_PER_KIOSK = 10_000


def rate(settings: Settings, kind: str) -> float:
    return 0.0 if kind in settings.without else RATES[kind]


@dataclass(frozen=True)
class Kiosks:
    """Tablets and promoters of the mall: the same few for the whole run."""

    mac: np.ndarray
    email: list[str]
    phone: np.ndarray
    device: np.ndarray
    promoter_phone: np.ndarray


def make_kiosks(settings: Settings) -> Kiosks:
    tablets = np.arange(2 + settings.people // PEOPLE_PER_KIOSK)
    return Kiosks(
        mac=(0x3C << 40) | (0xA10000000 + tablets * 7_919),
        email=[f"atendimento{number + 1}@vitrine.example" for number in tablets],
        phone=5511950000000 + tablets * 1_013,
        device=900_000_000 + tablets,
        promoter_phone=5511960000000 + tablets * 1_019,
    )


@dataclass(frozen=True)
class Case:
    """Planted pairs of one kind; `other` is -1 where nobody else is concerned."""

    kind: str
    person: np.ndarray  # positions in the chunk
    other: np.ndarray


def _least(chunk: Chunk) -> int:
    """Even the smallest sample has two of each."""
    return 2 if chunk.number == 0 else 0


def _sample(chunk: Chunk, kind: str, candidates: np.ndarray) -> np.ndarray:
    share = rate(chunk.settings, kind)
    if share == 0:
        return candidates[:0]
    return some(chunk.generator(kind), candidates, share, _least(chunk))


def _strangers(chunk: Chunk, kind: str, people: People, person: np.ndarray) -> np.ndarray:
    """Somebody of another household for each person."""
    other = chunk.generator(f"{kind} other").integers(0, len(people), len(person))
    same = people.household[other] == people.household[person]
    return np.where(same, (other + 7) % len(people), other)


def confuse_persons(chunk: Chunk, people: People) -> tuple[People, list[Case]]:
    """Twins, sons with their father's name, strangers of one name and birth date."""
    birth = people.birth.copy()
    name = {field: getattr(people, field).copy() for field in _NAME}
    rows = np.arange(len(people))

    child = people.role == CHILD
    second_child = rows[1:][child[1:] & child[:-1] & (people.head[1:] == people.head[:-1])]
    twins = _sample(chunk, "twins", second_child)
    birth[twins] = birth[twins - 1]

    father = np.where(people.male[people.head], people.head, people.partner[people.head])
    sons = rows[child & people.male & (father != NONE) & people.male[father]]
    sons = _sample(chunk, "father_and_son", np.setdiff1d(sons, twins))
    for field in _NAME:
        name[field][sons] = name[field][father[sons]]

    plain = rows[(people.role == HEAD) & (people.partner == NONE)]
    namesakes = _sample(chunk, "namesakes", plain)
    models = _strangers(chunk, "namesakes", people, namesakes)
    grown = people.role[models] != CHILD
    namesakes, models = namesakes[grown], models[grown]
    for field in _NAME:
        name[field][namesakes] = name[field][models]
    birth[namesakes] = birth[models]
    male = people.male.copy()
    male[namesakes] = male[models]

    cases = [
        Case("twins", twins, twins - 1),
        Case("father_and_son", sons, father[sons]),
        Case("namesakes", namesakes, models),
    ]
    return replace(people, birth=birth, male=male, **name), cases


_NAME = ("given", "second", "early", "particle", "last")


def confuse_identifiers(
    chunk: Chunk,
    people: People,
    held: Identifiers,
) -> tuple[Identifiers, list[Case]]:
    """Identifiers that two people share, that move from one to another, or that are missing."""
    rows, days = np.arange(len(people)), chunk.settings.days
    partners = rows[people.role == PARTNER]
    heads = people.partner

    foreign = _sample(chunk, "foreigners", rows)
    cpf = _set(held.cpf, foreign, NONE)

    shares_phone = _sample(chunk, "shared_phone", partners[held.phone[heads[partners]] != NONE])
    phone = _set(held.phone, shares_phone, held.phone[heads[shares_phone]])
    new_phone = _set(held.new_phone, shares_phone, held.new_phone[heads[shares_phone]])
    shares_email = _sample(chunk, "shared_email", partners[held.email[heads[partners]] != NONE])
    email = _set(held.email, shares_email, held.email[heads[shares_email]])

    couple = np.union1d(shares_phone, heads[shares_phone])
    changers = _sample(chunk, "new_phone", np.setdiff1d(rows, couple))
    changes = held.phone_changes.copy()
    changes[changers] = chunk.generator("new_phone day").integers(0, days, len(changers))

    # A gives the number up mid-run and has a new one; a month later it is B's.
    givers = _sample(chunk, "recycled_phone", np.setdiff1d(rows[phone != NONE], couple))
    takers = _strangers(chunk, "recycled_phone", people, givers)
    free = ~np.isin(takers, np.concatenate([givers, couple]))
    givers, takers = givers[free], takers[free]
    takers, first = np.unique(takers, return_index=True)
    givers = givers[first]
    day = chunk.generator("recycled_phone day").integers(days // 4, days // 2 + 1, len(givers))
    changes[givers], changes[takers] = day, day + min(30, days // 8)
    new_phone = _set(new_phone, takers, phone[givers])

    with_card = rows[held.cards > 0]
    extra_card, extra_from = held.extra_card.copy(), held.extra_from.copy()
    until = held.card_until.copy()
    spouses = _sample(chunk, "family_card", partners[held.cards[heads[partners]] > 0])
    extra_card[spouses] = held.first_card[heads[spouses]]
    lenders = _sample(chunk, "card_changes_hands", np.setdiff1d(with_card, heads[spouses]))
    heirs = _strangers(chunk, "card_changes_hands", people, lenders)
    heirs, first = np.unique(heirs, return_index=True)
    lenders = lenders[first]
    free = extra_card[heirs] == NONE
    heirs, lenders = heirs[free], lenders[free]
    day = chunk.generator("card day").integers(days // 4, 3 * days // 4 + 1, len(heirs))
    extra_card[heirs], extra_from[heirs] = held.first_card[lenders], day
    until[held.first_card[lenders]] = day - 1

    nobody = np.full(len(rows), NONE)
    cases = [
        Case("foreigners", foreign, nobody[: len(foreign)]),
        Case("shared_phone", shares_phone, heads[shares_phone]),
        Case("shared_email", shares_email, heads[shares_email]),
        Case("new_phone", changers, nobody[: len(changers)]),
        Case("recycled_phone", givers, takers),
        Case("family_card", spouses, heads[spouses]),
        Case("card_changes_hands", lenders, heirs),
    ]
    return (
        replace(
            held, cpf=cpf, phone=phone, new_phone=new_phone, email=email, phone_changes=changes,
            extra_card=extra_card, extra_from=extra_from, card_until=until,
        ),
        cases,
    )  # fmt: skip


def _set(values: np.ndarray, where: np.ndarray, to: np.ndarray | int) -> np.ndarray:
    changed = values.copy()
    changed[where] = to
    return changed
