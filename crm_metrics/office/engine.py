"""The engine of each database, set so that both keep the same promises: one writer at a time, and no lock shown."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event, make_url

from crm_metrics.office import unwritten
from crm_metrics.office.columns import document_text
from crm_metrics.office.place import OfficePlace

SECONDS = 15  # that a writer waits for the one before it
LOCK = 0x50554C534F  # "PULSO": the advisory lock of writers, of this database alone
READ_ONLY = "attempt to write a readonly database"  # as SQLite says it
WRITES = "pulso_writes"  # the option of an engine whose transactions write


def engine_of(place: OfficePlace) -> Engine:
    """The engine of a place; nothing is opened yet."""
    return _sqlite(place.file) if place.file is not None else _postgresql(place.address)


def for_writers(engine: Engine) -> Engine:
    """The same engine for who writes: a transaction begins when the writer before has ended.

    Who read first and then wrote would lose what another wrote in between, on both databases and without an error.
    """
    return engine.execution_options(**{WRITES: True})


def for_readers(engine: Engine) -> Engine:
    """The engine for who only reads: one state of all tables, as SQLite gives it by itself.

    Of a file that may not be written now it is another one, which leaves nothing beside it.
    """
    if engine.dialect.name != "sqlite":
        return engine.execution_options(isolation_level="REPEATABLE READ")
    file = Path(engine.url.database or "")
    return engine if OfficePlace(file=file).writable else _unwritten(file)


def unwritable(error: Exception) -> bool:
    """Whether an error says that the database may be read and not written."""
    cause = getattr(error, "orig", None) or error
    return READ_ONLY in str(cause) or getattr(cause, "sqlstate", None) in (
        "25006",  # read_only_sql_transaction
        "42501",  # insufficient_privilege
    )


def _sqlite(file: Path) -> Engine:
    """A connection for each use: opening a file takes less than keeping one open across forks, moves and removals."""
    engine = create_engine(
        URL.create("sqlite", database=str(file)),
        poolclass=NullPool,
        json_serializer=document_text,
        connect_args={"timeout": SECONDS},
    )
    event.listen(engine, "connect", _opened)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


@cache
def _unwritten(file: Path) -> Engine:
    return create_engine(
        "sqlite://",
        creator=partial(unwritten.connection, file),
        poolclass=NullPool,
        json_serializer=document_text,
    )


def _opened(connection: Any, _: object) -> None:
    connection.isolation_level = None  # the driver would begin by itself, and too late
    cursor = connection.cursor()
    cursor.execute("pragma foreign_keys = on")
    cursor.execute("pragma synchronous = full")  # what was confirmed outlives a power cut too
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql("begin immediate" if connection.get_execution_options().get(WRITES) else "begin")


def _postgresql(address: str) -> Engine:
    url = make_url(f"postgresql+psycopg:{address.partition(':')[2]}")
    query = {"connect_timeout": "4", **dict(url.query)}
    engine = create_engine(
        url.set(query=query),
        pool_pre_ping=True,
        json_serializer=document_text,
        connect_args={
            "application_name": "pulso",
            "client_encoding": "utf8",
            "options": f"-c lock_timeout={SECONDS * 1000} -c timezone=UTC -c datestyle=ISO",
        },
        hide_parameters=True,
    )
    event.listen(engine, "begin", _begin_postgresql)
    return engine


def _begin_postgresql(connection: Connection) -> None:
    if connection.get_execution_options().get(WRITES):
        connection.exec_driver_sql(f"select pg_advisory_xact_lock({LOCK})")
