"""The limit: one query by hand and a fit on a sample, from clean Parquet files to labels.

`python -m benchmarks.limit FOLDER K LABELS.parquet`

The features of `segment_features.csv` as the build computes them, its weights and its sample of
50,000 by hash, k given. No tests, no dimensions, no history, nothing incremental, nothing kept but
the labels: what is left to pay when all that a warehouse is for is left away.
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb
import numpy as np
from sklearn.cluster import KMeans

SAMPLE = 50_000
FEATURES = """
with bought as (
    select
        customer_id, min(purchase_date) as first_day, max(purchase_date) as last_day,
        max(purchase_date) filter (is_kept) as last_bought,
        count(distinct purchase_date) filter (is_kept) as frequency,
        count(*) filter (is_kept) as purchases,
        count(*) filter (is_kept and is_offer) as offers,
        count(distinct category) filter (is_kept) as categories,
        sum(net_amount) as monetary,
        sum(net_amount) filter (price_tier = 'luxury') as luxury
    from '{0}/purchases.parquet' join '{0}/stores.parquet' using (store_id)
    group by customer_id
), came as (
    select
        customer_id, min(visit_date) as first_day, max(visit_date) as last_day,
        count(*) as visits, count(*) filter (is_weekend) as weekends,
        count(*) filter (day_part = 'lunch') as lunches,
        count(*) filter (day_part = 'evening') as evenings
    from '{0}/visits.parquet' group by customer_id
), app as (
    select
        customer_id, min(event_date) as first_day, max(event_date) as last_day,
        count(*) filter (event_type = 'coupon_redeem') as coupons
    from '{0}/app.parquet' group by customer_id
), paid as (
    select
        customer_id, min(started_on) as first_day, max(started_on) as last_day,
        count(distinct package_code) filter (is_active) as packages
    from '{0}/subscriptions.parquet' group by customer_id
), watched as (
    select
        customer_id, min(viewing_date) as first_day, max(viewing_date) as last_day,
        sum(minutes) as minutes
    from '{0}/viewing.parquet' group by customer_id
), today as (
    select max(purchase_date) as today from '{0}/purchases.parquet'
)
select
    customer_id,
    ln(1 + greatest(monetary, 0)) as monetary,
    ln(1 + greatest(coalesce(monetary / nullif(purchases, 0), 0), 0)) as average_basket,
    ln(1 + frequency) as frequency,
    coalesce(date_diff('day', last_bought, today), 730) as recency_days,
    ln(1 + coalesce(visits, 0)) as visit_days,
    (coalesce(weekends, 0) + 2.0) / (coalesce(visits, 0) + 7) as weekend_share,
    (coalesce(lunches, 0) + 1.4) / (coalesce(visits, 0) + 7) as lunch_share,
    (coalesce(evenings, 0) + 2.45) / (coalesce(visits, 0) + 7) as evening_share,
    (least(greatest(coalesce(luxury, 0), 0), greatest(monetary, 0)) + 20)
    / (greatest(monetary, 0) + 200) as luxury_share,
    (offers + 1.0) / (purchases + 5) as offer_share,
    ln(1 + coalesce(coupons, 0)) as coupon_redemptions,
    ln(1 + categories) as categories,
    sqrt(coalesce(packages, 0)) as active_packages,
    ln(1 + coalesce(minutes, 0)) as viewing_minutes
from bought
left join came using (customer_id)
left join app using (customer_id)
left join paid using (customer_id)
left join watched using (customer_id)
cross join today
-- neither new nor asleep, as the seed segment_routing has it
where
    purchases > 0
    and date_diff('day', least(
        bought.first_day, came.first_day, app.first_day, paid.first_day, watched.first_day
    ), today) > 30
    and date_diff('day', greatest(
        bought.last_day, came.last_day, app.last_day, paid.last_day, watched.last_day
    ), today) < 270
"""
WEIGHTS = [1, 1, 0.5, 0.25, 1, 1.5, 0.5, 0.5, 1, 1, 0.25, 0.25, 0.5, 0.5]


def main() -> None:
    folder, k, into = sys.argv[1:]
    connection = duckdb.connect()
    made = connection.sql(FEATURES.format(Path(folder))).to_arrow_table()
    sampled = connection.sql(f"from made order by md5(customer_id) limit {SAMPLE}").to_arrow_table()

    def points(table, mean=None, scale=None):
        values = np.column_stack([table[name].to_numpy() for name in table.column_names[1:]])
        mean = values.mean(axis=0) if mean is None else mean
        scale = values.std(axis=0) if scale is None else scale
        return np.clip((values - mean) / scale, -4, 4) * np.sqrt(WEIGHTS), mean, scale

    learnt, mean, scale = points(sampled)
    fitted = KMeans(int(k), n_init=10, random_state=0).fit(learnt)
    labels = fitted.predict(points(made, mean, scale)[0])
    made = made.select(["customer_id"]).append_column("segment", [labels])
    connection.execute(f"copy made to '{into}' (format parquet)")


if __name__ == "__main__":
    main()
