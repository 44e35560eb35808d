"""What a reader asks of the page of customers: which part, which axes, cell, order and page, which days, which text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlencode

from crm_metrics.boards.behind.provenance import ABSENT
from crm_metrics.boards.core import View
from crm_metrics.words import mark

PAGE = "customers"
SEGMENTS, RANKINGS, CROSS, GROWTH, STIMULUS, CAMPAIGNS = (
    "segments", "rankings", "cross", "growth", "stimulus", "campaigns",
)  # fmt: skip
PARTS = {
    SEGMENTS: mark("Segments"), RANKINGS: mark("Rankings"), CROSS: mark("Cross-selling"),
    GROWTH: mark("To make grow"), STIMULUS: mark("To stimulate"), CAMPAIGNS: mark("Campaigns"),
}  # fmt: skip
# The words of an address that are this page's own, and no filter of rows.
OWN = ("part", "axes", "row", "column", "order", "sheet", "span", "find", "drawn")
ORDERS = {
    "income": mark("by revenue"), "name": mark("by name"), "since": mark("by time with us"), "tier": mark("by tier"),
}  # fmt: skip
SPANS = {"12": mark("Last 12 months"), "3": mark("Last 3 months"), "1": mark("Last month")}
RFM = "rfm"
Order = Literal["income", "name", "since", "tier"]


@dataclass(frozen=True)
class Axes:
    """The two axes of the matrix: what is asked by."""

    key: str
    text: str
    rows: str
    columns: str


AXES: Mapping[str, Axes] = {
    one.key: one
    for one in (
        Axes("relation", mark("Value × relation"), "tier", "lifecycle_stage"),
        Axes(RFM, mark("Recency × frequency"), "recency", "frequency"),
        Axes("segment", mark("Value × segment"), "tier", "segment"),
        Axes("type", mark("Value × kind of relation"), "tier", "relationship_type"),
        Axes("reputation", mark("Reputation × relation"), "reputation", "lifecycle_stage"),
    )
}


@dataclass(frozen=True, kw_only=True)
class CustomersAsked:
    """What the address asks; what it does not say, or says wrong, is the first of each."""

    part: str
    """One of PARTS."""
    axes: Axes
    """The axes of the matrix."""
    row: str | None
    """The row of the cell whose customers are listed; ABSENT where they have no value, None for all rows."""
    column: str | None
    """The same of its column."""
    order: str
    """One of ORDERS."""
    sheet: int
    """The page of the list, from 1."""
    span: int
    """Of the rankings: the months that they are of."""
    find: str
    """What is looked for; "" for nothing."""
    drawn: str
    """The id of the campaign whose list is shown; "" for none."""

    @property
    def cell(self) -> tuple[tuple[str, str], ...]:
        """(dimension, value) pairs of the cell."""
        pairs = ((self.axes.rows, self.row), (self.axes.columns, self.column))
        return tuple((name, value) for name, value in pairs if value is not None)


def asked(view: View) -> CustomersAsked:
    """What a view asks."""
    said = dict(view.where)
    sheet = said.get("sheet", "1")
    return CustomersAsked(
        part=_one_of(PARTS, said.get("part")),
        axes=AXES[_one_of(AXES, said.get("axes"))],
        row=said.get("row") or None,
        column=said.get("column") or None,
        order=_one_of(ORDERS, said.get("order")),
        sheet=max(int(sheet), 1) if sheet.isdecimal() and len(sheet) < 7 else 1,
        span=int(_one_of(SPANS, said.get("span"))),
        find=said.get("find", "").strip(),
        drawn=said.get("drawn", ""),
    )


def list_of(view: View, axes: Axes, row: str | None, column: str | None) -> str:
    """The address of the list of a cell."""
    until = [("until", view.until.isoformat())] if view.until else []
    pairs = [("axes", axes.key), ("row", row or ABSENT), ("column", column or ABSENT), *until]
    return f"{PAGE}?{urlencode(pairs)}"


def _one_of(known: Mapping[str, object], said: str | None) -> str:
    return said if said is not None and said in known else next(iter(known))
