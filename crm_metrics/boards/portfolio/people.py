"""The account managers side by side: how many customers each has, and with how many nobody spoke."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from crm_metrics.access import EVERYTHING
from crm_metrics.boards.behind.provenance import provenance
from crm_metrics.boards.cells import reading_cell
from crm_metrics.boards.core import Card, Cell, Grid, GridColumn, Row
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.portfolio.facts import STALE, PortfolioFacts, contacts_needed, forgotten
from crm_metrics.boards.series import Indicator, collect
from crm_metrics.boards.tiles import definition
from crm_metrics.metrics.goals.targets import Goal, goal_for
from crm_metrics.metrics.readings import Reading
from crm_metrics.metrics.registry import metric_of
from crm_metrics.warehouse.dossier.portfolio import last_spoken
from crm_metrics.warehouse.roster import agent_name
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

RECORDS = "stale_record_rate"
OPEN = 15  # rows that stand open


@dataclass(frozen=True, kw_only=True)
class ManagerLine:
    """One account manager."""

    id: str
    """Of the agent."""
    name: str
    """What the agent is called."""
    team: str
    """The team of today; "" where the reader may not see the agent."""
    customers: int
    """How many it answers for."""
    silent: int | None
    """With how many of them nobody spoke in the days of the rule; None where no contact is known."""
    records: Reading | None
    """The share of forgotten records; None where nothing is told."""
    goal: Goal | None
    """The company's own target for it; None where none is set."""


@dataclass(frozen=True, kw_only=True)
class Managers:
    """The account managers of the reader's part."""

    lines: tuple[ManagerLine, ...]
    """The most customers first."""
    month: date
    """The first day of the month of the records."""
    contacts: bool
    """Whether contacts are known for as long as the rule has it."""
    parted: bool
    """Whether the reader sees the contacts of a part of the company alone."""


def gather(warehouse: Warehouse, facts: PortfolioFacts) -> Managers | None:
    """The account managers, or the one chosen; None where there are none."""
    if not facts.managers:
        return None
    spoken = last_spoken(warehouse, facts.view.scope) if facts.contacts else {}
    first, last = facts.asked.month
    found = collect(warehouse, [Indicator(RECORDS)], every="month", since=first, until=last, by=("agent",),
                    scope=facts.view.scope)  # fmt: skip
    records = {str(one.groups[0]): one for result in found.values() for one in result.readings}
    day = facts.asked.day
    lines = tuple(
        ManagerLine(
            id=one,
            name=agent_name(facts.people, one),
            team=facts.people[one].team if one in facts.people else "",
            customers=count,
            silent=sum(forgotten(each, day) for each in spoken.get(one, ())) if facts.contacts else None,
            records=records.get(one),
            goal=goal_for(warehouse, metric_of(RECORDS), "month", first, agent=one, scope=facts.view.scope),
        )
        for one, count in facts.managers.items()
        if facts.manager in ("", one)
    )
    return Managers(lines=lines, month=first, contacts=facts.contacts, parted=facts.view.scope != EVERYTHING)


def card(shown: Managers, frame: Frame, words: Words) -> Card:
    """The table: a row for each account manager, which leads to the portfolio."""
    n = len(shown.lines)
    title = words.many(n, "One account manager answers for {of} customers",
                       "{n} account managers answer for {of} customers",
                       of=words.number(sum(one.customers for one in shown.lines)))  # fmt: skip
    if n == 1:
        title = words("{name} answers for {of} customers", name=shown.lines[0].name, of=shown.lines[0].customers)
    silent = words("Not spoken with in {days} days", days=STALE)
    if shown.parted:
        silent = words("Not spoken with by your part in {days} days", days=STALE)
    aimed = any(one.goal for one in shown.lines)
    columns = (
        GridColumn("manager", words("Account manager")),
        GridColumn("team", words("Team")),
        GridColumn("customers", words("Customers"), "number"),
        GridColumn("silent", silent, "number"),
        GridColumn(RECORDS, words(metric_of(RECORDS).label), "number"),
        *((GridColumn("goal", words("Objective"), "number"),) if aimed else ()),
    )
    rows = tuple(_row(one, aimed, frame, words) for one in shown.lines)
    return Card(
        key="managers",
        title=title,
        subtitle=" · ".join([words("Customers of the list as of now · forgotten records: {month}",
                                   month=words.month(shown.month)),
                             *([] if shown.contacts else [contacts_needed(words)])]),
        body=Grid(columns, rows, title, OPEN),
        footer=frame.footer(words, [RECORDS], None),
        alt=title,
        definitions=(definition(metric_of(RECORDS), words),),
    )  # fmt: skip


def _row(one: ManagerLine, aimed: bool, frame: Frame, words: Words) -> Row:
    metric = metric_of(RECORDS)
    led = provenance(metric, "month", one.records, by=("agent",))
    cells: tuple[Cell, ...] = (
        Cell(text=one.name, leads="portfolio?" + urlencode({"manager": one.id})),
        Cell(text=one.team or "–"),
        Cell(text=words.number(one.customers)),
        Cell(text="–" if one.silent is None else words.number(one.silent), muted=one.silent is None),
        reading_cell(one.records, metric, led, words, frame.currency),
    )
    if aimed:
        goal = f"≤ {words.percent(one.goal.goal)}" if one.goal else "–"
        cells = (*cells, Cell(text=goal))
    return Row(one.id, cells)
