"""What is sold, by anybody: in which stores, at which hours, in which weeks. It needs nobody's name."""

import pandas as pd

from vitrine.report import charts
from vitrine.report.figure import Figure, Gap, Read, Section, Table
from vitrine.report.rhythm import hour_of, hours_table
from vitrine.report.words import (
    WEEKDAYS,
    Text,
    day,
    join,
    number,
    part,
    percent,
    reais,
    same,
    say,
    times,
)

# A store of few purchases is nearly a list of them; and where one purchase is most of the sales, these say what that
# one was, and nothing of the store.
STORES = """
with sold as (
    select
        stores.store_id, stores.store_name, count(*) filter (purchases.is_kept) as purchases,
        sum(purchases.net_amount) as net_sales, max(purchases.net_amount) as largest
    from marts.fct_purchases as purchases
    inner join marts.dim_stores as stores on purchases.store_id = stores.store_id
    group by stores.store_id, stores.store_name
)
select store_id, store_name, purchases, net_sales, share, stores, largest > net_sales / 2 as is_of_one
from (select *, net_sales / nullif(sum(net_sales) over (), 0) as share, count(*) over () as stores from sold)
where purchases >= (select min_cell_size from insights.report_settings)
order by net_sales desc, store_id
"""
HOURS = """
select day_of_week, hour_of_day, purchases, net_sales, share from insights.sales_rhythm
where purchases is not null order by day_of_week, hour_of_day
"""
# Whole weeks only: one that the data begin or end in would look weak.
WEEKS = """
with weeks as (
    select
        date_trunc('week', purchase_date)::date as week_start,
        sum(net_amount) as net_sales, max(net_amount) as largest, count(*) as purchases
    from marts.fct_purchases group by all
)
select week_start, net_sales, largest > net_sales / 2 as is_of_one from weeks
where
    week_start >= (select min(purchase_date) from marts.fct_purchases)
    and week_start + 6 <= (select as_of_date from marts.as_of)
    and purchases >= (select min_cell_size from insights.report_settings)
order by week_start
"""
STORES_SHOWN = 10
# Fewer points make no line.
WEEKS_TOLD = 4


def section(read: Read) -> Section:
    """Stores, hours, weeks."""
    return Section(
        "sales",
        Text("Onde e quando se vende", "Where and when it sells"),
        [_stores(read), _hours(read), _weeks(read)],
    )


def _withheld(count: int, one: Text, many: Text) -> list[Text]:
    """A sentence on the stores or weeks that would tell one purchase, where there are any."""
    if not count:
        return []
    return [
        say(
            "{what}, em que uma só compra é mais da metade das vendas: o número diria quanto alguém gastou.",
            "{what}, in which one purchase is more than half of the sales: the figure would tell what somebody spent.",
            what=one if count == 1 else say(many.pt, many.en, n=number(count)),
        )
    ]


def _stores(read: Read) -> Figure | Gap:
    found = read(STORES)
    is_of_one = found["is_of_one"].astype(bool)
    stores = found[~is_of_one].reset_index(drop=True)
    if stores.empty:
        return Gap(
            Text("Vendas por loja", "Sales by store"),
            Text("Nenhuma loja vendeu o bastante", "No store sold enough"),
            needs_people=False,
        )
    shown = stores.head(STORES_SHOWN).copy()
    shown["store_name"] = charts.told_apart(shown["store_name"], shown["store_id"])
    shown["written"] = [
        say("{money} ({share})", "{money} ({share})", money=reais(row.net_sales), share=part(row.share))
        for row in shown.itertuples()
    ]  # fmt: skip
    shown["is_first"] = shown.index == shown.index[0]
    first = shown.iloc[0]
    return Figure(
        say(
            "Das lojas mostradas, {name} é a que mais vende: {share} de tudo"
            if is_of_one.any()
            else "{name} é a loja que mais vende: {share} de tudo",
            "Of the stores shown, {name} sells most: {share} of everything"
            if is_of_one.any()
            else "{name} sells most: {share} of everything",
            name=first["store_name"],
            share=percent(first["share"]),
        ),
        lambda language: charts.bars(
            shown, language, label="store_name", value="net_sales", written="written", marked="is_first"
        ),
        Table(
            [Text("Loja", "Store"), Text("Vendas", "Sales"), Text("Parte", "Share"), Text("Compras", "Purchases")],
            [
                [same(row.store_name), reais(row.net_sales), percent(row.share, 1), number(row.purchases)]
                for row in shown.itertuples()
            ],
        ),
        join(
            [
                say(
                    "As {shown} que mais vendem, de {all} lojas com vendas.",
                    "The {shown} that sell most, of {all} stores with sales.",
                    shown=number(len(shown)),
                    all=number(first["stores"]),
                ),
                *_withheld(
                    int(is_of_one.sum()),
                    Text("Não se mostra uma loja", "One store is not shown"),
                    Text("Não se mostram {n} lojas", "{n} stores are not shown"),
                ),
            ],
            " ",
        ),
        unit=Text("vendas líquidas (parte do shopping)", "net sales (part of the mall)"),
    )  # fmt: skip


def _hours(read: Read) -> Figure | Gap:
    cells = read(HOURS)
    if cells.empty:
        return Gap(
            Text("Vendas por dia e hora", "Sales by day and hour"),
            Text("São poucas em cada hora da semana", "There are few in each hour of the week"),
            needs_people=False,
        )
    cells["weekday"] = [WEEKDAYS[one - 1] for one in cells["day_of_week"]]
    hours = list(range(int(cells["hour_of_day"].min()), int(cells["hour_of_day"].max()) + 1))
    wide = cells.pivot(index="hour_of_day", columns="day_of_week", values="purchases")
    best = cells.loc[cells["purchases"].idxmax()]
    return Figure(
        say(
            "Compra-se mais vezes {hour}: {share} das compras da semana",
            "Most purchases are made {hour}: {share} of those of a week",
            hour=hour_of(best),
            share=percent(best["share"], 1),
        ),
        lambda language: charts.heat(
            cells, language, column="hour_of_day", row="weekday", shade="purchases",
            column_order=hours, row_order=[day[language] for day in WEEKDAYS],
        ),
        hours_table(wide),
        Text(
            "De todas as compras, identificadas ou não. Quanto mais forte a cor, mais compras; em branco onde são"
            " poucas.",
            "Of all purchases, by known people or not. The stronger the colour, the more; empty where there are few.",
        ),
        unit=Text("compras, por dia e hora", "purchases, by day and hour"),
    )  # fmt: skip


def _weeks(read: Read) -> Figure | Gap:
    weeks = read(WEEKS)
    is_of_one = weeks["is_of_one"].astype(bool)
    if len(weeks) - is_of_one.sum() < WEEKS_TOLD:
        return Gap(
            Text("Vendas por semana", "Sales by week"),
            Text("Há menos de quatro semanas inteiras", "There are fewer than four whole weeks"),
            needs_people=False,
        )
    # a gap in the line
    sales = weeks["net_sales"].astype(float).mask(is_of_one)
    weeks["net_sales"] = sales
    weeks["is_best"] = sales == sales.max()
    best = weeks.loc[sales.idxmax()]
    typical = float(sales.median())
    return Figure(
        say(
            "A semana mais forte das mostradas foi a de {day}: {money}, {times} uma semana típica"
            if is_of_one.any()
            else "A semana mais forte foi a de {day}: {money}, {times} uma semana típica",
            "The best of the weeks shown was that of {day}: {money}, {times} a typical week"
            if is_of_one.any()
            else "The best week was that of {day}: {money}, {times} a typical week",
            day=day(pd.Timestamp(best["week_start"]).date()),
            money=reais(best["net_sales"]),
            times=times(float(best["net_sales"]) / typical),
        )
        if typical > 0
        else Text("Em metade das semanas nada se vendeu", "In half of the weeks nothing was sold"),
        lambda _: charts.over_time(weeks, x="week_start", y="net_sales", marked="is_best", form=",.0f"),
        Table(
            [Text("Semana de", "Week of"), Text("Vendas", "Sales")],
            [
                [day(pd.Timestamp(row.week_start).date()), reais(row.net_sales)]
                for row in weeks[~is_of_one].itertuples()
            ],
        ),
        join(
            [
                Text("Semanas inteiras, de segunda a domingo.", "Whole weeks, Monday to Sunday."),
                *_withheld(
                    int(is_of_one.sum()),
                    Text("Não se mostra uma semana", "One week is not shown"),
                    Text("Não se mostram {n} semanas", "{n} weeks are not shown"),
                ),
            ],
            " ",
        ),
        unit=Text("vendas líquidas por semana, em R$", "net sales a week, in R$"),
    )  # fmt: skip
