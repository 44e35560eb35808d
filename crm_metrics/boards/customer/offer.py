"""The product line that may come next for a customer, and what speaks for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from crm_metrics.access import EVERYTHING
from crm_metrics.boards.behind.provenance import Provenance
from crm_metrics.boards.core import Card, Cell, Empty, Grid, GridColumn, Row
from crm_metrics.boards.customer.facts import CustomerFacts
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.tiles import definition
from crm_metrics.metrics.registry import metric_of
from crm_metrics.warehouse.dossier import prospects
from crm_metrics.warehouse.dossier.prospects import NextLine
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

CONFIDENCE = "affinity_confidence"


@dataclass(frozen=True)
class LineOffer:
    """What may come next. allowed: whether the reader may see it; sold: whether purchases are loaded at all."""

    line: NextLine | None
    allowed: bool
    sold: bool


def gather(warehouse: Warehouse, facts: CustomerFacts) -> LineOffer | None:
    """The offer of the last rule; None before there are data."""
    if facts.measured is None:
        return None
    allowed = facts.view.scope == EVERYTHING
    sold = any(warehouse.loaded(table) is not None for table in ("order_line", "subscription"))
    day = facts.measured.windows.day
    line = prospects.next_line(warehouse, facts.known.id, day) if allowed and sold else None
    return LineOffer(line, allowed, sold)


def card(shown: LineOffer, frame: Frame, words: Words) -> Card:
    """The line with its evidence, or why there is none."""
    line = shown.line
    if line is None:
        return _none(shown, frame, words)
    title = words("Next line: {line}", line=line.line)
    until = line.offered_on - timedelta(days=1)
    led = Provenance(metric=CONFIDENCE, every="month", until=until, value=line.share,
                     where=(("product_line", line.held), ("with_line", line.line)))  # fmt: skip
    columns = (
        GridColumn("line", words("Product line")),
        GridColumn("held", words("Because it has")),
        GridColumn("share", words("Of its buyers also bought it"), "number"),
        GridColumn("n", words("Buyers"), "number"),
    )
    cells = (Cell(text=line.line), Cell(text=line.held), Cell(text=words.percent(line.share), behind=led),
             Cell(text=words("{both} of {holders}", both=line.both, holders=line.holders)))  # fmt: skip
    return Card(
        key="offer",
        title=title,
        subtitle=words("Rule of {day}: what most buyers of a line that it has bought, too; no forecast",
                       day=line.offered_on),
        body=Grid(columns, (Row("offer", cells),), title),
        footer=frame.footer(words, [CONFIDENCE], line.holders),
        alt=title,
        definitions=(definition(metric_of(CONFIDENCE), words),),
    )  # fmt: skip


def _none(shown: LineOffer, frame: Frame, words: Words) -> Card:
    fact = words("No next line can be named")
    reason = words("It is not in the active book, holds every line, or nobody bought its lines with another one.")
    if not shown.sold:
        files = words("{first} or {last}", first="order_line.csv", last="subscription.csv")
        reason = words("It would be told by {files}.", files=files)
    if not shown.allowed:
        reason = words("It is learnt from what all customers bought, which is outside of what you may see.")
    return Card(key="offer", title=fact, subtitle="", body=Empty(fact, reason), footer=frame.footer(words, (), None),
                alt=f"{fact}. {reason}")  # fmt: skip
