"""How the warehouse compares with the truth that the generator planted. Read by tests alone; no
model may see it.
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb
import identity_metrics
from sklearn.metrics import adjusted_rand_score

from vitrine import pii_key

KEYED = ("pos_card", "pos_cpf", "visit_plate", "wifi_device")


@dataclass(frozen=True)
class Generated:
    """A generated mall: its raw files, the truth beside or away from them, and the database built
    from it.
    """

    raw: Path
    truth: Path
    database: Path

    def planted(self, name: str) -> str:
        """A truth file as DuckDB reads it."""
        csv = self.truth / f"{name}.csv"
        return (
            f"read_csv('{csv}', all_varchar=true)"
            if csv.exists()
            else f"read_parquet('{self.truth}/{name}/*.parquet')"
        )


def opened(mall: Generated) -> duckdb.DuckDBPyConnection:
    """A connection with the database attached as `warehouse` and a table `owners`: each planted
    record (node_type, node_key as the warehouse knows it) with its human, null for nobody's.
    """
    connection = duckdb.connect()
    connection.execute(f"attach '{mall.database}' as warehouse (read_only)")
    key = pii_key.resolve(str(mall.raw))

    def keyed(source_system: str, value: str) -> str:
        plain = value.replace(":", "") if source_system == "wifi_device" else value
        return pii_key.keyed(plain, key)

    connection.create_function("keyed", keyed, ["VARCHAR", "VARCHAR"], "VARCHAR")
    connection.execute(
        f"""
        create table owners as
        select
            source_system as node_type,
            case
                when source_system in {KEYED} then keyed(source_system, source_record_id)
                else source_record_id
            end as node_key,
            nullif(person_id, '') as person_id
        from {mall.planted("records")}
        """
    )
    return connection


def judged(mall: Generated) -> duckdb.DuckDBPyConnection:
    """The same with a table `judged`: each published record that has a human, with its human."""
    connection = opened(mall)
    connection.execute(
        """
        create table judged as
        select person_id, customer_id, source_system, source_record_id
        from warehouse.marts.dim_customer_records
        inner join owners on source_system = node_type and source_record_id = node_key
        where person_id is not null
        """
    )
    return connection


@dataclass(frozen=True)
class Identity:
    """Pairwise quality of the people found, over the records that have an owner.

    precision: of all pairs of records put into one person, the share that is one human; recall: of
    all pairs that are one human, the share put together; largest: records of the largest person.
    """

    records: int
    precision: float
    recall: float
    largest: int

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / (self.precision + self.recall)


def identity(mall: Generated, *, with_receipts: bool = False) -> Identity:
    """Compares `dim_customer_records` with the planted owners."""
    connection = judged(mall)
    where = "" if with_receipts else "where source_system <> 'receipt'"
    connection.execute(
        f"""
        create table records as
        select
            source_system || ' ' || source_record_id as record_id, *,
            null as chain_id, null as cpf_key
        from judged {where}
        """
    )
    found = identity_metrics.agreement(connection, "customer_id")
    return Identity(found.records, found.pairs.precision, found.pairs.recall, found.largest)


def segment_agreement(
    mall: Generated, *, visit_days: int = 0, purchases: int = 0
) -> tuple[float, int]:
    """ARI of segments against planted personas, and the number of people behind it."""
    rows = placed(mall, visit_days, purchases)
    return adjusted_rand_score([row[1] for row in rows], [row[0] for row in rows]), len(rows)


def told_apart(
    mall: Generated, personas: tuple[str, ...], *, visit_days: int = 0, purchases: int = 0
) -> dict[str, float]:
    """F1 of each persona's name among the people who were planted as one of the given personas."""
    rows = [row for row in placed(mall, visit_days, purchases) if row[1] in personas]
    scores = {}
    for persona in personas:
        both = sum(named == planted == persona for _, planted, named in rows)
        either = sum((named == persona) + (planted == persona) for _, planted, named in rows)
        scores[persona] = 2 * both / max(either, 1)
    return scores


def placed(mall: Generated, visit_days: int, purchases: int) -> list[tuple[str, str, str | None]]:
    """Segment, planted persona and the segment's persona of people whom one can judge.

    That is clustered people all of whose records are one human's, with at least so many visit days
    and purchases: a card seen twice has a persona, too, but shows nothing of it.
    """
    return (
        judged(mall)
        .execute(
            f"""
        select segments.segment_id, people.persona, named.persona_code
        from (
            select customer_id, min(person_id) as person_id from judged
            where customer_id is not null group by customer_id having count(distinct person_id) = 1
        ) as owners
        inner join warehouse.segmentation.customer_segments as segments using (customer_id)
        inner join warehouse.segmentation.customer_activity as activity using (customer_id)
        inner join warehouse.marts.dim_segments as named using (segment_id)
        inner join {mall.planted("people")} as people using (person_id)
        where not segments.is_routed and activity.visit_days >= {visit_days} and activity.purchases >= {purchases}
        """
        )
        .fetchall()
    )
