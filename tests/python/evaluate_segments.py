"""How well, how fast and in how much memory segments are found in shoppers with a planted segment:
`make evaluate-segments PEOPLE=1000000`. The figures are of this machine and this run.
"""

import argparse
import resource
import sys
import time

import numpy as np
import planted
from reference_seeds import FEATURES, ROUTING, SHARES
from sklearn.metrics import adjusted_rand_score

from vitrine import segmentation

SEGMENTS = 6


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, default=1_000_000)
    asked.add_argument("--seed", type=int, default=1)
    asked = asked.parse_args()
    measures, truth = planted.draw(asked.people, SEGMENTS, asked.seed, years=4, strength=40)
    activity = planted.activity(measures)
    del measures
    given = gigabytes()
    began = time.monotonic()

    def step(name, compute):
        started = time.monotonic()
        made = compute()
        print(f"  {name:<18} {time.monotonic() - started:6.1f} s")
        return made

    print(f"{asked.people:,} people in {SEGMENTS} planted segments, seed {asked.seed}")
    people = step("who is clustered", lambda: segmentation.clusterable(activity, SHARES, ROUTING))
    diagnosed = step("how many segments", lambda: segmentation.diagnose(people, FEATURES))
    model = step("fit", lambda: segmentation.fit(people, FEATURES, diagnosed))
    cores = step("outliers", lambda: segmentation.outlier_cores(activity, SHARES))
    found = step(
        "scoring", lambda: segmentation.customer_segments(activity, SHARES, ROUTING, model, cores)
    )
    print(f"  {'in all':<18} {time.monotonic() - began:6.1f} s")
    print(f"peak memory {gigabytes():.2f} GB, of which {given:.2f} GB before the first step")
    # customer_segments may order people as it likes; the planted ones are in the order of activity
    place = {customer: at for at, customer in enumerate(activity["customer_id"].to_pylist())}
    at = np.array([place[customer] for customer in found["customer_id"].to_pylist()])
    index = adjusted_rand_score(truth[at], found["segment_id"].to_pylist())
    print(f"adjusted Rand index against what was planted {index:.3f}")
    return 0


def gigabytes() -> float:
    """The most memory that this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


if __name__ == "__main__":
    sys.exit(main())
