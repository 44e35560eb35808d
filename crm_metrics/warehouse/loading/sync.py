"""All sources of a company into one version: what is missing is waited for, what fails is told, nothing is half in.

Each source is loaded in a transaction of its own on the version being built, so that one that is refused leaves no row
behind; the version is published once, at the end, under the lock that every load takes.
"""

from __future__ import annotations

import shutil
import time as clock
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import duckdb

from crm_metrics.declared import stamp
from crm_metrics.errors import CrmError, DataError, DefinitionError
from crm_metrics.warehouse.files.databases.extracting import check, extract
from crm_metrics.warehouse.files.databases.servers import Server, UnreachableError
from crm_metrics.warehouse.files.documents import document_files
from crm_metrics.warehouse.files.texts import Progress
from crm_metrics.warehouse.finishing import Finish
from crm_metrics.warehouse.loading import aliases, rejects
from crm_metrics.warehouse.loading.account import ImportReport
from crm_metrics.warehouse.loading.home import check_agreement, declared_zones
from crm_metrics.warehouse.loading.load import Load, starts_afresh, steps
from crm_metrics.warehouse.loading.rejects import Reject, Say
from crm_metrics.warehouse.loading.schedule import Schedule, ScheduledSource
from crm_metrics.warehouse.loading.staging import forget
from crm_metrics.warehouse.mapping.source import JSON_ENDINGS, Source, ending
from crm_metrics.warehouse.notes import Note
from crm_metrics.warehouse.publish import PATIENCE, publish, silent
from crm_metrics.warehouse.store import TAKEN, open_warehouse
from crm_metrics.warehouse.versions import exists

Now = Callable[[], datetime]
Sleep = Callable[[float], None]


@dataclass(frozen=True)
class Part:
    """What became of one source: its report when it was read, and what went wrong."""

    name: str
    report: ImportReport | None = None
    troubles: tuple[Note | CrmError, ...] = ()
    stopped: bool = False  # it is required, and was missing or refused

    @property
    def well(self) -> bool:
        """Whether all its rows are in, and in time."""
        return self.report is not None and not self.troubles and not self.report.rejected


@dataclass(frozen=True)
class SyncReport:
    """What became of every source. version: the new one, None when nothing was published."""

    parts: tuple[Part, ...]
    version: int | None
    rejects: Path

    @property
    def exit_code(self) -> int:
        """0 all is in; 1 something is late, missing, refused or rejected; 2 nothing could be loaded."""
        if any(part.stopped for part in self.parts) or all(part.report is None for part in self.parts):
            return 2
        return 0 if all(part.well for part in self.parts) else 1


def sync(
    schedule: Schedule,
    warehouse: Path,
    *,
    finish: Finish | None,
    accept_rejects: bool = False,
    say: Say = rejects.plain,
    progress: Progress = silent,
    now: Now = lambda: datetime.now(UTC),
    sleep: Sleep = clock.sleep,
    patience: float = PATIENCE,
) -> SyncReport:
    """Load every source of the schedule into one new version of the warehouse, or leave it as it was.

    accept_rejects: load each source however many of its rows are left out. now, sleep: the clock, for tests.
    patience: seconds to wait for another load.

    Raises DataError when another load is at work or the warehouse can't be written.
    """
    zone = _zone(warehouse)
    absent = _wait(schedule, zone, progress, now, sleep)
    run = _Sync(
        schedule=schedule,
        warehouse=warehouse,
        absent=absent,
        accept_rejects=accept_rejects,
        progress=progress,
        now=now(),
        rejects=_Rejects(warehouse, say),
    )
    run.rejects.write([])
    if not any(entry.required and entry.name in absent for entry in schedule.entries):
        with suppress(_RequiredError):
            run.version = publish(
                warehouse,
                run.fill,
                fresh=starts_afresh(warehouse),
                finish=finish,
                progress=steps(progress),
                patience=patience,
            )
    return run.report(zone)


class _RequiredError(Exception):
    """A required source was refused: nothing is published."""


@dataclass
class _Rejects:
    """The rejected rows of all sources, one list."""

    folder: Path
    say: Say
    begun: bool = False

    def write(self, rows: Iterable[Reject]) -> None:
        rejects.write(self.folder, rows, self.say, more=self.begun)
        self.begun = bool(self.begun or rows != [])


@dataclass(kw_only=True)
class _Sync:
    """One run over all sources that are there."""

    schedule: Schedule
    """The company's sources, in the order in which they are loaded."""
    warehouse: Path
    """The folder of the warehouse that takes the rows."""
    absent: dict[str, Note]
    """The sources that are not there → why."""
    accept_rejects: bool = False
    """However many rows of a source are left out, the others are loaded."""
    progress: Progress
    """Hears each source by its name, then its files with the bytes done and the bytes in all."""
    now: datetime
    """The instant of the run, one for all sources."""
    rejects: _Rejects
    """Gathers the rows left out of all sources in one file."""
    parts: dict[str, Part] = field(default_factory=dict)
    """What became of those that were tried."""
    version: int | None = None
    """The new one, None while nothing was published."""

    def fill(self, connection: duckdb.DuckDBPyConnection) -> bool:
        """Load the sources one by one; whether any brought something new."""
        news = False
        for entry in self._in_order(connection):
            connection.execute("commit")  # what the sources before have brought stays, whatever becomes of this one
            connection.execute("begin")
            try:
                news = self._load(connection, entry) or news
            except (DataError, DefinitionError, OSError) as caught:
                error = _told(caught)
                connection.execute("rollback")
                connection.execute("begin")
                connection.execute("set TimeZone = 'UTC'")
                self.parts[entry.name] = Part(entry.name, None, (error,), entry.required)
                if entry.required:
                    raise _RequiredError from error
            forget(connection)
        return news

    def _in_order(self, connection: duckdb.DuckDBPyConnection) -> list[ScheduledSource]:
        """The sources that are there; before anybody has founded the company, who brings it comes first.

        Raises DataError when nobody does and the sources declare different time zones.
        """
        there = [entry for entry in self.schedule.entries if entry.name not in self.absent]
        if connection.execute("select 1 from main.company where coalesce(_source, '') <> ?", [TAKEN]).fetchone():
            return there
        first = [entry for entry in there if _brings_company(entry)]
        if not first:
            check_agreement(_mappings(there))
        zoned = [entry for entry in there if entry not in first and any(map(declared_zones, _mappings([entry])))]
        return [*first, *zoned, *(entry for entry in there if entry not in (*first, *zoned))]

    def _load(self, connection: duckdb.DuckDBPyConnection, entry: ScheduledSource) -> bool:
        self.progress(entry.name, 0, 0)
        with TemporaryDirectory(prefix="pulso-") as scratch:
            source = entry.source(self.schedule.alias)
            folder, told = _folder(entry, source, Path(scratch))
            load = Load(
                folder=folder,
                warehouse=self.warehouse,
                source=source,
                write_rejects=self.rejects.write,
                full=entry.full,
                accept_rejects=self.accept_rejects,
                progress=self.progress,
                now=self.now,
                say=self.rejects.say,
            )
            load.find_files(named=True)
            news = load.fill(connection)
        report = load.report(self.warehouse / rejects.FILE, None)
        self.parts[entry.name] = Part(entry.name, replace(report, notices=(*told, *report.notices)))
        return news

    def report(self, zone: ZoneInfo) -> SyncReport:
        """What became of all sources, those that were missing or reach too short among them."""
        reach = _reach(self.warehouse)
        parts = []
        for entry in self.schedule.entries:
            part = self.parts.get(entry.name) or Part(entry.name)
            missing = self.absent.get(entry.name)
            if missing:
                part = Part(entry.name, None, (missing,), entry.required)
            elif part.report is not None:
                part = replace(part, troubles=tuple(self._late(entry, reach.get(entry.name), zone)))
            parts.append(part)
        return SyncReport(tuple(_once(parts)), self.version, self.warehouse / rejects.FILE)

    def _late(self, entry: ScheduledSource, through: object, zone: ZoneInfo) -> Iterator[Note]:
        stale = _stale(entry, self.now, zone)
        if stale:
            yield stale
        if entry.lag_days is None or through is None:
            return
        due = self.now.astimezone(zone).date() - timedelta(days=entry.lag_days)
        if str(through) < str(due):
            yield Note(
                "{source} is late: its rows reach {day}, and should reach {due}.",
                {"source": entry.name, "day": through, "due": due},
            )


def _mappings(entries: Iterable[ScheduledSource]) -> Iterator[Source]:
    """The mappings of sources; one that is wrong is told when it is loaded."""
    for entry in entries:
        with suppress(CrmError):
            yield entry.source(None)


def _brings_company(entry: ScheduledSource) -> bool:
    return any(mapping.file_for(file.name) == "company" for mapping in _mappings([entry]) for file in _files(entry))


def _told(error: DataError | DefinitionError | OSError) -> DataError | DefinitionError:
    """What a source is refused with; its file may have gone, or be shut, since it was looked for."""
    if isinstance(error, OSError):
        template = "{file} can't be read or written: {reason}."
        return DataError(template, file=error.filename, reason=error.strerror or "?")
    return error


def _once(parts: Sequence[Part]) -> Iterator[Part]:
    """Aliases are computed anew by every source: only the last one's account of them is true of the version."""
    last = next((part.name for part in reversed(parts) if part.report is not None), None)
    for part in parts:
        report = part.report
        if report is not None and part.name != last:
            report = replace(report, notices=tuple(note for note in report.notices if note.template != aliases.NOTICE))
        yield replace(part, report=report)


# -------------------------------------------------------------------- what is there


def _wait(schedule: Schedule, zone: ZoneInfo, progress: Progress, now: Now, sleep: Sleep) -> dict[str, Note]:
    """Look for every source, again and again as each allows, and give those that are not there."""
    tried = 0
    missing: dict[str, Note] = {}
    while True:
        # a server that answered once is not asked again: a wrong password, told over and over, locks an account
        due = [entry for entry in schedule.entries if not tried or not entry.server or entry.name in missing]
        missing = {entry.name: why for entry in due if (why := _missing(entry))}
        waiting = [
            entry
            for entry in schedule.entries
            if tried < entry.retries and (entry.name in missing or _stale(entry, now(), zone))
        ]
        if not waiting:
            return missing
        tried += 1
        progress(", ".join(entry.name for entry in waiting) + " …", 0, 0)
        sleep(max(entry.wait_seconds for entry in waiting))


def _missing(entry: ScheduledSource) -> Note | None:
    try:
        return _absent(entry)
    except OSError as error:  # a folder that this user may not open, a share that has gone
        return Note(
            "{source} is missing: {place} can't be read: {problem}.",
            {"source": entry.name, "place": entry.place, "problem": error.strerror or "?"},
        )


def _absent(entry: ScheduledSource) -> Note | None:
    if entry.server:
        return _silent(entry.name, entry.server)
    if entry.kind == "folder" and entry.place.is_dir():
        if _files(entry):
            return None
        return Note(
            "{source} is missing: no file in {place} is known to its mapping.",
            {"source": entry.name, "place": entry.place},
        )
    if entry.kind != "folder" and entry.place.is_file():
        return None
    return Note("{source} is missing: there is no {place}.", {"source": entry.name, "place": entry.place})


def _silent(name: str, server: Server) -> Note | None:
    try:
        check(server)
    except UnreachableError:
        return Note("{source} is missing: {server} does not answer.", {"source": name, "server": server.name})
    except DataError:  # told when it is loaded: waiting does not mend it
        pass
    return None


def _stale(entry: ScheduledSource, now: datetime, zone: ZoneInfo) -> Note | None:
    """Why its files are not of today, once the hour is past by which they should be."""
    files = _files(entry)
    if entry.expected_by is None or not files:
        return None
    here = now.astimezone(zone)
    due = here.date() if here.time() >= entry.expected_by else here.date() - timedelta(days=1)
    times = [found[1] for file in files if (found := stamp(file)) is not None]  # one may have gone meanwhile
    written = datetime.fromtimestamp(max(times, default=0) / 1e9, zone)
    if written.date() >= due:
        return None
    return Note(
        "{source} is late: its newest file was written on {day}, and one of {due} was expected by {hour}.",
        {"source": entry.name, "day": written.date(), "due": due, "hour": f"{entry.expected_by:%H:%M}"},
    )


def _files(entry: ScheduledSource) -> list[Path]:
    if entry.kind != "folder":
        return [entry.place] if entry.place.is_file() else []
    if not entry.place.is_dir():
        return []
    try:
        mapping = entry.source(None)
    except CrmError:  # told when it is loaded
        return [path for path in entry.place.iterdir() if path.is_file()]
    loose = [path for path in entry.place.iterdir() if path.is_file() and _may_read(mapping, path.name)]
    return [*loose, *(map(Path, document_files(entry.place)) if mapping.documents is not None else ())]


def _may_read(mapping: Source, file: str) -> bool:
    """Whether a file is one of the source's by its name, or may be by the names of the lists in it."""
    return mapping.may_read(file) or ending(file) in JSON_ENDINGS


def _folder(entry: ScheduledSource, source: Source, scratch: Path) -> tuple[Path, tuple[Note, ...]]:
    """The folder to import from, and what is to be told of it; what is no folder is brought into one."""
    if entry.kind == "folder":
        return entry.place, ()
    if entry.kind == "file":
        if not source.may_read(entry.place.name):
            raise DataError(
                "{file} is no file that source {source} knows. It reads files named {expected} (.csv, .csv.gz, .xlsx,"
                " .parquet).",
                file=entry.place.name,
                source=entry.mapping,
                expected=", ".join(name for rule in source.files.values() for name in rule.names),
            )
        shutil.copyfile(entry.place, scratch / entry.place.name)
        return scratch, ()
    return scratch, extract(entry.server or entry.place, source, entry.queries, scratch)


def _zone(warehouse: Path) -> ZoneInfo:
    if not exists(warehouse):
        return ZoneInfo("UTC")
    with closing(open_warehouse(warehouse)) as opened:
        return ZoneInfo(opened.company.time_zone)


def _reach(warehouse: Path) -> dict[str, object]:
    """How far each source's rows reach in the current version."""
    if not exists(warehouse):
        return {}
    with closing(open_warehouse(warehouse)) as opened:
        return {source.name: source.through for source in opened.sources}
