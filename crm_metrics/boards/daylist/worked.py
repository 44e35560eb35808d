"""The list of somebody's day as it is kept once it is worked: who was drawn for it, and who was held out of it.

To whom an answer is owed is not among them: nobody drew them, and who is compared must be alike but for chance.
"""

from __future__ import annotations

from datetime import date

from crm_metrics.boards.daylist.drawing import DayEntry
from crm_metrics.boards.daylist.gathering import DayList, draw_of
from crm_metrics.boards.daylist.kept import draws_of
from crm_metrics.boards.freshness import Frame
from crm_metrics.office.attending.marking import KeptDraw
from crm_metrics.warehouse.store import Warehouse


def draw_for(warehouse: Warehouse, shown: DayList, entry: DayEntry) -> KeptDraw:
    """The whole list that an entry stands on, whatever part of it its reader sees, with those held out of it."""
    draw = draw_of(warehouse, shown.close, shown.rules)
    listed = tuple(one.customer for one in draw.entries if one.whose == entry.whose and not one.owed)
    held = tuple(one.customer for one in draw.held if one.whose == entry.whose)
    agent, team = entry.whose
    return KeptDraw(draw.day, agent or f"team {team}", listed, held)


def late(warehouse: Warehouse, shown: DayList, frame: Frame, whose: str = "") -> bool:
    """Whether a list can't be marked any more, for what it led to may be known: the data go on after its close.

    A list that somebody marked on its day is marked further: its draw is kept. whose: of one list of the day, as kept.
    """
    newest = closed_through(frame)
    if newest is None or shown.close >= newest:
        return False
    return not any(one.whose == whose or not whose for one in draws_of(warehouse, shown.day, shown.day))


def closed_through(frame: Frame) -> date | None:
    """The last day that was over when the data came."""
    return min(frame.latest, frame.whole or frame.latest) if frame.latest else None
