"""The project as BigQuery would get it: compiled offline by dbt-bigquery, and read by GoogleSQL."""

import re

import agate
from compiled import OFFLINE, Compiled
from conftest import ROOT
from dbt.adapters.bigquery import BigQueryAdapter
from dbt_common.clients.agate_helper import from_csv
from googlesql import GoogleSql, Wrong

# What the raw contract and the yml call a type, as a loader or dbt makes it on BigQuery.
TYPES = {
    "string": "STRING", "integer": "INT64", "int": "INT64", "bigint": "INT64", "decimal": "NUMERIC",
    "double": "FLOAT64", "boolean": "BOOL", "date": "DATE", "timestamp": "TIMESTAMP",
    "int64": "INT64", "float64": "FLOAT64", "bool": "BOOL", "numeric": "NUMERIC",
}  # fmt: skip


def bigquery_type(data_type: str) -> str:
    return TYPES[re.sub(r"\(.*", "", data_type).lower()]


def place(node: dict) -> str:
    return f"{node['schema']}.{node.get('alias') or node.get('identifier') or node['name']}"


def add_sources(engine: GoogleSql, project: Compiled, typed: bool = False) -> None:
    """Raw tables: of text, as CSV files are loaded, or of the types in the raw contract."""
    for source in project.manifest["sources"].values():
        engine.add(
            place(source),
            {
                name: bigquery_type(column["data_type"]) if typed else "STRING"
                for name, column in source["columns"].items()
            }
            if source["schema"].startswith("raw_")
            else {
                name: bigquery_type(column["data_type"])
                for name, column in source["columns"].items()
            },
        )


def add_seed(engine: GoogleSql, node: dict) -> None:
    """A seed with the types that dbt-bigquery would give it, and its rows."""
    asked = node["config"]["column_types"]
    path = ROOT / node["original_file_path"]
    table = from_csv(path, text_columns=list(asked))
    inferred = {
        name: BigQueryAdapter.convert_agate_type(table, position)
        for position, name in enumerate(table.column_names)
    }
    types = {name: bigquery_type(asked.get(name, kind)) for name, kind in inferred.items()}
    casts = {
        "INT64": int, "FLOAT64": float, "STRING": str, "NUMERIC": str,
        "BOOL": lambda value: str(value).lower() == "true",
        "DATE": lambda value: agate.Date().cast(str(value)),
    }  # fmt: skip
    rows = [
        tuple(
            None if row[name] is None or row[name] == "" else casts[kind](row[name])
            for name, kind in types.items()
        )
        for row in table.rows
    ]
    engine.add(place(node), types, rows)


def add_fitted(engine: GoogleSql, project: Compiled) -> None:
    """The tables that `python -m vitrine.fit` leaves, as the stand-ins' yml has them."""
    for node in project.of("model"):
        if "without_python" in node["fqn"] and node["name"] != "customer_segments":
            types = {c: bigquery_type(one["data_type"]) for c, one in node["columns"].items()}
            engine.add(f"{OFFLINE['VITRINE_SCHEMA']}_fitted.{node['name']}", types)


def broken_promises(node: dict, found: dict[str, str]) -> list[str]:
    """How the columns of a model differ from its contract, if it has one."""
    if not node["config"].get("contract", {}).get("enforced"):
        return []
    promised = {name: bigquery_type(one["data_type"]) for name, one in node["columns"].items()}
    return [
        f"{name}: {promised.get(name)} promised, {found.get(name)} made"
        for name in sorted(promised.keys() | found.keys())
        if promised.get(name) != found.get(name)
    ]


def mistakes(engine: GoogleSql, node: dict, statement: str) -> list[str]:
    """What is wrong with a statement of a node; a model's table is known to the engine from then on."""
    try:
        if node["resource_type"] != "model":
            engine.columns_of(statement)
            return []
        types = engine.create(place(node), statement, execute=False).types
        return [f"{node['name']}: {one}" for one in broken_promises(node, types)]
    except Wrong as error:
        return [f"{node['name']}: {error}"]


def statements(project: Compiled, existing: Compiled) -> list[tuple[dict, str]]:
    """Every model, test and analysis in an order to read them in, with its SQL; where it goes on from
    the table that is there, both ways.
    """
    again = {node["unique_id"]: node for node in existing.nodes}
    return [
        (node, statement)
        for node in project.of("model", "test", "analysis")
        if node["config"]["materialized"] != "ephemeral"
        for statement in dict.fromkeys(
            [node["compiled_code"], again[node["unique_id"]]["compiled_code"]]
        )
    ]


def analysed(project: Compiled, existing: Compiled) -> tuple[GoogleSql, list[str]]:
    """Reads every statement over what those before it make: the engine after that, and mistakes."""
    engine, wrong = GoogleSql(), []
    add_sources(engine, project)
    add_fitted(engine, project)
    for node in project.of("seed"):
        add_seed(engine, node)
    for node, statement in statements(project, existing):
        wrong += mistakes(engine, node, statement)
    return engine, wrong
