"""How well a grouping of records into persons agrees with who they really are.

Everything is a sum over cells of equal records, in SQL, so a million records take seconds. The
functions read a table `records` of the given connection, one row per published record:

record_id (any unique value), source_system, person_id (the human; null where nobody knows, as for a
family card), chain_id (records of one human with one chain_id are connected, see
`identity_evidence`), cpf_key (the CPF that the record is or that its account registered, else null),
and one column per grouping to be judged, for instance `customer_id`; a record without a group is a
person of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb


@dataclass(frozen=True)
class Pairs:
    """Counts of unordered pairs of records that have a human.

    found: put into one person; true: of one human; connected: of one human and of one chain; both:
    found and true; both_connected: found and connected.
    """

    found: int
    true: int
    connected: int
    both: int
    both_connected: int

    @property
    def precision(self) -> float:
        """Of the pairs put into one person, the share that is one human."""
        return _share(self.both, self.found)

    @property
    def recall(self) -> float:
        """Of the pairs of one human, the share put into one person."""
        return _share(self.both, self.true)

    @property
    def connected_recall(self) -> float:
        """The same over the connected pairs: nobody can link what shares nothing."""
        return _share(self.both_connected, self.connected)


@dataclass(frozen=True)
class Agreement:
    """A grouping beside the truth.

    records and humans: those compared; persons: groups with a compared record; largest: records in
    the largest group, and two_cpfs: groups with two different CPFs, both over all published records.
    B³ (Bagga & Baldwin 1998, "Algorithms for scoring coreference chains"): for each record the
    share of its group that is its human (precision) and of its human that is in its group (recall),
    averaged over records, so that one giant group does not hide the rest as it does in pairs.
    """

    pairs: Pairs
    records: int
    humans: int
    persons: int
    largest: int
    two_cpfs: int
    b3_precision: float
    b3_recall: float

    @property
    def f1(self) -> float:
        """Of precision and recall over connected pairs."""
        return _f1(self.pairs.precision, self.pairs.connected_recall)

    @property
    def f1_all(self) -> float:
        """Of precision and recall over all pairs."""
        return _f1(self.pairs.precision, self.pairs.recall)

    @property
    def b3_f1(self) -> float:
        return _f1(self.b3_precision, self.b3_recall)


def agreement(connection: duckdb.DuckDBPyConnection, grouping: str) -> Agreement:
    """Judges the groups in the column `grouping` of `records`."""
    _compare(connection, grouping)
    counts = [_pairs_within(connection, keys) for keys in KEYS.values()]
    records, humans, persons, precision, recall = connection.execute(B_CUBED).fetchall()[0]
    largest, two_cpfs = connection.execute(
        f"""
        select max(records), count(*) filter (where cpfs > 1) from (
            select count(*) as records, count(distinct cpf_key) as cpfs
            from records group by {_group(grouping)}
        )
        """
    ).fetchall()[0]
    return Agreement(
        Pairs(*counts), records, humans, persons, largest, two_cpfs, precision, recall
    )  # fmt: skip


def source_pairs(
    connection: duckdb.DuckDBPyConnection, grouping: str
) -> dict[tuple[str, str], Pairs]:
    """The pairs by the source systems of their two records, in alphabetical order."""
    _compare(connection, grouping)
    counts: dict[tuple[str, str], dict[str, int]] = {}
    for name, keys in KEYS.items():
        for left, right, pairs in connection.execute(_pairs_by_source(keys)).fetchall():
            counts.setdefault((left, right), {})[name] = int(pairs)
    nothing = dict.fromkeys(KEYS, 0)
    return {sources: Pairs(**nothing | found) for sources, found in sorted(counts.items())}


# What two records must have in common to be a pair of each kind.
KEYS = {
    "found": "person",
    "true": "human",
    "connected": "human, chain",
    "both": "person, human",
    "both_connected": "person, human, chain",
}


def _group(grouping: str) -> str:
    return f"coalesce({grouping}::varchar, 'record ' || record_id)"


def _compare(connection: duckdb.DuckDBPyConnection, grouping: str) -> None:
    """Makes `cells`: how many records there are of each combination; numbers, since they are joined
    again and again."""
    connection.execute(
        f"""
        create or replace temporary table cells as
        select
            dense_rank() over (order by {_group(grouping)}) as person,
            dense_rank() over (order by person_id) as human,
            dense_rank() over (order by chain_id) as chain,
            source_system,
            count(*)::hugeint as records
        from records where person_id is not null
        group by {_group(grouping)}, person_id, chain_id, source_system
        """
    )


def _pairs_within(connection: duckdb.DuckDBPyConnection, keys: str) -> int:
    query = f"""
    select coalesce(sum(records * (records - 1)) // 2, 0)
    from (select sum(records) as records from cells group by {keys})
    """
    return int(connection.execute(query).fetchall()[0][0])


def _pairs_by_source(keys: str) -> str:
    return f"""
    with counted as (
        select {keys}, source_system, sum(records) as records
        from cells group by {keys}, source_system
    )
    select
        firsts.source_system, others.source_system,
        sum(case
            when firsts.source_system = others.source_system
                then firsts.records * (firsts.records - 1) // 2
            else firsts.records * others.records
        end)
    from counted as firsts
    inner join counted as others using ({keys})
    where
        firsts.source_system < others.source_system
        or (firsts.source_system = others.source_system and firsts.records > 1)
    group by all
    """


B_CUBED = """
with joint as (
    select person, human, sum(records) as records from cells group by person, human
),
sized as (
    select
        *, sum(records) over (partition by person) as in_person,
        sum(records) over (partition by human) as in_human
    from joint
)
select
    coalesce(sum(records), 0)::bigint, count(distinct human), count(distinct person),
    coalesce(sum(records * records / in_person) / sum(records), 1.0),
    coalesce(sum(records * records / in_human) / sum(records), 1.0)
from sized
"""


def _share(part: int, whole: int) -> float:
    """1 where there is nothing to get wrong."""
    return part / whole if whole else 1.0


def _f1(precision: float, recall: float) -> float:
    both = precision + recall
    return 2 * precision * recall / both if both else 0.0
