"""How fast, in how much memory and how truly the value of planted customers is found:
`make evaluate-value PEOPLE=1000000`. The figures are of this machine and this run.
"""

import argparse
import sys
import time

import numpy as np
import pyarrow as pa
from evaluate_segments import gigabytes
from test_value import planted

from vitrine import value


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, default=1_000_000)
    asked.add_argument("--seed", type=int, default=1)
    asked = asked.parse_args()
    repeats, last, age, later, _ = planted(asked.people, asked.seed)
    random = np.random.default_rng(asked.seed)
    days = repeats.astype(np.int32) + 1
    # gamma-distributed days around a mean that differs between people: p 6, q 4, v 300
    mean = random.gamma(6 * days, 1 / (random.gamma(4, 1 / 300, asked.people) * days))
    people = pa.table(
        {
            "customer_id": pa.array(random.permutation(asked.people)).cast(pa.string()),
            "fit": pa.array(["today"] * asked.people),
            "cutoff_date": pa.array(np.full(asked.people, np.datetime64("2025-12-31", "D"))),
            "purchase_days": days,
            "active_span_days": last.astype(np.int32),
            "age_days": age.astype(np.int32),
            "net_spend": pa.array(np.round(mean * days, 2)).cast(pa.decimal128(18, 2), safe=False),
        }
    )
    print(f"{asked.people:,} people, seed {asked.seed}")
    started = time.monotonic()
    fitted = value.models(people)
    print(f"  fit of both models {time.monotonic() - started:6.1f} s")
    started = time.monotonic()
    table = value.expectations(people, fitted)
    print(f"  {table.num_rows:,} expectations {time.monotonic() - started:6.1f} s")
    print(f"peak memory {gigabytes():.2f} GB")
    print("planted: r 0.8, alpha 60, a 0.9, b 3; p 6, q 4, v 300. Found:")
    for row in fitted.to_pylist():
        print(f"  {row['model']:<12} {row['parameter']:<15} {row['value']:.4f}")
    model = value.bg_nbd_of(fitted, "today")
    # days are whole in the table, times were not: as in a warehouse
    expected = value.probability_alive(model, repeats, np.floor(last), np.floor(age))
    expected = expected * value.purchases_if_alive(model, repeats, np.floor(age), value.HORIZON)
    print("tenths by expected purchases of 90 days: expected, then what came")
    for tenth in np.array_split(np.argsort(-expected, kind="stable"), 10):
        print(f"  {expected[tenth].mean():.3f} {later[tenth].mean():.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
