"""Documents that stand in several rows, each worth its own (a tax rate, a concept), or each a payment of the whole."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from crm_metrics.warehouse.files.workbooks import TYPED
from crm_metrics.warehouse.suggesting.columns import DAYS, HOURS, Column
from crm_metrics.warehouse.suggesting.found import FoundTable
from crm_metrics.warehouse.suggesting.people import who
from crm_metrics.warehouse.suggesting.subjects.sums import MOST, RATES, numbers

Groups = Sequence[Sequence[int]]

_TOLD = ("product", "product_code", "category", "subject")  # what a row may be about
_HOW_MANY = ("quantity", "unit_price")
_WHOLE = ("net", "tax", "total")
_DAY = ("issued", "date", "opened", "submitted")
_PERCENT = re.compile(r"(\d+(?:[.,]\d+)?)\s*%?")


def several_rows(table: FoundTable, groups: Groups) -> list[Sequence[int]]:
    """The rows of those documents that have several, unless one row came again."""
    return [rows for rows in groups if len(rows) > 1 and differ(table, rows)]


def told_apart(table: FoundTable, several: Groups) -> bool:
    """Whether the rows of a document say what each of them is of: another rate of tax, or another thing."""
    if not several:
        return False
    shares = _rates(table)
    cells = [one.look.cells for one in table.columns if _says_what(one)]
    return _in_most(several, lambda rows: _vary(shares, rows) or any(_vary(column, rows) for column in cells))


def adds_up(table: FoundTable, groups: Groups) -> bool:
    """Whether each row is worth its own, and a document the sum of its rows: of one day, customer and currency."""
    several = several_rows(table, groups)
    whole = table.any("total", "net", "amount")
    if whole is None or not told_apart(table, several):
        return False
    values = numbers(table, table.by[whole])
    if any(not _vary(values, rows) and _vary(_tax_or_net(table), rows) for rows in several):
        return False  # the whole of a document, said again on each row
    if any(values[at] is None for rows in several for at in rows):
        return False
    sums = {sum(values[at] or 0.0 for at in rows) < 0 for rows in groups}
    if len(sums) > 1 and any(len({(values[at] or 0.0) < 0 for at in rows}) > 1 for rows in several):
        return False  # a row below nought may be a discount or a document that takes money off
    alike = [table.cells(one) for one in same_of(table)]
    return _in_most(several, lambda rows: not any(_vary(one, rows) for one in alike))


def comes_again(table: FoundTable, groups: Groups) -> bool:
    """Whether some row of a document stands twice: it may be two things alike, or one of an older file."""
    rows = [[tuple(one.look.cells[at] for one in table.columns) for at in places] for places in groups]
    return any(len(set(of_one)) < len(of_one) for of_one in rows)


def same_of(table: FoundTable) -> list[str]:
    """What all rows of one document have alike: its day, its customer, its currency, when it is due."""
    told = (table.any(*_DAY), who(table), *(one if table.has(one) else None for one in ("currency", "due")))
    return [one for one in told if one is not None]


def tells_payments(table: FoundTable, groups: Groups) -> bool:
    """Whether each row is a payment of a document, whose amounts all of them say again."""
    several = several_rows(table, groups)
    if not several or not table.has("paid") or not table.any(*_WHOLE, "amount"):
        return False
    again = [numbers(table, table.by[one]) for one in (*_WHOLE, "amount") if table.has(one)]
    cells = [one.look.cells for one in table.columns if one.meaning in (*_TOLD, *_HOW_MANY)]
    told = [table.cells(one) for one in ("paid", "paid_on") if table.has(one)]
    return _in_most(
        several,
        lambda rows: any(_vary(one, rows) for one in told) and not any(_vary(one, rows) for one in (*again, *cells)),
    )


def says_whole(table: FoundTable, meaning: str, groups: Groups) -> bool:
    """Whether what is paid, or left, of a document stands on each of its rows alike: of the whole, for all we know."""
    if not table.has(meaning):
        return False
    told = numbers(table, table.by[meaning])
    several = several_rows(table, groups)
    return any(told[at] for rows in several for at in rows) and not any(_vary(told, rows) for rows in several)


def takes_off(table: FoundTable, groups: Groups) -> bool:
    """Whether some document as a whole takes money off."""
    whole = table.any("total", "net", "amount")
    values = numbers(table, table.by[whole]) if whole else []
    return any(sum(values[at] or 0.0 for at in rows) < 0 for rows in groups if values)


def is_paid_often(table: FoundTable, groups: Groups) -> bool:
    """Whether the rows of some document tell of several days of payment."""
    days = table.cells("paid_on") if table.has("paid_on") else []
    return bool(days) and any(len({days[at] for at in rows if days[at]}) > 1 for rows in groups)


def _tax_or_net(table: FoundTable) -> Sequence[float | None]:
    part = table.any("net", "tax")
    return numbers(table, table.by[part]) if part else []


def _rates(table: FoundTable) -> list[float | None]:
    """The rate of tax of each row, by its amounts."""
    base = table.any("net", "total", "amount")
    if not table.has("tax") or base is None:
        return []
    pairs = zip(numbers(table, table.by["tax"]), numbers(table, table.by[base]), strict=True)
    return [round(tax / of, 2) if tax is not None and of else None for tax, of in pairs]


def _says_what(one: Column) -> bool:
    """Whether a column may say what a row is of: a thing, words without a meaning of ours, or a rate of tax."""
    if one.meaning in (*_TOLD, *_HOW_MANY) or is_rates(one):
        return True
    return one.meaning == "" and one.look.number is None and one.look.day is None and not one.look.is_time


def is_rates(one: Column) -> bool:
    """Whether a column holds nothing but usual rates of tax, as 21, 21 % or 0.21."""
    if one.meaning in (*DAYS, *HOURS) or not one.look.counts:
        return False
    read = [_PERCENT.fullmatch(value.rstrip(TYPED).strip()) for value in one.look.counts]
    values = [float(found[1].replace(",", ".")) for found in read if found]
    return len(values) == len(read) and all(value in (0, *RATES) or round(100 * value, 2) in RATES for value in values)


def _in_most(groups: Groups, holds: Callable[[Sequence[int]], bool]) -> bool:
    return sum(map(holds, groups)) >= MOST * len(groups)


def _vary(values: Sequence[object], rows: Sequence[int]) -> bool:
    return bool(values) and len({values[at] for at in rows}) > 1


def differ(table: FoundTable, rows: Sequence[int]) -> bool:
    """Whether the rows of a document are not one row that came again."""
    return len({tuple(one.look.cells[at] for one in table.columns) for at in rows}) > 1
