"""Writes the report: `python -m vitrine.report`, which `make build` and `make report` run."""

import argparse
import os
import sys
from pathlib import Path

import duckdb

from vitrine import duckdb_plugin
from vitrine.report.page import render
from vitrine.summary import DATABASE


def main() -> int:
    """Writes the page and says where it is; 1 where there is nothing to read."""
    parser = argparse.ArgumentParser(
        description="The report on a built warehouse, as one HTML file."
    )
    parser.add_argument("--out", type=Path, default=Path("target/report.html"))
    out = parser.parse_args().out
    target = os.environ.get("VITRINE_TARGET", "duckdb")
    path = Path(os.environ.get("VITRINE_DUCKDB_PATH", DATABASE))
    if target != "duckdb":
        print(f"The report is drawn from DuckDB; this was built on {target}, so there is none.")
        return 0
    if not path.is_file():
        print(f"{path}: there is no database; run `make build` first", file=sys.stderr)
        return 1
    print("Drawing the report …", flush=True)
    try:
        with duckdb_plugin.to_read(path) as connection:
            page = render(connection)
        out.parent.mkdir(parents=True, exist_ok=True)
        draft = out.with_name(out.name + ".partial")
        draft.write_text(page, encoding="utf-8")
        draft.replace(out)
    except duckdb.CatalogException as problem:
        missing = str(problem).splitlines()[0]
        print(f"{path}: {missing}\nRun `make build` to make what is missing.", file=sys.stderr)
        return 1
    except (duckdb.Error, OSError, RuntimeError) as problem:
        print(f"{problem}\nThe report was not written.", file=sys.stderr)
        return 1
    print(f"The report: {out.resolve()} ({len(page.encode()) / 1e6:.1f} MB); open it in a browser.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
