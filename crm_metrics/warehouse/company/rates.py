"""The company's rates of other currencies, in `rates.csv` of its folder: units of its own currency, from a day on.

currency,day,rate
USD,2026-11-21,4050.25
"""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from crm_metrics import declared
from crm_metrics.errors import DataError

FILE = "rates.csv"
HEAD = ("currency", "day", "rate")
SMALLEST, LARGEST = Decimal("1e-8"), Decimal("1e12")  # of a rate; beyond them the engine's ten decimals hold none

Rate = tuple[str, date, Decimal]


def read(folder: Path) -> list[Rate] | None:
    """The company's rates: currency, first day, units of its own currency for one of that; None without a file.

    Raises DataError naming the line that is not right.
    """
    path = folder / FILE
    if declared.stamp(path) is None:
        return None
    rows = csv.reader(io.StringIO(declared.text_of(path), newline=""))
    try:
        head = tuple(cell.strip().lower() for cell in next(rows, []))
        if head != HEAD:
            raise DataError("{file}: the first line must be {head}.", file=FILE, head=",".join(HEAD))
        found = [(rows.line_num, _rate(cells, rows.line_num)) for cells in rows if any(map(str.strip, cells))]
    except csv.Error as error:
        raise DataError("{file}, line {line}: this is no line of a CSV file. Close every quote.", file=FILE,
                        line=rows.line_num) from error  # fmt: skip
    lines: dict[tuple[str, date], int] = {}
    for line, (code, day, _) in found:
        first = lines.setdefault((code, day), line)
        if first != line:
            raise DataError(
                "{file}, line {line}: line {first} holds a rate of {currency} for {day} already. Leave one of the two.",
                file=FILE,
                line=str(line),
                first=str(first),
                currency=code,
                day=day,
            )
    return [rate for _, rate in found]


def _rate(cells: list[str], line: int) -> Rate:
    try:
        code, day, rate = (cell.strip() for cell in cells)
        found = (code.upper(), date.fromisoformat(day), Decimal(rate))
    except (ValueError, InvalidOperation):
        found = None
    if found is None or len(found[0]) != 3 or not found[2].is_finite() or not SMALLEST <= found[2] <= LARGEST:
        raise DataError(
            "{file}, line {line}: '{seen}' is not a currency, a day and a rate above zero, as in"
            " USD,2026-11-21,4050.25.",
            file=FILE,
            line=str(line),
            seen=",".join(cells),
        )
    return found
