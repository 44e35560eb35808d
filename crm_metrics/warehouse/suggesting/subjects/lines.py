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
from crm_metrics.warehouse.suggesting.people import who
from crm_metrics.warehouse.suggesting.subjects import repeated
from crm_metrics.warehouse.suggesting.subjects.sums import MOST, numbers

_LEAST = 0.05  # of the documents have several lines: fewer may be rows that came twice
_HALF_CENT = 0.006  # what rounding may make of each line
_FEW = 8  # columns that are tried as the amount of a line


@dataclass(frozen=True)
class Lines:
    """The lines of documents; net: of each, without tax; tax: to be taken off it where it holds one.

    times: what net is to be multiplied by, where it is the price of one.
    """

    net: Column | None
    tax: Column | None = None
    times: Column | None = None


def lines_of(table: FoundTable) -> Lines | None:
    """What the lines of documents hold, of a table that says the whole of each again on every line; None for another.

    A column is the amount of a line where its sum, with the tax or without it, is the whole of nearly every document.
    """
    number, whole = numbered_by(table), table.by.get("total")
    if number is None or whole is None:
        return None
    groups = documents_of(table, number)
    several = repeated.several_rows(table, groups)
    told = numbers(table, whole)
    again = [rows for rows in several if _said_once(told, rows) is not None]
    few = len(several) < max(1, _LEAST * len(groups)) and not repeated.told_apart(table, several)
    if few or not several or len(again) < MOST * len(several):
        return None
    amounts = [one for one in table.columns if _is_amount(one) and one is not whole]
    taxes = [one for one in amounts if one.meaning == "tax" or says("taxed", apart(one.name))]
    own = [one for one in amounts if one not in taxes and _varies(numbers(table, one), several)][:_FEW]
    if not own and not repeated.told_apart(table, several):
        return None  # one row that came again with another state, say
    return _found(table, groups, own=own, taxes=taxes, ends=[_said_once(told, rows) or 0.0 for rows in groups])


def _said_once(told: Sequence[float | None], rows: Sequence[int]) -> float | None:
    """The whole of a document, said on each of its rows alike or on one alone; None where they say several."""
    said = {told[at] for at in rows if told[at]}
    filled = [at for at in rows if told[at] is not None]
    alike = len(filled) == len(rows) or sum(bool(told[at]) for at in rows) == 1
    return said.pop() if len(said) == 1 and alike else None


def net_of(draft: MappingDraft, lines: Lines) -> str:
    """The SQL of the amount of a line without tax; "" where it can't be told."""
    if lines.net is None:
        return ""
    net = draft.use(lines.net, kind="number")
    if lines.times:
        return f"{net} * {draft.use(lines.times, kind='number')}"
    return f"{net} - coalesce({draft.use(lines.tax, kind='number')}, 0)" if lines.tax else net


def numbered_by(table: FoundTable) -> str | None:
    """What holds the number of a document."""
    return table.any(*NUMBERED)


def telling(table: FoundTable, number: str) -> list[str]:
    """What has to stand before a number that others have too: the series where there are several, the kind, or both.

    A branch as well, where each counts for itself: one number is of several customers.
    """
    beside = [one for one in ("series", "document_kind") if table.has(one) and not repeated.is_rates(table.by[one])]
    beside += ["branch"] if table.has("branch") and not beside and _is_of_several(table, number) else []
    several = [one for one in beside if one == "series" and len(table.by[one].look.counts) > 1]
    ways = [several, *([one] for one in beside), list(reversed(beside))]
    cells = {one: table.cells(one) for one in (*beside, number)}
    filled = [at for at, one in enumerate(cells[number]) if one]

    def different(way: list[str]) -> int:
        return len({tuple(cells[one][at] for one in (*way, number)) for at in filled})

    return max(ways, key=lambda way: (different(way), -len(way)))


def _is_of_several(table: FoundTable, number: str) -> bool:
    """Whether some number is of several customers."""
    meaning = who(table)
    pairs = set(zip(table.cells(number), table.cells(meaning), strict=True)) if meaning else set()
    return len({one for one, _ in pairs if one}) < len([one for one, _ in pairs if one])


def number_lines(draft: MappingDraft, *document: str) -> None:
    """Let the rules read rows that know their place `n` in their document, told by one expression or several."""
    draft.base = f"{draft.name}_numbered"
    draft.rows[draft.base] = {"from": draft.name, "within": list(document), "columns": {"n": "number()"}}


def _found(
    table: FoundTable, groups: Sequence[Sequence[int]], *, own: list[Column], taxes: list[Column], ends: list[float]
) -> Lines:
    """The amount of a line: with the taxes of its lines, with the one of its document, or with its tax inside."""

    def holds(of: Callable[[Sequence[int]], float]) -> bool:
        good = sum(abs(of(rows) - end) <= _HALF_CENT * (len(rows) + 1) for rows, end in zip(groups, ends, strict=True))
        return good >= MOST * len(groups)

    for lines, tax in product([*map(Lines, own), *_priced(table)], taxes):
        nets, parts = _worth(table, lines), [value or 0.0 for value in numbers(table, tax)]
        if not any(parts):
            continue
        if holds(lambda rows, a=nets, t=parts: sum(a[at] + t[at] for at in rows)):  # type: ignore[misc]
            return lines
        if holds(lambda rows, a=nets, t=parts: sum(a[at] for at in rows) + t[rows[0]]):  # type: ignore[misc]
            return lines
        inside = lines.times is None and _varies(parts, groups)
        if inside and holds(lambda rows, a=nets: sum(a[at] for at in rows)):  # type: ignore[misc]
            return Lines(lines.net, tax)
    return Lines(None)


def _priced(table: FoundTable) -> list[Lines]:
    """The lines that are worth the price of one times how many there are."""
    by = table.by
    return [Lines(by["unit_price"], times=by["quantity"])] if table.has("unit_price", "quantity") else []


def _worth(table: FoundTable, lines: Lines) -> list[float]:
    """The amount of each line as it stands."""
    nets = [value or 0.0 for value in numbers(table, lines.net)] if lines.net else []
    if lines.times is None:
        return nets
    return [net * (many or 0.0) for net, many in zip(nets, numbers(table, lines.times), strict=True)]


def groups_of(table: FoundTable) -> list[list[int]]:
    """The rows of each document of a list; none where nothing numbers them."""
    number = numbered_by(table)
    return documents_of(table, number) if number else []


def has_several_rows(table: FoundTable) -> bool:
    """Whether documents stand in several rows: of lines, of amounts that make theirs, or of payments."""
    groups = groups_of(table)
    return repeated.tells_payments(table, groups) or lines_of(table) is not None or repeated.adds_up(table, groups)


def documents_of(table: FoundTable, number: str) -> list[list[int]]:
    """The rows of each document."""
    cells = [table.cells(one) for one in (*telling(table, number), number)]
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, key in enumerate(zip(*cells, strict=True)):
        if key[-1]:
            groups[key].append(at)
    return list(groups.values())


def _varies(values: Sequence[float | None], groups: Sequence[Sequence[int]]) -> bool:
    """Whether some document has different values on its lines."""
    return any(len({values[at] for at in rows}) > 1 for rows in groups)


def _is_amount(one: Column) -> bool:
    return one.look.number is not None and one.look.day is None
