"""From numbers to the text that systems export: one DuckDB connection with a few SQL macros."""

from __future__ import annotations

import functools
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

Columns = dict[str, np.ndarray | pa.Array]
"""Typed columns of a raw table, before they are written out as text."""

MACROS = """
-- Epoch seconds as ISO 8601 in UTC.
create macro iso(epoch) as
    strftime(make_timestamp(epoch * 1000000), '%Y-%m-%dT%H:%M:%SZ');

-- Centavos as 1234.56; negative ones keep their sign.
create macro money(cents) as
    (case when cents < 0 then '-' else '' end)
    || (abs(cents) // 100) || '.' || lpad((abs(cents) % 100)::varchar, 2, '0');

-- Centavos as Brazilians type them.
create macro reais(cents, style) as
    (case when style % 2 = 1 then 'R$ ' else '' end)
    || (case when cents < 0 then '-' else '' end)
    || case when style < 2
        then format('{:t.}', abs(cents) // 100)
        else (abs(cents) // 100)::varchar
    end
    || ',' || lpad((abs(cents) % 100)::varchar, 2, '0');

create macro numbered(prefix, number) as
    case when number >= 0 then prefix || number end;

create macro cpf_text(cpf, style) as
    case
        when cpf < 0 then null
        when style = 0 then format('{:011d}', cpf)
        when style = 1 then format(
            '{:03d}.{:03d}.{:03d}-{:02d}',
            cpf // 100000000, cpf // 100000 % 1000, cpf // 100 % 1000, cpf % 100
        )
        when style = 2 then format('{:09d}-{:02d}', cpf // 100, cpf % 100)
        else format(
            '{:03d} {:03d} {:03d} {:02d}',
            cpf // 100000000, cpf // 100000 % 1000, cpf // 100 % 1000, cpf % 100
        )
    end;

-- Phones are 55, two digits of area, nine of subscriber.
create macro phone_text(phone, style) as
    case
        when phone < 0 then null
        when style = 0 then format('{:011d}', phone % 100000000000)
        when style = 1 then format(
            '({:02d}) {:05d}-{:04d}',
            phone // 1000000000 % 100, phone // 10000 % 100000, phone % 10000
        )
        when style = 2 then format(
            '+55 {:02d} {:05d}-{:04d}',
            phone // 1000000000 % 100, phone // 10000 % 100000, phone % 10000
        )
        when style = 3 then phone::varchar
        else format(
            '0{:02d} {:05d} {:04d}',
            phone // 1000000000 % 100, phone // 10000 % 100000, phone % 10000
        )
    end;

create macro token(card) as
    case when card >= 0 then format('{:010x}', card) end;

create macro mac_text(mac) as
    regexp_replace(format('{:012x}', mac), '(..)(..)(..)(..)(..)(..)', '\\1:\\2:\\3:\\4:\\5:\\6');

-- The old pattern is ABC1234; on a Mercosul plate the second digit is a letter.
create macro plate_text(plate) as
    case when plate >= 0 then
        chr(65 + (plate // 6760000)::integer) || chr(65 + (plate // 260000 % 26)::integer)
        || chr(65 + (plate // 10000 % 26)::integer)
        || case when plate // 10000 % 4 = 0
            then format('{:04d}', plate % 10000)
            else (plate // 1000 % 10) || chr(65 + (plate // 100 % 10)::integer)
                || format('{:02d}', plate % 100)
        end
    end;
"""


@functools.cache
def connection() -> duckdb.DuckDBPyConnection:
    """One thread would do; two never change the order of a projection."""
    made = duckdb.connect(config={"threads": 2, "preserve_insertion_order": True})
    made.execute(MACROS)
    return made


def query(sql: str, **tables: pa.Table) -> pa.Table:
    """The result of one statement over the tables given by name."""
    made = connection()
    for name, table in tables.items():
        made.register(name, table)
    try:
        return made.sql(sql).to_arrow_table()
    finally:
        for name in tables:
            made.unregister(name)


def copy_to_csv(rows: pa.Table, path: Path, header: bool) -> None:
    made = connection()
    made.register("rows", rows)
    quoted = str(path).replace("'", "''")
    made.execute(f"copy (from rows) to '{quoted}' (format csv, header {str(header).lower()})")
    made.unregister("rows")


def taken(pool: pa.Array, index: np.ndarray) -> pa.Array:
    """Elements of the pool at those positions; null where the position is negative."""
    return pool.take(pa.array(index, mask=index < 0))
