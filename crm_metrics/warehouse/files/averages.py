"""Reports that hold averages in place of what happened: recognised, and refused with what they can't tell."""

from __future__ import annotations

import re
import unicodedata
from itertools import islice
from pathlib import Path

from crm_metrics.errors import DataError

_LINES = 10  # in which the names of the columns stand, below titles and blank lines
_AVERAGE = re.compile(
    r"\b(avg|average|mean|promedio|media de|medio de|tempo medio|tiempo medio|tma|tmo|asa|aht|service level|"
    r"nivel de servicio|nivel de servico|sla ?%|% ?sla)\b"
)
_COUNT = re.compile(r"\b(count|offered|answered|abandoned|total|cantidad|ofrecidas|atendidas|abandonadas|recebidas)\b")


def refuse(path: Path) -> None:
    """Raise DataError for a text file whose first lines name averages of many, beside how many they are of."""
    try:
        with path.open(encoding="utf-8-sig", errors="replace") as opened:
            lines = [_folded(line) for line in islice(opened, _LINES)]
    except OSError:
        return
    if any(_AVERAGE.search(line) and _COUNT.search(line) for line in lines):
        raise DataError(
            "{file} holds averages and counts, one row for many contacts: no percentile, no service level and no rate"
            " of another period can be worked out from it, and averages can't be added. Export the list of the"
            " contacts, conversations or calls themselves, one row each.",
            file=path.name,
        )


def _folded(line: str) -> str:
    plain = unicodedata.normalize("NFKD", line[:2000]).casefold()
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).replace("_", " ")
