"""PostgreSQL as a source: one snapshot, read-only, each query through a cursor of the server, batch by batch."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from typing import Any

import psycopg
from psycopg import errors, postgres, types
from psycopg.abc import Buffer
from psycopg.adapt import Loader
from psycopg.types.string import TextLoader

from crm_metrics.warehouse.files.databases import servers
from crm_metrics.warehouse.files.databases.answers import AT_ONCE, Database, QueryResult, Untold
from crm_metrics.warehouse.files.databases.servers import Server

# Tables of the schemas in which a name without one is looked for, also those that the user may not read.
_TABLES = "select relname from pg_class where relkind in ('r', 'v', 'm', 'f', 'p') and pg_table_is_visible(oid)"
_OWN_TYPES = "select typname, oid, typarray from pg_type where typarray <> 0 and typtype in ('d', 'e') and oid >= 16384"
_SETTINGS = {"timezone": "UTC", "datestyle": "ISO, YMD", "intervalstyle": "iso_8601", "lc_monetary": "C"}
_BYTES = {postgres.types[name].oid for name in ("bytea",)} | {postgres.types["bytea"].array_oid}
_WHY = {
    "42P01": "missing", "42703": "missing", "3F000": "missing", "42501": "right",
    "57014": "long", "55P03": "long", "57P01": "cut", "57P02": "cut", "57P03": "cut", "25P03": "cut",
}  # fmt: skip


class _Moment(Loader):
    """A day or an instant as the server writes it; what never comes has no day."""

    def load(self, data: Buffer) -> str | Untold:
        told = bytes(data).decode()
        return Untold.DAY if told in ("infinity", "-infinity") else told


@contextmanager
def opened(server: Server) -> Iterator[Database]:
    """The database of a server. Raises DataError when it does not answer, lets nobody in, or a query fails."""
    with closing(_connected(server)) as connection, ExitStack() as cursors:
        ask = partial(_answer, connection, cursors, server)
        yield Database(name=server.name, tables=_TABLES, quote='"', ask=ask)


def _connected(server: Server) -> psycopg.Connection[tuple[Any, ...]]:
    password = server.password()
    try:
        connection = psycopg.connect(
            host=server.host,
            hostaddr="",  # else the environment could lead elsewhere
            port=server.port,
            dbname=server.database,
            user=server.user,
            password=password,  # an empty one: libpq looks into ~/.pgpass, by the address
            options="",
            gssencmode="disable",
            client_encoding="utf8",
            application_name="pulso",
            connect_timeout=servers.SECONDS_TO_CONNECT,
            keepalives_idle=30,
            keepalives_interval=10,
            keepalives_count=6,
            sslmode="verify-full" if server.ca_file else "prefer",
            sslrootcert=str(server.ca_file or ""),
        )
    except psycopg.Error as error:
        if isinstance(error, errors.ConnectionTimeout) or server.is_silent():
            raise servers.unreachable(server) from None
        raise servers.shut_out(server, servers.without(password, servers.one_line(error))) from None
    try:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        with _told(server, server.database):
            _prepare(connection, server)
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: psycopg.Connection[tuple[Any, ...]], server: Server) -> None:
    """Begin the one transaction, in which every value is written in one way whatever the server's settings."""
    settings = {**_SETTINGS, "statement_timeout": f"{server.seconds}s", "lock_timeout": f"{server.seconds}s"}
    for name, value in settings.items():
        connection.execute("select set_config(%s, %s, true)", (name, value))
    for kind in ("date", "timestamp", "timestamptz"):
        connection.adapters.register_loader(kind, _Moment)
    for kind in ("time", "timetz", "interval", "json", "jsonb", "uuid", "inet", "cidr"):
        connection.adapters.register_loader(kind, TextLoader)
    for name, oid, array in connection.execute(_OWN_TYPES).fetchall():
        types.TypeInfo(name, oid, array).register(connection)


def _answer(
    connection: psycopg.Connection[tuple[Any, ...]], cursors: ExitStack, server: Server, name: str, query: str
) -> QueryResult:
    cursor = cursors.enter_context(connection.cursor("pulso"))  # of the server: no row is here before it is asked for
    with _told(server, name):
        cursor.execute(query.encode())
    described = cursor.description or []
    return QueryResult(
        tuple(column.name for column in described),
        frozenset(column.name for column in described if column.type_code in _BYTES),
        _fetched(cursor, server, name),
    )


def _fetched(cursor: psycopg.ServerCursor[tuple[Any, ...]], server: Server, name: str) -> Iterator[tuple[Any, ...]]:
    with _told(server, name):
        while some := cursor.fetchmany(AT_ONCE):
            yield from some
        cursor.close()


@contextmanager
def _told(server: Server, name: str) -> Iterator[None]:
    try:
        yield
    except (psycopg.Error, UnicodeDecodeError) as error:
        state = getattr(error, "sqlstate", None)
        lost = isinstance(error, psycopg.OperationalError) and state is None
        why = "cut" if lost else _WHY.get(state or "", "other")
        raise servers.refused(server, why, name, servers.one_line(error)) from None
