"""What people kept of the day's lists, as a board reads it; nothing is loaded for it before anybody kept something."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from crm_metrics.boards.daylist.drawing import RESTS
from crm_metrics.errors import CrmError
from crm_metrics.office.attending.marking import DayMark, KeptDraw
from crm_metrics.office.place import office_beside
from crm_metrics.warehouse.store import Warehouse


def marks_of(warehouse: Warehouse, first: date, last: date) -> tuple[DayMark, ...]:
    """The marks of some days; none where they can't be read, for a list is shown without them."""
    place = office_beside(warehouse.folder)
    if not place.begun:
        return ()
    from crm_metrics.office.attending.marks import marks  # SQLAlchemy is slow to load, and who kept nothing needs none
    from crm_metrics.office.database import opened  # which loads the same

    try:
        return marks(opened(place), first, last)
    except CrmError:  # the form says why
        return ()


def draws_of(warehouse: Warehouse, first: date, last: date) -> tuple[KeptDraw, ...]:
    """The lists of some days that were worked, with those held out of them."""
    place = office_beside(warehouse.folder)
    if not place.begun:
        return ()
    from crm_metrics.office.attending.marks import draws  # as above
    from crm_metrics.office.database import opened  # as above

    try:
        return draws(opened(place), first, last)
    except CrmError:  # as above
        return ()


def resting(marks: tuple[DayMark, ...], day: date) -> Mapping[str, frozenset[str]]:
    """Customer → the kinds of reasons for which it was attended in the days before, so that they rest."""
    found: dict[str, frozenset[str]] = {}
    for one in marks:
        if one.done and day - timedelta(days=RESTS) <= one.day < day:
            found[one.customer] = found.get(one.customer, frozenset()).union(one.kinds)
    return found
