"""The way from a note to where it is seen: the page of its number, else the charts of its days on a board."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

from crm_metrics.boards.core import Board
from crm_metrics.metrics.question import dimensions
from crm_metrics.metrics.registry import known
from crm_metrics.office.notes.noting import NoteContent
from crm_metrics.periods import next_start, start_of
from crm_metrics.warehouse.store import Warehouse


def leads(warehouse: Warehouse, content: NoteContent, board: Board) -> str:
    """The address of a note's number in its week or month; of a note of no metric, of a board on its day."""
    metric = known().get(content.metric)
    if metric is None:
        return f"{board.key}?{urlencode(_asked(content, board))}"
    every = "month" if metric.finest == "month" else "week"
    until = next_start(every, start_of(every, content.first)) - timedelta(days=1)
    has = dimensions(warehouse, metric)
    where = [pair for pair in content.parts if pair[0] in has]
    return "number?" + urlencode([("metric", metric.name), ("every", every), ("until", until.isoformat()), *where])


def _asked(content: NoteContent, board: Board) -> list[tuple[str, str]]:
    """The period of a board that holds the note's day; where it offers none, the one that it shows by itself."""
    until = next((one for one in board.filters if one.key == "until"), None)
    if until is None:
        return []
    day = content.first.isoformat()
    days = [day] if until.day else sorted(one.id for one in until.choices)
    held = next((one for one in days if one >= day), None)
    return [("until", held)] if held is not None and (until.day or held != days[0]) else []
