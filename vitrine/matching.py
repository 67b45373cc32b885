"""Accounts that are probably one person although they share no identifier: the Fellegi-Sunter
model, by Splink.

What is compared: first name, surnames, birth date, postal code, gender. Typos, missing accents,
abbreviations, swapped names and a surname taken at marriage each get a level of their own, and the
data decide how much each level weighs: Splink estimates how often unrelated accounts agree by
comparing all pairs of a sample, and how often accounts of one person agree by expectation
maximisation (Linacre et al. 2022, https://doi.org/10.23889/ijpds.v7i3.1794).

The answer is evidence, not a verdict: the guards of the identity stage decide what it may join.
"""

import logging
import warnings
from dataclasses import dataclass

import duckdb
import pyarrow as pa
import splink.comparison_level_library as levels
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink.comparison_library import CustomComparison

SCHEMA = pa.schema(
    [("left_id", pa.string()), ("right_id", pa.string()), ("probability", pa.float64())]
)

# Fewer accounts than this teach nothing about how names and dates go wrong.
MIN_ACCOUNTS = 50

# Words between Brazilian names that people write or leave out.
PARTICLES = ("DA", "DE", "DO", "DAS", "DOS", "E")

# A pair is looked at when one of these agrees: what one typo breaks, another rule still finds. None
# is loose: names alone would pair every Maria Silva with every other.
BLOCKS = (
    block_on("birth_date"),
    block_on("postal_code", "substr(last_name, 1, 2)"),
    block_on("postal_code", "substr(first_name, 1, 2)"),
    block_on("first_name", "last_name", "year(birth_date)"),
    block_on("first_name", "last_name", "strftime(birth_date, '%m-%d')"),
    block_on("first_name", "last_name", "substr(postal_code, 1, 3)"),
)

# Rare agreements to learn from; each leaves some comparisons free, and together they leave none
# out.
TRAINING_BLOCKS = (
    block_on("birth_date"),
    block_on("first_name", "last_name", "postal_code"),
    block_on("first_name", "last_name", "birth_date"),
)


@dataclass(frozen=True)
class Matching:
    """How sure to be, and how much to learn from.

    threshold: a pair counts from this match probability on (0 to 1); sample: accounts compared all
    with all to learn how often strangers agree.
    """

    threshold: float = 0.9
    sample: int = 4_000


def probable_pairs(accounts: pa.Table, settings: Matching = Matching()) -> pa.Table:
    """Pairs of accounts that are one person with at least the threshold's probability.

    accounts: account_id (string, unique), full_name, birth_date, postal_code, gender, each possibly
    null. Returns left_id < right_id and probability, sorted; no rows for fewer than `MIN_ACCOUNTS`
    accounts. The order of rows does not matter. Raises ValueError for a threshold outside 0 to 1.
    """
    if not 0 < settings.threshold < 1:
        raise ValueError(
            f"var probable_link_threshold: {settings.threshold} is not between 0 and 1"
        )
    with duckdb.connect() as connection:
        connection.register("given", accounts)
        connection.execute(PREPARED)
        if connection.execute("select count(*) from accounts").fetchall()[0][0] < MIN_ACCOUNTS:
            return SCHEMA.empty_table()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            logging.getLogger("splink").setLevel(logging.ERROR)
            model = _trained(connection, settings)
            pairs = _linker(connection, "select * from accounts", model).inference.predict(
                threshold_match_probability=settings.threshold
            )
        return connection.execute(
            f"""
            select
                least(unique_id_l, unique_id_r) as left_id,
                greatest(unique_id_l, unique_id_r) as right_id,
                round(match_probability, 6) as probability
            from {pairs.physical_name}
            order by all
            """
        ).to_arrow_table().cast(SCHEMA)  # fmt: skip


# Names in capitals without accents and particles; the order makes every later sample the same one.
PREPARED = f"""
create table accounts as
with words as (
    select
        account_id as unique_id,
        list_filter(
            string_split(regexp_replace(trim(upper(strip_accents(full_name))), '[^A-Z]+', ' ', 'g'), ' '),
            lambda word: word <> '' and word not in {PARTICLES}
        ) as words,
        birth_date,
        postal_code,
        gender
    from given
)
select
    unique_id,
    words[1] as first_name,
    case when len(words) > 1 then words[-1] end as last_name,
    words[2:] as surnames,
    birth_date,
    postal_code,
    gender
from words
where words[1] is not null
order by md5(unique_id)
"""


def _linker(connection: duckdb.DuckDBPyConnection, query: str, model) -> Linker:
    api = DuckDBAPI(connection)
    return Linker(api.register(connection.sql(query)), model, log_level=None)


def _trained(connection: duckdb.DuckDBPyConnection, settings: Matching) -> dict:
    """The model's weights, learned from the accounts themselves."""
    strangers = _linker(connection, f"select * from accounts limit {settings.sample}", _settings())
    strangers.training.estimate_u_using_random_sampling(max_pairs=settings.sample**2, seed=1)
    linker = _linker(connection, "select * from accounts", strangers.misc.save_model_to_json())
    linker.training.estimate_probability_two_random_records_match(
        [
            block_on("first_name", "last_name", "birth_date"),
            block_on("birth_date", "postal_code", "gender"),
        ],
        recall=0.8,
    )
    for block in TRAINING_BLOCKS:
        linker.training.estimate_parameters_using_expectation_maximisation(block)
    return linker.misc.save_model_to_json()


def _settings() -> SettingsCreator:
    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=[_first_name(), _surnames(), _birth_date(), _postal_code(), _gender()],
        blocking_rules_to_generate_predictions=list(BLOCKS),
    )


def _first_name() -> CustomComparison:
    initial = "(length(first_name_l) = 1 or length(first_name_r) = 1) and first_name_l[1] = first_name_r[1]"
    swapped = "first_name_l = last_name_r and first_name_r = last_name_l"
    return CustomComparison(
        output_column_name="first_name",
        comparison_levels=[
            levels.NullLevel("first_name"),
            levels.ExactMatchLevel("first_name", term_frequency_adjustments=True),
            levels.CustomLevel(swapped, "first and last name swapped"),
            levels.CustomLevel(initial, "an initial"),
            levels.JaroWinklerLevel("first_name", 0.9),
            levels.JaroWinklerLevel("first_name", 0.8),
            levels.ElseLevel(),
        ],
    )


def _surnames() -> CustomComparison:
    return CustomComparison(
        output_column_name="last_name",
        comparison_levels=[
            levels.NullLevel("last_name"),
            levels.ExactMatchLevel("last_name", term_frequency_adjustments=True),
            levels.CustomLevel(
                "list_has_any(surnames_l, surnames_r)", "a surname in common, as after a marriage"
            ),
            levels.JaroWinklerLevel("last_name", 0.9),
            levels.JaroWinklerLevel("last_name", 0.8),
            levels.ElseLevel(),
        ],
    )


def _birth_date() -> CustomComparison:
    text = "strftime(birth_date_{0}, '%Y-%m-%d')"
    distance = f"damerau_levenshtein({text.format('l')}, {text.format('r')})"
    swapped = "strftime(birth_date_l, '%Y-%m-%d') = strftime(birth_date_r, '%Y-%d-%m')"
    return CustomComparison(
        output_column_name="birth_date",
        comparison_levels=[
            levels.NullLevel("birth_date"),
            levels.ExactMatchLevel("birth_date"),
            levels.CustomLevel(
                f"{distance} <= 1 or {swapped}", "one slip, or day and month swapped"
            ),
            levels.CustomLevel(f"{distance} <= 2", "two slips"),
            levels.ElseLevel(),
        ],
    )


def _postal_code() -> CustomComparison:
    return CustomComparison(
        output_column_name="postal_code",
        comparison_levels=[
            levels.NullLevel("postal_code"),
            levels.ExactMatchLevel("postal_code"),
            levels.DamerauLevenshteinLevel("postal_code", 1),
            levels.ElseLevel(),
        ],
    )


def _gender() -> CustomComparison:
    return CustomComparison(
        output_column_name="gender",
        comparison_levels=[
            levels.NullLevel("gender"),
            levels.ExactMatchLevel("gender"),
            levels.ElseLevel(),
        ],
    )
