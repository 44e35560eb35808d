"""How far a list of invoices reaches, and what payments dated after it are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from crm_metrics.warehouse.files.titles import last_day
from crm_metrics.warehouse.suggesting.columns import Column
from crm_metrics.warehouse.suggesting.drafts import MappingDraft, Rule

_WHOLE = "cast('whole' as varchar)"  # one end of all files together: a payment of a July invoice stands in August


@dataclass(frozen=True)
class ListEnd:
    """The end of a list as a lookup, and whether payments after it are left open."""

    lookup: Rule = field(default_factory=dict)
    bound: str = ""

    def condition(self, day: str) -> str:
        """The SQL of the payments that count; "" for all."""
        return f"{day} <= {self.bound}" if self.bound else ""


def ending_of(draft: MappingDraft, counted: str, days: Sequence[Column]) -> ListEnd:
    """The end of a list: the last day that its titles name, else its last invoice; asked where payments lie beyond.

    days: the columns that tell the days of payments.
    """
    table = draft.table
    issued = table.any("issued", "date")
    if not days or issued is None:
        return ListEnd()
    end = _end(draft, table.by[issued])
    later = [day for column in days for day in days_of(draft, column) if day and end and day > end]
    if later and draft.choice("payments_after_end", count=len(later), day=end) == "count":
        return ListEnd()
    if not later and not _titles_end(draft):
        return ListEnd()
    made = f"{draft.name}_end"
    draft.rows[made] = {
        "from": draft.base,
        **({"when": counted} if counted else {}),
        "by": [_WHOLE],
        "columns": {"list": _WHOLE, "day": f"coalesce(max(_until), max({draft.day(issued)}))"},
    }
    return ListEnd({made: {"list": _WHOLE}}, f"{made}.day")


def _titles_end(draft: MappingDraft) -> date | None:
    return last_day(title for grid in draft.table.grids for title in grid.titles)


def _end(draft: MappingDraft, issued: Column) -> date | None:
    told = _titles_end(draft)
    return told or max((day for day in days_of(draft, issued) if day), default=None)


def days_of(draft: MappingDraft, column: Column) -> list[date | None]:
    """The days of a column, row by row, as its kind in the draft reads them; None where a cell is none."""
    draft.use(column)
    look = column.look.day
    month_first = bool(look and (look.order == "M" or (look.order == "?" and draft.order(column) == "M")))
    return [last_day([_four(cell)], month_first=month_first) for cell in column.look.cells]


def _four(cell: str) -> str:
    """A cell whose year has four digits."""
    head, mark, year = cell.rstrip("\u2060").strip().partition(" ")[0].rpartition("/")
    return f"{head}{mark}20{year}" if mark and len(year) == 2 and "/" in head else cell.rstrip("\u2060")
