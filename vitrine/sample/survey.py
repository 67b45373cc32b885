"""A small survey whose answers fall into five planted groups of income and spending score."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from vitrine.sample.settings import Settings

ANSWERS = 200
# share, monthly income (BRL) and its spread, score and its spread, age and its spread
GROUPS = {
    "careful": (0.13, 2_600, 650, 19, 8, 46, 12),
    "impulsive": (0.12, 2_700, 700, 80, 8, 25, 5),
    "middle": (0.38, 6_100, 950, 50, 7, 43, 15),
    "comfortable": (0.19, 9_900, 1_300, 83, 7, 33, 5),
    "saver": (0.18, 10_200, 1_400, 16, 8, 42, 8),
}


def make_survey(settings: Settings) -> tuple[pa.Table, pa.Table]:
    """The answers as text, and the truth: which group each answer was drawn from."""
    rng = settings.generator("survey")
    shares = np.array([group[0] for group in GROUPS.values()])
    sizes = np.round(shares * ANSWERS).astype(int)
    group = rng.permutation(np.repeat(np.arange(len(GROUPS)), sizes))
    drawn = np.array(list(GROUPS.values()))[group]
    _, income, income_spread, score, score_spread, age, age_spread = drawn.T
    ids = [str(number + 1) for number in range(len(group))]
    drawn_income = np.maximum(rng.normal(income, income_spread), 900).round(-1).astype(int)
    drawn_score = np.clip(rng.normal(score, score_spread), 1, 100).astype(int)
    drawn_age = np.clip(rng.normal(age, age_spread), 18, 75).astype(int)
    gender = np.where(rng.random(len(group)) < 0.55, "Feminino", "Masculino")
    answers = pa.table(
        {
            "id": ids,
            "gender": pa.array(gender.tolist()),
            "age": pa.array(drawn_age.astype(str).tolist()),
            "income": pa.array(drawn_income.astype(str).tolist()),
            "score": pa.array(drawn_score.astype(str).tolist()),
            "key_1": ids,
        }
    )
    names = list(GROUPS)
    return answers, pa.table({"id": ids, "planted_group": [names[each] for each in group]})
