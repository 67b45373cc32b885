"""Redshift emulated for the tests: a PostgreSQL server that has Redshift's functions, behind a proxy
that speaks its dialect. dbt-redshift and its driver are the real ones.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import postgres
from redshift_functions import FUNCTIONS
from redshift_wire import proxied


@contextmanager
def served() -> Iterator[dict[str, str]]:
    """Starts both; yields the settings by which dbt finds them, and `postgres.connected` the server."""
    with postgres.served() as settings:
        with postgres.connected(settings) as connection, connection.cursor() as cursor:
            cursor.execute(FUNCTIONS)
            cursor.execute("grant usage on schema redshift to public")
            cursor.execute("grant select on pg_catalog.svv_external_columns to public")
        with proxied(f"{settings['VITRINE_PG_HOST']}/.s.PGSQL.5432") as port:
            yield settings | {
                "VITRINE_TARGET": "redshift",
                "VITRINE_REDSHIFT_HOST": "127.0.0.1",
                "VITRINE_REDSHIFT_PORT": str(port),
                "VITRINE_REDSHIFT_SSLMODE": "disable",
                "VITRINE_REDSHIFT_USER": "postgres",
                "VITRINE_REDSHIFT_PASSWORD": "not asked for",
                "VITRINE_REDSHIFT_DATABASE": settings["VITRINE_PG_DATABASE"],
            }
