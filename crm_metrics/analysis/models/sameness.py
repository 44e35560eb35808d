"""Whether scores would come out as they did: a sum of all that they are made of, through the last month's close."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from crm_metrics.analysis.models.histories import Histories, Spans

Columns = Sequence[npt.NDArray[np.generic]]


def sum_of(known: Histories, due: Sequence[tuple[int, bool]]) -> str:
    """The sum of this code, of the closes to be scored, and of the rows that any of them may read.

    due: the last day of each month that is scored or fitted, and whether it ends a quarter.
    """
    total = hashlib.sha256(_code().encode())
    last = due[-1][0] if due else known.through
    total.update(repr((known.since, last, tuple(due))).encode())
    for texts, numbers in _tables(known, last):
        held, places = zip(*(np.unique(text, return_inverse=True) for text in texts), strict=True)
        columns = [*places, *numbers]
        rows = np.lexsort(columns[::-1])
        total.update("\0".join(word for words in held for word in ("", *words)).encode())
        for column in columns:
            total.update(repr((column.dtype, column.shape)).encode() + column[rows].tobytes())
    return total.hexdigest()


def _tables(known: Histories, last: int) -> list[tuple[Columns, Columns]]:
    """What is known through a day, texts and numbers; whose it is by name, for places move with who comes later."""
    orders, day = known.orders, known.margins[0]
    bought = orders.day <= last
    mine, days = orders.customer[bought], [column[day <= last] for column in known.margins]
    sales = [orders.day[bought], orders.amount[bought], orders.opening[bought], known.acquired[mine]]
    return [
        ([known.names[mine]], sales),
        ([np.full(len(days[0]), "", dtype=object)], days),
        *(_begun(known, spans, last) for spans in (known.book, known.plans, known.lives)),
    ]


def _begun(known: Histories, spans: Spans, last: int) -> tuple[Columns, Columns]:
    """The stretches begun by a day; of an end after it no close knows which day it is."""
    begun = spans.first <= last
    mine, ends = spans.customer[begun], np.minimum(spans.next[begun], last + 1)
    return [known.names[mine], spans.line[begun]], [spans.first[begun], ends, spans.value[begun], known.acquired[mine]]


@cache
def _code() -> str:
    """The text of this package and of its limits: what an earlier one scored otherwise is scored anew."""
    modules = [file for file in files("crm_metrics.analysis.models").iterdir() if file.name.endswith(".py")]
    modules.append(files("crm_metrics.metrics.rows").joinpath("intervals.py"))
    return "\0".join(file.read_text(encoding="utf-8") for file in sorted(modules, key=str))
