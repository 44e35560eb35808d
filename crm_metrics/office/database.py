"""The database, opened: what reads it, what writes into it, and the sentence for what goes wrong there."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Lock

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.orm import Session

from crm_metrics.errors import DataError
from crm_metrics.office.engine import READ_ONLY, SECONDS, engine_of, for_readers, for_writers, unwritable
from crm_metrics.office.migrating import migrate
from crm_metrics.office.place import OfficePlace
from crm_metrics.office.trail import Author, OfficeSession, newest
from crm_metrics.warehouse.files.databases.servers import one_line, without

REST = 20  # seconds for which a server that could not be reached is not asked again


class OfficeDatabase:
    """A database of what people keep; it is brought to the tables of this release when it is first used."""

    def __init__(self, place: OfficePlace, steps: Sequence[Path] = ()) -> None:
        """steps: folders of migrations beside our own."""
        self.place = place
        self.engine = engine_of(place)
        self._steps = steps
        self._ready, self._guard = False, Lock()
        self._silent: tuple[float, DataError] | None = None

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that reads one state of everything."""
        with self._told():
            self.prepare()
            with OfficeSession(for_readers(self.engine)) as session:
                yield session

    @contextmanager
    def writing(self, author: Author) -> Iterator[Session]:
        """A session whose changes are kept at its end, all or none, and told in the trail as the author's."""
        with self._told():
            self.prepare()
            if not self.place.writable:  # trying would leave files beside it that nobody may write later
                raise sqlite3.OperationalError(READ_ONLY)
            made = OfficeSession(for_writers(self.engine), expire_on_commit=False, info={"author": author})
            with made as session, session.begin():
                session.connection()  # the writers before this one have ended: what is read from here on holds
                yield session

    def stamp(self, *things: str) -> int:
        """What changes when any row of these tables does; 0 before the first."""
        if not self.place.begun:
            return 0
        with self.reading() as session:
            return newest(session, *things)

    def prepare(self) -> None:
        """Bring it to the tables of this release, once in each process; one that may only be read has them already."""
        if self._silent and time.monotonic() < self._silent[0]:
            told = self._silent[1]
            raise DataError(told.template, **told.parts)
        with self._guard:
            if self._ready and self.place.begun:
                return
            with self._told():
                may = self.place.writable
                if self.place.file is not None and may:
                    _found(self.place.file)
                migrate(self.engine, self.place.name, self._steps, may=may)
            self._ready = True

    def close(self) -> None:
        """Let go of the connections."""
        self.engine.dispose()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (OperationalError, InterfaceError, sqlite3.Error) as error:
            raise self._problem(error) from error
        except DBAPIError as error:
            if self.place.file is not None and isinstance(error.orig, sqlite3.DatabaseError) and _foreign(error.orig):
                raise self._problem(error) from error
            if unwritable(error) or getattr(error.orig, "sqlstate", None) == "3F000":  # no right to any schema
                raise self._problem(error) from error
            raise

    def _problem(self, error: Exception) -> DataError:
        """What a reader can act on."""
        cause = getattr(error, "orig", None) or error
        problem = without(self.place.secret, one_line(cause))
        if "locked" in problem or getattr(cause, "sqlstate", None) == "55P03":  # lock_not_available
            return DataError(
                "Others were saving for more than {seconds} seconds: nothing was changed. Try again.", seconds=SECONDS
            )
        if READ_ONLY in problem or getattr(cause, "sqlstate", None) == "25006":  # read_only_sql_transaction
            return self._read_only()
        if self.place.file is not None:
            return DataError(
                "What people save can't be kept in {file}: {problem}. Check that its folder may be written, or name"
                " another file or a PostgreSQL in CRM_DATABASE.",
                file=self.place.file,
                problem=problem,
            )
        told = DataError(
            "What people save can't be kept in the database {server}: {problem}. Check CRM_DATABASE and the rights of"
            " its user.",
            server=self.place.name,
            problem=problem,
        )
        if getattr(cause, "sqlstate", None) is None:  # nobody answered: the next page does not wait for it again
            self._silent = time.monotonic() + REST, told
        return told

    def _read_only(self) -> DataError:
        """What was kept can be read all the same."""
        if self.place.file is not None:
            return DataError(
                "What people save can't be kept in {file}: it may be read and not written. Give the right to write it"
                " and its folder, or name another file or a PostgreSQL in CRM_DATABASE.",
                file=self.place.file,
            )
        return DataError(
            "What people save can't be kept in the database {server}: it may be read and not written. Check"
            " CRM_DATABASE and the rights of its user.",
            server=self.place.name,
        )


@cache
def opened(place: OfficePlace) -> OfficeDatabase:
    """The database of a place, the same for all sessions of this process."""
    return OfficeDatabase(place)


def _found(file: Path) -> None:
    """Make the file, in the mode in which who reads never waits for who writes; the file remembers it."""
    until = time.monotonic() + SECONDS
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise sqlite3.OperationalError(error.strerror) from error
    while True:
        connection = sqlite3.connect(file, timeout=SECONDS)
        try:
            connection.execute("pragma journal_mode = wal")
            return
        except sqlite3.OperationalError as error:  # of two who begin at once one is refused without having waited
            if "locked" not in str(error) or time.monotonic() > until:
                raise
        finally:
            connection.close()
        time.sleep(0.05)


def _foreign(error: sqlite3.DatabaseError) -> bool:
    """Whether the file is none of SQLite's, or damaged."""
    return "not a database" in str(error) or "malformed" in str(error)
