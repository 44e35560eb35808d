"""Is the warehouse whole and fresh, and what in it would mislead a reader?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from crm_metrics import settings as environment
from crm_metrics.errors import DataError, DefinitionError, closest
from crm_metrics.names import LackedId
from crm_metrics.settings import Settings
from crm_metrics.warehouse import engines, manifest, versions
from crm_metrics.warehouse.company import calendars, critical, owners, reasons, themes, tiers
from crm_metrics.warehouse.finishing import STOPPED
from crm_metrics.warehouse.notes import Note, note, warning
from crm_metrics.warehouse.store import TAKEN, UNSCORED, ZONE_FROM, SourceState, Warehouse

LATE_DAYS = 2  # a live source that ends more days before the freshest one is late
GAP_DAYS = 60  # how far back a missing day is looked for
GAP_SHARE = 0.2  # a day with less than this share of its weekday's usual rows is a gap
DEALS = 100  # as many closed without a lost one are not all that were closed
GAP_ROWS = 10  # where a weekday usually has fewer rows, an empty one says nothing
LEFT_OUT_SHARE = 0.01  # rows of a table left out beyond this share of those read are no detail

FLOWS = {  # the input tables to which every working day adds rows, and the column of the day
    "work_item": "opened_at",
    "interaction": "offered_at",
    "agent_time": "started_at",
    "survey": "sent_at",
    "order_line": "ordered_at",
    "receivable": "entry_on",
    "loyalty_entry": "entry_at",
}


@dataclass(frozen=True)
class ThinDay:
    """A day on which a source brought far fewer rows of a table than on other days of that weekday."""

    source: str
    table: str
    day: date
    rows: int
    usual: int


def damage(folder: Path, settings: Settings | None = None) -> Note | None:
    """What is wrong with the current version, every table of it read and held against its manifest; None when whole.

    Raises DataError when there is no warehouse, or CURRENT or its version is missing.
    """
    number = versions.current(folder)
    try:
        file = versions.file_of(folder, number)
        with closing(engines.reader(file, settings or environment.load(), seconds=None)) as connection:
            wrong = manifest.differences(lambda sql: connection.execute(sql).fetchall())
    except duckdb.Error as error:
        if not engines.damaged(error):
            raise
        return warning("Version {number} is damaged; make an earlier one current with rollback.", number=str(number))
    if wrong:
        return warning(
            "Version {number} does not hold what its manifest says, in {tables}.", number=str(number), tables=wrong
        )
    return None


def checkup(warehouse: Warehouse) -> tuple[Note, ...]:
    """What is to be said about the rows of an open warehouse, warnings first."""
    notes = [
        *_about_version(warehouse),
        *_about_sources(warehouse),
        *_about_owners(warehouse),
        *_about_critical(warehouse),
        *_about_lists(warehouse),
        *_about_omissions(warehouse),
        *_about_calendar(warehouse),
    ]
    notes += [*_about_tiers(warehouse), *_about_scores(warehouse)]
    return tuple(sorted([*notes, *improbable(warehouse)], key=lambda note: not note.misleads))


def improbable(warehouse: Warehouse) -> tuple[Note, ...]:
    """Warnings about rows that are each in order and together can't be all there is."""
    thin = [
        warning(
            "{source} brought {rows} rows of {table} on {day}; on that weekday it usually brings {usual}.",
            source=gap.source,
            rows=gap.rows,
            table=gap.table,
            day=gap.day,
            usual=gap.usual,
        )
        for gap in thin_days(warehouse)
    ]
    won = [
        warning(
            "{source} brought {closed} closed deals and none is lost: the lost ones are probably not exported.",
            source=source,
            closed=closed,
        )
        for source, closed in warehouse.fetch(
            "select coalesce(_source, ''), count(*) from main.work_item where process = 'sales' and outcome is not null"
            " group by 1 having count(*) >= ? and count(*) filter (outcome = 'lost') = 0 order by 1",
            [DEALS],
        )
    ]
    return (*won, *thin)


def late(warehouse: Warehouse) -> tuple[tuple[SourceState, int], ...]:
    """The live sources that end more than two days before the freshest live one, each with its days behind.

    The one rule for boards, `doctor` and the page of data: twice the expected refresh of a day.
    """
    live = [(source, source.through) for source in warehouse.sources if not source.ended and source.through is not None]
    freshest = max((through for _, through in live), default=None)
    if freshest is None:
        return ()
    behind = [(source, (freshest - through).days) for source, through in live]
    return tuple((source, days) for source, days in behind if days > LATE_DAYS)


def thin_days(warehouse: Warehouse) -> tuple[ThinDay, ...]:
    """The days of the last sixty on which a source brought under a fifth of that weekday's usual rows of a table.

    Usual is the median of the weekday in those sixty days; holidays are left out, and weekdays with few rows.
    """
    days: list[ThinDay] = []
    for table, column in FLOWS.items():
        reach = warehouse.loaded(table)
        if reach is not None and reach.whole is not None:
            days += _thin_days_of(warehouse, table, column, reach.whole)
    return tuple(days)


def _thin_days_of(warehouse: Warehouse, table: str, column: str, through: date) -> list[ThinDay]:
    """`table` and `column` are names of FLOWS, never typed by anyone."""
    params: dict[str, object] = {"through": through, "least": GAP_ROWS, "share": GAP_SHARE}
    params["sources"] = [source.name for source in warehouse.sources]
    params["wholes"] = [source.whole for source in warehouse.sources]
    day = f'"{column}"'
    if column.endswith("_at"):
        day, params["zone"] = f"cast({day} at time zone $zone as date)", warehouse.company.time_zone
    rows = warehouse.fetch(
        f"""
        with counted as (
          select coalesce(_source, '') as source, {day} as day, count(*) as n from main."{table}" group by all
        ),
        reach as (                             -- a source has days from its first row to its own end
          select c.source, greatest(min(c.day), $through - {GAP_DAYS - 1:d}) as first,
            least(any_value(l.whole), $through) as last
          from counted c
          left join (select unnest($sources) as source, unnest($wholes) as whole) l
            on l.source = c.source
          group by c.source
        ),
        daily as (
          select r.source, r.day, coalesce(c.n, 0) as n
          from (select source, cast(unnest(generate_series(first, last, interval 1 day)) as date) as day from reach) r
          left join counted c on c.source = r.source and c.day = r.day
          where r.day not in (select day from {_calendar(warehouse, "holiday")} where calendar_id = 'company')
        ),
        usual as (
          select *, median(n) over (partition by source, isodow(day)) as usual from daily
        )
        select source, day, n, cast(usual as bigint) from usual
        where usual >= $least and n < $share * usual order by day, source
        """,
        params,
    )
    return [ThinDay(source, table, day, n, usual) for source, day, n, usual in rows]


def _about_version(warehouse: Warehouse) -> Iterator[Note]:
    if isinstance(warehouse.notice, DataError):
        yield warning(warehouse.notice.template, **warehouse.notice.parts)
    if warehouse.origin == "demo":
        yield note("These are the rows of the demo company: all of them are synthetic.")


def _about_sources(warehouse: Warehouse) -> Iterator[Note]:
    if not any(source.through for source in warehouse.sources):
        yield note("Nothing has been imported yet.")
    for source, _ in late(warehouse):
        yield warning(
            "{source} is late: it reaches {through}. Import its files, or declare the source ended.",
            source=source.name,
            through=source.through,
        )


def _about_owners(warehouse: Warehouse) -> Iterator[Note]:
    """The names in the company's list of owners that no source or team has: nobody answers for what they meant."""
    try:
        named = owners.read(environment.company_folder())
        teams = owners.responsible(environment.company_folder()).team
    except DefinitionError:  # told with the other files of the company
        return
    known = [source.name for source in warehouse.sources]
    file = (environment.company_folder() / owners.FILE).as_posix()
    for name, meant in _unknown(named, known):
        text = "{file} names the source {source}, which has brought nothing; those that have: {known}."
        if meant:
            text = "{file} names the source {source}, which has brought nothing. Did you mean '{meant}'?"
        yield note(text, file=file, source=name, known=known, meant=meant)
    listed = [team for (team,) in warehouse.fetch("select distinct team from main.agent where team is not null")]
    for name, meant in _unknown(teams, listed) if listed else ():
        text = "{file} names the team {team}, which is not in the list of agents."
        if meant:
            text = "{file} names the team {team}, which is not in the list of agents. Did you mean '{meant}'?"
        yield note(text, file=file, team=name, meant=meant)


def _unknown(named: Iterable[str], known: Iterable[str]) -> list[tuple[str, str | None]]:
    """The names that are not among the known ones, each with the one that was probably meant, or None."""
    names = sorted(known)
    return [(name, closest(name, names)) for name in sorted(set(named) - set(names))]


def _about_critical(warehouse: Warehouse) -> Iterator[Note]:
    """A list of critical fields that was written, changed or taken away after this version was made."""
    if not warehouse.made_here or warehouse.origin == "empty":
        return
    kept = {field for (field,) in warehouse.fetch("select field from main.critical_field")} or set(critical.DEFAULT)
    try:
        if set(critical.read(environment.company_folder())) != kept:
            yield warning(
                "{file} is not what this version was made with: its critical fields are others. Run the command"
                " rebuild.",
                file=(environment.company_folder() / critical.FILE).as_posix(),
            )
    except DefinitionError:  # told with the other files of the company
        pass


def _about_lists(warehouse: Warehouse) -> Iterator[Note]:
    """A list of themes or reasons that was written, changed or taken away after this version was made."""
    if not warehouse.made_here or warehouse.origin == "empty":
        return
    company = environment.company_folder()
    for file, differs in ((themes.FILE, _other_themes), (reasons.FILE, _other_reasons)):
        try:
            if differs(warehouse, company):
                yield warning(
                    "{file} is not what this version was made with: it holds from the next import, or from the command"
                    " rebuild.",
                    file=(company / file).as_posix(),
                )
        except DefinitionError:  # told with the other files of the company
            pass


def _other_themes(warehouse: Warehouse, company: Path) -> bool:
    listed = themes.read(company)
    if listed is None and warehouse.origin == "demo":  # it keeps its own list
        return False
    held = {theme.name: theme.pattern for theme in listed or ()}
    return held != _held(warehouse, "select theme, pattern from main.comment_theme")


def _other_reasons(warehouse: Warehouse, company: Path) -> bool:
    listed = reasons.read(company)
    if listed is None and warehouse.origin == "demo":  # it keeps its own list
        return False
    held = {reason.name: (reason.kind, reason.first_level) for reason in listed or ()}
    return held != _held(warehouse, "select reason, (contact_kind, first_level) from main.contact_reason")


def _held(warehouse: Warehouse, sql: str) -> Mapping[str, object]:
    return dict(warehouse.fetch(sql))


def _about_omissions(warehouse: Warehouse) -> Iterator[Note]:
    """What loads left out and no later one has brought; more than one row of a hundred would mislead."""
    for one in warehouse.left_out:
        say = warning if one.rows > LEFT_OUT_SHARE * one.read else note
        parts = {"source": one.source, "rows": one.rows, "table": one.table, "file": one.file or one.source}
        if one.lacks:
            yield say(
                "{source}: {rows} rows of {table} ({file}) do not tell their {column}.",
                **parts,
                column=LackedId(one.lacks),
            )
        else:
            yield say(
                "{source}: {rows} of {read} rows of {table} ({file}) were left out. Correct them and import them"
                " again.",
                **parts,
                read=max(one.read, one.rows),
            )


def _about_tiers(warehouse: Warehouse) -> Iterator[Note]:
    file = (environment.company_folder() / tiers.FILE).as_posix()
    if not warehouse.made_here:  # an earlier release kept no rule
        return
    kept = tiers.kept(warehouse.fetch)
    try:
        if tiers.read(environment.company_folder()) != kept:
            yield warning(
                "The value tiers of this version were computed by another rule than that of {file}."
                " Make it hold with the command rebuild.",
                file=file,
            )
    except DefinitionError:  # told with the other files of the company
        pass
    known = {row[0] for row in warehouse.fetch("select customer_id from main.customer")}
    known |= {row[0] for row in warehouse.fetch("select alias_id from main.customer_alias")} if known else set()
    for strategic in kept.strategic:
        if known and strategic.customer not in known:
            meant = closest(strategic.customer, known)
            text = (
                "{file}: the strategic customer '{customer}' is not known. Write the id as it stands in the warehouse."
            )
            if meant:
                text = "{file}: the strategic customer '{customer}' is not known. Did you mean '{meant}'?"
            yield warning(text, file=file, customer=strategic.customer, meant=meant)


def _about_scores(warehouse: Warehouse) -> Iterator[Note]:
    """What the models of the latest fit could not say; one that stopped with an error is a warning."""
    if not warehouse.columns("score_fit"):
        return
    if warehouse.unscored == UNSCORED:
        yield note(UNSCORED)
    for failed, reason, detail in warehouse.fetch(
        "select failed, reason, any_value(detail) from shape.score_fit where reason is not null and population is null"
        " and (fitted_on is null or fitted_on = (select max(fitted_on) from shape.score_fit)) group by failed, reason"
        " order by failed desc, reason"
    ):
        yield warning(STOPPED, detail=detail) if failed else note(reason)


def _about_calendar(warehouse: Warehouse) -> Iterator[Note]:
    try:
        if _outdated(warehouse, environment.company_folder()):
            yield warning(
                "{file} is not what this version was made with: its clocks are older. Run the command rebuild.",
                file=(environment.company_folder() / calendars.FILE).as_posix(),
            )
    except DefinitionError:  # told with the other files of the company (metrics/problems.py)
        pass
    zone = warehouse.company.time_zone
    taken = warehouse.fetch("select value from main.warehouse_info where key = ?", [ZONE_FROM])
    if not warehouse.founded and taken:
        yield note(
            "Nobody has said who the company is: days are cut in {zone}, which source {source} declares. Say it with"
            " the command init, or import company.csv.",
            zone=zone,
            source=taken[0][0],
        )
    elif not warehouse.founded:
        yield note(
            "There is no company: days are cut in UTC and amounts have no currency."
            " Make it with the command init, or import company.csv."
        )
    for (said,) in warehouse.fetch("select _source from main.company where _source <> ?", [TAKEN]):
        yield note("Days are cut in {zone}, as {source} says.", zone=zone, source=said)
    if not warehouse.fetch(f"select 1 from {_calendar(warehouse, 'business_hours')} limit 1"):
        yield note("There are no business hours: clocks run day and night. Import business_hours.csv.")
    if not warehouse.fetch(f"select 1 from {_calendar(warehouse, 'holiday')} limit 1"):
        yield note("There are no holidays: clocks run on them too. Import holiday.csv.")


def _outdated(warehouse: Warehouse, company: Path) -> bool:
    """Whether the calendars' file was written, changed or taken away after this version was made.

    Raises DefinitionError when the file can't be used.
    """
    if warehouse.origin == "demo":
        return False
    rows = warehouse.fetch("select value from main.warehouse_info where key = ?", [calendars.KEY])
    return calendars.read(company).digest != (rows[0][0] if rows else "")


def _calendar(warehouse: Warehouse, table: str) -> str:
    """Where the calendar in force stands: with the company's own file in it, or as imported while a load still runs."""
    return f"shape.{table}" if warehouse.columns(table) else f"main.{table}"
