"""What names people in the generated files, what misleads, and whose each record truly is."""

from __future__ import annotations

import hmac

import numpy as np
import pytest
from sampled import PEOPLE, clean, dirty, generate

from vitrine.sample.draws import scattered
from vitrine.sample.identifiers import (
    is_valid_cpf,
    misread,
    mistyped,
    plates,
    with_check_digits,
)

# The last version of each member: what older ones said is superseded, not repaired.
CURRENT = {
    "loyalty_members": """(
        from loyalty_members
        qualify row_number() over (partition by member_id order by updated_at desc) = 1
    )"""
}


def test_cpfs_have_right_check_digits_and_are_nobody_elses():
    held = dirty().rows("select cpf from people where cpf is not null")
    numbers = np.array([int(cpf) for (cpf,) in held])
    assert is_valid_cpf(numbers).all()
    assert len(np.unique(numbers)) == len(numbers) > 0.9 * PEOPLE


def test_check_digits_agree_with_a_known_cpf_and_catch_most_slips():
    assert with_check_digits(np.array([529982247])) == [52998224725]
    assert not is_valid_cpf(np.array([11111111111, 52998224724, 0])).any()
    cpf = with_check_digits(np.arange(100_000_008, 100_200_008, 10))
    slips = mistyped(np.random.default_rng(1), cpf)
    assert 0 < is_valid_cpf(slips).mean() < 0.10
    assert not np.isin(slips[slips != cpf], cpf).any()


@pytest.mark.parametrize("modulus", [10, 10_000, 2**40])
@pytest.mark.parametrize("salt", [0, 1, 7, 4_000_000_000])
def test_a_shuffled_counter_repeats_nothing(modulus, salt):
    size = min(modulus, 10_000)
    assert len(np.unique(scattered(np.arange(size), modulus, salt))) == size


def test_a_misread_plate_is_nobodys():
    held = plates(np.arange(200_000), 3)
    assert len(np.unique(held)) == len(held)
    assert not np.isin(misread(held), held).any()


@pytest.mark.parametrize("table", ["pos_sales", "store_receipts", "loyalty_members", "subscribers"])
def test_the_ledger_names_every_impossible_cpf(table):
    given = dirty().rows(
        f"""
        select regexp_replace(cpf, '[^0-9]', '', 'g') from {CURRENT.get(table, table)}
        where cpf is not null and length(cpf) < 64
        """
    )
    planted = dirty().value(
        f"""
        select count(*) from defects
        where table_name = '{table}' and column_name = 'cpf' and expected = 'repaired'
        """
    )
    assert (~is_valid_cpf(np.array([int(cpf) for (cpf,) in given]))).sum() == planted > 0


def test_the_ledger_names_every_impossible_phone():
    given = dirty().rows(
        f"""
        select table_name, sum((regexp_replace(phone, '[^0-9]', '', 'g') like '%11111111111')::int)
        from (
            select 'pos_sales' as table_name, phone from pos_sales
            union all select 'store_receipts', telefone from store_receipts
            union all select 'loyalty_members', phone from {CURRENT["loyalty_members"]}
            union all select 'wifi_sessions', login_phone from wifi_sessions
            union all select 'subscribers', phone from subscribers where length(phone) < 64
        ) group by all having sum((phone like '%1111-1111%' or phone like '%111111111%')::int) > 0
        order by all
        """
    )
    planted = dirty().rows(
        """
        select table_name, count(*) from defects where kind = 'impossible_phone'
        group by all order by all
        """
    )
    assert given == planted != []


def test_half_of_the_subscribers_come_keyed_with_the_demonstration_key():
    keyed = "select avg((length(cpf) = 64)::int) from subscribers where cpf is not null"
    assert dirty().value(keyed) == pytest.approx(0.5, abs=0.12)
    key = bytes.fromhex((dirty().folder / "pii_key").read_text().strip())
    held = dirty().rows("select cpf from people where cpf is not null")
    expected = {hmac.digest(key, cpf.encode(), "sha256").hex() for (cpf,) in held}
    given = dirty().rows("select distinct cpf from subscribers where length(cpf) = 64")
    # The rest was mistyped before it was keyed.
    assert len({cpf for (cpf,) in given} & expected) > 0.9 * len(given)


def test_plain_and_keyed_phones_and_emails_meet_after_normalising():
    """Phones with country code, e-mails trimmed and in lower case."""
    key = bytes.fromhex((clean().folder / "pii_key").read_text().strip())
    met = {}
    for column, table in (("phone", "loyalty_members"), ("email", "loyalty_members")):
        plain = clean().rows(f"select distinct {column} from {table} where {column} is not null")
        texts = ["55" + text if column == "phone" else text for (text,) in plain]
        keyed = {hmac.digest(key, text.encode(), "sha256").hex() for text in texts}
        given = clean().rows(f"select {column} from subscribers where length({column}) = 64")
        met[column] = len({text for (text,) in given} & keyed)
    assert all(met.values())


def test_every_named_record_has_one_answer():
    keys = "count(distinct (source_system, source_record_id))"
    assert dirty().value(f"select count(*) - {keys} from records") == 0
    missing = dirty().rows(
        """
        with found as (
            select 'loyalty' as source_system, member_id as source_record_id from app_events
            union select 'loyalty', member_id from visits
            union select 'loyalty', member_id from pos_sales
            union select 'pos_card', card_token from pos_sales
            union select 'streaming', subscriber_id from viewing_sessions
            union select 'wifi_device', replace(lower(device_mac), '-', ':') from wifi_sessions
            union select 'visit_plate', replace(upper(plate), '-', '') from visits
        )
        from found anti join records using (source_system, source_record_id)
        where source_record_id is not null
        """
    )
    assert missing == []


def test_shared_things_belong_to_nobody_and_say_how_many_use_them():
    wrong = dirty().rows(
        """
        from records
        where source_system in ('pos_card', 'visit_plate', 'wifi_device')
            and (person_id is null) <> (shared_by::int > 1)
        """
    )
    assert wrong == []
    most_users = dirty().value(
        """
        select max(shared_by::int) from records
        where source_system = 'wifi_device' and owner_id is null
        """
    )
    assert most_users > 10


def test_every_hostile_case_is_planted_and_can_be_left_out():
    planted = {kind for (kind,) in dirty().rows("select distinct kind from hostile")}
    assert planted == {
        "twins", "father_and_son", "namesakes", "foreigners", "shared_phone", "shared_email",
        "new_phone", "recycled_phone", "family_card", "card_changes_hands",
    }  # fmt: skip
    junk = "select count(*) from loyalty_members where email = 'nao@tem.com'"
    assert dirty().value(junk) > 0 == clean().value(junk)
    assert clean().value("select count(*) from hostile") == 0
    shared = "select count(*) from records where shared_by::int > 1 and source_system <> "
    assert clean().value(shared + "'visit_plate'") == 0


def test_leaving_one_case_out_changes_only_what_it_touches(tmp_path):
    without = generate(tmp_path, "--without", "kiosks").contents()
    changed = {name for name, data in dirty().contents().items() if without[name] != data}
    assert changed == {
        "mall/loyalty_members.csv",
        "mall/wifi_sessions.csv",
        "mall/app_events.csv",
        "truth/records.csv",
    }
