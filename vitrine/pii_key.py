"""The key that turns identifiers into keyed values (HMAC-SHA-256), and where it lives.

Keyed values must be the same in every database that is built from the same data, or customer ids
would change with each rebuild; so the key is a file outside the database. It never appears in SQL
text: the hook fills `vault.pii_key` through a function. The two pads are HMAC's inner and outer key
blocks (RFC 2104), so that a warehouse needs SHA-256 only.

`python -m vitrine.pii_key | psql …` makes that table on a warehouse that Vitrine reads no files for; any
of them takes its SQL. With `--csv` it is a file to load, where a warehouse remembers every statement.
"""

import argparse
import hashlib
import hmac
import os
import secrets
import sys
from pathlib import Path

KEY_FILE = Path(".vitrine/pii_key")
_BLOCK = 64


def resolve(raw_folder: str) -> bytes:
    """The key for a folder of raw files: 32 bytes.

    In this order: the file that `VITRINE_PII_KEY_FILE` names; a file `pii_key` in the raw folder
    (the one shared with the partner); `.vitrine/pii_key` in the project, made at the first build
    from the system's random source.

    Raises ValueError when a key file does not hold 64 hexadecimal digits.
    """
    path = _path(raw_folder)
    if path == KEY_FILE and not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(32) + "\n")
    return _read(path)


def is_there(raw_folder: str) -> bool:
    """Whether `resolve` would find a key and not make one."""
    return _path(raw_folder) != KEY_FILE or KEY_FILE.exists()


def _path(raw_folder: str) -> Path:
    named = os.environ.get("VITRINE_PII_KEY_FILE")
    beside = Path(raw_folder) / "pii_key"
    return Path(named) if named else beside if beside.is_file() else KEY_FILE


def _read(path: Path) -> bytes:
    try:
        key = bytes.fromhex(path.read_text().strip())
    except (OSError, ValueError):
        key = b""
    if len(key) != 32:
        raise ValueError(
            f"{path}: not a key; it must hold 64 hexadecimal digits (README, 'Personal data')"
        )
    return key


def pad(raw_folder: str, which: str) -> str:
    """HMAC's `inner` or `outer` key block for SHA-256 as 128 hexadecimal digits."""
    byte = {"inner": 0x36, "outer": 0x5C}[which]
    return bytes(b ^ byte for b in resolve(raw_folder).ljust(_BLOCK, b"\0")).hex()


def keyed(value: str, key: bytes) -> str:
    """The keyed value that the warehouse computes for a normalised identifier, 64 hexadecimal
    digits.
    """
    return hmac.new(key, value.encode(), hashlib.sha256).hexdigest()


def statements(raw_folder: str) -> str:
    """SQL that makes `vault.pii_key`. It holds the key: pipe it, and keep it out of files and logs."""
    pads = ", ".join(f"'{pad(raw_folder, which)}' as {which}_pad" for which in ("inner", "outer"))
    return (
        "create schema if not exists vault;\n"
        "drop table if exists vault.pii_key;\n"
        f"create table vault.pii_key as select {pads};"
    )


def table(raw_folder: str) -> str:
    """The row of `vault.pii_key` as CSV, which holds the key too."""
    pads = {f"{which}_pad": pad(raw_folder, which) for which in ("inner", "outer")}
    return f"{','.join(pads)}\n{','.join(pads.values())}"


if __name__ == "__main__":
    asked = argparse.ArgumentParser(
        prog="python -m vitrine.pii_key", description="Writes what makes vault.pii_key."
    )
    asked.add_argument("--csv", action="store_true", help="a file to load, in place of SQL")
    written = table if asked.parse_args().csv else statements
    try:
        print(written(os.environ.get("VITRINE_RAW_DIR", "")))
    except ValueError as error:
        sys.exit(str(error))
