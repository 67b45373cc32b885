"""How well the survey's answers fall into 2 to 10 segments, and which number is chosen.

Arithmetic in vitrine/diagnostics.py.
"""

from vitrine import segmentation
from vitrine.processors import in_turn


@in_turn
def model(dbt, session):
    dbt.config(materialized="table")
    answers = dbt.ref("survey_answers").to_arrow_table()
    features_seed = dbt.ref("segment_features").to_arrow_table()
    return segmentation.diagnose(answers, features_seed, **segmentation.SURVEY)
