"""The list of a day as one reader sees it: drawn for the whole company, then narrowed to the reader's part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from crm_metrics import settings
from crm_metrics.access import EVERYTHING, Scope
from crm_metrics.boards.campaigns.kept import held_now, held_on
from crm_metrics.boards.core import View
from crm_metrics.boards.daylist.drawing import RESTS, WITHIN, DayEntry, DrawnDay, drawn, round_of
from crm_metrics.boards.daylist.kept import draws_of, marks_of, resting
from crm_metrics.boards.filters import processes
from crm_metrics.office.attending.marking import DayMark
from crm_metrics.warehouse import roster
from crm_metrics.warehouse.attending import reasons as attending
from crm_metrics.warehouse.attending.reason import DayReason
from crm_metrics.warehouse.company import daylist
from crm_metrics.warehouse.company.daylist import DayRules
from crm_metrics.warehouse.customers.called import called
from crm_metrics.warehouse.customers.kept import kept
from crm_metrics.warehouse.customers.merged import ids_today
from crm_metrics.warehouse.store import Warehouse

SHAPE = "customer_contact"  # a version of an earlier release has none
NARROWED = ("process", "team")  # filters of the board that the list follows
TABLES = ("customer", "work_item", "interaction", "order_line")  # that tell whom to attend
MOST = 4  # days whose reasons are kept while a version is open


@dataclass(frozen=True, kw_only=True)
class DayList:
    """The list of a day within what a reader may see."""

    day: date
    """The day that it is for: the first one that was not over when the data came."""
    close: date
    """The day before, at whose close all of it was known."""
    entries: tuple[DayEntry, ...]
    """Whom to attend, the most urgent first; nobody who is held out."""
    left: Mapping[str, int]
    """How many are left out, by why."""
    marks: Mapping[str, DayMark]
    """What became of those who were marked."""
    names: Mapping[str, str]
    """What the customers are called; personal."""
    people: Mapping[str, roster.Agent]
    """The agents whom the reader may see."""
    rules: DayRules
    """The company's rules."""
    tables: tuple[str, ...]
    """The input tables that told it."""
    holiday: bool
    """Whether the day is a holiday of the company."""
    personal: bool
    """Whether the reader may see names."""


def draw_of(warehouse: Warehouse, close: date, rules: DayRules) -> DrawnDay:
    """The draw of the day after a close, for the whole company: with those held out, so never for a page."""
    day = close + timedelta(days=1)
    found = kept(
        warehouse, "day reasons", (day, rules.follow_up), MOST, lambda: attending.reasons(warehouse, day, close, rules)
    )
    marks = marks_of(warehouse, day - timedelta(days=RESTS), day - timedelta(days=1))
    return drawn(
        day,
        found,
        attending.contacts(warehouse, {one.customer for one in found}),
        rules,
        waiting=attending.waiting(warehouse, close),
        attended=resting(marks, day),
        apart=held_now(warehouse, day) if _is_newest(warehouse, close) else held_on(warehouse, day),
    )


def held_today(warehouse: Warehouse, close: date | None) -> frozenset[str]:
    """The customers whom no other list of the day after a close may ask to attend, either.

    They are held out of the list of that day, or of a list that was worked or a campaign whose days are not over.
    """
    if close is None:
        return frozenset()
    of_campaigns = held_now(warehouse, close + timedelta(days=1))
    if not _told(warehouse):
        return of_campaigns
    draw = draw_of(warehouse, close, daylist.in_force(settings.company_folder()))
    worked = draws_of(warehouse, draw.day - timedelta(days=WITHIN - 1), draw.day)
    earlier = {one for each in worked if round_of(each.day) == round_of(draw.day) for one in each.held}
    kept_out = ids_today(warehouse, earlier).values() if earlier else ()
    return frozenset((*of_campaigns, *kept_out, *(one.customer for one in draw.held)))


def day_list(warehouse: Warehouse, view: View, last: date, whole: date | None) -> DayList | None:
    """The list within a view of the board of a day; None where no customers are known, or the view has other filters.

    whole: the last day that was over when the data came.
    """
    if not _asked(warehouse, view):
        return None
    close, rules = min(last, whole or last), daylist.in_force(settings.company_folder())
    draw = draw_of(warehouse, close, rules)
    areas, people = roster.areas(warehouse), roster.people(warehouse, view.scope)
    entries = tuple(one for entry in draw.entries if (one := narrowed(entry, view, areas)) is not None)
    left = Counter(
        one.why
        for one in draw.left
        if one.process in processes(view) and _within(view, areas, agent=one.agent, team=one.team)
    )
    if not entries and not left:
        return None
    return DayList(
        day=draw.day,
        close=close,
        entries=entries,
        left=left,
        marks={one.customer: one for one in marks_of(warehouse, draw.day, draw.day)},
        names=called(warehouse, sorted(one.customer for one in entries)),
        people=people,
        rules=rules,
        tables=tuple(one for one in TABLES if warehouse.loaded(one) is not None),
        holiday=draw.day in roster.holidays(warehouse),
        personal=view.personal,
    )


def _is_newest(warehouse: Warehouse, close: date) -> bool:
    """Whether no source tells of a whole day after it."""
    return all(source.whole is None or source.whole <= close for source in warehouse.sources)


def _asked(warehouse: Warehouse, view: View) -> bool:
    return _told(warehouse) and all(name in NARROWED for name, _ in view.where)


def _told(warehouse: Warehouse) -> bool:
    return bool(warehouse.columns(SHAPE)) and warehouse.loaded("customer") is not None


def narrowed(entry: DayEntry, view: View, areas: Mapping[str, str]) -> DayEntry | None:
    """An entry with the reasons that a reader may see; None where it is somebody else's, or none of them is left."""
    if not _within(view, areas, agent=entry.agent, team=entry.team):
        return None
    shown = processes(view)
    seen = tuple(
        _seen(one, view.scope)
        for one in entry.reasons
        if one.process in shown and (not _parted(view) or _within(view, areas, agent=one.agent, team=one.team))
    )
    return replace(entry, reasons=seen) if seen else None


def _seen(reason: DayReason, scope: Scope) -> DayReason:
    """When somebody last bought is told by what all teams sold: who sees a part alone is not told it."""
    return reason if scope == EVERYTHING or reason.kind != "risk" else replace(reason, day=None)


def _parted(view: View) -> bool:
    return view.scope != EVERYTHING or any(name == "team" for name, _ in view.where)


def _within(view: View, areas: Mapping[str, str], *, agent: str, team: str) -> bool:
    """Whether what is a person's or a team's lies within each limit of a reader, and within the filters."""
    scope, asked = view.scope, [value for name, value in view.where if name == "team"]
    return (
        (scope.agents is None or agent in scope.agents)
        and (scope.teams is None or team in scope.teams)
        and (scope.areas is None or areas.get(team) in scope.areas)
        and (not asked or team in asked)
    )
