"""Which dirt each raw table carries, and how much of it. Data."""

from __future__ import annotations

from dataclasses import dataclass

REDELIVERED = 0.004  # the same row again, days later
IDENTICAL = 0.0005  # the same row twice in one delivery
CORRECTED = 0.002  # delivered with a wrong value first, rightly later
LATE = 0.006  # reached the lake days or weeks after the event
SPOILED_FIRST = 0.0005  # first delivered unusable, rightly later
SPOILED_LAST = 0.0003  # delivered rightly, then once more unusable
UNUSABLE = 0.00015  # of each kind in `unusable`
UNREADABLE = 0.0004  # of each kind in `unreadable`


@dataclass(frozen=True)
class Rules:
    """Values are (column, text, reason); None as text leaves the field empty."""

    fresh: str  # column of the natural key that gets a new value in rows that stand for nothing
    key_part: str  # its place in the key
    prefix: str
    unusable: tuple[tuple[str, str | None, str], ...]
    unreadable: tuple[tuple[str, str, str], ...] = ()
    # A required column outside the key: what a spoiled delivery of a good row spoils.
    spoiled: tuple[str, str | None, str] | None = None
    corrected: str | None = None  # column that was wrong in the first delivery


def _bad_times(column: str) -> tuple[tuple[str, str | None, str], ...]:
    return (
        (column, None, "missing time"),
        (column, "ontem 14h", "unreadable time"),
        (column, "1900-01-01T00:00:00Z", "impossible time"),
        (column, "2900-12-31T12:00:00Z", "impossible time"),
    )


BAD_CPF = ("cpf", "123.456.789-00", "impossible CPF")
BAD_EMAIL = ("email", "não informado", "unreadable e-mail")
BAD_BIRTH = ("birth_date", "2031-02-30", "impossible date")

RULES = {
    "pos_sales": Rules(
        "sale_id", "key_1", "S",
        (("sale_id", None, "missing key"), ("store_id", None, "missing store"),
         ("gross_amount", "abc", "unreadable amount"),
         ("gross_amount", "-59.90", "negative amount"),
         ("gross_amount", None, "missing amount"), *_bad_times("sold_at")),
        (("discount_amount", "x", "unreadable discount"), BAD_CPF, BAD_EMAIL,
         ("installments", "três", "unreadable number")),
        ("gross_amount", "abc", "unreadable amount"), "gross_amount",
    ),
    "pos_sale_lines": Rules(
        "line_number", "key_2", "",
        (("line_number", None, "missing key"), ("product_category", None, "missing category"),
         ("quantity", "muitos", "unreadable quantity"), ("unit_price", "-1.00", "negative price"),
         ("unit_price", None, "missing price")),
        (("discount_amount", "x", "unreadable discount"),),
        ("quantity", "muitos", "unreadable quantity"), "quantity",
    ),
    "store_receipts": Rules(
        "cupom", "key_2", "X",
        (("loja", None, "missing store"), ("cupom", None, "missing key"),
         ("data_hora", None, "missing time"), ("data_hora", "31/02/2025 15:10", "impossible time"),
         ("data_hora", "ontem", "unreadable time"),
         ("data_hora", "05/07/2900 11:00", "impossible time"),
         ("valor_total", "abc", "unreadable amount"), ("valor_total", None, "missing amount")),
        (("desconto", "x", "unreadable discount"), BAD_CPF),
        ("valor_total", "R$ --", "unreadable amount"), "valor_total",
    ),
    "loyalty_members": Rules(
        "member_id", "key_1", "M",
        (("member_id", None, "missing key"),),
        (BAD_CPF, BAD_BIRTH, ("age", "-5", "impossible age"), BAD_EMAIL,
         ("spending_score", "180", "impossible score"),
         ("annual_income", "n/d", "unreadable income"),
         ("marketing_consent", "talvez", "unreadable consent")),
    ),
    "visits": Rules(
        "visit_id", "key_1", "V",
        (("visit_id", None, "missing key"), *_bad_times("entered_at")),
        (("exited_at", "??", "unreadable time"),),
        ("entered_at", "--", "unreadable time"), "exited_at",
    ),
    "wifi_sessions": Rules(
        "session_id", "key_1", "W",
        (("session_id", None, "missing key"), ("device_mac", None, "missing device"),
         *_bad_times("connected_at")),
        (("disconnected_at", "??", "unreadable time"),),
        ("device_mac", None, "missing device"), "disconnected_at",
    ),
    "app_events": Rules(
        "event_id", "key_1", "E",
        (("event_id", None, "missing key"), ("member_id", None, "missing member"),
         ("event_type", None, "missing type"), *_bad_times("occurred_at")),
        (),
        ("member_id", None, "missing member"), "store_id",
    ),
    "stores": Rules(
        "store_id", "key_1", "S",
        (("store_id", None, "missing key"), ("store_name", None, "missing name"),
         ("category", None, "missing category")),
        (("opened_on", "2019-31-12", "impossible date"),),
    ),
    "customer_survey": Rules(
        "id", "key_1", "",
        (("age", "abc", "unreadable age"), ("income", None, "missing income")),
    ),
    "erasure_requests": Rules(
        "request_id", "key_1", "R", (("requested_at", None, "missing time"),),
    ),
    "subscribers": Rules(
        "subscriber_id", "key_1", "A",
        (("subscriber_id", None, "missing key"),),
        (BAD_CPF, BAD_BIRTH, ("age", "-5", "impossible age"), BAD_EMAIL),
        corrected="gender",
    ),
    "package_subscriptions": Rules(
        "subscription_id", "key_1", "B",
        (("subscription_id", None, "missing key"), ("subscriber_id", None, "missing subscriber"),
         ("package_code", None, "missing package"), *_bad_times("started_at")),
        (),
        ("package_code", None, "missing package"),
    ),
    "viewing_sessions": Rules(
        "session_id", "key_1", "T",
        (("session_id", None, "missing key"), ("subscriber_id", None, "missing subscriber"),
         ("minutes", "abc", "unreadable minutes"), ("minutes", "-30", "negative minutes"),
         *_bad_times("started_at")),
        (),
        ("minutes", "abc", "unreadable minutes"), "minutes",
    ),
}  # fmt: skip
