"""The goals of a company: what each metric should reach, for whom, and since when."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import isfinite
from pathlib import Path

from crm_metrics import settings
from crm_metrics.access import EVERYTHING, Scope
from crm_metrics.declared import Stamp, stamp, text_of
from crm_metrics.errors import CrmError, DataError, unknown
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.goals import cascade
from crm_metrics.metrics.goals.cascade import Goal as Goal
from crm_metrics.metrics.goals.kept import kept
from crm_metrics.metrics.goals.reach import measured as measured
from crm_metrics.metrics.goals.reach import reachable, unreached
from crm_metrics.metrics.goals.seasons import Whose, days_of
from crm_metrics.metrics.goals.target import BROUGHT, WRITTEN, Declared, Target, indexed
from crm_metrics.metrics.goals.target import SCOPES as SCOPES
from crm_metrics.office.place import office_of
from crm_metrics.periods import CADENCES
from crm_metrics.processes import PROCESSES
from crm_metrics.warehouse.store import Warehouse

FILE = "targets.csv"  # in the folder of the company's files
_COLUMNS = ("process", "team", "agent_id", "value_tier", "touchpoint_id")
NEEDED = ("metric", "cadence", "goal", "valid_from")
HEAD = ("metric", "cadence", *_COLUMNS[:4], "goal", "tolerance", "valid_from", "valid_to", _COLUMNS[4])
LONGEST_SHOWN = 60  # letters of a cell that is not right
EXTRA = " more"  # what stands in a line after its last column; no column is called so


def goal_for(
    warehouse: Warehouse,
    metric: Metric | None,
    cadence: str,
    day: date,
    *,
    name: str | None = None,
    scope: Scope = EVERYTHING,
    **of: str | None,
) -> Goal | None:
    """The goal of a metric for the period of this cadence that holds `day`, or None.

    of: whose goal it is, by the dimensions of SCOPES. scope: what its reader may see.
    name: what the targets call it, where that is not the metric's own name: its forecast, which is judged like what it
    foretells, or (without a metric) a budget that nobody measures.
    `targets.csv` comes before the `target` table, and what people set on the page over both, from its validity on. The
    most specific scope wins. A goal for everybody also judges a part of them where the metric is a ratio; a sum has a
    goal of its own scope or none. Where a day or week has no goal of its own, the month's objective is brought down to
    it, and `derived` says how; nothing is added up over months. The month is brought down by the season of the rows
    that it is of, within the reader's scope, else by working days. A metric with a line that can't be read has no goal
    until the line is put right, and none has while what people set can't be read: it would be another one.
    """
    name = name or (metric.name if metric else "")
    asked = tuple(of.get(part) for part in SCOPES)
    places = _places(warehouse, name, metric)
    if places is None:
        return None
    own = _fitting(places, name, cadence, metric, asked).on(day) if cadence != "month" or metric is None else None
    if metric is None or cadence not in ("day", "week", "month"):
        return own.goal if own else None
    if own is not None and (name, "month") not in places[0]:
        return own.goal
    months = _fitting(places, name, "month", metric, asked)
    if own is not None and not months.overrules(own, day):
        return own.goal
    if not months:
        return None
    lower = {"day": cascade.day_goal, "week": cascade.week_goal, "month": cascade.month_goal}[cadence]
    return lower(warehouse, metric, day, _whose(metric, asked, scope), months.goal)


def days_for(
    warehouse: Warehouse, metric: Metric, month: date, *, scope: Scope = EVERYTHING, **of: str | None
) -> tuple[Goal | None, ...]:
    """What the month's objective asks of each of its days, whatever else is declared for single days."""
    asked = tuple(of.get(part) for part in SCOPES)
    places, days = _places(warehouse, metric.name, metric), days_of(month)
    if places is None:
        return (None,) * len(days)
    months, whose = _fitting(places, metric.name, "month", metric, asked), _whose(metric, asked, scope)
    return tuple(cascade.day_goal(warehouse, metric, day, whose, months.goal) for day in days)


def target_for(warehouse: Warehouse, metric: Metric, day: date, **of: str | None) -> Target | None:
    """The month's objective that is in force on a day, as it was declared: with its bands and where it comes from."""
    places = _places(warehouse, metric.name, metric)
    asked = tuple(of.get(part) for part in SCOPES)
    return _fitting(places, metric.name, "month", metric, asked).on(day) if places else None


def declared_of(warehouse: Warehouse, metric: Metric) -> tuple[Target, ...]:
    """All objectives of its months that anybody declared, of any day; none where they can't all be read."""
    places = _places(warehouse, metric.name, metric)
    return tuple(one for place in places or () for one in place.get((metric.name, "month"), ()))


def aimed_at(warehouse: Warehouse) -> tuple[str, ...]:
    """The names that some objective of a month is of, in their order."""
    places = (kept(warehouse) or {}, _file(_path(), stamp(_path())).declared, _table(warehouse))
    return tuple(sorted({name for place in places for name, cadence in place if cadence == "month"}))


def mistakes(folder: Path, metrics: Mapping[str, Metric]) -> Iterator[CrmError]:
    """What is wrong in the targets file of a folder: it can't be read, or a line is of none of the metrics or cadences.

    metrics: every one that there is, by name.
    """
    path = folder / FILE
    written = _file(path, stamp(path))
    yield from written.mistakes
    for name, cadence in written.declared:
        if measured(name) not in metrics:
            yield unknown(DataError, "{file}: no metric '{word}'.", name, metrics, file=path.as_posix())
        if cadence not in CADENCES[:-1]:
            yield unknown(DataError, "{file}: no cadence '{word}'.", cadence, CADENCES[:-1], file=path.as_posix())


def impossible(warehouse: Warehouse, folder: Path, metrics: Mapping[str, Metric]) -> Iterator[tuple[str, CrmError]]:
    """Each goal that no value of its metric reaches, with where it was declared: the file, the table, the page.

    metrics: every one that there is, by name.
    """
    path, place = folder / FILE, office_of(warehouse.folder)
    places = {path.as_posix(): _file(path, stamp(path)).declared, f"{BROUGHT}.csv": _table(warehouse)}
    if place is not None:
        places[place.name] = kept(warehouse) or {}
    for file, declared in places.items():
        yield from ((file, error) for error in unreached(warehouse, metrics, declared, file))


def _whose(metric: Metric, asked: tuple[str | None, ...], scope: Scope) -> Whose:
    named = zip(SCOPES, (asked[0] or metric.process, *asked[1:]), strict=True)
    return Whose(tuple((part, value) for part, value in named if value is not None), scope)


def _places(warehouse: Warehouse, name: str, metric: Metric | None) -> tuple[Declared, Declared, Declared] | None:
    """What people set, what the file says, what the table has; None where not all that is said of a metric is known.

    What no value of the metric reaches is left out, as a load leaves out a row; of the file it is a line to be put
    right.
    """
    own, written = kept(warehouse), _file(_path(), stamp(_path()))
    if own is None or not written.names(name):
        return None
    ours, file, table = (reachable(warehouse, metric, name, one) for one in (own, written.declared, _table(warehouse)))
    return (ours, file, table) if all(file[key] == written.declared[key] for key in file) else None


@dataclass(frozen=True)
class _Fitting:
    """What is declared for one scope, of any day, the most specific first: by people, and by each other place."""

    own: Sequence[Target]
    brought: Sequence[Sequence[Target]]

    def __bool__(self) -> bool:
        return bool(self.own) or any(self.brought)

    def on(self, day: date) -> Target | None:
        """What is in force on a day: of the first place that has one, or what people set where that is as specific."""
        own = _first(self.own, day)
        brought = next((one for place in self.brought if (one := _first(place, day)) is not None), None)
        if own is None or (brought is not None and brought.specific > own.specific):
            return brought
        return own

    def goal(self, day: date) -> Goal | None:
        found = self.on(day)
        return found.goal if found else None

    def overrules(self, other: Target, day: date) -> bool:
        """Whether people set the month, and so its days and weeks, over what a file has for these alone."""
        own = _first(self.own, day)
        return own is not None and own.specific >= other.specific


def _fitting(
    places: Sequence[Declared], name: str, cadence: str, metric: Metric | None, asked: tuple[str | None, ...]
) -> _Fitting:
    process = metric.process if metric else None
    additive = (
        metric is not None and not metric.denominator and metric.on != "period" and metric.aggregation != "quantile"
    )
    own, *brought = (
        sorted(
            (target for target in declared.get((name, cadence), ()) if _fits(target.scope, asked, process, additive)),
            key=lambda target: (target.specific, target.valid_from),
            reverse=True,
        )
        for declared in places
    )
    return _Fitting(own, brought)


def _first(fitting: Sequence[Target], day: date) -> Target | None:
    return next((target for target in fitting if target.holds(day)), None)


def _path() -> Path:
    return settings.company_folder() / FILE


def _fits(declared: tuple[str | None, ...], asked: tuple[str | None, ...], process: str | None, additive: bool) -> bool:
    first, *others = zip(declared, asked, strict=True)
    people = [have for have, want in others[:2] if have is not None and have == want]  # they are of one process anyway
    if first[0] is not None and first[0] not in (first[1], process) and not (first[1] is None and people):
        return False
    if additive:
        return all(have == want for have, want in others) and (first[0] is not None or first[1] in (None, process))
    return all(have is None or have == want for have, want in others)


def _table(warehouse: Warehouse) -> Declared:
    if "targets" not in warehouse.memory:
        warehouse.memory["targets"] = indexed(
            Target(
                metric=metric,
                cadence=cadence,
                scope=tuple(scope),
                goal=Goal(goal, tolerance),
                valid_from=begins,
                valid_to=ends,
                origin=BROUGHT,
            )
            for metric, cadence, *scope, goal, tolerance, begins, ends in warehouse.targets
        )
    table: Declared = warehouse.memory["targets"]
    return table


@dataclass(frozen=True)
class _File:
    """What the targets file says. lost: metrics with a line that can't be read; None in it: nobody knows which."""

    declared: Declared
    mistakes: tuple[CrmError, ...] = ()
    lost: frozenset[str | None] = frozenset()

    def names(self, metric: str) -> bool:
        """Whether all that the file says of a metric is known."""
        return self.lost.isdisjoint((metric, None))


@lru_cache(maxsize=4)
def _file(path: Path, stamp: Stamp | None) -> _File:
    if stamp is None:
        return _File({})
    try:
        rows = _rows(path)
    except CrmError as error:
        return _File({}, (error,), frozenset([None]))
    found: list[Target] = []
    mistakes: list[CrmError] = []
    lost: set[str | None] = set()
    lines: dict[tuple[object, ...], int] = {}
    for number, row in rows:
        try:
            one = _read(path, number, row)
            first = lines.setdefault((one.metric, one.cadence, one.scope, one.valid_from), number)
            if first != number:
                raise DataError(
                    "{file}, line {line}: line {first} sets this goal already, from the same day on. Leave one of the"
                    " two.",
                    file=path.as_posix(),
                    line=number,
                    first=first,
                )
            found.append(one)
        except CrmError as error:
            mistakes.append(error)
            lost.add((row.get("metric") or "").strip() or None)
    return _File(indexed(found), tuple(mistakes), frozenset(lost))


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    """The lines of the file, each with its number and its cells by column."""
    text = text_of(path)
    if not text.strip():
        return []
    rows = csv.reader(io.StringIO(text, newline=""))
    try:
        head = [cell.strip().lower() for cell in next(rows, [])]
        if wrong := [one for one in head if head.count(one) > 1 and one] or [one for one in NEEDED if one not in head]:
            raise DataError(
                "{file}: its first line needs the column {column}, once. It names the columns with commas between them:"
                " {head}.",
                file=path.as_posix(),
                column=wrong[0],
                head=",".join(HEAD),
            )
        lines = [(rows.line_num, cells) for cells in rows if any(cell.strip() for cell in cells)]
    except csv.Error as error:
        raise DataError("{file}, line {line}: this is no line of a CSV file. Close every quote.", file=path.as_posix(),
                        line=rows.line_num) from error  # fmt: skip
    return [(number, _cells(head, cells)) for number, cells in lines]


def _cells(head: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    return {**dict(zip(head, cells, strict=False)), EXTRA: ",".join(cells[len(head) :]).strip(", ")}


def _read(path: Path, line: int, row: Mapping[str, str]) -> Target:
    held = _Line(path, line, row)
    if row[EXTRA]:
        raise held.wrong(
            "{file}, line {line}: it has more cells than the first line has columns. Write numbers with a decimal"
            " point."
        )
    scope = tuple(held.text(name) for name in _COLUMNS)
    goal = Goal(held.number("goal"), held.number("tolerance", "0"))
    begins, ends = held.day("valid_from"), held.day("valid_to") if held.text("valid_to") else None
    if goal.tolerance < 0 or (ends is not None and ends <= begins):
        raise held.wrong("{file}, line {line}: a tolerance is 0 or more, and valid_to is a day after valid_from.")
    if scope[0] is not None and scope[0] not in PROCESSES:
        template = "{file}, line {line}, column process: no process '{word}'."
        raise unknown(DataError, template, scope[0], PROCESSES, file=path.as_posix(), line=line)
    return Target(
        metric=held.text("metric") or "",
        cadence=held.text("cadence") or "",
        scope=scope,
        goal=goal,
        valid_from=begins,
        valid_to=ends,
        origin=WRITTEN,
    )


@dataclass(frozen=True)
class _Line:
    """A line of the file, its cells by column."""

    path: Path
    line: int
    row: Mapping[str, str]

    def text(self, name: str) -> str | None:
        return (self.row.get(name) or "").strip() or None

    def number(self, name: str, missing: str = "") -> float:
        value = self.text(name) or missing
        try:
            if not isfinite(found := float(value)):
                raise ValueError(value)
            return found
        except ValueError as error:
            raise self.wrong(
                "{file}, line {line}, column {column}: '{value}' is not a number with a decimal point, as 0.85.",
                column=name,
                value=value[:LONGEST_SHOWN],
            ) from error

    def day(self, name: str) -> date:
        value = self.text(name) or ""
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise self.wrong(
                "{file}, line {line}, column {column}: '{value}' is not a day written as 2026-01-31.",
                column=name,
                value=value[:LONGEST_SHOWN],
            ) from error

    def wrong(self, sentence: str, **parts: str) -> DataError:
        return DataError(sentence, file=self.path.as_posix(), line=self.line, **parts)
