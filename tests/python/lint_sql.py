"""`sqlfluff lint` in a quarter of the time: its Rust parser comes with sqlfluff[rs], and Python's garbage collector,
which walks the trees of all queries and dbt's of the project again and again, stays off.

    python tests/python/lint_sql.py models tests/invariants analyses
"""

import gc
import os
import sys

from sqlfluff.cli.commands import cli

if __name__ == "__main__":
    gc.disable()
    try:
        cli(["lint", *sys.argv[1:]])
    except SystemExit as end:
        sys.stdout.flush()
        # without taking all that apart, of which DuckDB would report every piece
        os._exit(end.code)
