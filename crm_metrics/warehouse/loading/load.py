"""Import a folder of files: read, convert, check, reconcile, and publish a version, or change nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory, mkdtemp
from weakref import finalize

import duckdb

from crm_metrics.errors import DataError
from crm_metrics.settings import company_folder
from crm_metrics.warehouse import doctor, engines
from crm_metrics.warehouse.company import mappings
from crm_metrics.warehouse.files.gathering import Gathering
from crm_metrics.warehouse.files.headers import Wanted
from crm_metrics.warehouse.files.reading import LandedFile, LandingZone
from crm_metrics.warehouse.files.texts import Progress
from crm_metrics.warehouse.finishing import Finish
from crm_metrics.warehouse.loading import aliases, currencies, exclusions, overlaps, rejects, twins
from crm_metrics.warehouse.loading.account import (
    Books,
    FileCount,
    ImportReport,
    TableCount,
    count,
    orphans,
    reject_documents,
    rejected_rows,
)
from crm_metrics.warehouse.loading.folder import known_files
from crm_metrics.warehouse.loading.home import own_tax_ids, take_currency, take_zone
from crm_metrics.warehouse.loading.merging import Merge, MergedBatch
from crm_metrics.warehouse.loading.offering.offer import Offer, make_rows, offer, tell_as_written
from crm_metrics.warehouse.loading.omissions import Omissions
from crm_metrics.warehouse.loading.rejects import Reject, Say, refuse
from crm_metrics.warehouse.loading.staging import Stage, collect
from crm_metrics.warehouse.loading.withdrawing import hold_newest, withdraw_documents, withdraw_excluded, withhold
from crm_metrics.warehouse.mapping import needs
from crm_metrics.warehouse.mapping.language import open_source
from crm_metrics.warehouse.mapping.source import Source
from crm_metrics.warehouse.notes import Note
from crm_metrics.warehouse.publish import publish, silent
from crm_metrics.warehouse.shape import zone_of
from crm_metrics.warehouse.store import open_warehouse
from crm_metrics.warehouse.tables import tables
from crm_metrics.warehouse.versions import exists

WARNED = 5  # warnings told after an import; the doctor tells the others
NAMED = 5  # of many columns left aside, those that are named


def import_folder(
    folder: Path,
    warehouse: Path,
    source: str | None = None,
    *,
    finish: Finish | None,
    full: bool = False,
    check: bool = False,
    accept_rejects: bool = False,
    say: Say = rejects.plain,
    progress: Progress = silent,
    now: datetime | None = None,
) -> ImportReport:
    """Bring the files of `folder` into the warehouse, by the source named (or its TOML), else as plain input tables.

    full: the files are all of their source's tables, what is missing in them is withdrawn. check: change nothing.
    accept_rejects: publish however many rows are left out.
    say: tells a sentence in the reader's language, for `rejects.csv`. progress hears a file with bytes done and
    bytes in all, or the sentence of a step with 0 and 0.

    Raises DataError when the load is refused (the warehouse is then as it was) and DefinitionError for a source that
    is wrong.
    """
    write = partial(rejects.write, warehouse, say=say)
    named = source is not None
    source = mappings.chosen(company_folder(), folder, source)
    path = write([])  # what an earlier run left there is no longer true, whatever comes of this one
    load = Load(
        folder=folder,
        warehouse=warehouse,
        source=open_source(source),
        write_rejects=write,
        full=full,
        check=check,
        accept_rejects=accept_rejects,
        progress=progress,
        now=now or datetime.now(UTC),
        say=say,
    )
    load.find_files(named=named)
    version = publish(warehouse, load.fill, fresh=load.fresh(), finish=finish, progress=steps(progress))
    if version is not None:
        load.warn()
    return load.report(path, version)


def starts_afresh(warehouse: Path) -> bool:
    """Whether the warehouse holds the demo company, with whose rows a company's never mix."""
    if not exists(warehouse):
        return False
    with closing(open_warehouse(warehouse)) as current:
        return current.origin == "demo"


def steps(progress: Progress) -> Callable[[str], None]:
    """What hears the steps of publishing, each of unknown length."""
    return lambda sentence: progress(sentence, 0, 0)


@dataclass(kw_only=True)
class Load:
    """One import: finds its files, then fills a version being built."""

    folder: Path
    """Where the files lie."""
    warehouse: Path
    """The folder of the warehouse that takes the rows."""
    source: Source
    """What says how the files are read and what is made of them."""
    write_rejects: Callable[[Iterable[Reject]], object]
    """Takes the rows left out, each with its reason."""
    full: bool = False
    """The files are all there is: what they lack is withdrawn."""
    check: bool = False
    """Change nothing."""
    accept_rejects: bool = False
    """However many rows are left out, the others are loaded."""
    progress: Progress = silent
    """Hears each file with the bytes done and the bytes in all."""
    now: datetime
    """The instant of the load: nothing that has happened lies after it."""
    company: Path = field(default_factory=company_folder)
    """The folder of the company's own files."""
    say: Say = rejects.plain
    """A sentence in the reader's language."""
    files: list[tuple[str, Path]] = field(default_factory=list)
    """Those that the source knows, each with its kind."""
    documents: bool = False
    """Whether the folder holds XML documents that the source reads."""
    landed: list[tuple[str, LandedFile]] = field(default_factory=list)
    """The files once read into tables of text, each with its kind."""
    counts: list[TableCount] = field(default_factory=list)
    """What became of the rows of each input table, filled once all are merged."""
    notices: list[Note] = field(default_factory=list)
    """What is to be told after the import."""

    def report(self, path: Path, version: int | None) -> ImportReport:
        """What was done, or would be."""
        files = tuple(FileCount(landed.file, landed.records, landed.blank) for _, landed in self.landed)
        return ImportReport(
            source=self.source.name,
            tables=tuple(self.counts),
            files=files,
            notices=tuple(self.notices),
            rejects=path,
            version=version,
        )

    def warn(self) -> None:
        """Tell what of this source looks improbable, now that it is published; the doctor tells all of it."""
        with closing(open_warehouse(self.warehouse)) as opened:
            warnings = [warning for warning in doctor.improbable(opened) if warning.parts["source"] == self.source.name]
        self.notices += warnings[:WARNED]
        if len(warnings) > WARNED:
            self.note("{count} more warnings of this kind: see the command doctor.", count=len(warnings) - WARNED)

    def note(self, template: str, **parts: object) -> None:
        """Something to tell after the import."""
        self.notices.append(Note(template, parts))

    def find_files(self, named: bool) -> None:
        """The files that the source knows; the others are named. DataError when it knows none."""
        scratch = Path(mkdtemp(prefix="pulso-"))  # of ZIP files; as long as this load lives, for what is in them
        finalize(self, rmtree, scratch, ignore_errors=True)
        self.files, self.documents, notices = known_files(self.folder, self.source, named, scratch)
        self.notices += notices

    # ------------------------------------------------------------ the load itself

    def fresh(self) -> bool:
        """Whether to start from empty: a demo company's rows never mix with a company's."""
        demo = starts_afresh(self.warehouse)
        if demo:
            self.note("The warehouse held the demo company: the import starts from empty, without its rows.")
        return demo

    def fill(self, connection: duckdb.DuckDBPyConnection) -> bool:
        """Write everything into a version being built; False when there is nothing new, or with `check`."""
        connection.execute("set TimeZone = 'UTC'")
        with TemporaryDirectory(prefix="pulso-") as scratch:
            self._land(LandingZone(connection, Path(scratch), self.progress))
        engines.make_room(connection, engines.rows_held(connection) + sum(landed.records for _, landed in self.landed))
        stage = Stage(connection=connection, source=self.source, files=tuple(self.landed))
        return self._bring(connection, stage) and not self.check

    def _land(self, landing: LandingZone) -> None:
        steps = (partial(self._land_one, landing, at, kind, path) for at, (kind, path) in enumerate(self.files))
        refuse(collect(steps))
        if self.documents:
            self._gather(landing)

    def _gather(self, landing: LandingZone) -> None:
        """Bring the documents of the folder into a table for each kind of row."""
        columns = {kind: needs.columns(self.source, kind) for kind in self.source.kinds_of_rows()}
        mine = own_tax_ids(landing.connection, self.source)
        gathering = Gathering(zone=landing, source=self.source, columns=columns, mine=mine)
        self.landed += gathering.land(self.folder)

    def _land_one(self, landing: LandingZone, at: int, kind: str, path: Path) -> None:
        source = self.source
        columns, required, filled = (say(source, kind) for say in (needs.columns, needs.required, needs.filled))
        wanted = Wanted(source.file(kind), columns, required, filled, kind=kind)
        try:
            landed = landing.land(path, wanted, f"landed_{at}")
        except PermissionError as error:
            raise DataError("{file} may not be read by this user.", file=path.name) from error
        self.landed.append((kind, landed))
        if landed.header.unknown and not wanted.rule.header:  # those of a declared header the source knows itself
            self._note_unknown(landed)
        if landed.records > landed.blank:
            return
        if self.full:
            raise DataError(
                "{file} has a header and no rows; with --full that would withdraw all that is known.", file=landed.file
            )
        self.note("{file} has a header and no rows.", file=landed.file)

    def _note_unknown(self, landed: LandedFile) -> None:
        """Name the columns left aside: all of them when they are few, else how many and the first."""
        names = landed.header.unknown
        if len(names) <= NAMED:
            self.note(
                "{file}: these columns are not known and were left aside: {columns}.",
                file=landed.file,
                columns=", ".join(names),
            )
        else:
            self.note(
                "{file}: {count} columns are not known and were left aside: {columns} …",
                file=landed.file,
                count=len(names),
                columns=", ".join(names[:NAMED]),
            )

    def _bring(self, connection: duckdb.DuckDBPyConnection, stage: Stage) -> bool:
        """Convert, offer and merge; the company first, for its zone is that of all others."""
        merged: dict[str, tuple[MergedBatch, ...]] = {}
        early = [kind for kind in stage.kinds() if kind == "company" and self.source.files[kind].names == ("company",)]
        stage.zone = self._zone(connection, stage, early, merged)
        stage.civil_zone = self._civil_zone(connection)
        connection.execute(f"set TimeZone = '{stage.civil_zone}'")
        refuse(collect(partial(stage.convert, kind) for kind in stage.kinds() if kind not in early))
        make_rows(stage)
        offers = self._offers(stage, merged)
        withhold(stage, offers)
        hold_newest(stage, offers, full=self.full)
        if self.documents:
            reject_documents(stage.connection, stage.files, offers)
        take_currency(connection, [offered for of_table in offers.values() for offered in of_table], stage.signs)
        zone = zone_of(connection)
        merge = Merge(connection, self.source.name, zone, self.now)
        omissions = Omissions(
            connection=connection,
            source=self.source.name,
            zone=zone,
            now=self.now,
            files=[landed for _, landed in self.landed],
        )
        omissions.begin(offers)
        withdrawn = 0
        for table, of_table in offers.items():
            merged[table] = self._merge(merge, of_table)
            for offered in of_table:
                tell_as_written(stage, offered)
            if self.full:
                withdrawn += self._withdraw(merge, table, of_table)
        excluded = exclusions.found(stage)
        self.notices += [one.told() for one in excluded]
        withdrawn += withdraw_excluded(stage, offers) + withdraw_documents(stage)
        self._account(connection, stage, merged)
        connection.execute("set TimeZone = 'UTC'")
        changed = withdrawn + self._join(connection, offers.get("customer", ()))
        changed += omissions.keep(offers, merged, full=self.full)
        files = [landed for _, landed in self.landed]
        return Books(connection, self.source, self.now).keep(merged, files, changed, excluded)

    def _offers(self, stage: Stage, merged: Collection[str]) -> dict[str, list[Offer]]:
        """What the rules make of the files, by input table, in the company's currency; not of those merged already."""
        offers: dict[str, list[Offer]] = {}
        for rule in self.source.tables:
            offered = offer(stage, rule) if rule.table not in merged else None
            if offered:
                of_table = offers.setdefault(rule.table, [])
                currencies.exchange(stage, offered, self.company, zone_of(stage.connection), of_table)
                of_table.append(offered)
        return offers

    def _join(self, connection: duckdb.DuckDBPyConnection, offers: Sequence[Offer]) -> int:
        """Join customers of several sources by the declared keys; how many aliases are new or gone."""
        aliases.learn(connection, self.source.name, self.source.alias, offers)
        joined = aliases.join(connection)
        if joined.rows or joined.changed:
            aliases.write_list(self.warehouse, joined, self.say)
            self.note(aliases.NOTICE, count=joined.aliases, apart=joined.apart, file=aliases.FILE)
        for key in aliases.unseen(connection, self.source.alias) if offers else ():
            self.note(
                "The key {key} joins nobody: no source has brought customers with a column of that name.", key=key
            )
        return joined.changed

    def _zone(
        self,
        connection: duckdb.DuckDBPyConnection,
        stage: Stage,
        early: Sequence[str],
        merged: dict[str, tuple[MergedBatch, ...]],
    ) -> str:
        """The zone of instants that tell none; a company that comes with this load is merged first."""
        for kind in early:
            stage.convert(kind)
            rule = next(rule for rule in self.source.tables if rule.table == kind)
            offered = offer(stage, rule)
            if offered:
                merged[kind] = self._merge(Merge(connection, self.source.name, "UTC", self.now), [offered])
                tell_as_written(stage, offered)
        self.notices += take_zone(connection, self.source)
        if self.source.time_zone:
            return self.source.time_zone
        return zone_of(connection)

    def _civil_zone(self, connection: duckdb.DuckDBPyConnection) -> str:
        """The zone of days without an hour: the company's; while there is none, that which the source declares."""
        row = connection.execute("select time_zone from main.company").fetchone()
        return str(row[0]) if row else self.source.time_zone or "UTC"

    @staticmethod
    def _merge(merge: Merge, offers: Sequence[Offer]) -> tuple[MergedBatch, ...]:
        offers = twins.numbered(merge.connection, offers)
        merge.reject_twins(offers)
        return tuple(merge.batch(offered) for offered in offers)

    def _withdraw(self, merge: Merge, table: str, offers: Sequence[Offer]) -> int:
        gone = merge.withdraw(tables()[table], offers)
        if gone:
            self.note("{table}: {count} rows that the files no longer hold were withdrawn.", table=table, count=gone)
        return gone

    # ------------------------------------------------------------ the account of it

    def _account(
        self, connection: duckdb.DuckDBPyConnection, stage: Stage, merged: Mapping[str, Sequence[MergedBatch]]
    ) -> None:
        """Counts, rejects and notices; DataError when more rows are rejected than the source allows."""
        self.notices += stage.notices
        for table in [name for name in tables() if name in merged]:
            self.counts.append(count(table, merged[table]))
            self.notices += orphans(connection, table)
            self.notices += [note for batch in merged[table] for note in batch.notes]
        self.notices += overlaps.kept(connection)
        self.write_rejects(rejected_rows(connection, [landed for _, landed in self.landed], self.documents))
        for landed in (file for _, file in self.landed if file.blank):
            self.note("{file}: {count} blank lines were skipped.", file=landed.file, count=landed.blank)
        self.notices += [Note(note, {}) for note in self.source.notes]
        self._refuse_too_many()

    def _refuse_too_many(self) -> None:
        """Raise TooManyRejectsError, a sentence for each table of which more is rejected than the source allows."""
        many = [counted for counted in self.counts if counted.rejected > self.source.ceiling(counted.read)]
        if not many or self.accept_rejects:
            return
        errors = [
            DataError(
                "{table}: {rejected} of {read} rows would be left out, and source {source} allows {ceiling}. So many"
                " point to a wrong format; see {file}. To load the others all the same, say --accept-rejects.",
                table=counted.table,
                rejected=counted.rejected,
                read=counted.read,
                source=self.source.name,
                ceiling=self.source.ceiling(counted.read),
                file=rejects.FILE,
            )
            for counted in many
        ]
        raise rejects.TooManyRejectsError(errors, self.counts)
