"""Documents of several lines: which amount is a line's own, and which the whole document's, said again on each line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product

from crm_metrics.warehouse.suggesting.columns import Column
from crm_metrics.warehouse.suggesting.dictionary import apart, says
from crm_metrics.warehouse.suggesting.drafts import MappingDraft
from crm_metrics.warehouse.suggesting.found import NUMBERED, FoundTable
from crm_metrics.warehouse.suggesting.subjects.sums import MOST, numbers

_LEAST = 0.05  # of the documents have several lines: fewer may be rows that came twice
_HALF_CENT = 0.006  # what rounding may make of each line
_OF_LINES = ("product", "product_code", "quantity", "unit_price", "tax", "tax_rate", "discount")
_OF_DOCUMENTS = ("issued", "date", "customer", "customer_code", "tax_id", "due")  # one for all lines of a document
_FEW = 8  # columns that are tried as the amount of a line


@dataclass(frozen=True)
class Lines:
    """The lines of documents; net: of each, without tax; tax: to be taken off it where it holds one.

    summed: whether each has amounts of its own alone, which make those of its document.
    """

    net: Column | None
    tax: Column | None = None
    summed: bool = False


def lines_of(table: FoundTable) -> Lines | None:
    """What the lines of documents hold, of a table that has several for some; None for another.

    Where each says the whole of its document again, a column is the amount of a line if its sum, with the tax or
    without it, is that whole in nearly every document.
    """
    number, whole = numbered_by(table), table.by.get("total")
    if number is None:
        return None
    groups = _documents(table, number)
    several = [rows for rows in groups if len(rows) > 1 and _differ(table, rows)]
    if len(several) < max(1, _LEAST * len(groups)):
        return None
    told = numbers(table, whole) if whole else []
    again = [rows for rows in several if whole and len({told[at] for at in rows}) == 1]
    if whole is None or len(again) < MOST * len(several):
        return Lines(None, summed=True) if _are_lines(table, several) else None
    amounts = [one for one in table.columns if _is_amount(one) and one is not whole]
    taxes = [one for one in amounts if one.meaning == "tax" or says("taxed", apart(one.name))]
    own = [one for one in amounts if one not in taxes and _varies(numbers(table, one), several)][:_FEW]
    return _found(table, groups, own=own, taxes=taxes, ends=[told[rows[0]] or 0.0 for rows in groups])


def _are_lines(table: FoundTable, several: Sequence[Sequence[int]]) -> bool:
    """Whether rows of one number are lines of one document: of one day and one customer, each with goods or a tax."""
    if not table.any(*_OF_LINES):
        return False
    alike = [table.cells(one) for one in _OF_DOCUMENTS if table.has(one)]
    good = sum(all(len({cells[at] for at in rows} - {""}) <= 1 for cells in alike) for rows in several)
    return bool(alike) and good >= MOST * len(several)


def is_told_again(table: FoundTable, meaning: str) -> bool:
    """Whether each line of a document says again what the whole document has in a column of amounts."""
    rows = [group for group in _documents(table, numbered_by(table) or "") if len(group) > 1]
    return not _varies(numbers(table, table.by[meaning]), rows)


def net_of(draft: MappingDraft, lines: Lines) -> str:
    """The SQL of the amount of a line without tax; "" where it can't be told."""
    if lines.net is None:
        return ""
    net = draft.use(lines.net, kind="number")
    return f"{net} - coalesce({draft.use(lines.tax, kind='number')}, 0)" if lines.tax else net


def numbered_by(table: FoundTable) -> str | None:
    """What holds the number of a document."""
    return table.any(*NUMBERED)


def telling(table: FoundTable, number: str) -> list[str]:
    """What has to stand before a number that others have too: the series where there are several, the kind, or both."""
    beside = [one for one in ("series", "document_kind") if table.has(one)]
    several = [one for one in beside if one == "series" and len(table.by[one].look.counts) > 1]
    ways = [several, *([one] for one in beside), list(reversed(beside))]
    cells = {one: table.cells(one) for one in (*beside, number)}
    filled = [at for at, one in enumerate(cells[number]) if one]

    def different(way: list[str]) -> int:
        return len({tuple(cells[one][at] for one in (*way, number)) for at in filled})

    return max(ways, key=lambda way: (different(way), -len(way)))


def number_lines(draft: MappingDraft, document: str) -> None:
    """Let the rules read rows that know their place `n` in their document."""
    draft.base = f"{draft.name}_numbered"
    draft.rows[draft.base] = {"from": draft.name, "within": [document], "columns": {"n": "number()"}}


def _found(
    table: FoundTable, groups: Sequence[Sequence[int]], *, own: list[Column], taxes: list[Column], ends: list[float]
) -> Lines:
    """The amount of a line: with the taxes of its lines, with the one of its document, or with its tax inside."""

    def holds(of: Callable[[Sequence[int]], float]) -> bool:
        good = sum(abs(of(rows) - end) <= _HALF_CENT * (len(rows) + 1) for rows, end in zip(groups, ends, strict=True))
        return good >= MOST * len(groups)

    for one, tax in product(own, taxes):
        nets, parts = ([value or 0.0 for value in numbers(table, column)] for column in (one, tax))
        if not any(parts):
            continue
        if holds(lambda rows, a=nets, t=parts: sum(a[at] + t[at] for at in rows)):  # type: ignore[misc]
            return Lines(one)
        if holds(lambda rows, a=nets, t=parts: sum(a[at] for at in rows) + t[rows[0]]):  # type: ignore[misc]
            return Lines(one)
        inside = _varies(parts, groups)
        if inside and holds(lambda rows, a=nets: sum(a[at] for at in rows)):  # type: ignore[misc]
            return Lines(one, tax)
    return Lines(None)


def _documents(table: FoundTable, number: str) -> list[list[int]]:
    """The rows of each document."""
    cells = [table.cells(one) for one in (*telling(table, number), number)]
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, key in enumerate(zip(*cells, strict=True)):
        if key[-1]:
            groups[key].append(at)
    return list(groups.values())


def _differ(table: FoundTable, rows: Sequence[int]) -> bool:
    """Whether the rows of a document are not one row that came again."""
    return len({tuple(one.look.cells[at] for one in table.columns) for at in rows}) > 1


def _varies(values: Sequence[float | None], groups: Sequence[Sequence[int]]) -> bool:
    """Whether some document has different values on its lines."""
    return any(len({values[at] for at in rows}) > 1 for rows in groups)


def _is_amount(one: Column) -> bool:
    return one.look.number is not None and one.look.day is None
