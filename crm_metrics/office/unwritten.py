"""A file that may be read and not written: its rows as they stand, and nothing left beside it."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
import time
from contextlib import closing
from pathlib import Path

from crm_metrics.declared import Stamp, stamp

TRIES, PAUSE = 750, 0.02  # seconds; together as long as a writer waits, who writes for some thousandths of one
MODES = slice(18, 20)  # of a file's head: how it is read and written, 2 for WAL
ROLLBACK = b"\x01\x01"  # … and what memory can take in its place


def connection(file: Path) -> sqlite3.Connection:
    """The rows that the file holds now, also those that another process confirmed a moment ago; it takes no change.

    SQLite reads a file in WAL mode by two files beside it, and makes them where they are not. In a folder that may not
    be written that is an error; beside a file that may not be written they would lie there without the right to write
    them, and nobody could write any more once the file may be written again. Raises sqlite3.OperationalError where
    the file can't be read either.
    """
    try:
        made = _made(file.resolve())
    except OSError as error:
        raise sqlite3.OperationalError(error.strerror) from error
    made.execute("pragma query_only = on")
    return made


def _made(file: Path) -> sqlite3.Connection:
    wal, shared = (file.with_name(file.name + end) for end in ("-wal", "-shm"))
    for _ in range(TRIES):
        before = _stamps(file)
        try:
            if not wal.exists() or not wal.stat().st_size:
                made = _in_memory(file)
            elif shared.exists():  # others write just now, or were killed while they did
                made = sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)
                made.execute("select 1 from sqlite_master")
                return made
            else:
                made = _of_copy(file, wal)
        except (FileNotFoundError, sqlite3.OperationalError):
            if _stamps(file) == before:
                raise
        else:
            if _stamps(file) == before:
                return made
            made.close()
        time.sleep(PAUSE)
    raise sqlite3.OperationalError("database is locked")


def _stamps(file: Path) -> tuple[Stamp | None, ...]:
    return stamp(file), stamp(file.with_name(file.name + "-wal"))


def _in_memory(file: Path) -> sqlite3.Connection:
    held = bytearray(file.read_bytes())
    made = sqlite3.connect(":memory:")
    if held:
        held[MODES] = ROLLBACK
        made.deserialize(bytes(held))
    return made


def _of_copy(file: Path, wal: Path) -> sqlite3.Connection:
    """What a copy elsewhere tells: only who may write can read what was written last without the file that lacks."""
    made = sqlite3.connect(":memory:")
    with tempfile.TemporaryDirectory() as folder:
        for one in (file, wal):
            shutil.copyfile(one, Path(folder, one.name))
        with closing(sqlite3.connect(Path(folder, file.name))) as copied:
            copied.backup(made)
    return made
