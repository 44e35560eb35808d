"""What surrounds every board: how far the data reach, which source is late, which day is missing, footers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from crm_metrics.access import PROCESSES
from crm_metrics.boards.core import View
from crm_metrics.boards.series import tables_of
from crm_metrics.errors import CrmError
from crm_metrics.metrics.goals.kept import unreadable
from crm_metrics.metrics.readings import Result, because
from crm_metrics.metrics.registry import metric_of
from crm_metrics.names import TABLES, LackedId
from crm_metrics.warehouse import doctor
from crm_metrics.warehouse.store import MissingRows, Warehouse
from crm_metrics.words import Words

USUAL = 20  # a day counts as missing only where its weekday usually has this many rows or more
MISSING = 0.05  # … and it has less than this share of them: a quiet day is no missing one

CALENDAR = ("company", "business_hours", "holiday", "customer_alias")  # by these nothing happens: they date no board
RECORDS = tuple(table for table in TABLES if table not in CALENDAR)


@dataclass(frozen=True)
class Late:
    """A source that has not brought the last days."""

    source: str
    through: date
    days: int
    tables: tuple[str, ...]


@dataclass(frozen=True)
class Hole:
    """A day on which a process has no data, or next to none, though its weekday usually has."""

    process: str
    day: date
    found: int
    usual: int


@dataclass(frozen=True, kw_only=True)
class Frame:
    """The facts around a board."""

    company: str
    """The company's name."""
    currency: str
    """The code of the currency that every amount is in."""
    time_zone: str
    """The IANA name of the zone that the company's days are of."""
    origin: str
    """Whose rows these are: demo or company."""
    latest: date | None
    """The last day with data."""
    whole: date | None
    """The last day that was over in a source that reaches it: no week or month that ends later has ended."""
    updated: datetime | None
    """The last load, in the company's time zone."""
    running: float
    """The share of `latest` that had gone by in the source that was loaded earliest on it; 1.0 for a whole day."""
    late: tuple[Late, ...]
    """The sources that have not brought the last days."""
    processes: tuple[str, ...]
    """Those that the reader may see."""
    fiscal_month: int = 1
    """The month in which the fiscal year begins."""
    assumed: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """What sources take for granted, each with the tables that it is of."""
    left_out: tuple[MissingRows, ...] = ()
    """The rows that loads left out and no later one has brought, by source, table and file, the most first."""
    unkept: CrmError | None = None
    """Why what people set and wrote (objectives, plans, notes, new baselines) can't be read; None where it can."""

    def tables_text(self, metrics: Iterable[str], words: Words) -> str:
        """The tables behind some metrics, by name."""
        tables = dict.fromkeys(table for name in metrics for table in tables_of(metric_of(name)))
        known = dict.fromkeys(part for table in tables for part in table.split("|") if part in RECORDS)
        return ", ".join(words(TABLES[table]) for table in known)

    def rows_footer(self, words: Words, tables: Iterable[str]) -> str:
        """`Source · Updated` of rows that are shown as they are: the tables that they are of."""
        named = ", ".join(words(TABLES[table]) for table in dict.fromkeys(tables) if table in TABLES)
        said = [words("Source: {tables}", tables=named)] if named else []
        return " · ".join([*said, *filter(None, (self.updated_text(words),))])

    def footer(self, words: Words, metrics: Iterable[str], n: int | None, *notes: str) -> str:
        """`Source · n · Updated`, and the exceptions."""
        tables = self.tables_text(metrics, words)
        said = [words("Source: {tables}", tables=tables)] if tables else []
        said += [words("n = {n}", n=n)] if n else []
        return " · ".join([*said, *filter(None, (self.updated_text(words), *notes))])

    def updated_text(self, words: Words) -> str:
        """When the last load was made; "" before the first."""
        if self.updated is None:
            return ""
        # the demo's loads are as made up as its rows: its last one may stand later today
        return words("Updated: {moment}", moment=self.updated.date() if self.origin == "demo" else self.updated)

    def freshness(self, words: Words) -> tuple[str, ...]:
        """How far the data reach; then what is late."""
        if self.latest is None:
            return (words("No data yet"),)
        first = words("Data through {day}", day=self.latest)
        zone = words("Time zone: {zone}", zone=words.zone(self.time_zone))
        return (first, zone, *self.late_texts(words))

    def notices(self, words: Words) -> tuple[str, ...]:
        """What changes the reading of a whole board: what people keep and nobody can read, what is taken for granted,
        rows left out, what is late.
        """
        said = (*self.assumed_texts(words), *self.left_out_texts(words), *self.late_texts(words))
        if self.unkept is None:
            return said
        lacking = words(
            "Objectives set on the page, plans, notes, campaigns and new baselines are missing here, for they can't be"
            " read: {reason}",
            reason=words.error(self.unkept),
        )
        return (lacking, *said)

    def assumed_texts(self, words: Words) -> tuple[str, ...]:
        """One sentence for each thing that sources take for granted: without it a board would mutely lack numbers."""
        said = (
            words(
                "{tables}: it is taken for granted, for nobody has said so, {what}; their numbers have no verdict.",
                tables=", ".join(words(TABLES[table]) for table in tables),
                what=words.error(because(what)),
            )
            for what, tables in self.assumed
        )
        return tuple(one[:1].upper() + one[1:] for one in said)

    def left_out_texts(self, words: Words) -> tuple[str, ...]:
        """One sentence for each file and table of which rows were left out, or lack what some numbers need."""
        return tuple(
            words.many(
                one.rows,
                "{n} row of {table} ({file}) does not tell its {column}: numbers that need it lack it.",
                "{n} rows of {table} ({file}) do not tell their {column}: numbers that need it lack them.",
                table=words(TABLES.get(one.table, one.table)),
                file=one.file or one.source,
                column=LackedId(one.lacks),
            )
            if one.lacks
            else words.many(
                one.rows,
                "{n} of {read} rows of {table} ({file}) is left out; the page Data tells which.",
                "{n} of {read} rows of {table} ({file}) are left out; the page Data tells which.",
                read=max(one.read, one.rows),
                table=words(TABLES.get(one.table, one.table)),
                file=one.file or one.source,
            )
            for one in self.left_out
        )

    def late_texts(self, words: Words) -> tuple[str, ...]:
        """One sentence for each late source."""
        return tuple(
            words.many(
                source.days,
                "The source {source} is {n} day late: data through {day}.",
                "The source {source} is {n} days late: data through {day}.",
                source=source.source,
                day=source.through,
            )
            for source in self.late
        )


def around(warehouse: Warehouse, view: View) -> Frame:
    """The facts around a board of this warehouse for this reader."""
    company = warehouse.company
    sources = [source for source in warehouse.sources if source.through is not None]
    latest = warehouse.latest
    whole = max((source.whole for source in sources if source.whole), default=None)
    loaded = max((source.loaded_at for source in warehouse.sources), default=None)
    updated = loaded.astimezone(ZoneInfo(company.time_zone)) if loaded else None
    running = min((source.passed for source in sources if source.through == latest and not source.ended), default=1.0)
    late = tuple(
        Late(source.name, source.through, behind, source.tables)
        for source, behind in doctor.late(warehouse)
        if source.through
    )
    allowed = tuple(process for process in PROCESSES if view.scope.processes is None or process in view.scope.processes)
    return Frame(
        company=company.name,
        currency=company.currency,
        time_zone=company.time_zone,
        origin=warehouse.origin,
        latest=latest,
        whole=whole,
        updated=updated,
        running=running,
        late=late,
        processes=allowed,
        fiscal_month=company.fiscal_year_start_month,
        assumed=_assumed(warehouse.assumed),
        left_out=warehouse.left_out,
        unkept=unreadable(warehouse),
    )


def _assumed(by_table: Mapping[str, str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    tables: dict[str, list[str]] = {}
    for table, what in by_table.items():
        tables.setdefault(what, []).append(table)
    return tuple((what, tuple(of)) for what, of in tables.items())


def holes(contacts: Mapping[str, Result], through: date | None, closed: frozenset[date]) -> tuple[Hole, ...]:
    """The days that lack a process's rows, from its daily counts; holidays and closed weekdays are no holes.

    A day is compared with the median of its weekday in the same series. through: the last day to which contacts are
    loaded; a day up to it without a row of the process has none.
    """
    gone: list[Hole] = []
    for process, result in contacts.items():
        counts = {reading.period: int(reading.value or 0) for reading in result.readings if reading.complete}
        if not counts or through is None:
            continue
        days = [min(counts) + timedelta(days=place) for place in range((through - min(counts)).days + 1)]
        for day in days:
            usual = median(counts.get(other, 0) for other in days if other.weekday() == day.weekday())
            if usual >= USUAL and counts.get(day, 0) < MISSING * usual and day not in closed:
                gone.append(Hole(process, day, counts.get(day, 0), round(usual)))
    return tuple(sorted(gone, key=lambda hole: (hole.day, hole.process), reverse=True))


def hole_texts(gone: Sequence[Hole], words: Words) -> tuple[str, ...]:
    """One sentence for each missing day."""
    return tuple(
        words(
            "{process}: data are missing on {day} ({found} contacts; that weekday usually has about {usual}).",
            process=words.name(hole.process),
            day=words.short_day(hole.day),
            found=hole.found,
            usual=hole.usual,
        )
        for hole in gone
    )


def unjudged(holes: Sequence[Hole], closed: frozenset[date]) -> Mapping[str | None, frozenset[date]]:
    """By process, None for the company, the days that say nothing of the routine: holidays, and those without data."""
    gone = {process: frozenset(hole.day for hole in holes if hole.process == process) for process in PROCESSES}
    return {None: closed.union(*gone.values()), **{process: closed | days for process, days in gone.items()}}
