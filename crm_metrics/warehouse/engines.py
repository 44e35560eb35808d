"""How DuckDB is opened: locked down for readers, free for the one loader that builds a version."""

from __future__ import annotations

import os
import re
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from crm_metrics.errors import QuestionError
from crm_metrics.settings import Settings

SECONDS = 10  # the longest that one question of a reader may take
READER_MEMORY = "50%"  # of the machine
LEAST_MEMORY, MOST_MEMORY = 64e6, 1e15  # bytes: below, a version can't be opened; above, DuckDB can't read it
LOADER_MEMORY = "1GB"  # a load of a million rows stays below 1.5 GB, Python included …
MANY_ROWS = 2_000_000  # … but the index of each key stands in memory until the load is committed, and does not spill

_NO_SURPRISES = {  # nothing is downloaded, and no variable of ours is taken for a table
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "allow_unsigned_extensions": "false",
    "allow_persistent_secrets": "false",
    "python_enable_replacements": "false",
}
_BYTES = {"%": 1.0, "K": 1e3, "M": 1e6, "G": 1e9, "T": 1e12}
_one_at_a_time = threading.Lock()  # two threads that open one version must not both try to lock it


def reader(path: Path, settings: Settings, seconds: int | None = SECONDS) -> duckdb.DuckDBPyConnection:
    """`path` read-only, with no way out of it; each question ends after `seconds` (None: no limit).

    The order matters: a plain SET is not inherited by cursors, the time limit and the zone are refused as options of
    the connection, and nothing can be set after the lock. DuckDB keeps one instance per path and refuses a second
    connection with other options, so what may differ between two readers of one process is set afterwards: the second
    finds the settings of the first, made and locked.
    """
    memory = _memory(settings.memory or READER_MEMORY)
    with _one_at_a_time:
        connection = duckdb.connect(
            str(path),
            read_only=True,
            config={
                "enable_external_access": "false",
                **_NO_SURPRISES,
                "temp_directory": str(_spill()),
                "max_temp_directory_size": "10GB",
            },
        )
        locked = connection.execute("select current_setting('lock_configuration')").fetchone()
        if locked == (False,):
            connection.execute(f"SET GLOBAL memory_limit = '{memory}'")
            connection.execute(f"SET GLOBAL threads = {settings.threads:d}")
            if seconds is not None:
                connection.execute(f"SET GLOBAL max_execution_time = {seconds * 1000:d}")
            connection.execute("SET GLOBAL TimeZone = 'UTC'")
            connection.execute("SET lock_configuration = true")
    return connection


def loader(path: Path, settings: Settings) -> duckdb.DuckDBPyConnection:
    """`path` open for writing, made when it is not there; what does not fit in memory spills beside it."""
    room = {
        "memory_limit": _memory(settings.memory or LOADER_MEMORY),
        "threads": str(settings.threads),
        "temp_directory": str(path.with_suffix(".spill")),
    }
    connection = duckdb.connect(str(path), config={**_NO_SURPRISES, **room})
    connection.execute("SET GLOBAL TimeZone = 'UTC'")
    connection.execute("SET VARIABLE room_is_set = $1", [settings.memory is not None])
    return connection


def exporter(path: Path, settings: Settings) -> duckdb.DuckDBPyConnection:
    """`path` read-only, and free to write other files: for who takes its tables out of it."""
    room = {"memory_limit": _memory(settings.memory or LOADER_MEMORY), "threads": str(settings.threads)}
    connection = duckdb.connect(str(path), read_only=True, config={**_NO_SURPRISES, **room})
    connection.execute("SET GLOBAL TimeZone = 'UTC'")
    return connection


def rows_held(connection: duckdb.DuckDBPyConnection) -> int:
    """How many rows the tables hold, about: as DuckDB estimates it, without reading them."""
    found = connection.execute("select sum(estimated_size) from duckdb_tables() where schema_name = 'main'").fetchone()
    return int(found[0] or 0) if found else 0


def make_room(connection: duckdb.DuckDBPyConnection, rows: int) -> None:
    """Let a load of many rows use half of the machine, unless CRM_MEMORY says how much it may use.

    rows: how many the warehouse will hold, about.
    """
    told = connection.execute("select getvariable('room_is_set')").fetchone()
    if rows > MANY_ROWS and told == (False,):
        connection.execute(f"SET GLOBAL memory_limit = '{READER_MEMORY}'")


def damaged(error: Exception) -> bool:
    """Whether DuckDB could not read the file itself; a failed checksum is a plain Error, with no class of its own."""
    return type(error) is duckdb.Error or isinstance(
        error, duckdb.IOException | duckdb.FatalException | duckdb.SerializationException
    )


@contextmanager
def all_or_none(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """One transaction: what is done within it is kept at its end, or nothing of it where anything stops it."""
    connection.execute("begin")
    try:
        yield
    except BaseException:  # a stopped load, too, leaves what was
        connection.execute("rollback")
        raise
    connection.execute("commit")


def _memory(text: str) -> str:
    """`text` when DuckDB can read it and work with it; else a QuestionError."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?) ?(%|[KMGT]i?B)", text, re.IGNORECASE | re.ASCII)
    if not found:
        raise QuestionError("CRM_MEMORY is '{value}'; write it as 4GB or 50%.", value=text)
    amount, unit = float(found[1]), found[2][0].upper()
    low, high = (1, 100) if unit == "%" else (LEAST_MEMORY, MOST_MEMORY)
    if not low <= amount * _BYTES[unit] <= high:
        raise QuestionError("CRM_MEMORY is '{value}'; give at least 64MB, and no more than there is.", value=text)
    return text


def _spill() -> Path:
    return Path(tempfile.gettempdir()) / f"pulso.{os.getpid()}.spill"


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'
