"""Dense cores and lonely people on the grid of spend and purchase days."""

import duckdb
import numpy as np
import planted
import pyarrow as pa
import pytest

from vitrine import cores


def shoppers(spend, days) -> pa.Table:
    return pa.table(
        {
            "monetary": pa.array(np.round(spend, 2)).cast(pa.decimal128(18, 2), safe=False),
            "frequency": pa.array(np.asarray(days, dtype=np.int32)),
        }
    )


def smooth(people: int, seed: int = 0) -> pa.Table:
    """Heavy-tailed shoppers without any cluster."""
    random = np.random.default_rng(seed)
    days = 1 + random.negative_binomial(1.2, 0.1, people)
    return shoppers(np.exp(4.5 + 1.1 * random.standard_normal(people)) * days, days)


def flags(features: pa.Table) -> np.ndarray:
    found = cores.is_outlier(features, cores.find(features))
    assert found.null_count == 0
    return found.to_numpy(zero_copy_only=False)


@pytest.mark.parametrize("people", [1_500, 10_000, 100_000])
def test_about_one_in_a_hundred_is_flagged_whatever_the_size(people):
    assert 0.004 < flags(smooth(people)).mean() < 0.02


def test_planted_shoppers_are_flagged_in_the_same_measure():
    measures, _ = planted.draw(10_000, 8, seed=1)
    assert 0.003 < flags(shoppers(measures["net_spend"], measures["purchase_days"])).mean() < 0.02


def test_a_lonely_luxury_buyer_is_flagged_and_nobody_else_because_of_it():
    usual = smooth(2_050)  # not at a step of the threshold, which is relative
    with_buyer = pa.concat_tables([usual, shoppers([2_500_000.0], [2])])
    before, after = flags(usual), flags(with_buyer)
    assert after[-1]
    assert np.array_equal(before, after[:-1])


def test_a_group_of_luxury_buyers_is_a_core_and_not_a_crowd_of_outliers():
    random = np.random.default_rng(4)
    luxury = shoppers(np.exp(14 + 0.1 * random.standard_normal(60)), random.integers(3, 5, 60))
    table = pa.concat_tables([smooth(2_000), luxury])
    assert flags(table)[-60:].mean() < 0.1
    assert set(cores.find(table)["core_id"].to_pylist()) == {-1, 0, 1, 2}


def test_the_largest_core_is_number_one():
    rows = cores.find(pa.concat_tables([shoppers([1e6] * 80, [40] * 80), smooth(2_000)]))
    held = {}
    for row in rows.to_pylist():
        held[row["core_id"]] = held.get(row["core_id"], 0) + row["customers"]
    assert held[1] > held[2] == 80


def test_every_person_is_counted_in_exactly_one_cell():
    table = pa.concat_tables([smooth(1_000), shoppers([0.0] * 30, [0] * 30)])
    rows = cores.find(table)
    assert sum(rows["customers"].to_pylist()) == 1_030
    cells = list(zip(rows["cell_x"].to_pylist(), rows["cell_y"].to_pylist(), strict=True))
    assert len(set(cells)) == len(cells)


def test_who_never_bought_is_no_outlier_however_few():
    table = pa.concat_tables([smooth(1_000), shoppers([0.0], [0])])
    assert not flags(table)[-1]


def test_money_without_a_purchase_day_is_no_rare_buyer():
    table = pa.concat_tables([smooth(1_000), shoppers([250_000.0], [0])])
    assert not flags(table)[-1]


def test_a_refund_without_its_sale_counts_as_no_money():
    rows = cores.find(shoppers([-50.0, 0.0], [1, 1])).to_pylist()
    assert [(row["cell_x"], row["customers"]) for row in rows if row["core_id"] == 1] == [(0, 2)]


def test_a_cell_that_was_empty_when_the_cores_were_found_is_an_outlier():
    rows = cores.find(smooth(1_000))
    assert cores.is_outlier(shoppers([9e9], [1]), rows).to_pylist() == [True]


def test_without_cores_nobody_is_an_outlier():
    found = cores.is_outlier(smooth(10), cores.SCHEMA.empty_table())
    assert found.to_pylist() == [False] * 10


def test_among_a_handful_of_buyers_nobody_is_rare():
    assert not flags(shoppers([10.0, 1e6, 50.0], [1, 300, 2])).any()


def test_row_order_does_not_change_the_cores():
    table = smooth(3_000)
    order = np.random.default_rng(0).permutation(3_000)
    assert cores.find(table.take(order)).equals(cores.find(table))


def test_nobody_gives_an_empty_table_of_the_same_columns_and_types():
    empty = cores.find(smooth(10).slice(0, 0))
    assert empty.num_rows == 0
    assert empty.schema.equals(cores.find(smooth(100)).schema)


def test_columns_of_nulls_are_people_who_never_bought():
    table = pa.table({"monetary": pa.nulls(5), "frequency": pa.nulls(5)})
    assert cores.find(table)["core_id"].to_pylist() == [cores.NEVER_BOUGHT]
    assert not flags(table).any()


def test_plain_sql_finds_the_same_outliers():
    people = smooth(5_000)
    rows = cores.find(people)
    people = people.append_column("flagged", cores.is_outlier(people, rows))
    differences = duckdb.sql("""
        with cells as (
            select flagged,
                case when frequency > 0 then
                    floor(ln(1 + greatest(monetary, 0)::double) / 0.2) else 0 end as cell_x,
                case when frequency > 0 then
                    floor(ln(1 + frequency::double) / 0.5) else 0 end as cell_y
            from people
        )
        select count(*), sum((flagged <> (coalesce(core_id, -1) = -1))::int)
        from cells left join rows using (cell_x, cell_y)
    """).fetchall()[0]
    assert differences == (5_000, 0)
