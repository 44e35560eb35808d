"""The tables found in a folder: files of one shape together, what each is about, and a name and patterns for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from crm_metrics.warehouse.mapping import months
from crm_metrics.warehouse.mapping.language import folded
from crm_metrics.warehouse.mapping.source import stem
from crm_metrics.warehouse.suggesting import columns
from crm_metrics.warehouse.suggesting.accounts import (
    DESCRIPTIONS,
    beginnings,
    of_invoices,
    prefixes,
    sides_of,
    tell_kinds,
    with_sides,
)
from crm_metrics.warehouse.suggesting.columns import CONSENTS, REFUSALS, SCORES, Column
from crm_metrics.warehouse.suggesting.dictionary import dictionary, plain, says, state_of
from crm_metrics.warehouse.suggesting.grids import FoundGrid, is_foreign
from crm_metrics.warehouse.suggesting.parts import with_part_payments
from crm_metrics.warehouse.suggesting.values import MISSING
from crm_metrics.words import mark

SUBJECTS = (
    "customers", "invoices", "payments", "debts", "sales", "tickets", "calls", "surveys", "subscriptions", "unknown",
)  # fmt: skip
# What tells a document of sale; the amounts that no case has; when an answer was given, the surest first.
_TELLING = ("document", "order", "series", "customer", "requester", "tax_id", "customer_code")
NUMBERED = ("document", "order", "ticket", "receipt", "row_number")  # what holds the number of a document
_MONEY = ("total", "net", "amount", "paid", "balance")
_DAY = ("issued", "date", "opened", "submitted")
_VALUES = ("net", "total", "tax", "balance", "quantity", "mrr")
ANSWERED = ("submitted", "date", "issued", "opened", "closed", "resolved", "begun")
REPEATED = mark("that no file repeats rows of another")
UNHEEDED = mark("that rows below a line of credit notes or returns are sales like the others")
THOUSANDS = mark("that its amounts are as they stand, though a name or a title says thousands or millions")
EITHER_MONEY = mark("that amounts of rows which tell them in another currency alone are in the company's own")
_MONTHS = re.compile(rf"(?<![^\W_])(?:{months.MONTH}|\d+)(?![^\W_])|\d+", re.I)


@dataclass(frozen=True, kw_only=True)
class FoundTable:
    """A table that stands in one file or in several of one shape."""

    name: str
    """What the mapping calls such files."""
    grids: Sequence[FoundGrid]
    """Where it stands."""
    columns: Sequence[Column]
    """Its columns, with what they mean."""
    subject: str
    """What it is about: one of SUBJECTS."""
    sheets: tuple[str, ...] = ()
    """Patterns of its sheets, where others of its files are tables, too."""
    other_sheets: tuple[str, ...] = ()
    """Patterns of sheets that fit its own and are not its."""

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

    @property
    def pages(self) -> list[str]:
        """The names of its sheets."""
        return list(dict.fromkeys(page.name for grid in self.grids for page in grid.pages))

    @cached_property
    def paid_rows(self) -> list[bool]:
        """Of each row, whether it tells a day or an amount of payment."""
        told = [self.cells(one) for one in ("paid_on", "paid") if self.has(one)]
        if not told:
            return [False] * sum(len(grid.rows) for grid in self.grids)
        return [any(cell.strip("0.,$ ") for cell in row) for row in zip(*told, strict=True)]

    @cached_property
    def kinds(self) -> tuple[str, Sequence[str]]:
        """What tells the kind of each row's document, "" for nothing, and the kinds.

        A column of its own, or what numbers begin with, NC 2026/4; in accounts also what descriptions begin with.
        """
        if self.has("document_kind"):
            return "document_kind", self.cells("document_kind")
        number = self.any(*NUMBERED)
        begun = [(number, prefixes(self.cells(number)))] if number else []
        if self.has("debit", "credited"):
            begun += [(one, beginnings(self.cells(one))) for one in DESCRIPTIONS if self.has(one)]
        found = next(((meaning, kinds) for meaning, kinds in begun if tell_kinds(kinds)), None)
        return found or ("", [""] * sum(len(grid.rows) for grid in self.grids))

    def has(self, *meanings: str) -> bool:
        """Whether it has columns of all these meanings."""
        return all(meaning in self.by for meaning in meanings)

    def any(self, *meanings: str) -> str | None:
        """The first of some meanings that it has."""
        return next((meaning for meaning in meanings if meaning in self.by), None)

    def cells(self, meaning: str) -> Sequence[str]:
        """The cells of a column, row by row, plain; "" where one says that there is nothing."""
        plain = (cell.rstrip("\u2060").strip() for cell in self.by[meaning].look.cells)
        return ["" if cell in MISSING else cell for cell in plain]


def tables_of(grids: Sequence[FoundGrid], said: Callable[[str], Mapping[str, str]] = lambda _: {}) -> list[FoundTable]:
    """The tables, those of one shape together. said: a file → what a person says that its columns mean."""
    groups: dict[tuple[str, ...], list[FoundGrid]] = {}
    for grid in grids:
        key = (
            *map(folded, grid.names),
            grid.file.encoding or "",
            grid.file.delimiter,
            str(grid.lines),
            str(is_foreign(grid)),
        )
        groups.setdefault(key, []).append(grid)
    found: list[FoundTable] = []
    for group in groups.values():
        rows = [record for grid in group for record in grid.rows]
        told = said(group[0].file.file)
        read = with_part_payments(with_sides(columns.read(replace(group[0], rows=rows), told)), told)
        table = FoundTable(name="", grids=group, columns=read, subject="")
        if table.has("debit", "credited") and not table.kinds[0]:
            read = of_invoices(read)
            table = replace(table, columns=read)
        several = any(one.file is group[0].file for one in grids if one is not group[0])
        own = group[0].pages[0].name if several else group[0].file.file
        name = _name(own, {one.name for one in found})
        found.append(FoundTable(name=name, grids=group, columns=read, subject=subject_of(table)))
    return found


def pattern_of(file: str) -> str:
    """The pattern of a file's name and of its like: numbers and months may be others."""
    own = stem(file.rpartition("/")[2])  # of one in a ZIP, which has none of the ZIP's
    name = sheet_pattern(own)
    return name if name.strip("* _-.()") else own


def sheet_pattern(name: str) -> str:
    """The pattern of a sheet's name and of its like."""
    name = _MONTHS.sub("*", name.translate({ord("["): "?", ord("]"): "?"}))
    return re.sub(r"\*(?:[\s_.-]*\*)+", "*", name)


def subject_of(table: FoundTable) -> str:
    """What a table is about: the first that its columns, its name and its titles tell."""
    titles = [title for grid in table.grids for title in grid.titles[:4]]
    said = " ".join([*(stem(file) for file in table.files), *table.pages, *titles])
    if _is_foreign(table, said):
        return "unknown"
    if table.has("debit", "credited"):
        return "invoices" if _is_accounts(table) else "unknown"
    return next((subject for subject, is_it in _SUBJECTS if is_it(table, said)), "unknown")


def billed(tables: Sequence[FoundTable]) -> list[FoundTable]:
    """The tables, where lines of sales that a list of payments settles are invoices: what is owed follows from both."""
    subjects = {one.subject for one in tables}
    if "payments" not in subjects or "invoices" in subjects:
        return list(tables)
    return [replace(one, subject="invoices") if one.subject == "sales" and _is_numbered(one) else one for one in tables]


def _is_numbered(table: FoundTable) -> bool:
    """Whether its rows tell the number of their document; a number of rows is none, unless several have the same."""
    counted = table.cells("row_number") if table.has("row_number") else ()
    return bool(table.any("document", "order", "receipt")) or len(set(counted)) < len(counted)


def _repeats(table: FoundTable) -> bool:
    """Whether a file holds nothing but rows that another one holds as well."""
    sets = [{tuple(cells) for _, cells in grid.rows} for grid in table.grids]
    return any(one <= other for at, one in enumerate(sets) for place, other in enumerate(sets) if at != place)


def doubts(table: FoundTable) -> list[str]:
    """What is taken for granted of a table as a whole, whatever it is about."""
    told = {
        REPEATED: _repeats(table),
        UNHEEDED: any(grid.is_unheeded for grid in table.grids),
        THOUSANDS: _tells_thousands(table),
        EITHER_MONEY: _in_either_money(table),
    }
    return [what for what, holds in told.items() if holds]


def _in_either_money(table: FoundTable) -> bool:
    """Whether some rows have their amount in a column of another currency alone."""
    meaning = table.any("total", "net", "amount")
    if meaning is None or says("foreign_money", table.by[meaning].name):
        return False
    foreign = [one for one in table.columns if one.look.number and says("foreign_money", one.name)]
    own = table.cells(meaning)
    return any(cell.strip() and not own[at] for one in foreign for at, cell in enumerate(one.look.cells))


def _tells_thousands(table: FoundTable) -> bool:
    """Whether a name of an amount, or a title, says that amounts are in thousands or millions."""
    names = [one.name for one in table.columns if one.meaning in columns.AMOUNTS]
    titles = [title for grid in table.grids for title in grid.titles]
    alone = any(plain(name).endswith((" miles", " millones")) for name in names)
    return bool(names) and (alone or any(says("in_thousands", one) for one in (*names, *titles)))


def has_doubtful_states(table: FoundTable) -> bool:
    """Whether documents are in a state that is not known, and no payment of an invoice tells that it counts."""
    if not columns.has_unknown_states(table.by["state"].look):
        return False
    among = tuple(dictionary().states)
    return any(
        state and state_of(state, among) is None and not (paid and table.subject == "invoices")
        for state, paid in zip(table.cells("state"), table.paid_rows, strict=True)
    )


def settled_states(table: FoundTable) -> set[str]:
    """The states by which Central America says that a document is paid: "Cancelada", beside another word for annulled.

    All rows that say so tell a payment, and none does that says the other word.
    """
    states = table.cells("state") if table.has("state") else []
    paid = {state: set[bool]() for state in states if state_of(state, ("cancelled",))}
    for at, state in enumerate(states):
        if state in paid:
            paid[state].add(table.paid_rows[at])
    settled = {one for one, said in paid.items() if plain(one).startswith("cancelad") and said == {True}}
    others = [said for one, said in paid.items() if one not in settled]
    return settled if others and all(said == {False} for said in others) else set()


def _is_foreign(table: FoundTable, said: str) -> bool:
    """Whether it is about what the company buys, offers or keeps in store: none of it was sold."""
    if table.has("supplier"):
        return True
    return says("foreign", said)


def _is_accounts(table: FoundTable) -> bool:
    """Whether movements are those of the customers' accounts, by their kinds and the sides on which they stand."""
    if not table.any(*_DAY) or not table.any("customer", "requester", "tax_id", "customer_code"):
        return False
    return sides_of(table.kinds[1], table.cells("debit"), table.cells("credited"))


def _is_tickets(table: FoundTable, said: str) -> bool:
    ending = table.any("resolved", "closed", "first_response")
    if table.any(*_VALUES):
        return False
    named = table.has("ticket") and table.any("opened", "date", "issued")
    worked = table.any("opened", "date") and table.has("state") and (ending or table.any("subject", "priority"))
    begun = table.any("opened", "date") and not table.any(*_MONEY) and _is_worked_on(table)
    return bool(named and (ending or table.has("state"))) or bool(
        (worked and (says("tickets", said) or ending)) or begun
    )


def _is_worked_on(table: FoundTable) -> bool:
    """Whether states say of some rows that they are solved, and of others that they are worked on."""
    states = table.by["state"].look.counts if table.has("state") else ()
    meant = [state_of(one, ("solved", "pending", "working", "cancelled")) for one in states]
    return "solved" in meant and None not in meant and bool({"pending", "working"} & set(meant))


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


def _is_calls(table: FoundTable, said: str) -> bool:
    told = table.any("talk", "wait", "direction", "duration", "call")
    return bool(told and table.any(*_DAY) and not table.any(*_MONEY))


def _is_debts(table: FoundTable, said: str) -> bool:
    dated = table.any("due", "overdue_days", "issued", "date")
    return bool(table.has("balance") and dated and not table.any("net", "tax", "paid_on"))


def _is_invoices(table: FoundTable, said: str) -> bool:
    return bool(table.any(*_MONEY) and table.any(*_DAY) and table.any(*_TELLING))


def _is_customers(table: FoundTable, said: str) -> bool:
    named = table.any("customer", "requester", "customer_code")
    beside = ("email", "phone", "tax_id", "segment", "region", *CONSENTS, *REFUSALS)
    return bool(named and table.any(*beside))


# What a table may be about, in the order in which it is asked: its columns, and what its name and titles say, tell.
_SUBJECTS: Sequence[tuple[str, Callable[[FoundTable, str], bool]]] = (
    ("tickets", _is_tickets),
    ("surveys", _is_survey),
    ("subscriptions", lambda table, _: bool(table.has("mrr") and table.any("starts", "date"))),
    ("calls", _is_calls),
    ("debts", _is_debts),
    ("payments", _is_payments),
    ("sales", lambda table, _: _is_sales(table) and bool(table.any(*_DAY))),
    ("invoices", _is_invoices),
    ("customers", _is_customers),
)


def _name(file: str, taken: set[str]) -> str:
    """A word for a kind of file: what its name says, without numbers."""
    bare = re.sub(r"[^a-z_]+", "", folded(_MONTHS.sub(" ", stem(file.rpartition("/")[2]))).replace(" ", "_"))
    bare = re.sub(r"_+", "_", bare).strip("_")[:30].strip("_") or "lista"
    name, number = bare, 1
    while name in taken:
        number += 1
        name = f"{bare}_{number}"
    return name
