"""Fits the segments and the insights for a warehouse that runs no dbt Python models: `python -m vitrine.fit`.

The same models run on this machine: what they read is fetched over dbt's own connection to the
target (`VITRINE_TARGET`), and what they make goes to the schema `<the profile's schema>_fitted`, where
the models of models/segmentation/without_python find it. The next build there scores everybody in
plain SQL:

    dbt build                 the facts; the first time nobody has a segment
    python -m vitrine.fit     whenever segments are to be looked for
    dbt build                 everybody has one

Of a table of people at most `--people` are fetched (200,000), chosen in the warehouse by the hash of
their ids: the order in which a fit chooses its 50,000, so of a million people it finds the same segments
as with everybody at hand, and one of value gains nothing from more. Propensities are published for
these people. Why people moved (`segment_moves`) needs everybody on every day, so it stays with DuckDB, and
so do rules of more than two things: a warehouse counts those of two in SQL.
"""

import argparse
import importlib.util
import re
import sys
from contextlib import closing
from graphlib import TopologicalSorter
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pyarrow as pa
from dbt_common.exceptions import DbtBaseException

from vitrine import warehouse

PEOPLE = 200_000
# Tables of people.
SAMPLED = {"customer_activity", "customer_value_history", "propensity_features"}
FOLDERS = (Path("models/segmentation"), Path("models/insights"))
# The registry's memory: rows are added to it, one a key.
STATE, KEY_OF_STATE = "segment_fits", ("as_of_date", "feature_fingerprint")
LEFT_OUT = {"segment_moves", "category_rules", "store_rules"}
# Made here since another model reads it; the warehouse makes its own of everybody.
NOT_PUBLISHED = {"customer_segments"}


def main(arguments: list[str] | None = None) -> int:
    """Fits, publishes, and says what was decided; 1 where the target cannot be fitted for."""
    parser = argparse.ArgumentParser(
        prog="python -m vitrine.fit", description="Fits for a warehouse."
    )
    parser.add_argument("--people", type=int, default=PEOPLE, help="how many to fetch at most")
    people = parser.parse_args(arguments).people
    if people < 1:
        parser.error("--people: at least one is wanted")
    try:
        there = warehouse.connected()
        if isinstance(there, str):
            return refused(f"there is nothing to do for '{there}', which fits in its own build")
        with closing(there):
            fits = fitted(there, people)
            there.keep()
    except ValueError as error:
        # of a seed, and it names the file
        print(error, file=sys.stderr)
        return 1
    except DbtBaseException as error:
        # what is wrong stands below dbt's word for the kind of error
        lines = [line.strip() for line in str(error).splitlines() if line.strip()]
        return refused(
            f"{[*lines[1:], *lines][0]}; see that the connection's settings are right and that"
            " `dbt build` was run there (docs/warehouses.md)"
        )
    if fits:
        last = fits[-1]
        print(
            f"Fit {last['fit_number']} as of {last['as_of_date']}: {last['decision']}, k = {last['k']}"
        )
        print(f"  {last['reason'] or last['why']}")
    print(f"Published in {there.schema}; the next dbt build scores by it.")
    return 0


def refused(why: str) -> int:
    print(f"VITRINE_TARGET: {why}", file=sys.stderr)
    return 1


def fitted(there: warehouse.Warehouse, people: int) -> list[dict]:
    """Runs the Python models over what is fetched, publishes what they make; the fits, oldest first."""
    models = python_models(FOLDERS)
    with duckdb.connect() as local:
        for name in sorted(set().union(*(reads for _, reads in models.values())) - set(models)):
            local.register(name, there.fetched(name, people if name in SAMPLED else None))
        local.register(STATE, there.fetched(STATE))
        for name, (path, _) in models.items():
            made = run(path, name, local)
            local.register(name, made)
            if name not in NOT_PUBLISHED:
                there.publish(name, made)
        return local.table(STATE).to_arrow_table().sort_by("fit_number").to_pylist()


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


if __name__ == "__main__":
    sys.exit(main())
