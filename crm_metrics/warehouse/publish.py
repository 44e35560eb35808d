"""Publish a new version of the warehouse: built beside the current one, checked, and swapped in last."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from crm_metrics import settings as environment
from crm_metrics.errors import DataError
from crm_metrics.settings import Settings
from crm_metrics.warehouse import engines, manifest, schema, shape
from crm_metrics.warehouse.company import calendars, critical, public_days, reasons, themes, tiers
from crm_metrics.warehouse.finals.checking import differing_months
from crm_metrics.warehouse.finals.closing import close_months, close_touched, forget_months
from crm_metrics.warehouse.finishing import Finish, finished
from crm_metrics.warehouse.refreshing.bringing import bring_up
from crm_metrics.warehouse.refreshing.checking import differing
from crm_metrics.warehouse.sealing import copying, parts
from crm_metrics.warehouse.versions import (
    alone,
    announce,
    current,
    exists,
    file_of,
    following,
    prune,
    remove_unpublished,
    swap_pointer,
    sync_file,
    sync_folder,
    versions,
    write_pointer,
)

__all__ = ["STEPS", "publish", "rebuild", "rollback", "versions"]

STEPS = (
    "start",
    "copied",
    "opened",
    "mid-transaction",
    "committed",
    "checkpointed",
    "closed",
    "synced",
    "renamed",
    "folder synced",
    "pointer written",
    "pointer swapped",
    "end",
)
MOST_REFRESHED = 30  # loads that bring the shapes up, before one makes all of them anew
PATIENCE = 10.0  # seconds that a second loader waits for the first

Fill = Callable[[duckdb.DuckDBPyConnection], bool]
Shaped = Callable[[duckdb.DuckDBPyConnection], None]
Say = Callable[[str], None]


def silent(*_: object) -> None:
    """Say nothing."""


def publish(
    folder: Path,
    fill: Fill,
    *,
    finish: Finish | None,
    fresh: bool = False,
    anew: bool = False,
    shaped: Shaped | None = None,
    on_step: Say = silent,
    progress: Say = silent,
    settings: Settings | None = None,
    patience: float = PATIENCE,
) -> int | None:
    """Make the version that `fill` writes current, and give its number; None when `fill` says nothing changed.

    `fill` gets a copy of the current version (an empty one when there is none, or with `fresh`) inside one
    transaction. The shapes are brought up to what it changed; with `anew` all of them are made, and
    `shaped` puts them and the whole months there in place of making them. `finish` adds to the shaped rows what no SQL
    can, and never stops the load; whoever publishes must say which, or None. `on_step` hears each of STEPS as it is
    reached, `progress` sentences for a person.

    Raises DataError when another loader is at work, the disk is full or the current version is damaged, and
    whatever `fill` raises; CURRENT is then as it was.
    """
    build = _Build(
        folder=folder,
        fresh=fresh,
        anew=anew,
        shaped=shaped,
        finish=finish,
        on_step=on_step,
        progress=progress,
        settings=settings or environment.load(),
    )
    folder.mkdir(parents=True, exist_ok=True)
    with alone(folder, patience), _told(folder):
        remove_unpublished(folder)
        on_step("start")
        try:
            if (rows := build.write(fill)) is None:
                return None
            number = build.named(rows)
        finally:
            remove_unpublished(folder)
        prune(folder)
        on_step("end")
    return number


def rebuild(folder: Path, *, finish: Finish | None, progress: Say = silent, settings: Settings | None = None) -> int:
    """Make the current version's rows anew into tables and shapes of this release, and give the new version's number.

    Raises DataError when there is no warehouse to rebuild.
    """
    current(folder)
    number = publish(folder, _all_anew, anew=True, finish=finish, progress=progress, settings=settings)
    return number or current(folder)


def _all_anew(connection: duckdb.DuckDBPyConnection) -> bool:
    forget_months(connection)
    return True


def rollback(folder: Path, number: int | None = None, *, patience: float = PATIENCE) -> int:
    """Make version `number` current (the one before the current when None) and give its number.

    Raises DataError when there is no such version, or when it is damaged.
    """
    if not exists(folder):
        current(folder)
    with alone(folder, patience):
        remove_unpublished(folder)
        known = {version.number: version for version in versions(folder)}
        now = next((version.number for version in known.values() if version.current), None)
        if number is None:
            earlier = [earlier for earlier in known if now is None or earlier < now]
            if not earlier:
                raise DataError("There is no version before {number} in {folder}.", number=str(now), folder=folder)
            number = max(earlier)
        if number not in known:
            raise DataError(
                "There is no version {number} in {folder}. There are: {known}.",
                number=str(number),
                folder=folder,
                known=", ".join(map(str, known)) or "-",
            )
        with _told(folder):
            verify(file_of(folder, number), environment.load())
        swap_pointer(folder, write_pointer(folder, number))
    return number


@dataclass(frozen=True, kw_only=True)
class _Build:
    """A version on its way into a file of its own, beside the current one."""

    folder: Path
    """Where the versions of the warehouse lie."""
    fresh: bool
    """Start from empty tables, whatever is current."""
    anew: bool
    """Make all shapes anew, whatever was changed."""
    shaped: Shaped | None
    """Puts shapes and whole months there that were made elsewhere; None: they are made here."""
    finish: Finish | None
    """Adds to the shaped rows what no SQL can; None: nothing is added."""
    on_step: Say
    """Hears each of STEPS as it is reached."""
    progress: Say
    """Hears sentences for a person."""
    settings: Settings
    """They tell the company's folder, and how the database engine is opened."""

    @property
    def path(self) -> Path:
        """The file, which has no number yet."""
        return self.folder / f".build.{os.getpid()}.duckdb"

    def named(self, rows: Mapping[parts.Table, int]) -> int:
        """Sum and check the finished file, give it its number and make it current. rows: how many each table holds."""
        self.progress("Checking the new version")
        verify(self.path, self.settings, seal(self.path, self.settings, rows))
        sync_file(self.path)
        self.on_step("synced")
        number = following(self.folder)
        announce(self.folder, number)
        self.path.replace(file_of(self.folder, number))
        self.on_step("renamed")
        sync_folder(self.folder)
        self.on_step("folder synced")
        pointer = write_pointer(self.folder, number)
        self.on_step("pointer written")
        swap_pointer(self.folder, pointer)
        self.on_step("pointer swapped")
        return number

    def write(self, fill: Fill) -> Mapping[parts.Table, int] | None:
        """Write the new version; gives how many rows each table holds, None when nothing changed."""
        company = _CompanyFiles.read(self.settings.company)
        copied = self._copy()
        connection = engines.loader(self.path, self.settings)
        try:
            self.on_step("opened")
            connection.execute("begin")
            if not copied:
                schema.create(connection)
            refreshed = self._refreshed(connection) if copied else None
            self.progress("Writing rows")
            if not fill(connection):
                connection.execute("rollback")
                return None
            schema.sign(connection, refreshed or 0)
            company.write(connection, demo=self.fresh or schema.of_demo(connection))
            public_days.complete(connection)
            manifest.write(connection, "main")
            self.on_step("mid-transaction")
            connection.execute("commit")
            self.on_step("committed")
            self._shape(connection, refreshed)
            self.on_step("checkpointed")
            rows = manifest.rows(connection)
        finally:
            connection.close()
        if self.path.with_suffix(".duckdb.wal").exists():
            raise DataError(
                "The new version in {folder} was not closed whole; nothing was changed.", folder=self.folder
            )
        self.on_step("closed")
        return rows

    def _copy(self) -> bool:
        """Begin with the rows of the current version, in the tables of this release; False where there are none."""
        copied = exists(self.folder) and not self.fresh
        if copied:
            self.progress("Copying the current version")
            copying.copy(file_of(self.folder, current(self.folder)), self.path)
        self.on_step("copied")
        if copied:
            self._bring_up()
        return copied

    def _bring_up(self) -> None:
        """Give a copied version that an earlier release made the tables of this one; its rows stay."""
        with closing(engines.loader(self.path, self.settings)) as connection:
            same = schema.told_by(connection).get("schema") == schema.made_by()["schema"]
            rows = engines.rows_held(connection)
        if same:
            return
        self.progress("Carrying over the rows of an earlier release")
        before = self.path.replace(self.path.with_suffix(".before.duckdb"))
        with closing(engines.loader(self.path, self.settings)) as connection:
            engines.make_room(connection, rows)
            schema.carry_over(connection, before)
        before.unlink()

    def _refreshed(self, connection: duckdb.DuckDBPyConnection) -> int | None:
        """How often the shapes will have been brought up since all of them were made.

        0 where it is time to make all of them, and to hold them against those brought up; None where none can be.
        """
        told, mine = schema.told_by(connection), schema.made_by()
        before = schema.refreshed(connection)
        if self.anew or before is None or any(told.get(part) != made for part, made in mine.items()):
            return None
        return (before + 1) % (MOST_REFRESHED + 1)

    def _shape(self, connection: duckdb.DuckDBPyConnection, refreshed: int | None) -> None:
        """Give committed rows their shapes and whole months, and let `finish` add its own."""
        self.progress("Shaping rows")
        if self.shaped is not None:
            self.shaped(connection)
        else:
            self._make_here(connection, refreshed)
        self.progress("Scoring customers")
        finished(connection, self.finish)
        connection.execute("checkpoint")

    def _make_here(self, connection: duckdb.DuckDBPyConnection, refreshed: int | None) -> None:
        """Make the shapes, or bring them up to the rows, and close the months."""
        brought = refreshed is not None and self._bring_up_shapes(connection)
        if brought and refreshed == 0:
            schema.tell_differing(connection, [*differing(connection), *differing_months(connection)])
            forget_months(connection)
            manifest.write(connection, "main")
        if not brought or not refreshed:
            shape.forget(connection)
            shape.build(connection)
            self.progress("Closing months")
            close_months(connection)

    def _bring_up_shapes(self, connection: duckdb.DuckDBPyConnection) -> bool:
        """Bring the shapes up; False where those of the version before can't be read, or are not what was written."""
        written = manifest.written(connection, "shape")
        try:
            done = bring_up(connection, file_of(self.folder, current(self.folder)), then=close_touched)
            kept = [("shape", name) for name, way in done.items() if way == "kept"]
            held = manifest.held(connection, kept)
        except duckdb.Error as error:
            if not engines.damaged(error):
                raise
            return False
        return all(held[table] == written.get(table[1]) for table in kept)


@dataclass(frozen=True)
class _CompanyFiles:
    """The company's files that each version keeps a copy of, read before anything is written."""

    rule: tiers.TierRule
    hours: calendars.Calendars
    listed: tuple[reasons.ContactReason, ...] | None
    critical: tuple[str, ...]
    themes: tuple[themes.CommentTheme, ...] | None

    @classmethod
    def read(cls, company: Path) -> _CompanyFiles:
        return cls(
            tiers.read(company),
            calendars.read(company),
            reasons.read(company),
            critical.read(company),
            themes.read(company),
        )

    def write(self, connection: duckdb.DuckDBPyConnection, *, demo: bool) -> None:
        """Put what they say into a version; where they say no list, a demo and a new company keep their own."""
        tiers.write(connection, self.rule)
        calendars.write(connection, self.hours)
        critical.write(connection, self.critical)
        if self.listed is not None or not demo:
            reasons.write(connection, self.listed or ())
        if self.themes is not None or not demo:
            themes.write(connection, self.themes or ())


def seal(path: Path, settings: Settings, rows: Mapping[parts.Table, int]) -> Sequence[manifest.Summed]:
    """Open a file that was closed, and write into it what it holds, as read from the disk; the parts of that.

    Raises DataError when these are not the rows that were written. rows: how many each table should hold.
    """
    with closing(engines.loader(path, settings)) as connection:
        sealed, wrong = manifest.seal(connection, rows)
    _refuse(path, wrong)
    return sealed


def verify(path: Path, settings: Settings, sealed: Sequence[manifest.Summed] = ()) -> None:
    """Open a finished file again, as a reader will, and hold every table against its manifest.

    sealed: the parts that were just read of it, whose rows are counted; else all rows are read.
    """
    with closing(engines.reader(path, settings, seconds=None)) as connection:
        wrong = manifest.differences(lambda sql: connection.execute(sql).fetchall(), sealed)
    _refuse(path, wrong)


def _refuse(path: Path, wrong: Sequence[str]) -> None:
    if wrong:
        raise DataError(
            "{file} does not hold what its manifest says, in {tables}; nothing was changed.",
            file=path.name,
            tables=", ".join(wrong),
        )


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """Say what the disk or the file would not do, as a sentence; the warehouse is as it was."""
    try:
        yield
    except (OSError, duckdb.Error) as error:
        full = isinstance(error, OSError | duckdb.OutOfMemoryException)
        if not full and not engines.damaged(error):
            raise
        raise DataError(
            "The warehouse in {folder} could not be written or read: {reason} It is as it was."
            " Free some room on the disk or set CRM_MEMORY (as in 8GB), or see with the command doctor whether a"
            " version is damaged.",
            folder=folder,
            reason=str(error).split("\n")[0].strip(),
        ) from error
