"""A proxy through which Redshift's own driver and dbt-redshift talk to PostgreSQL: Redshift **emulated**.

It listens on 127.0.0.1, says that it is Redshift where a connection begins, and hands on every message;
statements are put into PostgreSQL's words on the way (`redshift_sql`). PostgreSQL takes more than
Redshift does, so what passes here is not verified on Redshift.
"""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import StreamRequestHandler, ThreadingTCPServer

from redshift_sql import for_postgres

SSL_REQUEST = 80877103
# What Redshift's driver tells a server at the start and PostgreSQL would not understand is left out.
UNDERSTOOD = {b"user", b"database", b"application_name"}
# Functions of Redshift, where PostgreSQL has others of their names, come before those.
SEARCH_PATH = b"-c search_path=redshift,pg_catalog,public"
# The version that Redshift reports; and values as text, for its binary numbers are its own.
REPORTED = {b"server_version": b"8.0.2"}
TEXT_PROTOCOL = b"server_protocol_version\x000\x00"


@contextmanager
def proxied(postgres_socket: str) -> Iterator[int]:
    """Serves while the `with` block runs; yields the port."""

    class Server(ThreadingTCPServer):
        daemon_threads = True
        server_socket = postgres_socket

    with Server(("127.0.0.1", 0), Session) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()


class Session(StreamRequestHandler):
    """One connection, from the start-up message to its end."""

    disable_nagle_algorithm = True

    def handle(self) -> None:
        with socket.socket(socket.AF_UNIX) as upstream:
            upstream.connect(self.server.server_socket)
            upstream.sendall(self.start_up())
            answers = upstream.makefile("rb")
            threading.Thread(target=self.hand_back, args=(answers,), daemon=True).start()
            while (message := read(self.rfile)) is not None:
                upstream.sendall(packed(*in_postgres_words(*message)))

    def start_up(self) -> bytes:
        """The start-up message for PostgreSQL; encryption is declined."""
        while True:
            (length,) = struct.unpack("!i", self.rfile.read(4))
            body = self.rfile.read(length - 4)
            if struct.unpack("!i", body[:4]) != (SSL_REQUEST,):
                break
            self.wfile.write(b"N")
        words = body[4:].split(b"\0")
        said = {name: word for name, word in zip(words[::2], words[1::2], strict=False) if name}
        kept = {name: word for name, word in said.items() if name in UNDERSTOOD}
        kept[b"options"] = SEARCH_PATH
        body = body[:4] + b"".join(b"%s\0%s\0" % pair for pair in kept.items()) + b"\0"
        return struct.pack("!i", len(body) + 4) + body

    def hand_back(self, answers) -> None:
        """Every answer of PostgreSQL, with what it reports about itself replaced by Redshift's."""
        while (message := read(answers)) is not None:
            kind, body = message
            name = body.partition(b"\0")[0]
            if kind == b"S" and name in REPORTED:
                body = b"%s\0%s\0" % (name, REPORTED[name])
                self.wfile.write(packed(b"S", TEXT_PROTOCOL))
            self.wfile.write(packed(kind, body))


def in_postgres_words(kind: bytes, body: bytes) -> tuple[bytes, bytes]:
    """A message of the client; the SQL of a query, or of a statement that is prepared, is rewritten."""
    if kind == b"Q":
        return kind, for_postgres(body[:-1].decode()).encode() + b"\0"
    if kind == b"P":
        name, sql, rest = body.split(b"\0", 2)
        return kind, b"\0".join([name, for_postgres(sql.decode()).encode(), rest])
    return kind, body


def read(stream) -> tuple[bytes, bytes] | None:
    """The kind and the body of the next message; nothing where the connection has ended."""
    try:
        kind = stream.read(1)
        if not kind:
            return None
        (length,) = struct.unpack("!i", stream.read(4))
        return kind, stream.read(length - 4)
    except (OSError, ValueError, struct.error):
        return None


def packed(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("!i", len(body) + 4) + body
