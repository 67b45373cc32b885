"""What a mall's analyst does today: pandas and scikit-learn, from clean Parquet files to labels.

`python -m benchmarks.analyst FOLDER LABELS.parquet`

Written as fairly as we can: only the columns that are needed, one `groupby` a table with built-in
aggregations, no loop over rows, logarithms and z-scores before k-means, scikit-learn's own defaults.
The elbow is over k = 2 … 10, the labels are those of k = 4, as the notebooks have it.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.preprocessing import StandardScaler

KS = range(2, 11)
K = 4
LOGARITHMIC = [
    "monetary", "average_basket", "frequency", "visit_days", "coupon_redemptions", "categories",
    "viewing_minutes",
]  # fmt: skip


def features(folder: Path) -> pd.DataFrame:
    """One row a customer who bought: the measures of `segment_features.csv`, shares unshrunk."""
    purchases = pd.read_parquet(folder / "purchases.parquet")
    purchases = purchases[purchases["is_kept"]].merge(
        pd.read_parquet(folder / "stores.parquet"), on="store_id"
    )
    purchases["luxury_amount"] = purchases["net_amount"].where(
        purchases["price_tier"] == "luxury", 0.0
    )
    today = purchases["purchase_date"].max()
    bought = purchases.groupby("customer_id").agg(
        last_day=("purchase_date", "max"),
        frequency=("purchase_date", "nunique"),
        purchases=("purchase_id", "size"),
        monetary=("net_amount", "sum"),
        luxury_spend=("luxury_amount", "sum"),
        offers=("is_offer", "sum"),
        categories=("category", "nunique"),
    )
    bought["recency_days"] = (
        pd.to_datetime(today) - pd.to_datetime(bought.pop("last_day"))
    ).dt.days
    bought["average_basket"] = bought["monetary"] / bought["purchases"]
    bought["luxury_share"] = bought.pop("luxury_spend") / bought["monetary"].clip(lower=0.01)
    bought["offer_share"] = bought.pop("offers") / bought.pop("purchases")

    visits = pd.read_parquet(folder / "visits.parquet")
    visits["is_lunch"] = visits["day_part"] == "lunch"
    visits["is_evening"] = visits["day_part"] == "evening"
    came = visits.groupby("customer_id").agg(
        visit_days=("visit_date", "size"),
        weekend_share=("is_weekend", "mean"),
        lunch_share=("is_lunch", "mean"),
        evening_share=("is_evening", "mean"),
    )
    app = pd.read_parquet(folder / "app.parquet", columns=["customer_id", "event_type"])
    redeemed = app[app["event_type"] == "coupon_redeem"].groupby("customer_id").size()
    subscriptions = pd.read_parquet(folder / "subscriptions.parquet")
    active = (
        subscriptions[subscriptions["is_active"]].groupby("customer_id")["package_code"].nunique()
    )
    viewing = pd.read_parquet(folder / "viewing.parquet", columns=["customer_id", "minutes"])
    watched = viewing.groupby("customer_id")["minutes"].sum()

    made = bought.join(came)
    made["coupon_redemptions"] = redeemed
    made["active_packages"] = active
    made["viewing_minutes"] = watched
    return made.fillna(0.0)


def main() -> None:
    folder, into = map(Path, sys.argv[1:])
    made = features(folder)
    shaped = made.assign(**{name: np.log1p(made[name].clip(lower=0)) for name in LOGARITHMIC})
    points = StandardScaler().fit_transform(shaped)
    inertias = {k: KMeans(k, random_state=0).fit(points).inertia_ for k in KS}
    print("elbow:", {k: round(inertia) for k, inertia in inertias.items()})
    made["segment"] = KMeans(K, random_state=0).fit_predict(points)
    made.reset_index()[["customer_id", "segment"]].to_parquet(into)


if __name__ == "__main__":
    main()
