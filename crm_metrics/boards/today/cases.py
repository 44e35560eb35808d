"""The cases that a number of the day counts: whose they are, who owns them, what is left of their time, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from crm_metrics.boards.core import Cell, Grid, GridColumn, Row, View
from crm_metrics.boards.layout import tier_place
from crm_metrics.boards.persons import masking
from crm_metrics.boards.series import asked_of, offered
from crm_metrics.metrics.behind.rows import rows_behind
from crm_metrics.metrics.readings import Reason
from crm_metrics.metrics.registry import metric_of
from crm_metrics.warehouse import roster
from crm_metrics.warehouse.customers.called import called
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.warehouse.waiting.clocks import RunningClock, clocks_left, most_urgent, promised
from crm_metrics.words import NBSP, Words, mark

UNKNOWN = ("", "unknown")  # what stands for a customer whom nobody named
CLOCKS = {
    "first_response": mark("First answer"),
    "next_response": mark("Next answer"),
    "resolution": mark("Solution"),
}


@dataclass(frozen=True, kw_only=True)
class OpenCase:
    """One case that was open at the close of a day."""

    item: str
    """The work item."""
    customer: str
    """The customer's id, or the key in its place for a reader without the right to it; "" where nobody named one."""
    called: str
    """What the reader sees the customer called."""
    owner: str
    """Who owns it, by name; "" where nobody does."""
    team: str
    """The team that has it; "" where none is known."""
    process: str
    """The process that it belongs to."""
    tier: str
    """The customer's tier; "" without one."""
    reason: str
    """Why the customer came; "" where nobody said."""
    age: int | None
    """The days since it was opened; None where they are not told."""
    clock: RunningClock | None
    """Of its promised clocks that run the most urgent; None where no time is agreed or none runs."""
    promised: bool
    """Whether a time was agreed for it at all."""

    @property
    def left(self) -> int | None:
        """The open minutes left, begun ones not counted; negative once they ran out; None where none can be told."""
        return self.clock.minutes_left if self.clock else None

    @property
    def out(self) -> bool:
        """Whether its time has run out."""
        return self.clock is not None and self.clock.out


@dataclass(frozen=True, kw_only=True)
class Cases:
    """The cases behind one number of a day."""

    metric: str
    """What counts them."""
    day: date
    """The day at whose close they are counted."""
    cases: tuple[OpenCase, ...]
    """All of them, in the order of the list."""
    told: bool = True
    """Whether the number is known; without, `why` says what lacks."""
    why: Reason | None = None
    """Why there is no number, or why rows of it may lack."""


def behind(
    warehouse: Warehouse, view: View, metric: str, day: date, where: Mapping[str, str | None] | None = None
) -> Cases | None:
    """The cases that a metric counts at the close of a day, as its rows have them; None where it can't be asked so.

    where: dimensions besides the filters of the view; None for rows without a value.
    """
    asked: dict[str, Any] = {**asked_of(view), **(where or {})}
    if view.process and metric_of(metric).process != view.process:
        asked["process"] = view.process
    if not offered(warehouse, metric_of(metric)).issuperset(asked):
        return None
    found = rows_behind(warehouse, metric_of(metric), every="day", where=asked, since=day, until=day, scope=view.scope)
    readings = found.result.readings
    told = bool(readings) and readings[-1].value is not None
    why = found.reason or (readings[-1].reason if readings else None)
    rows = [dict(zip(part.head, row, strict=True)) for part in found.parts for row in part.rows]
    items = [str(row["work_item"]) for row in rows]
    clocks: dict[str, list[RunningClock]] = {}
    for clock in clocks_left(warehouse, items, day):
        clocks.setdefault(clock.item, []).append(clock)
    stopped = promised(warehouse, [item for item in items if item not in clocks])  # a clock that runs is a promise
    clocks |= {item: [] for item in stopped}
    names = Names(roster.people(warehouse, view.scope), _customers(warehouse, rows), view.personal)
    cases = tuple(_case(row, clocks.get(str(row["work_item"])), names, day) for row in rows)
    return Cases(metric=metric, day=day, cases=cases, told=told, why=why)


@dataclass(frozen=True)
class Names:
    """What ids are called; personal: whether the reader sees who the customers are."""

    people: Mapping[str, roster.Agent]
    customers: Mapping[str, str]
    personal: bool


def _customers(warehouse: Warehouse, rows: Sequence[Mapping[str, Any]]) -> Mapping[str, str]:
    return called(warehouse, sorted({str(row["customer"]) for row in rows if row.get("customer")}))


def _case(row: Mapping[str, Any], clocks: Sequence[RunningClock] | None, names: Names, day: date) -> OpenCase:
    agent, customer = str(row.get("agent") or ""), row.get("customer")
    running = list(clocks or ())
    if "clock" in row:  # the row is of one clock, and so is what is left
        running = [one for one in running if (one.clock, one.run) == (row["clock"], row["run"])]
    opened = row.get("opened_on")
    who = "" if customer is None or customer in UNKNOWN else str(customer)
    return OpenCase(
        item=str(row["work_item"]),
        customer=masking.key_of(who, personal=names.personal),
        called=masking.label(who, names.customers.get(who), personal=names.personal),
        owner=roster.agent_name(names.people, agent),
        team=row.get("team") or "",
        process=str(row.get("process") or ""),
        tier=row.get("tier") or "",
        reason=row.get("reason") or "",
        age=None if opened is None else (day - opened).days,
        clock=most_urgent(running),
        promised=clocks is not None,
    )


def by_tier(case: OpenCase) -> tuple[int, int, str]:
    """The order of old cases: the most valued customers first, of each tier the oldest case."""
    return tier_place(case.tier), -(case.age or 0), case.item


def by_time(case: OpenCase) -> tuple[bool, int, str]:
    """The order of cases that run out: the least time left first, those that stand still or can't be told last."""
    still = case.left is None or bool(case.clock and case.clock.paused)
    return still, case.left if case.left is not None else 0, case.item


BRIEF = ("item", "customer", "owner", "left", "why")  # the columns of a list that stands in a narrow place


def table(
    cases: Sequence[OpenCase], caption: str, words: Words, *, brief: bool = False, first: int | None = 10
) -> Grid:
    """The cases as a table: whose, who owns it, how long open, the minutes left, and why it stands there."""
    columns = (
        GridColumn("item", words("Case or item")),
        GridColumn("customer", words("Customer")),
        GridColumn("tier", words("Tier")),
        GridColumn("owner", words("Owner")),
        GridColumn("team", words("Team")),
        GridColumn("age", words("Days open"), "number"),
        GridColumn("left", words("Open minutes left"), "number"),
        GridColumn("due", words("Runs out at")),
        GridColumn("why", words("Why it is here")),
    )
    kept = [place for place, column in enumerate(columns) if not brief or column.key in BRIEF]
    rows = []
    for case in cases:
        cells = _cells(case, words, brief)
        clock = case.clock.clock + str(case.clock.run) if case.clock else ""
        rows.append(Row(case.item + clock, tuple(cells[place] for place in kept)))
    return Grid(tuple(columns[place] for place in kept), tuple(rows), caption, first, queue=True)


def _cells(case: OpenCase, words: Words, brief: bool) -> tuple[Cell, ...]:
    leads = masking.page_of(case.customer) if case.customer else ""
    return (
        Cell(text=case.item),
        Cell(text=case.called or words("not told"), leads=leads, muted=not case.customer),
        Cell(text=words.name(case.tier) if case.tier else "–"),
        Cell(text=case.owner or words("nobody"), tone="plain" if case.owner else "bad"),
        Cell(text=case.team or "–"),
        Cell(text="–" if case.age is None else words.number(case.age)),
        Cell(text=_left(case, words), tone="bad" if case.out else "plain"),
        Cell(text=_due(case, words)),
        Cell(text=_why(case, words, brief)),
    )


def _left(case: OpenCase, words: Words) -> str:
    if case.clock is None:
        return words("no clock runs") if case.promised else words("no time agreed")
    return words("hour not told") if case.left is None else words.number(case.left, 0)


def _due(case: OpenCase, words: Words) -> str:
    if case.clock is None or case.left is None:
        return "–"
    if case.out:
        return words("already out of time")
    if case.clock.paused:
        return words("stands still: it waits for somebody else")
    return words("beyond the calendar") if case.clock.due_at is None else words.moment(case.clock.due_at)


def _why(case: OpenCase, words: Words, brief: bool) -> str:
    """What was agreed and for how long, unless it is brief, and why the customer came."""
    parts = []
    if case.clock is not None:
        clock = words(CLOCKS[case.clock.clock])
        agreed = words.number(case.clock.target_seconds // 60, 0)
        parts.append(clock if brief else words("{clock}: {minutes} open minutes agreed", clock=clock, minutes=agreed))
    if case.reason:
        parts.append(words.name(case.reason))
    return " · ".join(parts) or "–"


def minutes(left: int, words: Words) -> str:
    """Open minutes with their unit."""
    return words.number(left, 0) + NBSP + words("min")
