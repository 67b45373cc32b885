"""Planted dirt: some of each kind, nothing true is lost, the ledger is right to the row."""

from __future__ import annotations

import pytest
from sampled import clean, dirty, sample

YEARS = "between 2000 and 2100"


def _time(column: str) -> str:
    return f"coalesce(year(try_cast({column} as timestamptz)), 0) {YEARS}"


def _number(column: str, least: str = "-1e12") -> str:
    return f"coalesce(try_cast({column} as double), -1e13) >= {least}"


RECEIPT_DAY = "try_strptime(left(trim(data_hora), 10), '%d/%m/%Y')"
RECEIPT_KEY = f"upper(trim(loja)) || '|' || cupom || '|' || strftime({RECEIPT_DAY}, '%Y-%m-%d')"
RECEIPT_MONEY = "trim(replace(replace(replace(valor_total, 'R$', ''), '.', ''), ',', '.'))"

# Per table: its natural key, which rows can be used, and what says which version is the last.
JUDGE = {
    "pos_sales": (
        "sale_id",
        f"store_id is not null and {_time('sold_at')} and {_number('gross_amount', '0')}",
        "loaded_at",
    ),
    "pos_sale_lines": (
        "sale_id || '|' || line_number",
        f"product_category is not null and {_number('quantity')} and {_number('unit_price', '0')}",
        "loaded_at",
    ),
    "store_receipts": (
        RECEIPT_KEY,
        f"coalesce(year({RECEIPT_DAY}), 0) {YEARS} and {_number(RECEIPT_MONEY)}",
        "loaded_at",
    ),
    "stores": ("store_id", "store_name is not null and category is not null", "''"),
    "loyalty_members": ("member_id", "true", "updated_at || loaded_at"),
    "visits": ("visit_id", _time("entered_at"), "loaded_at"),
    "wifi_sessions": (
        "session_id",
        f"device_mac is not null and {_time('connected_at')}",
        "loaded_at",
    ),
    "app_events": (
        "event_id",
        f"member_id is not null and event_type is not null and {_time('occurred_at')}",
        "loaded_at",
    ),
    "customer_survey": ("id", f"{_number('age')} and {_number('income')}", "''"),
    "erasure_requests": ("request_id", _time("requested_at"), "''"),
    "packages": ("package_code", "true", "''"),
    "subscribers": ("subscriber_id", "true", "loaded_at"),
    "package_subscriptions": (
        "subscription_id",
        f"subscriber_id is not null and package_code is not null and {_time('started_at')}",
        "loaded_at",
    ),
    "viewing_sessions": (
        "session_id",
        "subscriber_id is not null and package_code is not null"
        f" and {_time('started_at')} and {_number('minutes', '0')}",
        "loaded_at",
    ),
}


@pytest.mark.parametrize("table", JUDGE)
def test_the_ledger_counts_every_duplicate_and_quarantined_row(table):
    key, usable, version = JUDGE[table]
    found = dirty().rows(
        f"""
        with judged as (
            select
                {key} as row_key, {version} as version,
                coalesce({key} is not null and {usable}, false) as is_usable
            from {table}
        ),
        compared as (
            select
                *,
                row_number() over (partition by row_key, is_usable order by version desc) as place,
                max(case when is_usable then version end) over (partition by row_key) as last_good
            from judged
        ),
        sorted as (
            select
                case when is_usable then place > 1
                    else coalesce(row_key is not null and last_good >= version, false)
                end as is_duplicate,
                is_usable
            from compared
        )
        select
            count(*) filter (is_duplicate), count(*) filter (not is_usable and not is_duplicate)
        from sorted
        """
    )
    planted = dirty().rows(
        f"""
        select
            count(*) filter (expected = 'duplicate'), count(*) filter (expected = 'quarantined')
        from defects where table_name = '{table}'
        """
    )
    assert found == planted


def test_every_kind_of_dirt_is_planted():
    assert {kind for (kind,) in dirty().rows("select distinct kind from defects")} == {
        "redelivered", "identical", "corrected", "late", "spoiled_then_corrected",
        "spoiled_after_good", "unusable", "unreadable", "older_version", "superseded",
        "refund_full", "refund_partial", "refund_unknown_original", "receipt_refund", "void",
        "void_alone", "seen_by_both", "line_does_not_add_up", "huge_genuine_purchase",
        "visit_without_exit", "unknown_store", "member_only_in_events", "mistyped_cpf",
        "one_digit_cpf", "impossible_phone",
    }  # fmt: skip


def test_clean_deliveries_have_nothing_to_report():
    assert clean().value("select count(*) from defects") == 0
    assert clean().value("select count(*) from sales where status <> 'approved'") == 0
    assert clean().value("select count(*) - count(distinct sale_id) from pos_sales") == 0
    assert clean().value("select count(*) - count(distinct member_id) from loyalty_members") == 0


def test_dirt_changes_nothing_that_is_true():
    approved = """
        select sale_key, person_id, net_amount from sales
        where status = 'approved' and source_system = 'pos'
        """
    with_dirt, without = set(dirty().rows(approved)), set(sample("--no-dirt").rows(approved))
    # All but the one sale that dirt makes huge, and its approved neighbours that were undone.
    assert len(with_dirt - without) == 1
    assert 0.9 < len(with_dirt) / len(without) < 1


def test_the_net_of_every_sale_follows_from_the_files():
    wrong = dirty().rows(
        """
        with usable as (
            select
                * replace (
                    try_cast(gross_amount as decimal(18, 2)) as gross_amount,
                    coalesce(try_cast(discount_amount as decimal(18, 2)), 0) as discount_amount
                )
            from pos_sales
            where sale_id is not null and store_id is not null
                and try_cast(gross_amount as decimal(18, 2)) >= 0
                and year(try_cast(sold_at as timestamptz)) between 2000 and 2100
            qualify row_number() over (partition by sale_id order by loaded_at desc) = 1
        ),
        undone as (
            select
                original_sale_id as sale_id, bool_or(status = 'void') as is_void,
                sum(gross_amount - discount_amount) filter (status = 'refunded') as refunded
            from usable where original_sale_id is not null group by all
        ),
        net as (
            select
                sale_id as sale_key,
                case when coalesce(is_void, false) then 0
                    else gross_amount - discount_amount - coalesce(refunded, 0)
                end as net_amount
            from usable left join undone using (sale_id)
            where status = 'approved'
            union all
            select sale_id, discount_amount - gross_amount
            from usable
            where status = 'refunded'
                and not exists (from usable as sold where sold.sale_id = usable.original_sale_id)
        )
        select sale_key, net.net_amount, sales.net_amount
        from net full join (from sales where source_system = 'pos') as sales using (sale_key)
        where net.net_amount is distinct from sales.net_amount::decimal(18, 2)
        """
    )
    assert wrong == []


def test_a_sale_seen_by_both_has_one_store_one_amount_and_nearly_one_time():
    apart = dirty().rows(
        f"""
        with pos as (
            select
                sale_id as sale_key, store_id,
                timezone('America/Sao_Paulo', try_cast(sold_at as timestamptz)) as moment,
                try_cast(gross_amount as decimal(18, 2))
                    - coalesce(try_cast(discount_amount as decimal(18, 2)), 0) as paid
            from pos_sales
            where try_cast(gross_amount as decimal(18, 2)) is not null
            qualify row_number() over (partition by sale_id order by loaded_at desc) = 1
        ),
        receipts as (
            select
                {RECEIPT_KEY} as receipt_key,
                try_strptime(left(data_hora, 16), '%d/%m/%Y %H:%M') as moment,
                try_cast({RECEIPT_MONEY} as decimal(18, 2)) as paid
            from store_receipts
            where try_cast({RECEIPT_MONEY} as decimal(18, 2)) is not null
            qualify row_number() over (partition by receipt_key order by loaded_at desc) = 1
        )
        select sale_key
        from sales left join pos using (sale_key) left join receipts using (receipt_key)
        where sales.source_system = 'pos' and sales.receipt_key is not null
            and not coalesce(
                split_part(receipt_key, '|', 1) = store_id
                and pos.paid = receipts.paid
                and abs(date_diff('second', pos.moment, receipts.moment)) <= 240,
                false
            )
        """
    )
    assert apart == []
    assert dirty().value("select count(*) from sales where receipt_key is not null") > 100
