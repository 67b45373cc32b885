"""The survey's answers in segments of income and score.

The same core as for customers, another feature set of the seed.
"""

from vitrine import segmentation
from vitrine.processors import in_turn


@in_turn
def model(dbt, session):
    dbt.config(materialized="table")
    answers = dbt.ref("survey_answers").to_arrow_table()
    diagnosed = dbt.ref("survey_diagnostics").to_arrow_table()
    features_seed = dbt.ref("segment_features").to_arrow_table()
    return segmentation.survey_segments(answers, diagnosed, features_seed)
