"""The customers of one account manager: what each brings, what is open, and since when nobody spoke with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from crm_metrics.access import EVERYTHING
from crm_metrics.boards.behind.provenance import Provenance
from crm_metrics.boards.cards.unlock import files
from crm_metrics.boards.cards.unlock import missing as tables_missing
from crm_metrics.boards.core import Card, Cell, Chip, Empty, Grid, GridColumn, Row, View
from crm_metrics.boards.customer.measures import Measure, Windows, asked_over, led
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.layout import tier_place
from crm_metrics.boards.persons import masking
from crm_metrics.boards.portfolio.facts import STALE, PortfolioFacts, contacts_needed, forgotten
from crm_metrics.boards.series import Indicator, collect
from crm_metrics.boards.tiles import definition, moved
from crm_metrics.metrics.readings import Reading
from crm_metrics.metrics.registry import metric_of
from crm_metrics.warehouse.dossier.portfolio import Managed
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

INCOME: Measure = ("customer_revenue", "year")
BEFORE: Measure = ("customer_revenue", "before")
COLUMNS: tuple[Measure, ...] = (
    INCOME, ("overdue_receivables", "now"), ("backlog", "now"), ("open_opportunities", "now"),
)  # fmt: skip
OPEN = 20  # rows that stand open


@dataclass(frozen=True, kw_only=True)
class PortfolioList:
    """The customers of one account manager."""

    customers: tuple[Managed, ...]
    """Those whom nobody attended first, then by tier and by how long ago."""
    readings: Mapping[Measure, Mapping[str, Reading]]
    """Of each number that is told, the reading of each customer."""
    behind: Mapping[tuple[Measure, str], Provenance]
    """What leads to the rows of each."""
    missing: Mapping[str, tuple[str, ...]]
    """Of each metric that is not told: the input tables that would tell it; none where the reader may not see it."""
    day: date
    """The last day with data."""
    contacts: bool
    """Whether contacts are known for as long as the rule has it."""
    parted: bool
    """Whether the reader sees the contacts of a part of the company alone."""
    personal: bool
    """Whether the reader may see names."""

    @property
    def silent(self) -> int:
        """With how many nobody spoke in the days of the rule."""
        return sum(forgotten(one.spoken_on, self.day) for one in self.customers)


def gather(warehouse: Warehouse, facts: PortfolioFacts) -> PortfolioList | None:
    """The list; None where no account manager is chosen."""
    if not facts.manager:
        return None
    ids = [one.id for one in facts.customers]
    day = facts.asked.day
    readings, missing = _readings(warehouse, ids, facts.asked, facts.view)
    behind = {
        (measure, one): source
        for measure, found in readings.items()
        for one, reading in found.items()
        if (source := _led(measure, reading, one, facts)) is not None
    }
    order = sorted(facts.customers, key=lambda one: (
        not forgotten(one.spoken_on, day) if facts.contacts else False, tier_place(one.tier),
        one.spoken_on or date.min, one.id,
    ))  # fmt: skip
    return PortfolioList(
        customers=tuple(order),
        readings=readings,
        behind=behind,
        missing=missing,
        day=day,
        contacts=facts.contacts,
        parted=facts.view.scope != EVERYTHING,
        personal=facts.view.personal,
    )


def _led(measure: Measure, reading: Reading, customer: str, facts: PortfolioFacts) -> Provenance | None:
    asked = asked_over(*measure, facts.asked)
    return masking.led(led(measure[0], reading, customer, asked), personal=facts.view.personal)


def _readings(
    warehouse: Warehouse, ids: Sequence[str], around: Windows, view: View
) -> tuple[dict[Measure, dict[str, Reading]], dict[str, tuple[str, ...]]]:
    """The readings of each number by customer; and of each that is not told, the tables that would tell it."""
    told: dict[Measure, dict[str, Reading]] = {}
    missing: dict[str, tuple[str, ...]] = {}
    for metric, window in (*COLUMNS, BEFORE):
        every, since, until = asked_over(metric, window, around)
        asked: dict[str, Any] = {"every": every, "since": since, "until": until, "scope": view.scope}
        results = collect(warehouse, [Indicator(metric)], by=("customer",), where={"customer": list(ids)}, **asked)
        result = results.get(Indicator(metric))
        if result is None or result.reason is not None:
            missing[metric] = tables_missing(warehouse, metric)
            continue
        last = [one for one in result.readings if one.value is not None and one.groups[0]]
        told[metric, window] = {str(one.groups[0]): one for one in last}
    return told, missing


def card(shown: PortfolioList, frame: Frame, words: Words) -> Card:
    """The table: a row for each customer, which leads to its file."""
    title = _title(shown, words)
    heads = tuple(
        GridColumn(metric, words(metric_of(metric).label), "number") for metric, window in COLUMNS
        if (metric, window) in shown.readings
    )  # fmt: skip
    change = (
        (GridColumn("change", words("Against the 12 months before"), "number"),) if BEFORE in shown.readings else ()
    )
    columns = (
        GridColumn("customer", words("Customer")), GridColumn("tier", words("Tier")), *heads[:1], *change, *heads[1:],
        GridColumn("spoken", words("Last personal contact"), "number"), GridColumn("days", words("Days"), "number"),
        GridColumn("state", words("State"), "chip"),
    )  # fmt: skip
    if INCOME not in shown.readings:
        columns = (*columns[:2], *heads, *columns[-3:])
    rows = tuple(_row(one, shown, frame, words) for one in shown.customers)
    names = dict.fromkeys(metric for metric, _ in shown.readings)
    body: Grid | Empty = Grid(columns, rows, title, OPEN)
    if not rows:
        body = Empty(title, words("The list of customers does not name this account manager."))
    return Card(
        key="portfolio",
        title=title,
        subtitle=" · ".join([words("Revenue of 12 closed months; what is owed and open on {day}", day=shown.day),
                             *_quietest(shown, words), *_absent(shown, words)]),
        body=body,
        footer=frame.footer(words, names, None),
        alt=title,
        definitions=tuple(definition(metric_of(name), words) for name in names),
    )  # fmt: skip


def _title(shown: PortfolioList, words: Words) -> str:
    """How many there are, and with how many of them nobody spoke; for a reader of a part, nobody of that part."""
    n, silent = len(shown.customers), shown.silent
    said = words.many(n, "One customer", "{n} customers")
    if not n or not shown.contacts:
        return said
    if shown.parted:
        if not silent:
            return words("{all}; your part spoke with each in {days} days", all=said, days=STALE)
        return words.many(silent, "{all}; with one of them nobody of your part spoke in {days} days",
                          "{all}; with {n} of them nobody of your part spoke in {days} days",
                          all=said, days=STALE)  # fmt: skip
    if not silent:
        return words("{all}; somebody spoke with each in {days} days", all=said, days=STALE)
    return words.many(silent, "{all}; with one of them nobody spoke in {days} days",
                      "{all}; with {n} of them nobody spoke in {days} days", all=said, days=STALE)  # fmt: skip


def _quietest(shown: PortfolioList, words: Words) -> list[str]:
    """With which of those who were ever spoken with nobody has for longest; nothing where contacts are not known."""
    spoken = [one for one in shown.customers if one.spoken_on is not None]
    if not shown.contacts or not spoken:
        return []
    last = min(spoken, key=lambda one: one.spoken_on or shown.day)
    name = masking.label(last.id, last.name, personal=shown.personal)
    days = (shown.day - (last.spoken_on or shown.day)).days
    return [words.many(days, "longest without a word: {customer}, one day",
                       "longest without a word: {customer}, {n} days", customer=name)]  # fmt: skip


def _absent(shown: PortfolioList, words: Words) -> list[str]:
    """Why a column is not there."""
    said = [] if shown.contacts else [contacts_needed(words)]
    for metric, tables in shown.missing.items():
        name = words(metric_of(metric).label)
        if tables:
            said.append(
                words(
                    "{name}: it would be told by {files}",
                    name=name,
                    files=words.listed(files(one, words) for one in tables),
                )
            )
        else:
            said.append(words("{name}: outside of what you may see", name=name))
    return said


def _row(one: Managed, shown: PortfolioList, frame: Frame, words: Words) -> Row:
    key = masking.key_of(one.id, personal=shown.personal)
    label = masking.label(one.id, one.name, personal=shown.personal)
    cells = [Cell(text=label, leads=masking.page_of(key)),
             Cell(text=words.name(one.tier) if one.tier else words("not told"))]  # fmt: skip
    for measure in COLUMNS:
        if measure not in shown.readings:
            continue
        cells.append(_number(measure, one.id, shown, frame, words))
        if measure == INCOME and BEFORE in shown.readings:
            now, before = (shown.readings[each].get(one.id) for each in (INCOME, BEFORE))
            cells.append(Cell(text=moved(now, before, "money", words, frame.currency)))
    state = _state(one, shown, words)
    since = None if one.spoken_on is None else (shown.day - one.spoken_on).days
    cells += [Cell(text="–" if one.spoken_on is None else words.day(one.spoken_on)),
              Cell(text="–" if since is None else words.number(since)), Cell(text=state.text, chip=state)]  # fmt: skip
    return Row(one.id if shown.personal else key, tuple(cells))


def _number(measure: Measure, customer: str, shown: PortfolioList, frame: Frame, words: Words) -> Cell:
    reading, unit = shown.readings[measure].get(customer), metric_of(measure[0]).unit
    if reading is None:  # it has no row there: nothing was sold, is owed, or is open
        return Cell(text=words.value(0, unit, frame.currency), muted=True)
    text = words.value(reading.value, unit, frame.currency)
    return Cell(text=text, behind=shown.behind.get((measure, customer)), muted=not reading.complete)


def _state(one: Managed, shown: PortfolioList, words: Words) -> Chip:
    """Whether somebody spoke with a customer within the days of the rule."""
    if not shown.contacts:
        return Chip("empty", words("not known"))
    if one.spoken_on is None:
        return Chip("watch", words("none of your part") if shown.parted else words("nobody spoke with it"))
    if forgotten(one.spoken_on, shown.day):
        return Chip("watch", words("more than {days} days", days=STALE))
    return Chip("routine", words("attended"))
