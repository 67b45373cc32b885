"""Shoppers with a planted segment: counts, money and shares as a mall sees them."""

import datetime

import numpy as np
import pyarrow as pa

AS_OF = datetime.date(2025, 12, 31)
MONEY = pa.decimal128(18, 2)

# visits a year, purchases a visit, median basket, weekend, lunch, evening, luxury, offer, streaming
PERSONAS = np.array(
    [
        [30, 0.40, 150, 0.80, 0.15, 0.20, 0.03, 0.15, 0.01],  # weekend visitor
        [45, 0.35, 90, 0.08, 0.60, 0.15, 0.02, 0.15, 0.01],  # weekday regular
        [18, 0.50, 1500, 0.35, 0.15, 0.30, 0.75, 0.05, 0.01],  # luxury seeker
        [25, 0.50, 80, 0.30, 0.15, 0.35, 0.01, 0.75, 0.01],  # offer explorer
        [5, 0.50, 160, 0.30, 0.20, 0.30, 0.05, 0.20, 0.01],  # occasional
        [12, 0.45, 220, 0.45, 0.10, 0.40, 0.05, 0.20, 0.98],  # streaming household
        [50, 0.05, 60, 0.20, 0.10, 0.80, 0.02, 0.20, 0.01],  # evening stroller
        [60, 0.80, 400, 0.30, 0.25, 0.35, 0.15, 0.25, 0.01],  # heavy buyer
    ]
)


def draw(
    people: int,
    segments: int,
    seed: int = 0,
    *,
    years: int = 1,
    strength: float = 15.0,
    sizes: tuple[float, ...] | None = None,
) -> tuple[dict, np.ndarray]:
    """Measures (name -> float array of shape (people,)) and the planted segment of each person.

    Visits are Poisson around a gamma, baskets log-Student, shares beta-binomial: no feature is
    Gaussian. `years` of visits and the `strength` of the betas say how clearly people show what
    they are. In one year at 15 they overlap: gradient boosting that is told the truth of half of
    20,000 people gives the others an adjusted Rand index of 0.94-0.95, k-means 0.88-0.93.
    """
    random = np.random.default_rng(seed)
    if sizes is None:
        sizes = np.maximum(random.dirichlet(np.full(segments, 12.0)), 0.06)
    sizes = np.asarray(sizes)
    truth = random.choice(segments, size=people, p=sizes / sizes.sum())
    visits_mean, buys, basket, weekend, lunch, evening, luxury, offer, streaming = PERSONAS[truth].T

    def beta(mean: np.ndarray) -> np.ndarray:
        return random.beta(mean * strength, (1 - mean) * strength)

    visits = 1 + random.poisson(years * visits_mean * random.gamma(6, 1 / 6, people))
    purchases = np.maximum(1, random.binomial(visits, beta(buys)))
    baskets = basket * np.exp(0.35 * random.standard_t(4, people))
    spend = np.round(purchases * np.minimum(baskets, 100_000), 2)
    lunch_days = random.binomial(visits, beta(lunch))
    evening_days = random.binomial(visits - lunch_days, np.minimum(beta(evening) / 0.85, 1.0))
    afternoon_days = random.binomial(visits - lunch_days - evening_days, 0.7)
    weekend_days = random.binomial(visits, beta(weekend))
    packages = (random.random(people) < streaming) * np.minimum(1 + random.poisson(1, people), 4)
    offers = random.binomial(purchases, beta(offer))
    since = random.integers(0, 60, people)
    measures = {
        "tenure_days": np.full(people, 365),
        "days_since_last_activity": since,
        "days_since_last_visit": since,
        "purchase_days": purchases,
        "purchases": purchases,
        "offer_purchases": offers,
        "net_spend": spend,
        "gross_spend": np.round(spend * 1.1, 2),
        "discount_amount": np.round(spend * 1.1, 2) - spend,
        "luxury_spend": np.round(spend * beta(luxury), 2),
        "weekend_spend": np.round(spend * weekend_days / visits, 2),
        "stores": np.minimum(purchases, 1 + random.poisson(3, people)),
        "categories": np.minimum(purchases, 1 + random.poisson(2, people)),
        "visit_days": visits,
        "weekend_visit_days": weekend_days,
        "holiday_visit_days": random.binomial(visits, 0.04),
        "morning_visit_days": visits - lunch_days - evening_days - afternoon_days,
        "lunch_visit_days": lunch_days,
        "afternoon_visit_days": afternoon_days,
        "evening_visit_days": evening_days,
        "dwell_minutes": np.round(visits * random.gamma(4, 20, people), 2),
        "app_events": random.poisson(5, people),
        "coupon_redemptions": random.binomial(offers, 0.5),
        "active_packages": packages,
        "viewing_days": random.poisson(20 * packages),
        "viewing_minutes": np.round(packages * random.gamma(3, 400, people), 2),
    }
    return measures, truth


def activity(measures: dict) -> pa.Table:
    """The measures as `customer_activity` hands them over: integers, decimals, dates."""
    people = len(measures["visit_days"])
    days = np.datetime64(AS_OF, "D") - measures["days_since_last_activity"]
    bought = measures["purchases"] > 0
    columns = {
        "customer_id": pa.array([f"{7919 * person + 11:032x}"[::-1] for person in range(people)]),
        "as_of_date": pa.array(np.full(people, np.datetime64(AS_OF, "D"))),
        "first_activity_date": pa.array(np.datetime64(AS_OF, "D") - measures["tenure_days"]),
        "last_activity_date": pa.array(days),
        "last_purchase_date": pa.array(days, mask=~bought),
    }
    for name, values in measures.items():
        column = pa.array(values)
        decimal = name.endswith(("_spend", "_amount", "_minutes"))
        columns[name] = pa.array(np.round(values, 2)).cast(MONEY, safe=False) if decimal else column
    return pa.table(columns)
