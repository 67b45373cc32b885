"""What dbt-duckdb loads beside the database: thread and memory settings, and the functions that the
hooks call.

dbt-duckdb finds the class by its name, `Plugin`, and calls it as below; nothing of dbt is imported.
"""

import json
import os

from vitrine import pii_key, raw_files


class Plugin:
    """dbt-duckdb's plugin interface (dbt.adapters.duckdb.plugins.BasePlugin), the parts that
    Vitrine uses.
    """

    def __init__(self, name, plugin_config, credentials=None):
        self.name = name

    def update_connection_config(self, creds, config):
        """Adds `VITRINE_THREADS` and `VITRINE_MEMORY_LIMIT` to DuckDB's configuration, where they
        are set.
        """
        for setting, variable in (
            ("threads", "VITRINE_THREADS"),
            ("memory_limit", "VITRINE_MEMORY_LIMIT"),
        ):
            if os.environ.get(variable):
                config[setting] = os.environ[variable]

    def configure_connection(self, conn):
        """Registers the functions behind the on-run-start hook (macros/raw/register_raw_files.sql)."""
        for name, function, parameters in (
            ("vitrine_inspect_raw", _inspect_raw, ["VARCHAR", "VARCHAR"]),
            ("vitrine_pii_pad", pii_key.pad, ["VARCHAR", "VARCHAR"]),
        ):
            conn.create_function(name, function, parameters, "VARCHAR", side_effects=True)

    def configure_cursor(self, cursor):
        """Nothing to do: functions are seen by every cursor."""


def _inspect_raw(folder: str, contract: str) -> str:
    return json.dumps(raw_files.inspect(folder, json.loads(contract)))
