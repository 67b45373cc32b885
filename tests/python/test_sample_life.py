"""The generated mall is alive: hours, densities, shares, baskets, subscriptions as described."""

from __future__ import annotations

import pytest
from sampled import PEOPLE, clean, dirty, generate

from vitrine.sample.personas import PERSONAS

AN_ORDINARY_YEAR = {  # events per person
    "visits": 16.3,
    "sales": 12.0,
    "wifi_sessions": 8.0,
    "app_events": 6.0,
    "subscribers": 0.3,
    "viewing_sessions": 10.0,
}


@pytest.mark.parametrize("table", AN_ORDINARY_YEAR)
def test_people_leave_the_events_of_an_ordinary_year(table):
    found = clean().value(f"select count(*) from {table}") / PEOPLE
    assert found == pytest.approx(AN_ORDINARY_YEAR[table], rel=0.15)


def test_density_moves_all_events_alike(tmp_path):
    half = generate(tmp_path, "--no-dirt", "--no-hostile", "--visits-per-person", "8.15")
    for table in ("visits", "pos_sales", "wifi_sessions", "app_events", "viewing_sessions"):
        count = f"select count(*) from {table}"
        assert half.value(count) / clean().value(count) == pytest.approx(0.5, abs=0.06), table


def test_clean_sales_happen_while_the_mall_is_open():
    outside = clean().rows(
        """
        with local as (
            select timezone('America/Sao_Paulo', sold_at::timestamptz) as moment from pos_sales
            union all
            select strptime(left(data_hora, 16), '%d/%m/%Y %H:%M') from store_receipts
        ),
        hours as (
            select
                moment, moment::time as hour, strftime(moment, '%m-%d') as day,
                dayofweek(moment) = 0 as is_sunday
            from local
        )
        from hours
        where hour < if(is_sunday, time '11:00', time '10:00')
            or hour >= if(is_sunday, time '20:00', time '22:00')
            or day in ('01-01', '12-25')
        """
    )
    assert outside == []


def test_on_sunday_mornings_only_the_food_court_and_its_like_sell():
    sold = clean().rows(
        """
        with local as (
            select store_id, timezone('America/Sao_Paulo', sold_at::timestamptz) as moment
            from pos_sales
        )
        select distinct category from local join stores using (store_id)
        where dayofweek(moment) = 0 and moment::time < time '14:00'
        """
    )
    categories = {name for (name,) in sold}
    assert "Alimentação" in categories
    assert not categories & {"Moda Feminina", "Calçados", "Luxo", "Joalheria", "Departamento"}


def test_personas_have_their_shares():
    found = dict(dirty().rows("select persona, count(*) from people group by all"))
    for persona in PERSONAS:
        assert found[persona.code] / PEOPLE == pytest.approx(persona.share, abs=0.05)


def test_the_mall_has_stores_of_every_tier_and_till():
    assert dirty().value("select count(distinct store_id) from stores") >= 180
    for column, kinds in {
        "price_tier": {"popular", "mid", "luxury"},
        "pos_kind": {"central", "independent", "both"},
    }.items():
        found = dirty().rows(f"select distinct {column} from stores")
        assert {kind for (kind,) in found} == kinds


def test_a_quarter_of_the_purchases_is_seen_by_the_stores_alone():
    share = clean().value("select avg((source_system = 'receipt')::int) from sales")
    assert share == pytest.approx(0.25, abs=0.06)


def test_lines_add_up_to_their_sale():
    off = clean().rows(
        """
        with lines as (
            select
                sale_id, sum(quantity::decimal * unit_price::decimal(18, 2)) as gross,
                sum(discount_amount::decimal(18, 2)) as discount
            from pos_sale_lines group by sale_id
        )
        from pos_sales left join lines using (sale_id)
        where gross is distinct from gross_amount::decimal(18, 2)
            or discount is distinct from discount_amount::decimal(18, 2)
        """
    )
    assert off == []


def test_planted_companions_are_bought_together_more_often_than_chance():
    lift = clean().value(
        """
        with baskets as (
            select
                sale_id, bool_or(product_category = 'Celulares') as has_phone,
                bool_or(product_category = 'Cabos e Capas') as has_cable
            from pos_sale_lines group by sale_id
        )
        select avg((has_phone and has_cable)::int) / (avg(has_phone::int) * avg(has_cable::int))
        from baskets
        """
    )
    assert lift > 3


def test_planted_companion_stores_are_visited_on_one_day_more_often_than_chance():
    lift = clean().value(
        """
        with days as (
            select
                person_id, left(sold_at, 10) as day,
                bool_or(category = 'Infantil') as has_clothes,
                bool_or(category = 'Brinquedos') as has_toys
            from pos_sales
                join sales on sales.sale_key = pos_sales.sale_id
                join stores using (store_id)
            group by all
        )
        select avg((has_clothes and has_toys)::int) / (avg(has_clothes::int) * avg(has_toys::int))
        from days
        """
    )
    assert lift > 2


def test_watching_happens_only_while_subscribed():
    outside = clean().rows(
        """
        from viewing_sessions
        where not exists (
            from package_subscriptions
            where package_subscriptions.subscriber_id = viewing_sessions.subscriber_id
                and package_subscriptions.package_code = viewing_sessions.package_code
                and package_subscriptions.started_at <= viewing_sessions.started_at
                and coalesce(package_subscriptions.cancelled_at, '9999')
                    >= viewing_sessions.started_at
        )
        """
    )
    assert outside == []


def test_who_watches_less_gives_up_sooner():
    slope = clean().value(
        """
        with accounts as (
            select
                subscriber_id, avg(yearly_cancel_hazard::double) as hazard,
                (select count(*) from viewing_sessions
                 where viewing_sessions.subscriber_id = package_truth.subscriber_id) as sessions
            from package_truth join people using (person_id)
            where persona = 'streaming_family'
            group by all
        )
        select corr(hazard, sessions) from accounts
        """
    )
    assert slope < -0.2


def test_packages_depend_on_age():
    older, younger = (
        clean().value(
            f"""
            select avg(yearly_hazard::double) from package_truth join people using (person_id)
            where package_code = 'SERIES' and birth_date {side}
            """
        )
        for side in ("< '1975'", "> '1995'")
    )
    assert younger > 1.5 * older
