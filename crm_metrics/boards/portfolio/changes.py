"""What changed with the customers of an account manager in the last days: tiers, who joined, who left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from crm_metrics.access import EVERYTHING
from crm_metrics.boards.core import Card, Cell, Chip, Empty, Grid, GridColumn, Row
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.layout import TIERS
from crm_metrics.boards.persons import masking
from crm_metrics.boards.portfolio.facts import PortfolioFacts
from crm_metrics.warehouse.dossier.portfolio import CustomerChange, changes
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

DAYS = 30
OPEN = 10  # rows that stand open


@dataclass(frozen=True, kw_only=True)
class PortfolioChanges:
    """What changed with the customers of one account manager."""

    changes: tuple[CustomerChange, ...]
    """The newest first."""
    names: Mapping[str, str]
    """Of each customer in it, its name; "" where nobody told."""
    day: date
    """The last day of them."""
    whole: bool
    """Whether joining and leaving may be told to the reader."""
    personal: bool
    """Whether the reader may see names."""


def gather(warehouse: Warehouse, facts: PortfolioFacts) -> PortfolioChanges | None:
    """The changes; None where no account manager is chosen."""
    if not facts.manager:
        return None
    day, scope = facts.asked.day, facts.view.scope
    found = changes(warehouse, facts.manager, day - timedelta(days=DAYS), day, scope)
    names = {one.id: one.name for one in facts.customers}
    return PortfolioChanges(
        changes=found, names=names, day=day, whole=scope == EVERYTHING, personal=facts.view.personal
    )


def card(shown: PortfolioChanges, frame: Frame, words: Words) -> Card:
    """The list, a row for each change."""
    n = len(shown.changes)
    title = words.many(n, "One change in the last {days} days", "{n} changes in the last {days} days", days=DAYS)
    what = words("Tiers, customers who joined, came back or left the active book")
    if not shown.whole:
        what = words("Tiers alone: who joined or left follows from what all teams sold")
    columns = (
        GridColumn("day", words("Day")),
        GridColumn("customer", words("Customer")),
        GridColumn("what", words("What changed"), "chip"),
        GridColumn("detail", words("Detail")),
    )
    body: Grid | Empty = Grid(columns, tuple(_row(one, shown, words) for one in shown.changes), title, OPEN)
    if not n:
        title = words("Changes in the last {days} days: none", days=DAYS)
        body = Empty(title, words("Looked at: {things}.", things=what[:1].lower() + what[1:]))
    return Card(
        key="changes",
        title=title,
        subtitle=words("{what} · through {day}", what=what, day=shown.day),
        body=body,
        footer=frame.footer(words, (), None),
        alt=title,
    )


def _row(one: CustomerChange, shown: PortfolioChanges, words: Words) -> Row:
    key = masking.key_of(one.customer, personal=shown.personal)
    label = masking.label(one.customer, shown.names.get(one.customer), personal=shown.personal)
    chip, detail = _said(one, words)
    cells = (Cell(text=words.day(one.day)), Cell(text=label, leads=masking.page_of(key)),
             Cell(text=chip.text, chip=chip), Cell(text=detail))  # fmt: skip
    return Row(f"{one.day}-{key}-{one.kind}", cells)


def _said(one: CustomerChange, words: Words) -> tuple[Chip, str]:
    if one.kind == "joined":
        return Chip("better", words("joined the book")), words("in the active book for the first time")
    if one.kind == "returned":
        return Chip("better", words("came back")), words("in the active book again")
    if one.kind == "left":
        return Chip("worse", words("left")), words("out of the active book")
    before, after = (words.name(each) if each else words("not told") for each in (one.before, one.after))
    detail = words("from {before} to {after}", before=before, after=after)
    if one.before in TIERS and one.after in TIERS:
        up = TIERS.index(one.after) < TIERS.index(one.before)
        return Chip("better" if up else "worse", words("tier up") if up else words("tier down")), detail
    return Chip("closed", words("tier")), detail
