"""The customers of a cell of the matrix, all of them: in the order asked, fifty to a page, whole in a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from crm_metrics.boards.behind.provenance import ABSENT, Provenance
from crm_metrics.boards.core import Card, Cell, Empty, Filter, Grid, GridColumn, Row, View
from crm_metrics.boards.customers import matrix as matrices
from crm_metrics.boards.customers.actions import action
from crm_metrics.boards.customers.amounts import Amounts, amount_cell, amounts, months_to
from crm_metrics.boards.customers.matrix import COUNT, INCOME, RANKS, SegmentMatrix
from crm_metrics.boards.customers.selection import RFM, Axes, CustomersAsked
from crm_metrics.boards.empty import empty_card
from crm_metrics.boards.filters import one_of
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.layout import tier_place
from crm_metrics.boards.persons import masking
from crm_metrics.boards.tiles import definition
from crm_metrics.metrics.behind.table import RowTable
from crm_metrics.metrics.registry import metric_of
from crm_metrics.warehouse.customers.book import BookEntry, book
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

SHEET = 50  # customers of a page


@dataclass(frozen=True, kw_only=True)
class Listing:
    """The customers of a cell."""

    axes: Axes
    """The axes of the matrix."""
    cell: tuple[tuple[str, str], ...]
    """(axis, value) pairs of the cell; empty for all customers."""
    customers: tuple[BookEntry, ...]
    """All of them, in the order asked."""
    income: Amounts
    """What each brought in the last twelve months."""
    sheet: int
    """The page shown, from 1."""
    counted: Provenance | None
    """What leads to their number."""
    personal: bool
    """Whether their names are shown."""

    @property
    def shown(self) -> tuple[BookEntry, ...]:
        """Those of the page shown."""
        return self.customers[(self.sheet - 1) * SHEET : self.sheet * SHEET]


def gather(warehouse: Warehouse, view: View, asked: CustomersAsked, matrix: SegmentMatrix) -> Listing:
    """The list of the cell asked; of the whole matrix without one."""
    day = matrix.period.last
    members = [one for one in book(warehouse, day) if asked.axes.key != RFM or one.rfm_cell is not None]
    cell = asked.cell
    held = [one for one in members if all(value_of(one, name) == value for name, value in cell)]
    income = amounts(warehouse, INCOME, months_to(day), view.scope)
    return Listing(
        axes=asked.axes,
        cell=cell,
        customers=tuple(sorted(held, key=_order(asked.order, income, personal=view.personal))),
        income=income,
        sheet=min(asked.sheet, last_sheet(len(held))),
        counted=_counted(matrix, asked, cell, len(held)),
        personal=view.personal,
    )


def value_of(customer: BookEntry, axis: str) -> str:
    """The value of a customer on an axis, as the matrix has it; ABSENT for none."""
    if axis in ("recency", "frequency"):
        ranks = (customer.rfm_cell or "").split("-")
        return ranks[0 if axis == "recency" else 1] if len(ranks) == 3 else ABSENT
    return str(getattr(customer, axis) or ABSENT)


def _order(order: str, income: Amounts, *, personal: bool) -> Callable[[BookEntry], Any]:
    def by_income(one: BookEntry) -> Any:
        return (-income.of(one.customer), one.customer)

    def by_name(one: BookEntry) -> Any:
        return (masking.label(one.customer, one.name, personal=personal).casefold(), one.customer)

    def by_time(one: BookEntry) -> Any:
        return (one.since_on, one.customer)

    def by_tier(one: BookEntry) -> Any:
        return (tier_place(one.tier), *by_income(one))

    return {"income": by_income, "name": by_name, "since": by_time, "tier": by_tier}[order]


def _counted(
    matrix: SegmentMatrix, asked: CustomersAsked, cell: Sequence[tuple[str, str]], count: int
) -> Provenance | None:
    """What leads to the number of customers of a cell as the metric counts them."""
    if not cell:
        return matrix.counted
    if asked.row is not None and asked.column is not None:
        found = matrix.cells.get((asked.row, asked.column))
        return found.counted if found else None
    if asked.axes.key == RFM:
        return None
    day = matrix.period.last
    return Provenance(metric=COUNT, every="month", until=day, where=tuple(cell), value=float(count))


def card(listing: Listing, frame: Frame, words: Words) -> Card:
    """The page of the list that is asked for."""
    count, name = len(listing.customers), cell_text(listing, words)
    title = words.many(count, "{n} customer", "{n} customers") + (f": {name}" if name else "")
    if not listing.customers:
        reason = words("At the close of {month} no customer of the active book is of it.",
                       month=words.month(listing.income.days.last))  # fmt: skip
        return empty_card("list", Empty(title, reason, words("See all customers"), (("row", ""), ("column", ""))))
    days = listing.income.days
    said = [
        on_sheet(listing.sheet, count, words),
        words("revenue of {first} – {last}", first=words.day(days.first), last=words.day(days.last)),
        words("what each is at the close of the month"),
    ]
    counting = RANKS if listing.axes.key == RFM else COUNT
    return Card(
        key="list",
        title=title,
        subtitle=" · ".join([*_suggested(listing, words), *said]),
        body=Grid(_columns(listing, words), tuple(_row(one, listing, frame, words) for one in listing.shown), title),
        footer=frame.footer(words, (counting, INCOME), count),
        alt=title,
        definitions=(
            definition(metric_of(counting), words, listing.counted),
            definition(metric_of(INCOME), words),
        ),
    )


def _suggested(listing: Listing, words: Words) -> list[str]:
    """What to do with the customers of one cell."""
    found = dict(listing.cell)
    if len(found) < 2:
        return []
    told = action(listing.axes, found[listing.axes.rows], found[listing.axes.columns])
    return [words("Suggested: {action}", action=words(told))]


def cell_text(listing: Listing, words: Words) -> str:
    """What the cell is called; "" for all customers."""
    said = []
    for name, value in listing.cell:
        told = matrices.named(listing.axes, name, value, words)
        said.append(f"{matrices.axis(name, words)}: {told}" if listing.axes.key == RFM else told)
    return " · ".join(said)


def _columns(listing: Listing, words: Words) -> tuple[GridColumn, ...]:
    ranks = (GridColumn("rfm", words("Ranks R-F-M"), "text"),) if listing.axes.key == RFM else ()
    names = (GridColumn("id", words("Id")),) if listing.personal else ()
    return (
        GridColumn("customer", words("Customer")),
        *names,
        GridColumn("tier", words.name("tier")),
        GridColumn("stage", words("Stage")),
        GridColumn("segment", words.name("segment")),
        GridColumn("reputation", words.name("reputation")),
        *ranks,
        GridColumn("since", words("In the book since")),
        GridColumn("income", words("Revenue, 12 months"), "bar"),
    )


def _row(one: BookEntry, listing: Listing, frame: Frame, words: Words) -> Row:
    key = masking.key_of(one.customer, personal=listing.personal)
    told = [one.tier, one.lifecycle_stage, one.segment, one.reputation]
    ranks = [Cell(text=one.rfm_cell or "–")] if listing.axes.key == RFM else []
    return Row(
        key,
        (
            Cell(text=masking.label(one.customer, one.name, personal=listing.personal), leads=masking.page_of(key)),
            *([Cell(text=key, muted=True)] if listing.personal else []),
            *(Cell(text=words.name(value) if value else "–", muted=not value) for value in told),
            *ranks,
            Cell(text=words.day(one.since_on)),
            amount_cell(one.customer, listing.income, frame, words, personal=listing.personal),
        ),
    )


def last_sheet(count: int) -> int:
    """The last page of a list of so many; the first of an empty one."""
    return max(-(-count // SHEET), 1)


def on_sheet(sheet: int, count: int, words: Words) -> str:
    """Which of a list of so many stand on a page of it."""
    return words("{first} to {last} of {n}", first=(sheet - 1) * SHEET + 1, last=min(sheet * SHEET, count), n=count)


def held_text(held: int, words: Words) -> list[str]:
    """That a list leaves out who is held out of the day's list; nothing where nobody is."""
    said = words.many(
        held, "one is held out, to see what attending brings", "{n} are held out, to see what attending brings"
    )
    return [said] if held else []


def sheets(count: int, shown: int, words: Words) -> Filter | None:
    """The choice of a page of a list; None where one holds them all."""
    if count <= SHEET:
        return None
    pages = [
        (
            str(page),
            on_sheet(page, count, words),
        )
        for page in range(1, last_sheet(count) + 1)
    ]
    return one_of("sheet", words("Page of the list"), pages, str(shown))


def table(listing: Listing, currency: str) -> RowTable:
    """All customers of the list with raw values, for a file; personal columns only for who may see them."""
    personal = listing.personal
    head = ("customer", *(("name",) if personal else ()), "tier", "lifecycle_stage", "segment", "relationship_type",
            "region", "reputation", "rfm_cell", "since_on", "income", "income_unit", "income_since",
            "income_until")  # fmt: skip
    rows = tuple(
        (
            masking.key_of(one.customer, personal=personal),
            *((one.name,) if personal else ()),
            one.tier,
            one.lifecycle_stage,
            one.segment,
            one.relationship_type,
            one.region,
            one.reputation,
            one.rfm_cell,
            one.since_on,
            listing.income.of(one.customer),
            currency,
            listing.income.days.first,
            listing.income.days.last,
        )
        for one in listing.customers
    )
    return RowTable(head, rows)
