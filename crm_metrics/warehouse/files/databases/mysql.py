"""MySQL and MariaDB as a source: one snapshot, read-only, each query row by row as the server sends it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pymysql
from pymysql.constants import CR, ER, FIELD_TYPE
from pymysql.converters import encoders
from pymysql.cursors import SSCursor

from crm_metrics.warehouse.files.databases import servers
from crm_metrics.warehouse.files.databases.answers import AT_ONCE, Database, QueryResult, Untold
from crm_metrics.warehouse.files.databases.servers import Server

_TABLES = "select table_name from information_schema.tables where table_schema = database()"
_BEGIN = (
    "set session time_zone = '+00:00'",
    "set session net_write_timeout = 600",
    "set session transaction isolation level repeatable read, read only",
    "start transaction with consistent snapshot, read only",
)
_BYTES = 63  # the character set of what is no text
_TEXTS = (
    FIELD_TYPE.VARCHAR, FIELD_TYPE.VAR_STRING, FIELD_TYPE.STRING, FIELD_TYPE.BLOB, FIELD_TYPE.TINY_BLOB,
    FIELD_TYPE.MEDIUM_BLOB, FIELD_TYPE.LONG_BLOB, FIELD_TYPE.GEOMETRY,
)  # fmt: skip
_WHY = {
    ER.NO_SUCH_TABLE: "missing", ER.BAD_FIELD_ERROR: "missing", ER.BAD_DB_ERROR: "missing",
    ER.TABLEACCESS_DENIED_ERROR: "right", ER.COLUMNACCESS_DENIED_ERROR: "right", ER.DBACCESS_DENIED_ERROR: "right",
    ER.SPECIFIC_ACCESS_DENIED_ERROR: "right", ER.VIEW_INVALID: "missing",
    ER.QUERY_TIMEOUT: "long", ER.STATEMENT_TIMEOUT: "long", ER.LOCK_WAIT_TIMEOUT: "long",
    CR.CR_SERVER_GONE_ERROR: "cut", CR.CR_SERVER_LOST: "cut", ER.SERVER_SHUTDOWN: "cut", ER.QUERY_INTERRUPTED: "cut",
    1927: "cut",  # MariaDB: the connection was killed
}  # fmt: skip


def _day(told: str) -> str | Untold:
    """A day or a day with its hour; 0000-00-00, and a month or day of nought, are none."""
    return Untold.DAY if told[5:7] == "00" or told[8:10] == "00" else told


def _instant(told: str) -> str | Untold:
    """What the server keeps as an instant, which it writes in the zone of the connection: UTC."""
    day = _day(told)
    return day if isinstance(day, Untold) else f"{day}+00:00"


_READ: dict[int, Callable[[Any], Any]] = {
    FIELD_TYPE.DATE: _day,
    FIELD_TYPE.NEWDATE: _day,
    FIELD_TYPE.DATETIME: _day,
    FIELD_TYPE.TIMESTAMP: _instant,
    FIELD_TYPE.FLOAT: float,
    FIELD_TYPE.DOUBLE: float,
    FIELD_TYPE.BIT: lambda told: int.from_bytes(told, "big"),
}


@contextmanager
def opened(server: Server) -> Iterator[Database]:
    """The database of a server. Raises DataError when it does not answer, lets nobody in, or a query fails."""
    connection = _connected(server)
    try:
        yield Database(name=server.name, tables=_TABLES, quote="`", ask=partial(_answer, connection, server))
    finally:
        _shut(connection)


def _connected(server: Server) -> pymysql.Connection:
    password = server.password()
    secure = {"ssl_ca": str(server.ca_file), "ssl_verify_identity": True} if server.ca_file else {}
    try:
        connection = pymysql.connect(
            host=server.host,
            port=server.port,
            user=server.user,
            password=password.encode(),  # a text would go as Latin-1, whatever the server's own
            database=server.database,
            charset="utf8mb4",
            conv={**encoders, **_READ},
            cursorclass=SSCursor,
            connect_timeout=servers.SECONDS_TO_CONNECT,
            read_timeout=server.seconds,
            write_timeout=server.seconds,
            **secure,
        )
    except (pymysql.Error, RuntimeError, OSError) as error:  # RuntimeError: a way to log in that it does not know
        if server.is_silent():
            raise servers.unreachable(server) from None
        raise servers.shut_out(server, servers.without(password, _said(error))) from None
    try:
        with _told(server, server.database), connection.cursor() as cursor:
            for command in _BEGIN:
                cursor.execute(command)
    except BaseException:
        _shut(connection)
        raise
    return connection


def _shut(connection: pymysql.Connection) -> None:
    if connection._result is not None:  # else its cursor, when it goes, waits for all the rows that nobody reads
        connection._result.unbuffered_active = False
    if connection.open:
        connection.close()


def _answer(connection: pymysql.Connection, server: Server, name: str, query: str) -> QueryResult:
    cursor = connection.cursor()
    with _told(server, name):
        cursor.execute(query)
    described = cursor.description or ()
    binary = {
        column[0]
        for column, field in zip(described, cursor._result.fields if described else (), strict=True)
        if field.type_code in _TEXTS and field.charsetnr == _BYTES
    }
    return QueryResult(tuple(column[0] for column in described), frozenset(binary), _fetched(cursor, server, name))


def _fetched(cursor: SSCursor, server: Server, name: str) -> Iterator[tuple[Any, ...]]:
    with _told(server, name):
        while some := cursor.fetchmany(AT_ONCE):
            yield from some


@contextmanager
def _told(server: Server, name: str) -> Iterator[None]:
    try:
        yield
    except (pymysql.Error, UnicodeDecodeError) as error:
        code = error.args[0] if error.args else 0
        why = "long" if "timed out" in str(error) else _WHY.get(code, "other")
        raise servers.refused(server, why, name, _said(error)) from None


def _said(error: BaseException) -> str:
    """The server's own sentence, without its number."""
    told = error.args[1] if isinstance(error, pymysql.Error) and len(error.args) > 1 else error
    return servers.one_line(told if isinstance(told, BaseException) else RuntimeError(told))
