"""Rules of more than two things: what is bought together with what, whatever the number on each side.

Frequent itemsets by growing them one item at a time, as in Eclat (Zaki, 2000), over the distinct
baskets with how often each occurs: a year of a mall's sales has thousands of different baskets, not
millions. Same itemsets and rules as mlxtend's `fpgrowth` and `association_rules`, which see each
basket by itself and are held beside it in the tests.
"""

from collections.abc import Iterable
from itertools import combinations

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy import sparse

SCHEMA = pa.schema(
    [
        ("antecedent", pa.string()),
        ("consequent", pa.string()),
        ("antecedent_items", pa.int32()),
        ("consequent_items", pa.int32()),
        *((f"{side}baskets", pa.int32()) for side in ("", "antecedent_", "consequent_", "all_")),
        *(
            (name, pa.float64())
            for name in ("support", "confidence", "lift", "leverage", "conviction")
        ),
    ]
)
JOINED_BY = " + "


def frequent_itemsets(
    baskets: sparse.csr_array, times: np.ndarray, least: float, most_items: int
) -> dict[tuple[int, ...], int]:
    """How many baskets hold each itemset that the part `least` of all baskets holds.

    `baskets` is of shape (distinct baskets, items) with 1 where the basket holds the item, `times` of
    shape (distinct baskets,) says how often each occurs. Keys are ascending column numbers, at most
    `most_items` of them.
    """
    total = int(times.sum())
    found: dict[tuple[int, ...], int] = {}
    columns = baskets.tocsc()

    def grow(prefix: tuple[int, ...], rows: np.ndarray) -> None:
        counts = baskets[rows].T @ times[rows]
        for item in range(prefix[-1] + 1 if prefix else 0, len(counts)):
            if counts[item] and counts[item] / total >= least:
                itemset = (*prefix, item)
                found[itemset] = int(counts[item])
                if len(itemset) < most_items:
                    holding = columns.indices[columns.indptr[item] : columns.indptr[item + 1]]
                    grow(itemset, np.intersect1d(rows, holding, assume_unique=True))

    grow((), np.arange(len(times)))
    return found


def rules_of(itemsets: dict[tuple[int, ...], int]) -> Iterable[tuple]:
    """Antecedent, consequent and the counts of both together and of either, of every rule: each
    itemset split in two in every way. All parts of a frequent itemset are frequent themselves.
    """
    for itemset, both in itemsets.items():
        for size in range(1, len(itemset)):
            for antecedent in combinations(itemset, size):
                consequent = tuple(item for item in itemset if item not in antecedent)
                yield antecedent, consequent, both, itemsets[antecedent], itemsets[consequent]


def contents(baskets: duckdb.DuckDBPyRelation, item: str, limits: pa.Table) -> pa.Table:
    """What `rules` reads, from a row per item of each distinct basket.

    `baskets` has `basket_id`, the column `item` and, how many hold just these items, `baskets`. Of a
    basket of more items than `max_basket_items` in `limits` it counts that it is one.
    """
    most = limits["max_basket_items"][0].as_py()
    listed = baskets.aggregate(
        f"if(count(*) <= {most}, list({item} order by {item}), []) as items,"
        " any_value(baskets) as times",
        "basket_id",
    )
    return listed.aggregate("items, cast(sum(times) as bigint) as times", "items").to_arrow_table()


def rules(baskets: pa.Table, limits: pa.Table) -> pa.Table:
    """Every rule with its measures, ordered by its sides, as a table of `SCHEMA`.

    `baskets` has the distinct baskets: `items`, a list of names, empty where a basket counts among all
    and its contents do not, and `times`. `limits` has one row: `min_pair_support`, `max_rule_items`.
    A conviction that would be infinite is null, as it is in SQL.
    """
    limit = limits.to_pylist()[0]
    lists = baskets["items"].combine_chunks().cast(pa.list_(pa.string()))
    names, columns = np.unique(
        lists.flatten().to_numpy(zero_copy_only=False).astype(str), return_inverse=True
    )
    rows = pc.list_parent_indices(lists).to_numpy()
    matrix = sparse.csr_array(
        (np.ones(len(rows), np.int64), (rows, columns)), shape=(len(lists), len(names))
    )
    times = baskets["times"].cast(pa.int64()).to_numpy()
    itemsets = frequent_itemsets(matrix, times, limit["min_pair_support"], limit["max_rule_items"])
    total = int(times.sum())
    made = sorted(
        (JOINED_BY.join(names[list(left)]), JOINED_BY.join(names[list(right)]), len(left), len(right), *counts)
        for left, right, *counts in rules_of(itemsets)
    )  # fmt: skip
    sides = [pa.array(column) for column in zip(*made, strict=True)] or [pa.array([])] * 7
    both, left, right = (column.cast(pa.float64()).to_numpy() for column in sides[4:])
    without = left - both
    measures = {
        "support": both / total if total else both,
        "confidence": both / left,
        "lift": both * total / (left * right),
        "leverage": (both * total - left * right) / (float(total) * total) if total else both,
        "conviction": pa.array(
            left * (total - right) / np.where(without, total * without, 1.0), mask=without == 0
        ),
    }
    named = dict(zip(SCHEMA.names[:7], sides, strict=True))
    named |= {"all_baskets": pa.array(np.full(len(made), total))}
    return pa.table(
        [
            pa.array(values).cast(SCHEMA.field(name).type)
            for name, values in (named | measures).items()
        ],
        schema=SCHEMA,
    )
