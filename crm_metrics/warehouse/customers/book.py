"""The customers of the active book on a day, and the product lines that each has bought by then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from crm_metrics.warehouse.customers.kept import kept
from crm_metrics.warehouse.store import SCORED, Warehouse

BOOKS = 3  # months whose book is kept


@dataclass(frozen=True, kw_only=True)
class BookEntry:
    """A customer of the active book at the close of a day, as it was then."""

    customer: str
    """Its id."""
    name: str | None
    """What it is called today; personal."""
    tier: str | None
    """Its value tier."""
    segment: str | None
    """Its segment."""
    lifecycle_stage: str | None
    """How deep the relation is."""
    relationship_type: str | None
    """How it is attended."""
    region: str | None
    """Where it is."""
    reputation: str | None
    """Whether others listen to it."""
    since_on: date
    """The first day of its unbroken time in the book."""
    rfm_cell: str | None
    """Its ranks of recency, frequency and money, "5-5-5" the best; None without an estimate of then."""


def book(warehouse: Warehouse, day: date) -> tuple[BookEntry, ...]:
    """The active book at the close of a day, by id."""
    return kept(warehouse, "book", day, BOOKS, lambda: _read(warehouse, day))


def _read(warehouse: Warehouse, day: date) -> tuple[BookEntry, ...]:
    rows = warehouse.fetch(
        "select b.customer, t.name, b.tier, b.segment, b.lifecycle_stage, b.relationship_type, b.region,"
        " b.reputation, b.since_on, s.rfm_cell from shape.book_span b"
        " left join shape.customer_today t on t.customer = b.customer"
        f" left join shape.{SCORED} s on s.customer = b.customer and s.from_on <= $day and s.to_on > $day"
        " where b.from_on <= $day and b.to_on > $day order by b.customer",
        {"day": day},
    )
    names = tuple(BookEntry.__dataclass_fields__)
    return tuple(BookEntry(**dict(zip(names, row, strict=True))) for row in rows)


def lines_bought(warehouse: Warehouse, day: date) -> Mapping[str, frozenset[str]]:
    """Customer → the product lines that it has bought up to and with a day."""
    rows = warehouse.fetch(
        "select customer, list(distinct product_line) from shape.line_start where started_on <= $day group by customer",
        {"day": day},
    )
    return {customer: frozenset(lines) for customer, lines in rows}
