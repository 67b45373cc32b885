"""Situations of life as raw rows, and who is who in them. docs/SCENARIOS.md tells each in words.

A scenario's values are its own, made from labels, so that no scenario touches another: CPFs of a
region, area codes and mail domains that the sample, which they are built with, does not use.
"""

import csv
import hashlib
import random
from dataclasses import dataclass, field
from pathlib import Path

from conftest import SAMPLE

from vitrine import pii_key

KEY = pii_key.resolve(str(SAMPLE))
# Records that are published under keyed values.
KEYED = ("pos_card", "pos_cpf", "visit_plate", "wifi_device")

Row = tuple[str, dict[str, str]]
# A record as `source_system:source_record_id`, keyed ones by their plain value.
Record = str
Person = set[Record]


@dataclass(frozen=True)
class Scenario:
    """What is delivered, and everything that must come of it: what is not named must not be there.

    people: each person's records, all of them; nobody: records that name no person, and their
    level; links: identifier type and reason of the links between the records, accepted ones
    `shared_…` or `alike`; conflicts: identifier type, level and reason; households: their records'
    persons; purchases: sale and the record of its buyer, `household` or `nobody`; visits: record
    and the days of its person; attributes: record, attribute → value and the record it comes from;
    absent: records that must not exist.
    """

    rows: list[Row]
    people: list[Person]
    nobody: dict[Record, str] = field(default_factory=dict)
    links: set[tuple[str, str]] = field(default_factory=set)
    conflicts: set[tuple[str, str, str]] = field(default_factory=set)
    households: list[Person] = field(default_factory=list)
    purchases: dict[str, str] = field(default_factory=dict)
    visits: dict[Record, set[str]] = field(default_factory=dict)
    attributes: dict[tuple[Record, str], tuple[str, Record]] = field(default_factory=dict)
    absent: set[Record] = field(default_factory=set)


@dataclass(frozen=True)
class Life:
    """What is delivered by the first day and after it, and who is who each time.

    keeps: records that still have the customer_id of the first day; history: a record's old
    customer_id, the record whose new one took its place, and why.
    """

    first: list[Row]
    later: list[Row]
    people_first: list[Person]
    people_later: list[Person]
    keeps: set[Record]
    history: set[tuple[Record, Record, str]] = field(default_factory=set)


def _digits(label: str, count: int) -> str:
    return str(int(hashlib.sha256(label.encode()).hexdigest(), 16))[-count:]


def with_check_digits(nine: str) -> str:
    """A CPF from its first nine digits."""
    digits = nine
    for length in (9, 10):
        weights = range(length + 1, 1, -1)
        rest = sum(int(d) * w for d, w in zip(digits, weights, strict=True)) * 10 % 11
        digits += str(rest % 10)
    return digits


def cpf(label: str) -> str:
    """A valid CPF for a label; those of the sample end in another ninth digit."""
    return with_check_digits(_digits(f"cpf {label}", 8) + "4")


def phone(label: str) -> str:
    return f"(85) 9{_digits(f'phone {label}', 8)}"


def email(label: str) -> str:
    return f"{label.replace(' ', '.').lower()}@scenario.example"


def plate(label: str) -> str:
    return f"SCN{_digits(f'plate {label}', 4)}"


def mac(label: str, start: str = "00:00:5e") -> str:
    end = hashlib.sha256(label.encode()).hexdigest()
    return f"{start}:{end[:2]}:{end[2:4]}:{end[4:6]}"


def partner_keyed(value: str) -> str:
    """A value as a partner delivers it who keys with the same key."""
    return pii_key.keyed(value, KEY)


def published(record: Record) -> tuple[str, str]:
    """The record as `dim_customer_records` knows it."""
    system, value = record.split(":", 1)
    if system not in KEYED:
        return system, value
    return system, pii_key.keyed(value.replace(":", ""), KEY)


def member(member_id: str, on: str = "2025-01-10", **columns: str) -> Row:
    given = {"registered_at": f"{on} 12:00:00", "updated_at": f"{on} 12:00:00"}
    return (
        "mall/loyalty_members",
        {"member_id": member_id, "loaded_at": f"{on} 20:00:00", **given, **columns},
    )


def subscriber(subscriber_id: str, on: str = "2025-01-20", **columns: str) -> Row:
    given = {"created_at": f"{on} 12:00:00", "loaded_at": f"{on} 20:00:00"}
    return "streaming/subscribers", {"subscriber_id": subscriber_id, **given, **columns}


def sale(sale_id: str, on: str = "2025-02-01", **columns: str) -> Row:
    given = {"store_id": "S001", "sold_at": f"{on} 15:00:00", "gross_amount": "100.00"}
    return "mall/pos_sales", {
        "sale_id": sale_id, "loaded_at": f"{on} 20:00:00", **given, **columns,
    }  # fmt: skip


def receipt(number: str, on: str = "2025-02-01", **columns: str) -> Row:
    year, month, day = on.split("-")
    given = {"loja": "S002", "cupom": number, "data_hora": f"{day}/{month}/{year} 12:00"}
    return "mall/store_receipts", {
        "valor_total": "40,00", "loaded_at": f"{on} 20:00:00", **given, **columns,
    }  # fmt: skip


def visit(visit_id: str, on: str = "2025-02-01", **columns: str) -> Row:
    given = {"entered_at": f"{on} 15:00:00", "loaded_at": f"{on} 20:00:00"}
    return "mall/visits", {"visit_id": visit_id, **given, **columns}


def wifi(session_id: str, device: str, on: str = "2025-02-01", **columns: str) -> Row:
    given = {"connected_at": f"{on} 15:00:00", "loaded_at": f"{on} 20:00:00"}
    return "mall/wifi_sessions", {
        "session_id": session_id, "device_mac": device, **given, **columns,
    }  # fmt: skip


def app_event(event_id: str, member_id: str, on: str = "2025-02-01") -> Row:
    given = {"event_type": "open", "occurred_at": f"{on} 15:00:00", "loaded_at": f"{on} 20:00:00"}
    return "mall/app_events", {"event_id": event_id, "member_id": member_id, **given}


def erasure_request(request_id: str, member_id: str, on: str = "2025-03-01") -> Row:
    given = {"request_id": request_id, "requested_at": f"{on} 15:00:00"}
    return "mall/erasure_requests", {"member_id": member_id, **given}


def again(row: Row, loaded_on: str) -> Row:
    """The same row in a later file."""
    table, columns = row
    return table, {**columns, "loaded_at": f"{loaded_on} 20:00:00"}


def write(folder: Path, rows: list[Row], name: str) -> None:
    """The rows as one part file a table, with the columns that the sample's files have."""
    for table in sorted({table for table, _ in rows}):
        with (SAMPLE / f"{table}.csv").open() as file:
            header = next(csv.reader(file))
        path = folder / table / f"{name}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", newline="") as file:
            writer = csv.DictWriter(file, header)
            writer.writeheader()
            writer.writerows(columns for own_table, columns in rows if own_table == table)
    (folder / "pii_key").write_text(KEY.hex())


def shuffled(folder: Path, into: Path) -> None:
    """The same files with their lines in another order."""
    order = random.Random(7)
    for path in sorted(folder.rglob("*.csv")):
        with path.open(newline="") as file:
            header, *lines = csv.reader(file)
        order.shuffle(lines)
        target = into / path.relative_to(folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("w", newline="") as file:
            csv.writer(file).writerows([header, *lines])
    (into / "pii_key").write_text(KEY.hex())


def _numbered(count: int) -> list[int]:
    return list(range(1, count + 1))


GRAPHS = {
    "chain": Scenario(
        rows=[
            member("chain", cpf=cpf("chain"), email=email("chain")),
            subscriber("chain", email=email("chain"), phone=phone("chain")),
            sale("chain 1", card_token="chain one", phone=phone("chain")),
            sale("chain 2", card_token="chain one", email=email("chain second")),
            sale("chain 3", card_token="chain two", email=email("chain second")),
        ],
        people=[{"loyalty:chain", "streaming:chain", "pos_card:chain one", "pos_card:chain two"}],
        links={("email", "shared_email"), ("phone", "shared_phone")},
    ),
    "fan_in": Scenario(
        rows=[
            member("fan"),
            *(sale(f"fan {i}", card_token=f"fan {i}", member_id="fan") for i in _numbered(5)),
        ],
        people=[{"loyalty:fan", *(f"pos_card:fan {i}" for i in _numbered(5))}],
        links={("card", "shared_card")},
    ),
    "diamond": Scenario(
        rows=[
            member("diamond", email=email("diamond"), phone=phone("diamond")),
            subscriber("diamond", email=email("diamond"), phone=phone("diamond")),
            sale("diamond", card_token="diamond", member_id="diamond"),
            receipt("101", cartao="diamond", telefone=phone("diamond")),
        ],
        people=[
            {
                "loyalty:diamond",
                "streaming:diamond",
                "pos_card:diamond",
                "receipt:S002|101|2025-02-01",
            }
        ],
        links={("email", "shared_email"), ("phone", "shared_phone"), ("card", "shared_card")},
    ),
    "disjoint": Scenario(
        rows=[
            member("disjoint one", cpf=cpf("disjoint one"), email=email("disjoint one")),
            member("disjoint two", cpf=cpf("disjoint two"), email=email("disjoint two")),
            sale("disjoint 1", card_token="disjoint one", member_id="disjoint one"),
            sale("disjoint 2", card_token="disjoint two", member_id="disjoint two"),
        ],
        people=[
            {"loyalty:disjoint one", "pos_card:disjoint one"},
            {"loyalty:disjoint two", "pos_card:disjoint two"},
        ],
        links={("card", "shared_card")},
    ),
    "two_cpfs_in_a_chain": Scenario(
        rows=[
            member("torn one", cpf=cpf("torn one"), email=email("torn")),
            subscriber("torn", email=email("torn"), phone=phone("torn")),
            member("torn two", cpf=cpf("torn two"), phone=phone("torn")),
        ],
        people=[{"loyalty:torn one", "streaming:torn"}, {"loyalty:torn two"}],
        links={("email", "shared_email"), ("phone", "two_cpfs")},
        conflicts={("phone", "person", "two_cpfs")},
    ),
}

SHARED_BY_MANY = {
    "shared_kiosk": Scenario(
        rows=[
            row
            for i in _numbered(200)
            for row in (
                member(f"kiosk {i}", email=email("kiosk"), phone=phone("kiosk")),
                sale(f"kiosk {i}", card_token=f"kiosk {i}", member_id=f"kiosk {i}"),
            )
        ],
        people=[{f"loyalty:kiosk {i}", f"pos_card:kiosk {i}"} for i in _numbered(200)],
        links={
            ("email", "too_many_accounts"),
            ("phone", "too_many_accounts"),
            ("card", "shared_card"),
        },
        conflicts={
            ("email", "nobody", "too_many_accounts"),
            ("phone", "nobody", "too_many_accounts"),
        },
    ),
    "till_with_one_email": Scenario(
        rows=[
            sale(f"till {i}", card_token=f"till {i}", email=email("till")) for i in _numbered(120)
        ],
        people=[{f"pos_card:till {i}"} for i in _numbered(120)],
        links={("email", "too_many_records")},
        conflicts={("email", "nobody", "too_many_records")},
    ),
    "till_with_one_phone": Scenario(
        rows=[sale(f"desk {i}", cpf=cpf(f"desk {i}"), phone=phone("desk")) for i in _numbered(10)],
        people=[{f"pos_cpf:{cpf(f'desk {i}')}"} for i in _numbered(10)],
        links={("phone", "too_many_cpfs")},
        conflicts={("phone", "nobody", "too_many_cpfs")},
    ),
    "promoters_phone": Scenario(
        rows=[
            subscriber(f"promoted {i}", phone=phone("promoter"), email=email(f"promoted {i}"))
            for i in _numbered(12)
        ],
        people=[{f"streaming:promoted {i}"} for i in _numbered(12)],
        links={("phone", "too_many_accounts")},
        conflicts={("phone", "nobody", "too_many_accounts")},
    ),
    "clerks_cpf": Scenario(
        rows=[
            *(member(f"clerk {i}", cpf=cpf("clerk")) for i in _numbered(6)),
            sale("clerk", cpf=cpf("clerk")),
        ],
        people=[{f"loyalty:clerk {i}"} for i in _numbered(6)],
        nobody={f"pos_cpf:{cpf('clerk')}": "nobody"},
        links={("registered_cpf", "too_many_accounts")},
        conflicts={("pos_cpf", "nobody", "too_many_accounts")},
        purchases={"clerk": "nobody"},
    ),
    "cashiers_cpf": Scenario(
        rows=[
            *(
                sale(f"basket {i}", card_token=f"basket {i}", cpf=cpf(f"basket {i}"))
                for i in _numbered(16)
            ),
            *(
                sale(f"cashier {i}", card_token=f"basket {i}", cpf=cpf("cashier"))
                for i in _numbered(16)
            ),
            sale("basket alone", card_token="basket 1"),
            member("regular"),
            *(sale(f"regular {i}", member_id="regular", cpf=cpf("regular")) for i in _numbered(2)),
            sale("cashier regular", member_id="regular", cpf=cpf("cashier")),
        ],
        people=[
            *({f"pos_card:basket {i}", f"pos_cpf:{cpf(f'basket {i}')}"} for i in _numbered(16)),
            {"loyalty:regular", f"pos_cpf:{cpf('regular')}"},
        ],
        nobody={f"pos_cpf:{cpf('cashier')}": "nobody"},
        links={
            ("card", "shared_card"),
            ("card", "too_many_records"),
            ("till_cpf", "shared_till_cpf"),
            ("till_cpf", "too_many_records"),
        },
        conflicts={("pos_cpf", "nobody", "too_many_records")},
        purchases={"basket alone": "pos_card:basket 1", "cashier regular": "loyalty:regular"},
    ),
    "junk_email": Scenario(
        rows=[
            member("junk mail one", email="nao@tem.com"),
            member("junk mail two", email="NAO@TEM.COM"),
        ],
        people=[{"loyalty:junk mail one"}, {"loyalty:junk mail two"}],
        links={("email", "junk")},
        conflicts={("email", "nobody", "junk")},
    ),
    "junk_phone": Scenario(
        rows=[
            member("junk phone one", phone="(11) 99999-9999"),
            member("junk phone two", phone="11999999999"),
        ],
        people=[{"loyalty:junk phone one"}, {"loyalty:junk phone two"}],
        links={("phone", "junk")},
        conflicts={("phone", "nobody", "junk")},
    ),
    "one_digit_cpf": Scenario(
        rows=[
            member("one digit", cpf="111.111.111-11"),
            member("one digit too", cpf="11111111111"),
            sale("one digit", cpf="111.111.111-11"),
        ],
        people=[{"loyalty:one digit"}, {"loyalty:one digit too"}],
        absent={"pos_cpf:11111111111"},
        purchases={"one digit": "nobody"},
    ),
    "registered_junk_cpf": Scenario(
        rows=[
            member("made up", cpf="123.456.789-09"),
            sale("made up", member_id="made up", cpf=cpf("made up")),
            sale("made up too", cpf=cpf("made up")),
        ],
        people=[{"loyalty:made up", f"pos_cpf:{cpf('made up')}"}],
        links={("till_cpf", "shared_till_cpf")},
        conflicts={("pos_cpf", "nobody", "junk")},
        purchases={"made up too": "loyalty:made up"},
    ),
    "partners_keyed_one_digit_cpf": Scenario(
        rows=[
            subscriber("keyed junk one", cpf=partner_keyed("22222222222")),
            subscriber("keyed junk two", cpf=partner_keyed("22222222222")),
        ],
        people=[{"streaming:keyed junk one"}, {"streaming:keyed junk two"}],
        links={("registered_cpf", "junk")},
        conflicts={("pos_cpf", "nobody", "junk")},
    ),
}

SHARED_BY_TWO = {
    "family_card": Scenario(
        rows=[
            sale("family 1", card_token="family", cpf=cpf("family one")),
            sale("family 2", card_token="family", cpf=cpf("family two")),
            sale("family 3", card_token="family"),
        ],
        people=[{f"pos_cpf:{cpf('family one')}"}, {f"pos_cpf:{cpf('family two')}"}],
        nobody={"pos_card:family": "household"},
        links={("card", "two_cpfs")},
        conflicts={("pos_card", "household", "two_cpfs")},
        purchases={
            "family 1": f"pos_cpf:{cpf('family one')}",
            "family 2": f"pos_cpf:{cpf('family two')}",
            "family 3": "nobody",
        },
    ),
    "card_changes_hands": Scenario(
        rows=[
            *(
                sale(f"handed {m}", f"2025-0{m}-01", card_token="handed", cpf=cpf("first holder"))
                for m in (1, 2, 3)
            ),
            *(
                sale(f"handed {m}", f"2025-0{m}-01", card_token="handed", cpf=cpf("next holder"))
                for m in (7, 8, 9)
            ),
            sale("handed alone", "2025-09-10", card_token="handed"),
        ],
        people=[{f"pos_cpf:{cpf('first holder')}"}, {f"pos_cpf:{cpf('next holder')}"}],
        nobody={"pos_card:handed": "household"},
        links={("card", "two_cpfs")},
        conflicts={("pos_card", "household", "two_cpfs")},
        purchases={
            "handed 1": f"pos_cpf:{cpf('first holder')}",
            "handed 9": f"pos_cpf:{cpf('next holder')}",
            "handed alone": "nobody",
        },
    ),
    "recycled_phone_number": Scenario(
        rows=[
            member("first number", "2025-01-10", phone=phone("recycled"), cpf=cpf("first number")),
            sale("recycled 1", "2025-02-01", member_id="first number", phone=phone("recycled")),
            subscriber(
                "next number", "2025-08-10", phone=phone("recycled"), cpf=cpf("next number")
            ),
        ],
        people=[{"loyalty:first number"}, {"streaming:next number"}],
        links={("phone", "two_cpfs")},
        conflicts={("phone", "household", "two_cpfs")},
        purchases={"recycled 1": "loyalty:first number"},
    ),
    "couple_with_one_email": Scenario(
        rows=[
            member(
                "couple mail one",
                email=email("couple"),
                full_name="Ivete Catunda Pedrosa",
                gender="F",
            ),
            subscriber(
                "couple mail two", email=email("couple"), full_name="Otoniel Catunda", gender="M"
            ),
        ],
        people=[{"loyalty:couple mail one"}, {"streaming:couple mail two"}],
        links={("email", "incompatible_genders")},
        conflicts={("email", "household", "incompatible_genders")},
    ),
    "couple_with_one_phone": Scenario(
        rows=[
            member(
                "couple one",
                phone=phone("couple"),
                cpf=cpf("couple one"),
                full_name="Zuleica Barreira Lustosa",
            ),
            member(
                "couple two",
                phone=phone("couple"),
                cpf=cpf("couple two"),
                full_name="Ataulfo Lustosa",
            ),
        ],
        people=[{"loyalty:couple one"}, {"loyalty:couple two"}],
        links={("phone", "two_cpfs")},
        conflicts={("phone", "household", "two_cpfs")},
        households=[{"loyalty:couple one", "loyalty:couple two"}],
    ),
    "incompatible_genders": Scenario(
        rows=[
            member("her", email=email("hers and his"), gender="F"),
            subscriber("him", email=email("hers and his"), gender="Masculino"),
        ],
        people=[{"loyalty:her"}, {"streaming:him"}],
        links={("email", "incompatible_genders")},
        conflicts={("email", "household", "incompatible_genders")},
    ),
    "incompatible_birth_dates": Scenario(
        rows=[
            member("older", phone=phone("older"), birth_date="1955-03-14"),
            subscriber("younger", phone=phone("older"), birth_date="1989-11-02"),
        ],
        people=[{"loyalty:older"}, {"streaming:younger"}],
        links={("phone", "incompatible_birth_dates")},
        conflicts={("phone", "household", "incompatible_birth_dates")},
    ),
    "slip_in_a_first_name": Scenario(
        rows=[
            member("slip", email=email("slip"), full_name="Marinalva Uchoa Sobreira"),
            subscriber("slip", email=email("slip"), full_name="Marinlava Sobreira"),
        ],
        people=[{"loyalty:slip", "streaming:slip"}],
        links={("email", "shared_email")},
    ),
    "spouses_cpf_at_the_till": Scenario(
        rows=[
            member("spouse", cpf=cpf("spouse")),
            *(sale(f"spouse {i}", member_id="spouse", cpf=cpf("spouse")) for i in _numbered(3)),
            sale("spouse 4", member_id="spouse", cpf=cpf("spouses spouse")),
        ],
        people=[
            {"loyalty:spouse", f"pos_cpf:{cpf('spouse')}"},
            {f"pos_cpf:{cpf('spouses spouse')}"},
        ],
        links={
            ("registered_cpf", "shared_registered_cpf"),
            ("till_cpf", "shared_till_cpf"),
            ("till_cpf", "two_cpfs"),
        },
        conflicts={("till_cpf", "person", "two_cpfs")},
        purchases={"spouse 4": "loyalty:spouse"},
    ),
    "several_cpfs_at_the_till": Scenario(
        rows=[
            member("several"),
            *(sale(f"several {i}", member_id="several", cpf=cpf("several")) for i in _numbered(3)),
            sale("several 4", member_id="several", cpf=cpf("several too")),
        ],
        people=[
            {"loyalty:several"},
            {f"pos_cpf:{cpf('several')}"},
            {f"pos_cpf:{cpf('several too')}"},
        ],
        links={("till_cpf", "several_cpfs_at_the_till")},
        conflicts={("till_cpf", "person", "several_cpfs_at_the_till")},
    ),
    "husbands_cpf_always": Scenario(
        rows=[
            member("zenobia", full_name="Zenóbia Rocha", gender="F"),
            member("waldomiro", full_name="Waldomiro Rocha", gender="M", cpf=cpf("waldomiro")),
            *(
                sale(f"zenobia {i}", member_id="zenobia", cpf=cpf("waldomiro"))
                for i in _numbered(3)
            ),
        ],
        people=[{"loyalty:zenobia"}, {"loyalty:waldomiro", f"pos_cpf:{cpf('waldomiro')}"}],
        links={("registered_cpf", "shared_registered_cpf"), ("till_cpf", "somebody_elses_cpf")},
        conflicts={("till_cpf", "person", "somebody_elses_cpf")},
    ),
    "friends_membership": Scenario(
        rows=[
            member("friend"),
            member("owner", cpf=cpf("owner")),
            sale("friend", member_id="friend", cpf=cpf("owner")),
            sale("owner", member_id="owner", cpf=cpf("owner")),
        ],
        people=[{"loyalty:friend"}, {"loyalty:owner", f"pos_cpf:{cpf('owner')}"}],
        links={
            ("registered_cpf", "shared_registered_cpf"),
            ("till_cpf", "shared_till_cpf"),
            ("till_cpf", "somebody_elses_cpf"),
        },
        conflicts={("till_cpf", "person", "somebody_elses_cpf")},
    ),
    "own_cpf_at_the_till": Scenario(
        rows=[
            member("own"),
            sale("own 1", member_id="own", cpf=cpf("own")),
            sale("own 2", card_token="own", cpf=cpf("own")),
        ],
        people=[{"loyalty:own", f"pos_cpf:{cpf('own')}", "pos_card:own"}],
        links={("till_cpf", "shared_till_cpf"), ("card", "shared_card")},
    ),
}

TYPING = {
    "typo_in_cpf": Scenario(
        rows=[
            member("typo", email=email("typo"), cpf=f"{int(cpf('typo')) ^ 1:011}"),
            subscriber("typo", email=email("typo"), cpf=cpf("typo")),
            sale("typo", card_token="typo", cpf=cpf("typo")),
        ],
        people=[{"loyalty:typo", "streaming:typo", "pos_card:typo", f"pos_cpf:{cpf('typo')}"}],
        links={
            ("email", "shared_email"),
            ("registered_cpf", "shared_registered_cpf"),
            ("card", "shared_card"),
        },
    ),
    # the check digits of both are right
    "swapped_digits": Scenario(
        rows=[
            member("swapped", email=email("swapped"), cpf="300.298.994-00"),
            sale("swapped", email=email("swapped"), cpf="300.299.894-00"),
        ],
        people=[{"loyalty:swapped"}, {"pos_cpf:30029989400"}],
        links={("email", "two_cpfs")},
        conflicts={("email", "household", "two_cpfs")},
    ),
    "cpf_without_leading_zero": Scenario(
        rows=[
            member("zero", cpf=with_check_digits("007319046").lstrip("0")),
            subscriber("zero", cpf=with_check_digits("007319046")),
        ],
        people=[{"loyalty:zero", "streaming:zero"}],
        links={("registered_cpf", "shared_registered_cpf")},
    ),
    "email_in_capitals": Scenario(
        rows=[
            member("capitals", email=f" {email('capitals').upper()} "),
            subscriber("capitals", email=email("capitals")),
        ],
        people=[{"loyalty:capitals", "streaming:capitals"}],
        links={("email", "shared_email")},
    ),
    "phone_without_ninth_digit": Scenario(
        rows=[
            member("ninth", phone="(85) 8731-9046"),
            subscriber("ninth", phone="+55 85 98731-9046"),
        ],
        people=[{"loyalty:ninth", "streaming:ninth"}],
        links={("phone", "shared_phone")},
    ),
    "foreign_customer": Scenario(
        rows=[
            member(
                "foreign", email=email("foreign"), phone="+49 1512 3456789", postal_code="10115"
            ),
            subscriber("foreign", email=email("foreign")),
            sale("foreign", card_token="foreign", phone="+4915123456789"),
        ],
        people=[{"loyalty:foreign", "streaming:foreign", "pos_card:foreign"}],
        links={("email", "shared_email"), ("phone", "shared_phone")},
    ),
    "partners_keyed_values": Scenario(
        rows=[
            member(
                "keyed",
                full_name="Joana Prado Xavier",
                cpf=cpf("keyed"),
                email=email("keyed"),
                phone="(85) 98640-2217",
            ),
            subscriber("keyed cpf", cpf=partner_keyed(cpf("keyed"))),
            subscriber(
                "keyed email",
                full_name=partner_keyed("JOANA PRADO XAVIER"),
                email=partner_keyed(email("keyed")).upper(),
            ),
            subscriber("keyed phone", phone=partner_keyed("5585986402217")),
        ],
        people=[
            {
                "loyalty:keyed",
                "streaming:keyed cpf",
                "streaming:keyed email",
                "streaming:keyed phone",
            }
        ],
        links={
            ("registered_cpf", "shared_registered_cpf"),
            ("email", "shared_email"),
            ("phone", "shared_phone"),
        },
    ),
}

ALIKE = {
    "accents_and_abbreviations": Scenario(
        rows=[
            member(
                "accents",
                full_name="Conceição Araripe Figueirôa",
                birth_date="1978-05-23",
                gender="F",
            ),
            subscriber(
                "accents", full_name="CONCEICAO A. FIGUEIROA", birth_date="1978-05-23", gender="F"
            ),
        ],
        people=[{"loyalty:accents", "streaming:accents"}],
        links={("probable", "alike")},
    ),
    "name_the_wrong_way_round": Scenario(
        rows=[
            member(
                "turned", full_name="Gumercindo Albuquerque", birth_date="1969-09-30", gender="M"
            ),
            subscriber(
                "turned", full_name="Albuquerque Gumercindo", birth_date="1969-09-30", gender="M"
            ),
        ],
        people=[{"loyalty:turned", "streaming:turned"}],
        links={("probable", "alike")},
    ),
    "married_name": Scenario(
        rows=[
            member(
                "bride",
                full_name="Iolanda Peixoto Quintela",
                birth_date="1991-07-17",
                gender="F",
                postal_code="60115-281",
            ),
            member(
                "wife",
                "2025-06-01",
                full_name="Iolanda Peixoto Quintela Bandeira",
                birth_date="1991-07-17",
                gender="F",
                postal_code="60115-281",
            ),
        ],
        people=[{"loyalty:bride", "loyalty:wife"}],
        links={("probable", "alike")},
    ),
    "moved_house": Scenario(
        rows=[
            member(
                "here",
                full_name="Norberto Palhano Timbó",
                birth_date="1965-01-24",
                gender="M",
                postal_code="60130-240",
            ),
            member(
                "there",
                "2025-06-01",
                full_name="Norberto Palhano Timbó",
                birth_date="1965-01-24",
                gender="M",
                postal_code="63040-105",
            ),
        ],
        people=[{"loyalty:here", "loyalty:there"}],
        links={("probable", "alike")},
    ),
    "married_name_and_moved_house": Scenario(
        rows=[
            member(
                "single",
                full_name="Perpétua Arruda Sampaio",
                birth_date="1988-03-09",
                gender="F",
                postal_code="60160-230",
            ),
            member(
                "married",
                "2025-06-01",
                full_name="Perpétua Arruda Sampaio Vidal",
                birth_date="1988-03-09",
                gender="F",
                postal_code="63100-000",
            ),
        ],
        people=[{"loyalty:single"}, {"loyalty:married"}],
    ),
    "twins": Scenario(
        rows=[
            member(
                "twin one",
                full_name="Cosme Itapary Xavier",
                birth_date="1996-04-12",
                gender="M",
                postal_code="60150-160",
                phone=phone("twins"),
                email=email("cosme"),
            ),
            member(
                "twin two",
                full_name="Damião Itapary Xavier",
                birth_date="1996-04-12",
                gender="M",
                postal_code="60150-160",
                phone=phone("twins"),
                email=email("damiao"),
            ),
        ],
        people=[{"loyalty:twin one"}, {"loyalty:twin two"}],
        links={("phone", "incompatible_names")},
        conflicts={("phone", "household", "incompatible_names")},
        households=[{"loyalty:twin one", "loyalty:twin two"}],
    ),
    "father_and_son": Scenario(
        rows=[
            member(
                "father",
                full_name="Evaristo Mamede Saldanha",
                birth_date="1961-02-08",
                gender="M",
                postal_code="60175-047",
            ),
            member(
                "son",
                full_name="Evaristo Mamede Saldanha",
                birth_date="1990-10-27",
                gender="M",
                postal_code="60175-047",
            ),
        ],
        people=[{"loyalty:father"}, {"loyalty:son"}],
    ),
    "namesakes_with_two_cpfs": Scenario(
        rows=[
            member(
                "namesake one",
                full_name="Heráclito Nogueira Benevides",
                birth_date="1983-12-05",
                gender="M",
                cpf=cpf("namesake one"),
            ),
            subscriber(
                "namesake two",
                full_name="Heráclito Nogueira Benevides",
                birth_date="1983-12-05",
                gender="M",
                cpf=cpf("namesake two"),
            ),
        ],
        people=[{"loyalty:namesake one"}, {"streaming:namesake two"}],
        links={("probable", "two_cpfs")},
        conflicts={("probable", "person", "two_cpfs")},
    ),
    "look_alike_of_a_known_cpf": Scenario(
        rows=[
            member("gumercinda", full_name="Gumercinda Tavares Quinderé", birth_date="1971-03-09"),
            member(
                "other gumercinda",
                full_name="Gumercinda Tavares Quinderé",
                birth_date="1971-03-09",
                cpf=cpf("other gumercinda"),
            ),
            sale("gumercinda", member_id="gumercinda", cpf=cpf("gumercinda")),
        ],
        people=[
            {"loyalty:gumercinda", f"pos_cpf:{cpf('gumercinda')}"},
            {"loyalty:other gumercinda"},
        ],
        links={("till_cpf", "shared_till_cpf"), ("probable", "two_cpfs")},
        conflicts={("probable", "person", "two_cpfs")},
    ),
    "look_alikes_of_two_genders": Scenario(
        rows=[
            member("darci f", full_name="Darci Jucá Pamplona", birth_date="1972-08-19", gender="F"),
            subscriber(
                "darci m", full_name="Darci Jucá Pamplona", birth_date="1972-08-19", gender="M"
            ),
        ],
        people=[{"loyalty:darci f"}, {"streaming:darci m"}],
        links={("probable", "incompatible_genders")},
        conflicts={("probable", "person", "incompatible_genders")},
    ),
}

PRESENCE = {
    "randomised_mac": Scenario(
        rows=[
            member("masked", email=email("masked")),
            wifi("masked", mac("masked", start="02:00:5e"), login_email=email("masked")),
            wifi("masked again", mac("masked", start="02:00:5e"), "2025-02-09"),
        ],
        people=[{"loyalty:masked"}],
        absent={f"wifi_device:{mac('masked', start='02:00:5e')}"},
        visits={"loyalty:masked": {"2025-02-01"}},
    ),
    "phone_on_wifi": Scenario(
        rows=[
            member("surfer", email=email("surfer")),
            wifi("surfer", mac("surfer"), login_email=email("surfer")),
            wifi("surfer again", mac("surfer"), "2025-02-09"),
        ],
        people=[{"loyalty:surfer", f"wifi_device:{mac('surfer')}"}],
        links={("device", "shared_device")},
        visits={"loyalty:surfer": {"2025-02-01", "2025-02-09"}},
    ),
    "tablet": Scenario(
        rows=[
            *(member(f"tablet {i}", email=email(f"tablet {i}")) for i in _numbered(8)),
            *(
                wifi(f"tablet {i}", mac("tablet"), login_email=email(f"tablet {i}"))
                for i in _numbered(8)
            ),
        ],
        people=[{f"loyalty:tablet {i}"} for i in _numbered(8)],
        nobody={f"wifi_device:{mac('tablet')}": "nobody"},
        links={("device", "too_many_people")},
        conflicts={("wifi_device", "nobody", "too_many_people")},
        visits={"loyalty:tablet 8": {"2025-02-01"}},
    ),
    "plate_of_one_member": Scenario(
        rows=[
            member("driver"),
            visit("driver", plate=plate("driver"), member_id="driver"),
            visit("driver again", "2025-02-09", plate=plate("driver")),
        ],
        people=[{"loyalty:driver", f"visit_plate:{plate('driver')}"}],
        links={("plate", "shared_plate")},
        visits={"loyalty:driver": {"2025-02-01", "2025-02-09"}},
    ),
    "lent_car": Scenario(
        rows=[
            member("lender"),
            member("borrower"),
            *(
                visit(f"lent {i}", f"2025-02-0{i}", plate=plate("lent"), member_id="lender")
                for i in _numbered(3)
            ),
            visit("lent 4", "2025-02-09", plate=plate("lent"), member_id="borrower"),
            visit("lent 5", "2025-02-10", plate=plate("lent")),
        ],
        people=[{"loyalty:lender"}, {"loyalty:borrower"}],
        nobody={f"visit_plate:{plate('lent')}": "household"},
        links={("plate", "several_people")},
        conflicts={("visit_plate", "household", "several_people")},
        visits={
            "loyalty:lender": {"2025-02-01", "2025-02-02", "2025-02-03"},
            "loyalty:borrower": {"2025-02-09"},
        },
    ),
    "unknown_car": Scenario(
        rows=[
            visit("unknown", plate=plate("unknown")),
            visit("unknown too", "2025-02-09", plate=plate("unknown")),
        ],
        people=[{f"visit_plate:{plate('unknown')}"}],
        visits={f"visit_plate:{plate('unknown')}": {"2025-02-01", "2025-02-09"}},
    ),
    "member_known_from_events": Scenario(
        rows=[
            app_event("unregistered", "unregistered"),
            sale("unregistered", member_id="unregistered", card_token="unregistered"),
        ],
        people=[{"loyalty:unregistered", "pos_card:unregistered"}],
        links={("card", "shared_card")},
    ),
    "receipt_with_an_email": Scenario(
        rows=[member("receipt", email=email("receipt")), receipt("102", email=email("receipt"))],
        people=[{"loyalty:receipt", "receipt:S002|102|2025-02-01"}],
        purchases={"S002|102|2025-02-01": "loyalty:receipt"},
    ),
    "cpf_on_the_invoice": Scenario(
        rows=[
            member("invoice", cpf=cpf("invoice")),
            sale("invoice 1", store_id="S002", gross_amount="41.00", card_token="invoice"),
            receipt("103", valor_total="41,00", cpf=cpf("invoice")),
            sale("invoice 2", store_id="S002", gross_amount="42.00"),
            receipt("104", valor_total="42,00", cpf=cpf("invoice")),
            sale("invoice 3", card_token="invoice"),
        ],
        people=[
            {
                "loyalty:invoice",
                f"pos_cpf:{cpf('invoice')}",
                "pos_card:invoice",
                "receipt:S002|103|2025-02-01",
                "receipt:S002|104|2025-02-01",
            }
        ],
        links={("registered_cpf", "shared_registered_cpf"), ("card", "shared_card")},
        purchases={f"invoice {number}": "loyalty:invoice" for number in (1, 2, 3)},
    ),
}

_CLAN = (
    "Adelaide", "Belarmino", "Cosma", "Damasceno", "Eufrásia", "Felisberto", "Genoveva", "Hermenegildo",
    "Iracema", "Jovelino", "Karina", "Leocádio", "Marinalva", "Napoleão", "Ondina", "Porfírio",
)  # fmt: skip

HOUSEHOLDS = {
    "household_by_family_card": Scenario(
        rows=[
            member("wallet one", full_name="Belmira Fontenele", cpf=cpf("wallet one")),
            member("wallet two", full_name="Clodoaldo Fontenele", cpf=cpf("wallet two")),
            sale("wallet 1", card_token="wallet", member_id="wallet one"),
            sale("wallet 2", card_token="wallet", member_id="wallet two"),
        ],
        people=[{"loyalty:wallet one"}, {"loyalty:wallet two"}],
        nobody={"pos_card:wallet": "household"},
        links={("card", "two_cpfs")},
        conflicts={("pos_card", "household", "two_cpfs")},
        households=[{"loyalty:wallet one", "loyalty:wallet two"}],
        purchases={"wallet 1": "loyalty:wallet one", "wallet 2": "loyalty:wallet two"},
    ),
    "purchase_with_a_family_card": Scenario(
        rows=[
            member("purse one", full_name="Dalva Hollanda", cpf=cpf("purse one")),
            member("purse two", full_name="Euclides Hollanda", cpf=cpf("purse two")),
            sale("purse 1", card_token="purse", member_id="purse one"),
            sale("purse 2", card_token="purse", member_id="purse two"),
            sale("purse 3", card_token="purse"),
        ],
        people=[{"loyalty:purse one"}, {"loyalty:purse two"}],
        nobody={"pos_card:purse": "household"},
        links={("card", "two_cpfs")},
        conflicts={("pos_card", "household", "two_cpfs")},
        households=[{"loyalty:purse one", "loyalty:purse two"}],
        purchases={
            "purse 1": "loyalty:purse one",
            "purse 2": "loyalty:purse two",
            "purse 3": "household",
        },
    ),
    "tablet_at_home": Scenario(
        rows=[
            member("sofa one", full_name="Quitéria Mourão", email=email("sofa one")),
            member("sofa two", full_name="Raimunda Mourão", email=email("sofa two")),
            wifi("sofa 1", mac("sofa"), login_email=email("sofa one")),
            wifi("sofa 2", mac("sofa"), "2025-02-02", login_email=email("sofa two")),
            wifi("sofa 3", mac("sofa"), "2025-02-03"),
        ],
        people=[{"loyalty:sofa one"}, {"loyalty:sofa two"}],
        nobody={f"wifi_device:{mac('sofa')}": "household"},
        links={("device", "several_people")},
        conflicts={("wifi_device", "household", "several_people")},
        households=[{"loyalty:sofa one", "loyalty:sofa two"}],
        visits={"loyalty:sofa one": {"2025-02-01"}, "loyalty:sofa two": {"2025-02-02"}},
    ),
    "strangers_with_one_phone": Scenario(
        rows=[
            member(
                "stranger one",
                full_name="Fausto Gurgel",
                phone=phone("strangers"),
                postal_code="60020-181",
            ),
            member(
                "stranger two",
                full_name="Graciliano Távora",
                phone=phone("strangers"),
                postal_code="60822-131",
            ),
        ],
        people=[{"loyalty:stranger one"}, {"loyalty:stranger two"}],
        links={("phone", "incompatible_names")},
        conflicts={("phone", "household", "incompatible_names")},
    ),
    "neighbours_of_one_surname": Scenario(
        rows=[
            member(
                "neighbour one",
                full_name="Hermínia Queiroga",
                birth_date="1950-06-01",
                postal_code="60411-145",
            ),
            member(
                "neighbour two",
                full_name="Inácio Queiroga",
                birth_date="1994-01-31",
                postal_code="60411-145",
            ),
        ],
        people=[{"loyalty:neighbour one"}, {"loyalty:neighbour two"}],
    ),
    "three_generations": Scenario(
        rows=[
            member(
                "grandmother",
                full_name="Jandira Studart",
                cpf=cpf("grandmother"),
                phone=phone("landline"),
            ),
            member("mother", full_name="Kelma Studart", cpf=cpf("mother"), phone=phone("landline")),
            member("daughter", full_name="Liduína Studart", cpf=cpf("daughter")),
            sale("mothers", card_token="generations", member_id="mother"),
            sale("daughters", card_token="generations", member_id="daughter"),
        ],
        people=[{"loyalty:grandmother"}, {"loyalty:mother"}, {"loyalty:daughter"}],
        nobody={"pos_card:generations": "household"},
        links={("phone", "two_cpfs"), ("card", "two_cpfs")},
        conflicts={("phone", "household", "two_cpfs"), ("pos_card", "household", "two_cpfs")},
        households=[{"loyalty:grandmother", "loyalty:mother", "loyalty:daughter"}],
    ),
    "large_family": Scenario(
        rows=[
            member(
                f"clan {i}",
                f"2025-01-{i + 1:02}",
                full_name=f"{name} Xexéu",
                cpf=cpf(f"clan {i}"),
                # a phone is shared with the next, an e-mail with the one before
                phone=phone(f"clan {i // 2}"),
                email=email(f"clan {(i + 1) // 2}"),
            )
            for i, name in enumerate(_CLAN)
        ],
        people=[{f"loyalty:clan {i}"} for i in range(len(_CLAN))],
        links={("phone", "two_cpfs"), ("email", "two_cpfs")},
        conflicts={("phone", "household", "two_cpfs"), ("email", "household", "two_cpfs")},
        households=[{f"loyalty:clan {i}" for i in range(len(_CLAN))}],
    ),
    "survivorship": Scenario(
        rows=[
            member(
                "survivor", "2024-01-10", cpf=cpf("survivor"), gender="F", annual_income="50000.00"
            ),
            member("survivor new", "2025-05-10", cpf=cpf("survivor"), annual_income="72000.00"),
            subscriber(
                "survivor", "2025-08-10", cpf=cpf("survivor"), gender="M", birth_date="1980-02-29"
            ),
        ],
        people=[{"loyalty:survivor", "loyalty:survivor new", "streaming:survivor"}],
        links={("registered_cpf", "shared_registered_cpf")},
        attributes={
            ("loyalty:survivor", "gender"): ("F", "loyalty:survivor"),
            ("loyalty:survivor", "annual_income"): ("72000.00", "loyalty:survivor new"),
            ("loyalty:survivor", "birth_date"): ("1980-02-29", "streaming:survivor"),
        },
    ),
    "erased_person": Scenario(
        rows=[
            member("erased", cpf=cpf("erased")),
            sale("erased", member_id="erased"),
            erasure_request("scenario erasure", "erased"),
        ],
        people=[],
        purchases={"erased": "nobody"},
        absent={"loyalty:erased"},
    ),
}

STATIC = GRAPHS | SHARED_BY_MANY | SHARED_BY_TWO | TYPING | ALIKE | PRESENCE | HOUSEHOLDS

_REDELIVERED = [
    subscriber("redelivered", "2025-01-05", email=email("redelivered")),
    member("redelivered", "2025-01-10", email=email("redelivered")),
    sale("redelivered", card_token="redelivered", member_id="redelivered"),
]
_DUMPED = [
    member("dumped", "2025-01-10", email=email("dumped")),
    subscriber("dumped", "2025-01-20", email=email("dumped")),
]

OVER_TIME = {
    "late_merge": Life(
        first=[
            member("merged", cpf=cpf("merged")),
            sale("merged 1", card_token="merged"),
        ],
        later=[sale("merged 2", "2025-09-01", card_token="merged", member_id="merged")],
        people_first=[{"loyalty:merged"}, {"pos_card:merged"}],
        people_later=[{"loyalty:merged", "pos_card:merged"}],
        keeps={"loyalty:merged"},
        history={("pos_card:merged", "loyalty:merged", "merge")},
    ),
    "late_bridge": Life(
        first=[
            sale("bridged 1", "2025-01-05", card_token="bridged"),
            member("bridged", "2025-01-10"),
            subscriber("bridged", "2025-01-20", email=email("bridged")),
        ],
        later=[
            sale(
                "bridged 2",
                "2025-09-01",
                card_token="bridged",
                member_id="bridged",
                email=email("bridged"),
            ),
        ],
        people_first=[{"pos_card:bridged"}, {"loyalty:bridged"}, {"streaming:bridged"}],
        people_later=[{"pos_card:bridged", "loyalty:bridged", "streaming:bridged"}],
        keeps={"pos_card:bridged"},
        history={
            ("loyalty:bridged", "pos_card:bridged", "merge"),
            ("streaming:bridged", "pos_card:bridged", "merge"),
        },
    ),
    "demoted_identifier": Life(
        first=[
            sale("demoted", "2025-01-05", email=email("demoted")),
            member("demoted", email=email("demoted"), gender="F"),
        ],
        later=[subscriber("demoted", "2025-09-01", email=email("demoted"), gender="M")],
        people_first=[{"loyalty:demoted", "receipt:demoted"}],
        people_later=[{"loyalty:demoted"}, {"streaming:demoted"}],
        keeps={"loyalty:demoted"},
    ),
    "split": Life(
        first=[
            member("split", email=email("split")),
            subscriber("split", email=email("split")),
        ],
        later=[
            sale("split 1", "2025-09-01", email=email("split"), cpf=cpf("split one")),
            sale("split 2", "2025-09-02", email=email("split"), cpf=cpf("split two")),
        ],
        people_first=[{"loyalty:split", "streaming:split"}],
        people_later=[
            {"loyalty:split"},
            {"streaming:split"},
            {f"pos_cpf:{cpf('split one')}"},
            {f"pos_cpf:{cpf('split two')}"},
        ],
        keeps={"loyalty:split"},
        history={("streaming:split", "streaming:split", "split")},
    ),
    "new_records_of_known_people": Life(
        first=[member("known", email=email("known"))],
        later=[
            subscriber("known", "2025-09-01", email=email("known")),
            sale("known", "2025-09-02", card_token="known", member_id="known"),
            visit("known", "2025-09-03", plate=plate("known"), member_id="known"),
        ],
        people_first=[{"loyalty:known"}],
        people_later=[
            {"loyalty:known", "streaming:known", "pos_card:known", f"visit_plate:{plate('known')}"}
        ],
        keeps={"loyalty:known"},
    ),
    "redelivery": Life(
        first=_REDELIVERED,
        later=[again(row, "2025-09-01") for row in _REDELIVERED],
        people_first=[{"loyalty:redelivered", "streaming:redelivered", "pos_card:redelivered"}],
        people_later=[{"loyalty:redelivered", "streaming:redelivered", "pos_card:redelivered"}],
        keeps={"loyalty:redelivered", "streaming:redelivered", "pos_card:redelivered"},
    ),
    "member_file_in_full_each_time": Life(
        first=_DUMPED,
        later=[again(_DUMPED[0], "2025-09-01")],
        people_first=[{"loyalty:dumped", "streaming:dumped"}],
        people_later=[{"loyalty:dumped", "streaming:dumped"}],
        keeps={"loyalty:dumped", "streaming:dumped"},
    ),
    "records_without_loaded_at": Life(
        first=[
            member("undated", loaded_at=""),
            sale("undated 1", card_token="undated", member_id="undated", loaded_at=""),
        ],
        later=[
            sale(
                "undated 2",
                "2025-09-01",
                card_token="undated too",
                member_id="undated",
                loaded_at="",
            ),
        ],
        people_first=[{"loyalty:undated", "pos_card:undated"}],
        people_later=[{"loyalty:undated", "pos_card:undated", "pos_card:undated too"}],
        keeps={"loyalty:undated", "pos_card:undated"},
    ),
    "changed_number": Life(
        first=[
            member("renumbered", phone=phone("renumbered")),
            subscriber("renumbered", phone=phone("renumbered")),
        ],
        later=[
            member(
                "renumbered",
                "2025-09-01",
                registered_at="2025-01-10 12:00:00",
                phone=phone("renumbered anew"),
            ),
        ],
        people_first=[{"loyalty:renumbered", "streaming:renumbered"}],
        people_later=[{"loyalty:renumbered"}, {"streaming:renumbered"}],
        keeps={"loyalty:renumbered"},
        history={("streaming:renumbered", "streaming:renumbered", "split")},
    ),
    "late_registration_without_loaded_at": Life(
        first=[sale("backdated 1", card_token="backdated")],
        later=[
            member("backdated", "2020-01-10", loaded_at=""),
            sale("backdated 2", "2025-09-01", card_token="backdated", member_id="backdated"),
        ],
        people_first=[{"pos_card:backdated"}],
        people_later=[{"pos_card:backdated", "loyalty:backdated"}],
        keeps=set(),
        history={("pos_card:backdated", "loyalty:backdated", "renamed")},
    ),
}
