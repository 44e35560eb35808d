"""The list of somebody's day as it is kept once it is worked: who was drawn for it, and who was held out of it.

To whom an answer is owed is not among them: nobody drew them, and who is compared must be alike but for chance.
"""

from __future__ import annotations

from crm_metrics.boards.daylist.drawing import DayEntry
from crm_metrics.boards.daylist.gathering import DayList, draw_of
from crm_metrics.office.attending.marking import KeptDraw
from crm_metrics.warehouse.store import Warehouse


def draw_for(warehouse: Warehouse, shown: DayList, entry: DayEntry) -> KeptDraw:
    """The whole list that an entry stands on, whatever part of it its reader sees, with those held out of it."""
    draw = draw_of(warehouse, shown.close, shown.rules)
    listed = tuple(one.customer for one in draw.entries if one.whose == entry.whose and not one.owed)
    held = tuple(one.customer for one in draw.held if one.whose == entry.whose)
    agent, team = entry.whose
    return KeptDraw(draw.day, agent or f"team {team}", listed, held)
