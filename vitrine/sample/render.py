"""Typed columns to the text of the raw files: one SQL statement per table.

Every statement gives the contract's columns (without `loaded_at`, which `dirt` may still move)
and the parts of the row's natural key as `key_1` … `key_3`.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from vitrine.sample import text
from vitrine.sample.catalogue import CATEGORIES, TIERS
from vitrine.sample.mall import POS_KINDS, Mall
from vitrine.sample.packages import PACKAGES
from vitrine.sample.text import Columns

COUPON = """
    case when coupon >= 0 then
        ['JAN', 'FEV', 'MAR', 'ABR', 'MAI', 'JUN', 'JUL', 'AGO', 'SET', 'OUT', 'NOV', 'DEZ']
            [coupon // 100] || (coupon % 100)
    end
"""

# The partner keys identifiers by HMAC-SHA-256 (RFC 2104) over their normalised text.
KEYED = "sha256(unhex('{outer}') || unhex(sha256(unhex('{inner}') || encode({value}))))"

SQL = {
    "pos_sales": f"""
        select
            numbered('S', sale) as sale_id, store_id, iso(sold_at) as sold_at,
            money(gross) as gross_amount, money(discount) as discount_amount,
            ['approved', 'refunded', 'void'][status + 1] as status,
            case when old_original then 'S0' || sale else numbered('S', original) end
                as original_sale_id,
            payment as payment_method, installments::varchar as installments,
            {COUPON} as coupon_code, token(card) as card_token,
            numbered('M', member) as member_id, cpf_text(cpf, cpf_style) as cpf, email,
            phone_text(phone, phone_style) as phone,
            numbered('S', sale) as key_1
        from rows
    """,
    "pos_sale_lines": """
        select
            numbered('S', sale) as sale_id, line::varchar as line_number,
            product as product_category, quantity::varchar as quantity,
            money(price) as unit_price, money(discount) as discount_amount,
            'P' || sku as product_id,
            numbered('S', sale) as key_1, line::varchar as key_2
        from rows
    """,
    "store_receipts": """
        select
            case store_style
                when 0 then store_id when 1 then lower(store_id)
                when 2 then ' ' || store_id else store_id || ' '
            end as loja,
            cupom,
            strftime(make_timestamp(local_time * 1000000), '%d/%m/%Y %H:%M')
                || case when seconds_shown then format(':{:02d}', local_time % 60) else '' end
                as data_hora,
            reais(paid, money_style) as valor_total,
            case when discount > 0 then reais(discount, money_style) end as desconto,
            payment as forma_pagamento, cpf_text(cpf, cpf_style) as cpf,
            phone_text(phone, phone_style) as telefone, email, token(card) as cartao,
            store_id as key_1, cupom as key_2,
            strftime(make_timestamp(local_time * 1000000), '%Y-%m-%d') as key_3
        from rows
    """,
    "loyalty_members": """
        select
            numbered('M', member) as member_id, full_name, cpf_text(cpf, cpf_style) as cpf, email,
            phone_text(phone, phone_style) as phone, birth::varchar as birth_date,
            age::varchar as age, gender, income || '.00' as annual_income,
            score::varchar as spending_score,
            case postal_style
                when 0 then format('{:08d}', postal)
                else format('{:05d}-{:03d}', postal // 1000, postal % 1000)
            end as postal_code,
            iso(registered_at) as registered_at, iso(updated_at) as updated_at,
            consent::varchar as marketing_consent,
            numbered('M', member) as key_1
        from rows
    """,
    "visits": """
        select
            numbered('V', visit) as visit_id, iso(entered_at) as entered_at,
            iso(exited_at) as exited_at, entrance, numbered('M', member) as member_id,
            case plate_style
                when 0 then plate_text(plate)
                when 1 then left(plate_text(plate), 3) || '-' || substr(plate_text(plate), 4)
                else lower(plate_text(plate))
            end as plate,
            numbered('V', visit) as key_1
        from rows
    """,
    "wifi_sessions": """
        select
            numbered('W', session) as session_id,
            case mac_style
                when 0 then mac_text(mac) when 1 then upper(mac_text(mac))
                else replace(upper(mac_text(mac)), ':', '-')
            end as device_mac,
            iso(connected_at) as connected_at, iso(disconnected_at) as disconnected_at, zone,
            email as login_email, phone_text(phone, phone_style) as login_phone,
            numbered('W', session) as key_1
        from rows
    """,
    "app_events": f"""
        select
            numbered('E', event) as event_id, numbered('M', member) as member_id,
            type as event_type, iso(occurred_at) as occurred_at, store_id,
            {COUPON} as coupon_code, numbered('D', device) as device_id,
            numbered('E', event) as key_1
        from rows
    """,
    "erasure_requests": """
        select
            numbered('R', request) as request_id, iso(requested_at) as requested_at,
            cpf_text(cpf, 1) as cpf, email, phone_text(phone, 1) as phone,
            numbered('M', member) as member_id,
            numbered('R', request) as key_1
        from rows
    """,
    "subscribers": f"""
        select
            numbered('A', subscriber) as subscriber_id, full_name,
            case when keyed and cpf >= 0 then {KEYED.replace("{value}", "cpf_text(cpf, 0)")}
                else cpf_text(cpf, 0) end as cpf,
            case when keyed and email is not null then {KEYED.replace("{value}", "email")}
                else email end as email,
            case when keyed and phone >= 0 then {KEYED.replace("{value}", "phone_text(phone, 3)")}
                else phone_text(phone, phone_style) end as phone,
            birth::varchar as birth_date, age::varchar as age, gender,
            iso(created_at) as created_at, consent::varchar as marketing_consent,
            numbered('A', subscriber) as key_1
        from rows
    """,
    "package_subscriptions": """
        select
            numbered('B', subscription) as subscription_id,
            numbered('A', subscriber) as subscriber_id, package_code,
            iso(started_at) as started_at, iso(cancelled_at) as cancelled_at,
            case when promo >= 0 then 'PROMO' || promo end as promo_code,
            numbered('B', subscription) as key_1
        from rows
    """,
    "viewing_sessions": """
        select
            numbered('T', session) as session_id, numbered('A', subscriber) as subscriber_id,
            package_code, iso(started_at) as started_at,
            (tenths // 10) || '.' || (tenths % 10) as minutes,
            numbered('T', session) as key_1
        from rows
    """,
}


def render(table: str, columns: Columns, pii_key: str = "") -> pa.Table:
    """The raw table's columns as text, and the parts of the key."""
    sql = SQL[table]
    if "{outer}" in sql:
        key = bytes.fromhex(pii_key).ljust(64, b"\0")
        inner, outer = (bytes(byte ^ pad for byte in key).hex() for pad in (0x36, 0x5C))
        sql = sql.replace("{outer}", outer).replace("{inner}", inner)
    # Views keep one contiguous piece per column: later edits work on whole columns.
    return text.query(sql, rows=pa.table(columns)).combine_chunks()


def stores_table(mall: Mall) -> pa.Table:
    listed = np.flatnonzero(mall.listed)
    store_id = pa.array(mall.store_id).take(pa.array(listed))
    return pa.table(
        {
            "store_id": store_id,
            "store_name": pa.array([mall.name[store] for store in listed]),
            "category": pa.array([CATEGORIES[mall.category[store]].name for store in listed]),
            "price_tier": pa.array([TIERS[mall.tier[store]] for store in listed]),
            "floor": pa.array([mall.floor[store] for store in listed]),
            "zone": pa.array([mall.zone[store] for store in listed]),
            "pos_kind": pa.array([POS_KINDS[mall.pos_kind[store]] for store in listed]),
            "opened_on": pa.array(mall.opened[listed].astype(str).tolist()),
            "key_1": store_id,
        }
    )


def packages_table() -> pa.Table:
    codes = [package.code for package in PACKAGES]
    return pa.table(
        {
            "package_code": codes,
            "package_name": [package.name for package in PACKAGES],
            "monthly_price": [f"{package.price:.2f}" for package in PACKAGES],
            "audience": [package.audience for package in PACKAGES],
            "key_1": codes,
        }
    )
