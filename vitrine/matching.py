"""Accounts that are probably one person although they share no identifier: the Fellegi-Sunter
model, by Splink.

What is compared: first name, last name, the names between them, birth date, postal code, gender.
Typos, missing accents, abbreviations, swapped names and a surname taken at marriage each get a
level of their own, and the data decide how much each level weighs: Splink estimates how often
strangers agree by comparing all pairs of a sample, and how often accounts of one person agree by
expectation maximisation (Linacre et al. 2022, https://doi.org/10.23889/ijpds.v7i3.1794).

That model knows one person and strangers, but those who mislead are relatives: twins agree in all
but the first name, father and son in all but the birth date. So the pairs that the families in the
data explain are counted and taken off (`RELATIVES_SQL`). Where hardly anybody shares surname and
address, such a pair is a slip of the pen after all.

The answer is evidence, not a verdict: the guards of the identity stage decide what it may join.
"""

import logging
import warnings
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import splink.comparison_level_library as levels
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink.comparison_library import CustomComparison

from vitrine import duckdb_plugin

SCHEMA = pa.schema(
    [("left_id", pa.string()), ("right_id", pa.string()), ("probability", pa.float64())]
)

# Fewer accounts than this teach nothing about how names and dates go wrong.
MIN_ACCOUNTS = 50

# A birth date that so many times more accounts have than the average one was typed in for want of
# another and says nothing.
PLACEHOLDER = 10

# Words between Brazilian names that people write or leave out.
PARTICLES = ("DA", "DE", "DO", "DAS", "DOS", "E")

# A pair is looked at when two of these are equal, or a value that at most `SMALL_BLOCK` accounts
# share, and one that more than `MAX_BLOCK` share pairs nobody: no block compares every Maria Silva
# with every other. What one slip breaks, other blocks still find. Of a million people's pairs nine
# tenths meet in one large block alone, and one in a hundred thousand of those is one person.
MAX_BLOCK = 30
SMALL_BLOCK = 6
BLOCKS = {
    "born on one day": "born",
    "born on one day, first initial": "concat(born, first_name[1])",
    "born on one day, last initial": "concat(born, last_name[1])",
    "whole name, either way round": "concat(least(first_name, last_name), ' ', greatest(first_name, last_name))",
    "whole name without its spaces": "letters",
    "whole name and year": "concat(first_name, ' ', last_name, born[:4])",
    "first name and month": "concat(first_name, born[:6])",
    "first name and day of the year": "concat(first_name, born[5:])",
    "first name and address": "concat(first_name, postal_code)",
    "last name and address": "concat(last_name, postal_code)",
    "start of the first name and address": "concat(first_name[:2], postal_code)",
    "start of the last name and address": "concat(last_name[:2], postal_code)",
}

# Rare agreements to learn from: columns that agree, and the column that keeps the block bounded.
# Each leaves some comparisons free, and together they leave none out.
TRAINING_BLOCKS = (
    ("born", "teaches_by_day"),
    ("last_name", "postal_code", "teaches_by_last_name"),
    ("first_name", "postal_code", "teaches_by_first_name"),
)

# Dated accounts that teach by their birth date; more of them teach nothing more.
TEACHING_ACCOUNTS = 40_000

# Of two relatives at one address, at most this share has one birth date (twins) or one name
# (father and son): several times what is usual, since a wrong link mixes two lives.
ALIKE_RELATIVES = 0.1

# Of two accounts with one name and birth date at two addresses, this share is of two people: more
# than chance says, since parents choose names by fashion.
NAMESAKES = 0.05

# The share of pairs at a level that no pair, or hardly any, was seen to reach.
RARE = 1e-6

# Splink's own number of steps, and fewer: where accounts are few, some levels go to nought within
# a handful, and Splink gives up on what is too small for a double.
STEPS = (25, 12, 6, 3, 1)


@dataclass(frozen=True)
class Matching:
    """How sure to be, and how much to learn from.

    threshold: a pair counts from this match probability on (0 to 1); sample: accounts compared all
    with all to learn how often strangers agree.
    """

    threshold: float = 0.93
    sample: int = 2_000

    def __post_init__(self):
        if not isinstance(self.threshold, float) or not 0 < self.threshold < 1:
            raise ValueError(
                f"var probable_link_threshold: '{self.threshold}' is not a probability;"
                " write it as 0.93"
            )


def account_pairs(accounts: pa.Table, settings: Matching = Matching()) -> pa.Table:
    """`probable_pairs` of accounts of several systems.

    accounts: source_system and source_record_id (together unique) in the place of account_id.
    Returns left_type, left_key, right_type, right_key and probability.
    """
    systems, keys = accounts["source_system"], accounts["source_record_id"]
    ids = pc.binary_join_element_wise(systems.cast(pa.string()), keys.cast(pa.string()), "/")
    pairs = probable_pairs(accounts.append_column("account_id", ids), settings)
    columns = {}
    for side in ("left", "right"):
        parts = pc.split_pattern(pairs[f"{side}_id"], "/", max_splits=1)
        columns[f"{side}_type"] = pc.list_element(parts, 0)
        columns[f"{side}_key"] = pc.list_element(parts, 1)
    return pa.table({**columns, "probability": pairs["probability"]})


def probable_pairs(accounts: pa.Table, settings: Matching = Matching()) -> pa.Table:
    """Pairs of accounts that are one person with at least the threshold's probability.

    accounts: account_id (string, unique), full_name, birth_date, postal_code, gender, each possibly
    null. Returns left_id < right_id and probability, sorted; no rows for fewer than `MIN_ACCOUNTS`
    accounts with a name, or where nearly all are alike. Neither the order of rows nor the number of
    threads matters. What the accounts cannot teach says nothing for or against a pair.
    """
    with duckdb.connect(config=duckdb_plugin.limits()) as connection:
        connection.register("given", accounts)
        connection.execute(PREPARED_SQL)
        if _value(connection, "select count(*) from accounts") < MIN_ACCOUNTS:
            return SCHEMA.empty_table()
        connection.execute(CANDIDATES_SQL)
        connection.execute(STRANGERS_SQL.format(settings=settings))
        if _value(connection, NOTHING_TO_LEARN_SQL.format(settings=settings)):
            return SCHEMA.empty_table()
        _score(connection, _trained(connection, settings))
        connection.execute(RELATIVES_SQL)
        return connection.sql(PAIRS_SQL.format(settings=settings)).to_arrow_table().cast(SCHEMA)


def _value(connection: duckdb.DuckDBPyConnection, query: str):
    return connection.execute(query).fetchall()[0][0]


# Names in capitals without accents and particles. A name given the wrong way round is turned when
# both of its ends say so: each word is seen far oftener at the other end of other people's names.
# Numbers stand for accounts from here on, in an order that the order of rows does not decide.
PREPARED_SQL = f"""
create table worded as
with worded as (
    select
        account_id, birth_date, postal_code, gender,
        regexp_replace(upper(strip_accents(full_name)), '[^A-Z]+', '', 'g') as letters,
        list_filter(
            string_split(regexp_replace(upper(strip_accents(full_name)), '[^A-Z]+', ' ', 'g'), ' '),
            lambda word: word <> '' and word not in {PARTICLES}
        ) as words
    from given
)
select * from worded where words[1] is not null;

create table places as
select word, count(*) filter (is_first) as firsts, count(*) filter (not is_first) as lasts
from (
    select words[1] as word, true as is_first from worded
    union all
    select words[-1] as word, false as is_first from worded where len(words) > 1
) as ends
group by word;

create table named as
with days as (select birth_date, count(*) as accounts from worded group by birth_date),
usual as (select sum(accounts) / count(*) as accounts from days where birth_date is not null),
turned as (
    select
        worded.* exclude (words, birth_date),
        case
            when days.accounts <= greatest({MAX_BLOCK}, {PLACEHOLDER} * usual.accounts)
                then worded.birth_date
        end as birth_date,
        case
            when
                (coalesce(second_word.firsts, 0) + 0.5) * (first_word.lasts + 0.5)
                > 4 * (first_word.firsts + 0.5) * (last_word.lasts + 0.5)
                and len(worded.words) > 1
                then worded.words[2:] || worded.words[:1]
            else worded.words
        end as words
    from worded
    cross join usual
    left join days on worded.birth_date = days.birth_date
    inner join places as first_word on worded.words[1] = first_word.word
    inner join places as last_word on worded.words[-1] = last_word.word
    left join places as second_word on worded.words[2] = second_word.word
)
select
    row_number() over (order by md5(account_id), account_id) as unique_id,
    account_id,
    letters,
    words[1] as first_name,
    case when len(words) > 1 then words[-1] end as last_name,
    nullif(array_to_string(words[2:-2], ' '), '') as middle_names,
    nullif(array_to_string(list_transform(words[2:-2], lambda word: word[1]), ''), '') as initials,
    words[2:] as surnames,
    words[1] || ' ' || words[-1] as name,
    words[-1] || ' ' || words[1] as name_turned,
    strftime(birth_date, '%Y%m%d') as born,
    strftime(birth_date, '%Y%d%m') as born_turned,
    postal_code,
    gender
from turned;

create table accounts as
with days as (
    select born, count(*) <= {MAX_BLOCK} as is_small from named group by born
),
last_names as (
    select last_name, postal_code, count(*) <= {MAX_BLOCK} as is_small from named group by last_name, postal_code
),
first_names as (
    select first_name, postal_code, count(*) <= {MAX_BLOCK} as is_small from named group by first_name, postal_code
),
dated as (select ceil(count(born) / {TEACHING_ACCOUNTS})::integer as step from named)
select
    named.*,
    case when days.is_small and born::bigint * 7919 % dated.step = 0 then true end as teaches_by_day,
    case when last_names.is_small then true end as teaches_by_last_name,
    case when first_names.is_small then true end as teaches_by_first_name
from named
cross join dated
left join days using (born)
left join last_names using (last_name, postal_code)
left join first_names using (first_name, postal_code)
order by unique_id;
"""

# `concat` skips nulls, so every block says which of its parts must be there.
_KEYS = "\nunion all\n".join(
    f"select unique_id, {number} as block, {key} as value from accounts where "
    + " and ".join(
        f"{column} is not null"
        for column in ("first_name", "last_name", "born", "postal_code", "letters")
        if column in key
    )
    for number, key in enumerate(BLOCKS.values())
)

# One list of pairs instead of one join a block: it costs a third.
CANDIDATES_SQL = f"""
create table keys as
with hashed as (select unique_id, hash(block, value) as key from ({_KEYS}) as keys),
sizes as (
    select key, count(*) as size from hashed group by key having count(*) between 2 and {MAX_BLOCK}
)
select unique_id, key, size from hashed inner join sizes using (key);

create table candidates as
select '0' as match_key, one.unique_id as join_key_l, other.unique_id as join_key_r
from keys as one
inner join keys as other on one.key = other.key and one.unique_id < other.unique_id
group by one.unique_id, other.unique_id
having count(*) > 1 or min(one.size) <= {SMALL_BLOCK};
"""


def _trained(connection: duckdb.DuckDBPyConnection, settings: Matching) -> dict:
    """The model's weights, learned from the accounts themselves, rounded so that the last bits of a
    sum, which depend on the number of threads, decide nothing.
    """
    with _quiet():
        api = DuckDBAPI(connection)
        settings_without_weights = _settings(_value(connection, PRIOR_SQL))
        strangers = _linker(api, connection.table("strangers"), settings_without_weights)
        strangers.training.estimate_u_using_random_sampling(
            max_pairs=settings.sample**2, min_count_per_level=None, num_chunks=1
        )
        learned = strangers.misc.save_model_to_json()
        blocks = [
            block_on(*columns)
            for columns in TRAINING_BLOCKS
            if _value(connection, _teaching_pairs(columns))
        ]
        model = _taught(api, connection.table("accounts"), learned, blocks)
    for comparison in model["comparisons"]:
        for level in comparison["comparison_levels"]:
            if not level.get("is_null_level"):
                level["m_probability"], level["u_probability"] = _weights(
                    level.get("m_probability"), level.get("u_probability")
                )
    return model


def _taught(api: DuckDBAPI, accounts: duckdb.DuckDBPyRelation, learned: dict, blocks: list) -> dict:
    """The model after expectation maximisation in each block, by as many steps as go well."""
    for steps in STEPS:
        linker = _linker(api, accounts, learned | {"max_iterations": steps})
        try:
            for block in blocks:
                linker.training.estimate_parameters_using_expectation_maximisation(
                    block, estimate_without_term_frequencies=True
                )
        except ValueError:
            if steps == STEPS[-1]:
                raise
        else:
            return linker.misc.save_model_to_json()


def _weights(m, u) -> tuple[float, float]:
    """How often one person and how often strangers reach a level, each known or not: what strangers
    never did is rare, and what one person never did says nothing either way.
    """
    u = max(float(f"{u:.6g}"), RARE) if isinstance(u, float) else RARE
    m = max(float(f"{m:.6g}"), RARE) if isinstance(m, float) else u
    return m, u


# A sample without those who are probably there twice: they would teach that strangers agree.
STRANGERS_SQL = """
create table strangers as
with sample as (select * from accounts where unique_id <= {settings.sample}),
again as (
    select unique_id from sample where last_name is not null
    qualify
        (row_number() over (partition by first_name, last_name order by unique_id) > 1)
        or (born is not null and row_number() over (partition by born, first_name[1] order by unique_id) > 1)
        or (born is not null and row_number() over (partition by born, last_name[1] order by unique_id) > 1)
        or (postal_code is not null and row_number() over (partition by postal_code, last_name order by unique_id) > 1)
        or (postal_code is not null and row_number() over (partition by postal_code, first_name order by unique_id) > 1)
)
select * from sample where unique_id not in (select unique_id from again)
"""

# The share of all pairs that are one person: those that agree in three of these are, and a fifth
# more is missed for slips.
PRIOR_SQL = """
select least(
    1.25 * greatest(count(*), 1) / ((select count(*) * (count(*) - 1) / 2 from accounts)), 0.1
)
from candidates
inner join accounts as one on candidates.join_key_l = one.unique_id
inner join accounts as other on candidates.join_key_r = other.unique_id
where
    coalesce((one.first_name = other.first_name)::integer, 0)
    + coalesce((one.last_name = other.last_name)::integer, 0)
    + coalesce((one.born = other.born)::integer, 0)
    + coalesce((one.postal_code = other.postal_code)::integer, 0) >= 3
"""

# Accounts that are nearly all alike teach nothing about strangers, and without a pair to look at
# there is nothing to find.
NOTHING_TO_LEARN_SQL = """
select
    (select count(*) from candidates) = 0
    or (select count(*) from strangers) < (select count(*) from accounts where unique_id <= {settings.sample}) / 5
"""


def _teaching_pairs(columns: tuple[str, ...]) -> str:
    present = " and ".join(f"{column} is not null" for column in columns)
    grouped = f"select 1 from accounts where {present} group by {', '.join(columns)}"
    return f"select count(*) from ({grouped} having count(*) > 1) as blocks"


def _score(connection: duckdb.DuckDBPyConnection, model: dict) -> None:
    """Makes the table `scored`: candidate pairs with the levels they reach and their probability
    by the model, without the hopeless ones.
    """
    with _quiet():
        api = DuckDBAPI(connection)
        linker = _linker(api, connection.table("accounts"), model)
        candidates = api.register(connection.table("candidates"))
        linker.table_management.register_blocked_pairs_for_predict(candidates)
        pairs = linker.inference.predict(threshold_match_probability=0.001)
    connection.execute(f"create table scored as select * from {pairs.physical_name}")


# Levels, as Splink numbers them from the bottom: no likeness at all is 0, a missing value -1.
#
# Which pairs relatives explain, from those who share last name and address and are dated:
#   other first name, one birth date: twins; one name, other birth dates: father and son. At most
#   `ALIKE_RELATIVES` of the relatives (other first name and birth date) are such pairs; only what
#   is seen beyond that is one person.
#   one name, a birth date missing: father and son as often as among the dated ones, by gender.
#   one name and birth date, two addresses: one who moved, or namesakes.
#   other first name and no common birth date: a relative.
# One more than was counted is assumed, so that a handful of accounts proves nothing.
RELATIVES_SQL = f"""
create table classed as
select
    unique_id_l, unique_id_r, match_probability,
    gamma_last_name = 4 and gamma_postal_code = 2 as is_family,
    case when gamma_gender = 1 then accounts.gender else '' end as gender,
    case
        when gamma_birth_date = -1 and gamma_postal_code < 1 then 'names alone'
        when gamma_first_name > 1 and gamma_birth_date > 0 and gamma_postal_code = 0 then 'elsewhere'
        when gamma_first_name > 1 and gamma_birth_date > 0 then 'clear'
        when gamma_first_name > 1 and gamma_birth_date = 0 then 'father and son'
        when gamma_first_name > 1 and gamma_middle_names not in (0, 1) then 'undated'
        when gamma_birth_date > 0 then 'twins'
        else 'relatives'
    end as class
from scored
inner join accounts on scored.unique_id_l = accounts.unique_id;

create table shares as
with relatives as (
    select count(*) * {ALIKE_RELATIVES} as alike
    from accounts as one
    inner join accounts as other
        on one.last_name = other.last_name and one.postal_code = other.postal_code
        and one.unique_id < other.unique_id and one.born <> other.born
    where one.teaches_by_last_name and jaro_winkler_similarity(one.first_name, other.first_name) < 0.9
),
counted as (
    select
        gender, class,
        sum(count(*) filter (is_family)) over (partition by class) as pairs,
        sum(count(*) filter (is_family and class = 'clear')) over (partition by gender) as clear_pairs,
        sum(count(*) filter (is_family and class = 'father and son')) over (partition by gender) as sons
    from classed
    group by gender, class
)
select
    gender, class,
    case class
        when 'clear' then 1
        when 'relatives' then 0
        when 'names alone' then 0
        when 'elsewhere' then {1 - NAMESAKES}
        when 'undated' then 1 - (least(sons, alike) + 1) / (least(sons, alike) + 1 + clear_pairs)
        else greatest(1 - (alike + 1) / (pairs + 1), 0)
    end as share
from counted
cross join relatives;
"""

PAIRS_SQL = """
select
    least(one.account_id, other.account_id) as left_id,
    greatest(one.account_id, other.account_id) as right_id,
    round(classed.match_probability * shares.share, 6) as probability
from classed
inner join shares on classed.gender = shares.gender and classed.class = shares.class
inner join accounts as one on classed.unique_id_l = one.unique_id
inner join accounts as other on classed.unique_id_r = other.unique_id
where round(classed.match_probability * shares.share, 6) >= {settings.threshold}
order by left_id, right_id
"""


@contextmanager
def _quiet():
    """Without Splink's hints to those who tune a model by hand."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        logging.getLogger("splink").setLevel(logging.ERROR)
        yield


def _linker(api: DuckDBAPI, table: duckdb.DuckDBPyRelation, model) -> Linker:
    return Linker(api.register(table), model, log_level=None)


def _settings(prior: float) -> SettingsCreator:
    return SettingsCreator(
        link_type="dedupe_only",
        probability_two_random_records_match=prior,
        comparisons=[
            _first_name(),
            _last_name(),
            _middle_names(),
            _birth_date(),
            _postal_code(),
            _gender(),
        ],
        blocking_rules_to_generate_predictions=[],
    )


def _comparison(name: str, *its_levels) -> CustomComparison:
    """A comparison by levels, best first; what reaches none of them is unlike."""
    return CustomComparison([*its_levels, levels.ElseLevel()], output_column_name=name)


def _first_name() -> CustomComparison:
    initial = "(length(first_name_l) = 1 or length(first_name_r) = 1) and first_name_l[1] = first_name_r[1]"
    return _comparison(
        "first_name",
        levels.NullLevel("first_name"),
        levels.ExactMatchLevel("first_name", term_frequency_adjustments=True),
        levels.CustomLevel("letters_l = letters_r", "a space lost or misplaced"),
        levels.CustomLevel("name_l = name_turned_r", "first and last name swapped"),
        levels.CustomLevel(initial, "an initial"),
        levels.JaroWinklerLevel("first_name", 0.9),
        levels.JaroWinklerLevel("first_name", 0.8),
    )


def _last_name() -> CustomComparison:
    missing = (
        "last_name_l is null or last_name_r is null"
        " or (last_name_l <> last_name_r and (name_l = name_turned_r or letters_l = letters_r))"
    )
    added = "list_contains(surnames_l, last_name_r) or list_contains(surnames_r, last_name_l)"
    return _comparison(
        "last_name",
        levels.CustomLevel(missing, "missing, swapped or misplaced").configure(is_null_level=True),
        levels.ExactMatchLevel("last_name", term_frequency_adjustments=True),
        levels.CustomLevel(added, "one more surname, as after a marriage"),
        levels.JaroWinklerLevel("last_name", 0.9),
        levels.JaroWinklerLevel("last_name", 0.8),
    )


def _middle_names() -> CustomComparison:
    abbreviated = (
        "initials_l = initials_r"
        " and (middle_names_l[2] in ('', ' ') or middle_names_r[2] in ('', ' '))"
    )
    return _comparison(
        "middle_names",
        levels.CustomLevel(
            "middle_names_l is null and middle_names_r is null", "neither has any"
        ).configure(is_null_level=True),
        levels.ExactMatchLevel("middle_names", term_frequency_adjustments=True),
        levels.CustomLevel(abbreviated, "initials"),
        levels.JaroWinklerLevel("middle_names", 0.9),
        levels.CustomLevel("middle_names_l is null or middle_names_r is null", "left out by one"),
    )


def _birth_date() -> CustomComparison:
    return _comparison(
        "birth_date",
        levels.NullLevel("born"),
        levels.ExactMatchLevel("born"),
        levels.CustomLevel(
            "hamming(born_l, born_r) = 1 or born_l = born_turned_r",
            "one digit, or day and month swapped",
        ),
        levels.CustomLevel("hamming(born_l, born_r) = 2", "two digits"),
    )


def _postal_code() -> CustomComparison:
    slip = (
        "abs(length(postal_code_l) - length(postal_code_r)) <= 1"
        " and damerau_levenshtein(postal_code_l, postal_code_r) <= 1"
    )
    return _comparison(
        "postal_code",
        levels.NullLevel("postal_code"),
        levels.ExactMatchLevel("postal_code"),
        levels.CustomLevel(slip, "one slip"),
    )


def _gender() -> CustomComparison:
    return _comparison("gender", levels.NullLevel("gender"), levels.ExactMatchLevel("gender"))
