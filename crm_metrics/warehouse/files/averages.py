"""Reports that hold averages in place of what happened: recognised, and refused with what they can't tell."""

from __future__ import annotations

import re
from itertools import islice
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from crm_metrics.errors import DataError
from crm_metrics.languages import unaccented

WORKBOOKS = (".xlsx", ".xls", ".ods")
_LINES = 10  # in which the names of the columns stand, below titles and blank lines
_AVERAGE = re.compile(
    r"\b(avg|average|mean|promedios?|prom|media|medio|med|tma|tme|tmo|t m o|asa|aht|att|service level|"
    r"niv(?:el)? (?:de )?serv(?:icio|ico)?|n s|sla ?%|% ?sla)\b"
)
_CONTACTS = re.compile(
    r"\b(calls?|llamadas|chamadas|contacts?|contactos|conversations?|offer(?:ed)?|answer(?:ed)?|abandon(?:ed|s)?|aban|acd|missed|"
    r"ofrecidas|entrantes|contestadas|recibidas|atendidas|abandonadas|perdidas|recebidas)\b"
)
_INTERVAL = re.compile(r"\b(interval|intervalo|half hour|media hora|meia hora|15 min(?:utos|utes)?)\b")


def refuse(path: Path) -> None:
    """Raise DataError for a file whose first lines name averages of many contacts, or count them by interval."""
    try:
        lines = [_folded(line) for line in _first_lines(path)]
    except (OSError, CalamineError):
        return
    if any(_is_of_many(line) for line in lines):
        raise DataError(
            "{file} holds averages and counts, one row for many contacts: no percentile, no service level and no rate"
            " of another period can be worked out from it, and averages can't be added. Export the list of the"
            " contacts, conversations or calls themselves, one row each.",
            file=path.name,
        )


def _first_lines(path: Path) -> list[str]:
    """The first lines of a text, or of the first sheet of a workbook."""
    if path.suffix.casefold() in WORKBOOKS:
        rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(nrows=_LINES)
        return [";".join(str(cell) for cell in row) for row in rows]
    with path.open(encoding="utf-8-sig", errors="replace") as opened:
        return list(islice(opened, _LINES))


def _is_of_many(line: str) -> bool:
    counts = set(_CONTACTS.findall(line))
    return bool(counts and _AVERAGE.search(line)) or bool(len(counts) > 1 and _INTERVAL.search(line))


def _folded(line: str) -> str:
    return re.sub(r"[_. ]+", " ", unaccented(line[:2000]).casefold())
