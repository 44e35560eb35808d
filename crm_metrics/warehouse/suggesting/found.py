"""The tables found in a folder: files of one shape together, what each is about, and a name and patterns for it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from crm_metrics.warehouse.mapping import months
from crm_metrics.warehouse.mapping.language import folded
from crm_metrics.warehouse.mapping.source import stem
from crm_metrics.warehouse.suggesting import columns
from crm_metrics.warehouse.suggesting.columns import SCORES, Column
from crm_metrics.warehouse.suggesting.dictionary import says, state_of
from crm_metrics.warehouse.suggesting.grids import FoundGrid

SUBJECTS = (
    "customers", "invoices", "payments", "debts", "sales", "tickets", "calls", "surveys", "subscriptions", "unknown",
)  # fmt: skip
# What tells a document of sale; the amounts that no case has; when an answer was given, the surest first.
_TELLING = ("document", "order", "series", "customer", "requester", "tax_id", "customer_code")
_VALUES = ("net", "total", "tax", "balance", "quantity", "mrr")
ANSWERED = ("submitted", "date", "issued", "opened", "closed", "resolved", "begun")
_MONTHS = re.compile(rf"(?<![^\W_])(?:{months.MONTH}|\d+)(?![^\W_])|\d+", re.I)


@dataclass(frozen=True)
class FoundTable:
    """A table that stands in one file or in several of one shape; name: what the mapping calls such files."""

    name: str
    grids: Sequence[FoundGrid]
    columns: Sequence[Column]
    subject: str

    @property
    def files(self) -> list[str]:
        """The names of its files."""
        return [grid.file.file for grid in self.grids]

    @cached_property
    def by(self) -> Mapping[str, Column]:
        """Meaning → its column."""
        return columns.by_meaning(self.columns)

    @property
    def patterns(self) -> list[str]:
        """The names of such files, this month's and the next one's."""
        return list(dict.fromkeys(pattern_of(file) for file in self.files))

    def has(self, *meanings: str) -> bool:
        """Whether it has columns of all these meanings."""
        return all(meaning in self.by for meaning in meanings)

    def any(self, *meanings: str) -> str | None:
        """The first of some meanings that it has."""
        return next((meaning for meaning in meanings if meaning in self.by), None)

    def cells(self, meaning: str) -> Sequence[str]:
        """The cells of a column, row by row, plain."""
        return [cell.rstrip("\u2060").strip() for cell in self.by[meaning].look.cells]


def tables_of(grids: Sequence[FoundGrid]) -> list[FoundTable]:
    """The tables, those of one shape together."""
    groups: dict[tuple[str, ...], list[FoundGrid]] = {}
    for grid in grids:
        key = (*map(folded, grid.names), grid.file.encoding or "", grid.file.delimiter, str(grid.lines))
        groups.setdefault(key, []).append(grid)
    found: list[FoundTable] = []
    for group in groups.values():
        rows = [record for grid in group for record in grid.rows]
        read = columns.read(replace(group[0], rows=rows))
        table = FoundTable("", group, read, "")
        name = _name(group[0].file.file, {one.name for one in found})
        found.append(FoundTable(name, group, read, subject_of(table)))
    return found


def pattern_of(file: str) -> str:
    """The pattern of a file's name and of its like: numbers and months may be others."""
    name = _MONTHS.sub("*", stem(file).translate({ord("["): "?", ord("]"): "?"}))
    name = re.sub(r"\*(?:[\s_.-]*\*)+", "*", name)
    return name if name.strip("* _-.()") else stem(file)


def subject_of(table: FoundTable) -> str:
    """What a table is about: the first that its columns, its name and its titles tell."""
    said = " ".join(
        [*(stem(file) for file in table.files), *(title for grid in table.grids for title in grid.titles[:4])]
    )
    money = table.any("total", "net", "amount", "paid", "balance")
    day = table.any("issued", "date", "opened", "submitted")
    if _is_tickets(table, said):
        return "tickets"
    if _is_survey(table, said):
        return "surveys"
    if table.has("mrr") and table.any("starts", "date"):
        return "subscriptions"
    if table.any("talk", "wait", "direction", "duration", "call") and day and not money:
        return "calls"
    billed = table.any("net", "tax", "paid_on")
    if table.has("balance") and table.any("due", "overdue_days", "issued", "date") and not billed:
        return "debts"
    if _is_payments(table, said):
        return "payments"
    if _is_sales(table) and day:
        return "sales"
    if money and day and table.any(*_TELLING):
        return "invoices"
    if table.any("customer", "requester", "customer_code") and table.any(
        "email", "phone", "tax_id", "segment", "region"
    ):
        return "customers"
    return "unknown"


def _is_tickets(table: FoundTable, said: str) -> bool:
    ending = table.any("resolved", "closed", "first_response")
    if table.any(*_VALUES):
        return False
    named = table.has("ticket") and table.any("opened", "date", "issued")
    worked = table.any("opened", "date") and table.has("state") and (ending or table.any("subject", "priority"))
    return bool(named and (ending or table.has("state"))) or bool(worked and (says("tickets", said) or ending))


def _is_survey(table: FoundTable, said: str) -> bool:
    scores = [meaning for meaning in SCORES if meaning in table.by]
    if not scores or not table.any(*ANSWERED):
        return False
    return table.has("submitted") or says("survey", said) or not table.any("total", "net", "amount", "document")


def _is_payments(table: FoundTable, said: str) -> bool:
    if table.any("tax", "net", "quantity", "unit_price") or not table.any("paid_on", "date", "issued"):
        return False
    states = (
        [state_of(one, ("cancelled", "paid", "owed")) for one in table.by["state"].look.counts]
        if table.has("state")
        else []
    )
    billed = table.has("paid_on") and table.any("issued", "date") and not table.has("receipt")
    if table.has("due") or "owed" in states or billed:
        return False
    money = table.any("paid", "amount", "total")
    return bool(money) and (
        table.has("receipt") or table.has("paid") or says("payments", said) or not table.any("issued", "date")
    )


def _is_sales(table: FoundTable) -> bool:
    if not table.any("product", "product_code") or table.any("due", "paid_on", "tax"):
        return bool(table.has("quantity") and table.any("product", "product_code") and not table.any("due", "paid_on"))
    return bool(table.any("quantity", "unit_price", "amount", "total", "net"))


def _name(file: str, taken: set[str]) -> str:
    """A word for a kind of file: what its name says, without numbers."""
    bare = re.sub(r"[^a-z_]+", "", folded(_MONTHS.sub(" ", stem(file))).replace(" ", "_"))
    bare = re.sub(r"_+", "_", bare).strip("_")[:30].strip("_") or "lista"
    name, number = bare, 1
    while name in taken:
        number += 1
        name = f"{bare}_{number}"
    return name
