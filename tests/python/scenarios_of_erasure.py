"""Ana and Rui, a couple that shares a phone and a card; Ana asks to be erased. And Eva, who is not
concerned, with rows that cannot be used.
"""

import csv
import shutil
from pathlib import Path

from conftest import SAMPLE

PHONE = "(11) 95555-4444"
MEMBERS = {"ana": "m1001", "rui": "m1002", "eva": "m1003"}


def cpf_of(name: str) -> str:
    """A CPF with right check digits, made of the name."""
    digits = f"{sum(ord(letter) * 7919**place for place, letter in enumerate(name)) % 10**9:09d}"
    for length in (9, 10):
        weights = range(length + 1, 1, -1)
        total = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))
        digits += str((total * 10) % 11 % 10)
    return digits


def member(name: str, **values) -> dict:
    return {
        "member_id": MEMBERS.get(name),
        "registered_at": "2025-01-02T12:00:00Z",
        "cpf": cpf_of(name),
    } | values


def sale(name: str, day: str, **values) -> dict:
    sold = {
        "sale_id": name,
        "store_id": "S1",
        "sold_at": f"{day}T15:00:00Z",
        "gross_amount": "50.00",
    }
    return sold | values


def visit(name: str, **values) -> dict:
    return {"visit_id": name, "entered_at": "2025-03-01T15:00:00Z"} | values


HERS = {"full_name": "Ana Maria da Penha", "email": "Ana@casa.example", "gender": "F"}
SALES = [
    sale("hers", "2025-03-01", member_id=MEMBERS["ana"], card_token="couple card", phone=PHONE),
    sale("hers alone", "2025-03-02", card_token="ana card", cpf=cpf_of("ana")),
    sale(
        "his", "2025-03-03", member_id=MEMBERS["rui"], card_token="couple card", cpf=cpf_of("rui")
    ),
    sale("his for her", "2025-03-04", member_id=MEMBERS["rui"], cpf=cpf_of("ana")),
    sale("theirs", "2025-03-05", card_token="couple card"),
    sale("by phone", "2025-03-06", phone=PHONE),
    sale("eva", "2025-03-07", member_id=MEMBERS["eva"]),
    sale("slipped", "2025-03-08", gross_amount="529.982.247-25"),
    sale("529.982.247-25", "2025-03-08", gross_amount=""),
    # the store's own till asked for a CPF too, and was given his
    sale("hers on his invoice", "2025-03-09", member_id=MEMBERS["ana"], gross_amount="61.00"),
    sale("last", "2025-03-09"),
]

FIRST = {
    "mall/loyalty_members": [
        member("ana", phone=PHONE, **HERS),
        member("ana", phone=PHONE, **HERS, updated_at="2025-02-02T12:00:00Z"),
        member("rui", phone=PHONE, full_name="Rui da Penha", gender="M"),
        member("eva", full_name="Eva Serrano"),
        member(
            "", full_name="Joaquim Serra", cpf="529.982.247-2", email="jose.arroba", gender="F",
            birth_date="1980-02-03",
        ),
    ],
    "mall/pos_sales": SALES,
    "mall/store_receipts": [
        {"loja": "S1", "cupom": "7", "data_hora": "09/03/2025 12:00", "valor_total": "61,00", "cpf": cpf_of("rui")}
    ],
    "mall/visits": [visit("hers", member_id=MEMBERS["ana"], plate="ABC1D23"), visit("his", member_id=MEMBERS["rui"])],
    "mall/app_events": [
        {"event_id": "1", "member_id": MEMBERS["ana"], "event_type": "open", "occurred_at": "2025-03-02"}
    ],
    "streaming/subscribers": [
        {"subscriber_id": "a2001", "created_at": "2025-01-03", "cpf": cpf_of("ana"), **HERS}
    ],
}  # fmt: skip
# Ana's, one by what both share, and one of somebody whom nobody knows.
REQUESTS = {
    "mall/erasure_requests": [
        {"request_id": "r1", "requested_at": "2025-03-08T12:00:00Z", "cpf": cpf_of("ana")},
        {"request_id": "r2", "requested_at": "2025-03-08", "phone": PHONE},
        {"request_id": "r3", "requested_at": "2025-03-08", "email": "none@nowhere.example"},
    ]
}
SECOND = {
    "mall/pos_sales": [
        *SALES,
        sale("again", "2025-03-10", cpf=cpf_of("ana"), card_token="ana's new card"),
        sale("again by card", "2025-03-11", card_token="ana's new card"),
    ],
    # Eva registers the address that was Ana's
    "streaming/subscribers": [
        *FIRST["streaming/subscribers"],
        {
            "subscriber_id": "e2003", "created_at": "2025-03-10", "cpf": cpf_of("eva"),
            "full_name": "Eva Serrano", "email": HERS["email"],
        },
    ],
}  # fmt: skip


def write_tables(raw: Path, tables: dict[str, list[dict]]) -> None:
    """Writes each table as CSV, and a line of a visit that no reader can split."""
    for name, rows in tables.items():
        path = raw / f"{name}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        columns = list(dict.fromkeys(column for row in rows for column in row))
        with path.open("w", newline="") as file:
            writer = csv.DictWriter(file, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        if name == "mall/visits":
            with path.open("a") as file:
                file.write("v9,2025-03-09,Joaquim Serra,eva@casa.example,ABC1D23,1,2,3\n")
    shutil.copy(SAMPLE / "pii_key", raw / "pii_key")
