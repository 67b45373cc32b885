"""How well records are joined into people: generates malls, builds the identity stage, and compares
it and two baselines with the truth. `make evaluate PEOPLE=50000 SEED=3`; what the figures mean is
in docs/identity_evaluation.md.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import duckdb
import evaluation
import identity_by_splink
import identity_evidence
import identity_metrics
from identity_metrics import Agreement, Pairs

from vitrine import pii_key

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "identity_evaluation.md"
BEGIN, END = "<!-- figures -->", "<!-- /figures -->"

# What the generator leaves out.
POPULATIONS = {
    "hostile on": [],
    "kiosks off": ["--without", "kiosks", "--without", "promoters"],
    "hostile off": ["--no-hostile"],
}
GROUPINGS = {"Vitrine": "customer_id", "naive components": "naive", "Splink alone": "splink"}


@dataclass(frozen=True)
class Times:
    """Seconds: of the build up to dim_customer_records, of the models of models/identity in it."""

    build: float
    identity: float


@dataclass(frozen=True)
class Result:
    """One population: how each grouping agrees with the truth, and ours by pairs of sources."""

    population: str
    times: Times | None
    seconds: float
    groupings: dict[str, Agreement]
    sources: dict[tuple[str, str], Pairs]


def main(arguments: list[str] | None = None) -> int:
    asked = parser().parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="vitrine-evaluation-") as scratch:
        results = [
            evaluated(name, mall, times, with_splink=not asked.without_splink)
            for name, mall, times in populations(asked, Path(scratch))
        ]
    if asked.json:
        print(json.dumps([as_json(result) for result in results], indent=2))
        return 0
    text = as_markdown(results)
    print(text)
    if asked.publish:
        headline = f"{asked.people:,} people, seed {asked.seed}."
        before, _, rest = PAGE.read_text().partition(BEGIN)
        PAGE.write_text(f"{before}{BEGIN}\n{headline}\n\n{text}\n{END}{rest.partition(END)[2]}")
    return 0


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="evaluate_identity", description=__doc__)
    add = made.add_argument
    add("--people", type=int, default=50_000, help="how many people to generate (%(default)s)")
    add("--seed", type=int, default=3, help="another seed, another mall (%(default)s)")
    add("--population", action="append", choices=POPULATIONS, help="only this one (repeatable)")
    add("--raw", type=Path, help="a generated mall to use instead, and with it:")
    add("--truth", type=Path, help="its truth")
    add("--database", type=Path, help="the database that was built from it; else it is built")
    add("--without-splink", action="store_true", help="leave out the slowest baseline")
    add("--json", action="store_true", help="every figure and count, for programs")
    add("--publish", action="store_true", help=f"write the tables into {PAGE.relative_to(ROOT)}")
    return made


def populations(asked: argparse.Namespace, scratch: Path):
    """Yields name, mall and times of what was asked for, each mall gone when the next one comes."""
    if asked.raw:
        mall = evaluation.Generated(asked.raw, asked.truth, asked.database)
        yield ("given", *((mall, None) if asked.database else built(mall, scratch)))
        return
    for name in asked.population or POPULATIONS:
        with tempfile.TemporaryDirectory(dir=scratch) as folder:
            generated = generate(asked, POPULATIONS[name], Path(folder))
            yield (name, *built(generated, Path(folder)))


def generate(asked: argparse.Namespace, without: list[str], folder: Path) -> evaluation.Generated:
    raw, truth = folder / "raw", folder / "truth"
    run(
        [
            sys.executable, "-m", "vitrine.sample", "--quiet", "--format", "parquet",
            "--people", str(asked.people), "--seed", str(asked.seed),
            "--out", str(raw), "--truth", str(truth), *without,
        ]
    )  # fmt: skip
    return evaluation.Generated(raw, truth, folder / "vitrine.duckdb")


def built(mall: evaluation.Generated, folder: Path) -> tuple[evaluation.Generated, Times]:
    """Builds what `dim_customer_records` needs, without tests."""
    database, target = folder / "vitrine.duckdb", folder / "target"
    began = time.monotonic()
    run(
        [
            str(Path(sys.executable).with_name("dbt")), "build", "--select", "+dim_customer_records",
            "--exclude-resource-type", "test", "--exclude-resource-type", "unit_test",
            "--project-dir", str(ROOT), "--profiles-dir", str(ROOT),
            "--target-path", str(target), "--log-path", str(target),
        ],
        VITRINE_RAW_DIR=str(mall.raw.absolute()),
        VITRINE_DUCKDB_PATH=str(database),
    )  # fmt: skip
    wall = time.monotonic() - began
    nodes = json.loads((target / "manifest.json").read_text())["nodes"]
    results = json.loads((target / "run_results.json").read_text())["results"]
    identity = sum(
        result["execution_time"]
        for result in results
        if nodes[result["unique_id"]]["fqn"][1] == "identity"
    )
    return evaluation.Generated(mall.raw, mall.truth, database), Times(wall, identity)


def run(command: list[str], **environment: str) -> None:
    """Raises SystemExit with the end of what the command said when it fails."""
    ran = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True
    )
    if ran.returncode:
        raise SystemExit(f"{' '.join(command)}\n{(ran.stdout + ran.stderr)[-3000:]}")


def evaluated(
    name: str, mall: evaluation.Generated, times: Times | None, *, with_splink: bool = True
) -> Result:
    began = time.monotonic()
    with evaluation.opened(mall) as connection:
        connection.execute("delete from owners where node_type = 'receipt'")
        identity_evidence.add_sightings(connection, "warehouse.staging")
        identity_evidence.add_naive_components(connection)
        identity_evidence.add_chains(connection)
        add_records(connection, mall.raw)
        groupings = dict(GROUPINGS)
        if with_splink:
            identity_by_splink.add_splink_clusters(connection, "warehouse.staging")
            connection.execute(WITH_SPLINK)
        else:
            del groupings["Splink alone"]
        found = {
            shown: identity_metrics.agreement(connection, column)
            for shown, column in groupings.items()
        }
        sources = identity_metrics.source_pairs(connection, "customer_id")
    return Result(name, times, time.monotonic() - began, found, sources)


def add_records(connection: duckdb.DuckDBPyConnection, raw: Path) -> None:
    """Makes `records` as `identity_metrics` wants it, of all published records but receipts.

    The partner delivers CPFs of one digit keyed like any other; they are no valid CPFs, so they are
    nobody's.
    """
    key = pii_key.resolve(str(raw))
    one_digit = tuple(pii_key.keyed(digit * 11, key) for digit in "0123456789")
    connection.execute(
        f"""
        create table records as
        with cpfs as (
            select 'loyalty' as source_system, member_id as source_record_id, cpf_key
            from warehouse.staging.stg_mall__loyalty_members where verdict = 'accepted'
            union all
            select 'streaming', subscriber_id, cpf_key
            from warehouse.staging.stg_streaming__subscribers where verdict = 'accepted'
            union all
            select source_system, source_record_id, source_record_id
            from warehouse.marts.dim_customer_records where source_system = 'pos_cpf'
        )
        select
            row_number() over (order by source_system, source_record_id) as record_id,
            published.source_system, published.source_record_id,
            published.customer_id, owners.person_id, chains.component as chain_id,
            naive.component as naive,
            case when cpf_key not in {one_digit} then cpf_key end as cpf_key
        from warehouse.marts.dim_customer_records as published
        left join cpfs using (source_system, source_record_id)
        left join owners
            on source_system = owners.node_type and source_record_id = owners.node_key
        left join chains
            on source_system = chains.node_type and source_record_id = chains.node_key
            and owners.person_id = chains.person_id
        left join naive
            on source_system = naive.node_type and source_record_id = naive.node_key
        where source_system <> 'receipt'
        """
    )


WITH_SPLINK = """
create or replace table records as
select records.*, splink_clusters.cluster as splink
from records left join splink_clusters using (record_id)
"""


def figures(found: Agreement) -> dict[str, float | int]:
    """What is shown of a grouping, by its column in the table."""
    return {
        "precision": found.pairs.precision,
        "recall": found.pairs.recall,
        "connected recall": found.pairs.connected_recall,
        "F1": found.f1,
        "F1, all pairs": found.f1_all,
        "B³ precision": found.b3_precision,
        "B³ recall": found.b3_recall,
        "B³ F1": found.b3_f1,
        "largest": found.largest,
        "two CPFs": found.two_cpfs,
        "persons": found.persons,
    }


def pair_figures(pairs: Pairs) -> dict[str, float | int]:
    return {
        "precision": pairs.precision,
        "recall": pairs.recall,
        "connected recall": pairs.connected_recall,
        "pairs found": pairs.found,
        "true pairs": pairs.true,
        "connected pairs": pairs.connected,
    }


def as_json(result: Result) -> dict:
    return {
        "population": result.population,
        "build_seconds": result.times and result.times.build,
        "identity_seconds": result.times and result.times.identity,
        "evaluation_seconds": result.seconds,
        "records": result.groupings["Vitrine"].records,
        "humans": result.groupings["Vitrine"].humans,
        "groupings": {
            name: figures(found)
            | {f"pairs {key}": value for key, value in vars(found.pairs).items()}
            for name, found in result.groupings.items()
        },
        "source_pairs": {
            " – ".join(sources): pair_figures(pairs) for sources, pairs in result.sources.items()
        },
    }


def as_markdown(results: list[Result]) -> str:
    groupings = [
        {"population": result.population, "grouping": name, **figures(found)}
        for result in results
        for name, found in result.groupings.items()
    ]
    sources = [
        {"population": result.population, "records of": " – ".join(names), **pair_figures(pairs)}
        for result in results
        for names, pairs in result.sources.items()
    ]
    measured = "\n".join(measured_line(result) for result in results)
    return f"{measured}\n\n{table(groupings)}\n\n{table(sources)}"


def measured_line(result: Result) -> str:
    found, times = result.groupings["Vitrine"], result.times
    build = f"build {times.build:.0f} s, identity models {times.identity:.1f} s, " if times else ""
    return (
        f"- {result.population}: {found.records:,} records of {found.humans:,} humans;"
        f" {build}evaluation {result.seconds:.0f} s"
    )


def table(rows: list[dict]) -> str:
    """A Markdown table, its columns aligned."""
    cells = [list(rows[0]), *([shown(value) for value in row.values()] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = [
        "| " + " | ".join(map(str.ljust, line, widths)) + " |"
        for line in [cells[0], ["-" * width for width in widths], *cells[1:]]
    ]
    return "\n".join(lines)


def shown(value: str | float | int) -> str:
    if isinstance(value, float):
        return f"{value:.4f}"
    return f"{value:,}" if isinstance(value, int) else value


if __name__ == "__main__":
    sys.exit(main())
