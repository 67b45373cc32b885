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


def measures_of(features: pa.Table) -> list:
    """What makes each person an outlier, looked up as SQL would: by cell."""
    rows = cores.find(features).to_pylist()
    by_cell = {(row["cell_x"], row["cell_y"]): row["outlier_measure"] for row in rows}
    return [by_cell[tuple(cell)] for cell in cores._cells(features).tolist()]


def test_an_outlier_is_told_which_measure_makes_it_one():
    crowd = smooth(2_000)
    alone = shoppers([2_500_000.0, 900.0, 3_000_000.0, 0.02], [2, 300, 300, 2])
    told = measures_of(pa.concat_tables([crowd, alone]))
    assert told[-4:] == [
        "high monetary",
        "high frequency",
        "high monetary and high frequency",
        "low monetary",
    ]


def test_what_is_rare_only_together_is_told_so():
    random = np.random.default_rng(0)
    few, many = random.integers(1, 4, 1_000), random.integers(50, 70, 1_000)
    spend = np.r_[random.uniform(10, 30, 1_000), random.uniform(5_000, 9_000, 1_000)]
    two_camps = shoppers(np.r_[spend, 7_000.0], np.r_[few, many, 2])
    assert measures_of(two_camps)[-1] == "monetary unusual for frequency"


def test_exactly_the_outliers_have_such_a_measure():
    table = smooth(3_000)
    told = np.array([measure is not None for measure in measures_of(table)])
    assert np.array_equal(told, flags(table))


def week(*busy: tuple[int, range, int], usual: int = 10) -> pa.Table:
    """Visits of a mall that is open from 10 to 22: (day, hours, visits) on top of the usual."""
    counted = {(day, hour): usual for day in range(1, 8) for hour in range(10, 22)}
    for day, hours, visits in busy:
        for hour in hours:
            counted[day, hour] = visits
    days, hours = zip(*counted, strict=True)
    return pa.table({"day_of_week": days, "hour_of_day": hours, "visits": list(counted.values())})


def hours_of(table: pa.Table) -> dict[int, set[tuple[int, int]]]:
    """The hours of each core, those at its edge included."""
    found: dict[int, set[tuple[int, int]]] = {}
    for row in cores.find_hours(table).to_pylist():
        if row["core_id"]:
            hour = (row["day_of_week"], row["hour_of_day"])
            found.setdefault(row["core_id"], set()).add(hour)
    return found


def test_weekend_afternoons_and_weekday_lunch_are_two_cores_the_larger_first():
    lunch = [(day, range(12, 14), 60) for day in (2, 3)]
    found = hours_of(week(*lunch, (6, range(15, 19), 90), (7, range(15, 19), 90)))
    assert set(found) == {1, 2}
    assert {(6, 16), (7, 16)} <= found[1]
    assert {(2, 12), (3, 13)} <= found[2]


def test_sunday_is_beside_monday():
    found = hours_of(week((7, range(15, 18), 90), (1, range(15, 18), 90)))
    assert len(found) == 1
    assert {(7, 16), (1, 16)} <= found[1]


def test_an_even_week_has_no_core_and_all_its_hours():
    table = cores.find_hours(week())
    assert table.num_rows == 168
    assert set(table["core_id"].to_pylist()) == {0}
    assert sum(table["visits"].to_pylist()) == 840


def test_a_few_phones_at_night_do_not_make_the_day_dense():
    night = [(day, range(0, 8), 1) for day in range(1, 8)]
    assert not hours_of(week(*night, usual=1_000))


def test_row_order_does_not_change_the_hours_and_no_visits_are_no_rows():
    table = week((6, range(15, 19), 90))
    order = np.random.default_rng(0).permutation(table.num_rows)
    assert cores.find_hours(table.take(order)).equals(cores.find_hours(table))
    assert cores.find_hours(table.slice(0, 0)).num_rows == 0
