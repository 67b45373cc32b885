"""Fits the segments and the insights for a warehouse that runs no dbt Python models: `python -m vitrine.fit`.

The same models run on this machine: what they read is fetched over dbt's own connection to the
target (`VITRINE_TARGET`), and what they make goes to the schema `<the profile's schema>_fitted`, where
the models of models/segmentation/without_python find it. The next build there scores everybody in
plain SQL:

    dbt build                 the facts; the first time nobody has a segment
    python -m vitrine.fit     whenever segments are to be looked for
    dbt build                 everybody has one

Of a table of people at most `PEOPLE` are fetched, the first by the hash of their id: a fit of segments
looks at no more than 50,000, and one of value gains nothing from more. Propensities are published for
these people. Why people moved (`segment_moves`) needs everybody on every day, so it stays with DuckDB.
"""

import importlib.util
import re
import sys
from graphlib import TopologicalSorter
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pyarrow as pa
from dbt.adapters.factory import FACTORY
from dbt.cli.main import dbtRunner

PEOPLE = 200_000
# Tables of people, and how many rows each has of one.
SAMPLED = {"customer_activity": 1, "customer_value_history": 2, "propensity_features": 7}
FOLDERS = (Path("models/segmentation"), Path("models/insights"))
# The registry's memory: rows are added to it, one a key.
STATE, KEY_OF_STATE = "segment_fits", ("as_of_date", "feature_fingerprint")
LEFT_OUT = {"segment_moves"}
# Made here since another model reads it; the warehouse makes its own of everybody.
NOT_PUBLISHED = {"customer_segments"}
ROWS_A_STATEMENT = 500

# What the yml calls a type, as Arrow and as every warehouse but BigQuery calls it.
TYPES = {
    "string": (pa.string(), "varchar(65535)"),
    "integer": (pa.int32(), "integer"),
    "bigint": (pa.int64(), "bigint"),
    "double": (pa.float64(), "double precision"),
    "double precision": (pa.float64(), "double precision"),
    "boolean": (pa.bool_(), "boolean"),
    "date": (pa.date32(), "date"),
    "timestamp": (pa.timestamp("us"), "timestamp"),
}


def main() -> int:
    """Fits, publishes, and says what was decided; 1 where the target cannot be fitted for."""
    models = python_models(FOLDERS)
    warehouse = Warehouse()
    if warehouse.kind not in ("postgres", "redshift"):
        print(
            f"VITRINE_TARGET: there is nothing to do for '{warehouse.kind}': DuckDB fits in its own"
            " build, and for BigQuery this command is not made (docs/warehouses.md)",
            file=sys.stderr,
        )
        return 1
    with duckdb.connect() as local:
        for name in sorted(set().union(*(reads for _, reads in models.values())) - set(models)):
            local.register(name, warehouse.fetched(name))
        local.register(STATE, warehouse.fetched(STATE))
        for name, (path, _) in models.items():
            made = run(path, name, local)
            local.register(name, made)
            if name not in NOT_PUBLISHED:
                warehouse.publish(name, made)
        warehouse.close()
        fits = local.table(STATE).to_arrow_table().sort_by("fit_number").to_pylist()
    if fits:
        last = fits[-1]
        print(
            f"Fit {last['fit_number']} as of {last['as_of_date']}: {last['decision']}, k = {last['k']}"
        )
        print(f"  {last['reason'] or last['why']}")
    print(f"Published in {warehouse.schema}; the next dbt build scores by it.")
    return 0


def python_models(folders: tuple[Path, ...]) -> dict[str, tuple[Path, set[str]]]:
    """File and names that it reads of each Python model under folders, in an order to run them in."""
    paths = [path for folder in folders for path in folder.rglob("*.py")]
    files = {path.stem: path for path in paths if path.stem not in LEFT_OUT}
    reads = {
        name: set(re.findall(r'dbt\.ref\("(\w+)"\)', path.read_text()))
        for name, path in files.items()
    }
    order = TopologicalSorter({name: found & set(files) for name, found in reads.items()})
    return {name: (files[name], reads[name]) for name in order.static_order()}


def run(path: Path, name: str, local: duckdb.DuckDBPyConnection) -> pa.Table:
    """What the dbt Python model of a file returns, over tables of `local` by their names."""
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    dbt = SimpleNamespace(
        ref=local.table, config=lambda **_: None, this=name, is_incremental=name == STATE
    )
    made = module.model(dbt, local)
    if name != STATE:
        return made
    added = {tuple(row[column] for column in KEY_OF_STATE) for row in made.to_pylist()}
    before = local.table(STATE).to_arrow_table().cast(made.schema).to_pylist()
    kept = [row for row in before if tuple(row[column] for column in KEY_OF_STATE) not in added]
    return pa.concat_tables([pa.Table.from_pylist(kept, schema=made.schema), made])


class Warehouse:
    """The target, through the connection that dbt's own adapter makes: Arrow tables out and in."""

    def __init__(self):
        parsed = dbtRunner().invoke(["parse", "--quiet"])
        if not parsed.success:
            raise SystemExit(f"dbt cannot read the project: {parsed.exception}")
        self.nodes = {
            node.name: node
            for node in parsed.result.nodes.values()
            if node.resource_type in ("model", "seed")
        }
        self.adapter = next(iter(FACTORY.adapters.values()))
        self.kind = self.adapter.type()
        self.schema = f"{self.adapter.config.credentials.schema}_fitted"

    def fetched(self, name: str) -> pa.Table:
        """The table of a model, typed as its yml says."""
        node = self.nodes[name]
        query = f"select * from {node.relation_name}"
        if name in SAMPLED:
            query += f" order by md5(customer_id), customer_id limit {PEOPLE * SAMPLED[name]}"
        cursor = self._execute(query)
        names = [column[0] for column in cursor.description]
        columns = zip(*cursor.fetchall(), strict=True)
        columns = dict(zip(names, columns, strict=False)) or {column: () for column in names}
        typed = {column: self._type_of(node, column) for column in names}
        return pa.table({key: pa.array(list(columns[key]), typed[key]) for key in names})

    def publish(self, name: str, made: pa.Table) -> None:
        """Takes the place of the table of this name in the schema of what was fitted."""
        target, next_one = f"{self.schema}.{name}", f"{self.schema}.{name}__next"
        described = {c.name: _types(c.data_type) for c in self.nodes[name].columns.values()}
        made = made.cast(pa.schema([(c, described[c][0]) for c in made.column_names]))
        types = [f"{column} {described[column][1]}" for column in made.column_names]
        self._execute(f"create schema if not exists {self.schema}")
        self._execute(f"drop table if exists {next_one}")
        self._execute(f"create table {next_one} ({', '.join(types)})")
        rows = [f"({', '.join(map(_literal, row.values()))})" for row in made.to_pylist()]
        for start in range(0, len(rows), ROWS_A_STATEMENT):
            self._execute(
                f"insert into {next_one} values {', '.join(rows[start : start + ROWS_A_STATEMENT])}"
            )
        self._execute(f"drop table if exists {target}")
        self._execute(f"alter table {next_one} rename to {name}")

    def close(self) -> None:
        """Keeps what was published and lets go of the connection."""
        with self.adapter.connection_named("fit"):
            self.adapter.commit_if_has_connection()
        self.adapter.cleanup_connections()

    def _execute(self, query: str):
        if not hasattr(self, "_opened"):
            self._opened = self.adapter.connection_named("fit")
            self._opened.__enter__()
        return self.adapter.connections.add_query(query, auto_begin=True)[1]

    @staticmethod
    def _type_of(node, column: str) -> pa.DataType | None:
        described = node.columns.get(column)
        return _types(described.data_type)[0] if described else None


def _types(data_type: str) -> tuple[pa.DataType, str]:
    """A type of the yml as Arrow and as SQL."""
    digits = re.fullmatch(r"decimal\((\d+), ?(\d+)\)", data_type)
    return (pa.decimal128(*map(int, digits.groups())), data_type) if digits else TYPES[data_type]


def _literal(value) -> str:
    """A value as SQL; a float with all the digits that bring it back to the bit."""
    if value is None:
        return "null"
    if isinstance(value, bool | int | float):
        return repr(value).lower()
    return "'" + str(value).replace("'", "''") + "'"


if __name__ == "__main__":
    sys.exit(main())
