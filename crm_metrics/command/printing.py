"""How a command prints: the formats it may be asked for, rows in columns, and rows as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from crm_metrics.errors import QuestionError, unknown

FORMATS = ("table", "csv", "json")

_RUN_BY_SHEETS = ("=", "+", "-", "@", "\t", "\r")

Cell = str | int | float | bool | None


def known_format(form: str, formats: Sequence[str] = FORMATS) -> str:
    """`form` itself when it is one of `formats`; else a QuestionError that names them."""
    if form not in formats:
        raise unknown(QuestionError, "No format '{word}'.", form, formats)
    return form


def grid(names: Sequence[str], rows: Sequence[Sequence[str]], right: Iterable[str] = ()) -> str:
    """Rows in columns, as wide as they need; the columns named in `right` end on one line."""
    widths = [max([len(name), *(len(row[place]) for row in rows)]) for place, name in enumerate(names)]
    aligned = set(right)
    lines = []
    for row in (names, *rows):
        cells = [
            cell.rjust(width) if name in aligned else cell.ljust(width)
            for name, cell, width in zip(names, row, widths, strict=True)
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines) + "\n"


def rows_as_csv(names: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A head and rows, one a line."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(rows)
    return out.getvalue()


def plain(cell: Cell) -> str:
    """A cell of a CSV: true and false in small letters, nothing for what is absent, no text that a sheet would run."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return "'" + cell if cell.startswith(_RUN_BY_SHEETS) else cell
    return str(cell).lower() if isinstance(cell, bool) else str(cell)
