"""What is wrong with a seed is told in words, where dbt itself says how many rows there are."""

import duckdb
import pytest

PERSONAS = """
create schema segmentation;
create table segmentation.segment_personas as
select * from (values ('s1', 'luxury_seeker'), ('s2', 'weekend_visitor'), ('s3', 'occasional'))
    as bound (segment_id, persona_code);
create table segmentation.segment_persona_scores as
select * from (values
    ('s1', 'luxury_seeker', 1.0, 3.00, true), ('s1', 'loyal_buyer', 1.0, 2.95, true),
    ('s2', 'weekend_visitor', 1.0, 1.00, true), ('s2', 'offer_explorer', 1.0, 0.20, true),
    ('s3', 'occasional', 1.0, 1.00, true), ('s3', 'weekend_visitor', 1.0, 1.00, true),
    ('s3', 'streaming_household', 1.0, 1.00, false), ('s3', 'weekday_regular', 0.9, 1.00, true)
) as scores (segment_id, persona_code, score, strength, is_eligible);
"""


@pytest.fixture
def personas(tmp_path):
    with duckdb.connect(str(tmp_path / "vitrine.duckdb")) as connection:
        connection.execute(PERSONAS)
    return tmp_path


def test_a_segment_that_two_personas_fit_alike_is_named_in_a_warning(project, personas):
    """One that is far weaker, names another segment, lacks what is required or fits less is no
    rival.
    """
    tested = project.dbt("test", "--select", "no_two_personas_tie", into=personas)
    assert tested.statuses["no_two_personas_tie"] == "warn", tested.shown
    told = [line for line in tested.lines if " could as well be called " in line]
    assert told == [
        "segment s1 is called luxury_seeker and could as well be called loyal_buyer;"
        " tell them apart in seeds/reference/persona_rules.csv"
    ]
