"""The reviews that people keep, as a board reads them; nothing is loaded for it before anybody kept something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_metrics.access import Reader
from crm_metrics.boards.core import View
from crm_metrics.boards.plans.kept import place_of
from crm_metrics.warehouse.store import Warehouse

if TYPE_CHECKING:
    from crm_metrics.office.meetings.reviews import ReviewShelf


def reader_of(view: View) -> Reader:
    """Whoever sees what a view may show, without a name."""
    return Reader("", view.level or "executive", view.scope, boards=view.boards)


def shelf_of(warehouse: Warehouse, reader: Reader) -> ReviewShelf:
    """The reviews as a reader has them, to be written too."""
    from crm_metrics.office.database import opened  # SQLAlchemy is slow to load, and who kept nothing needs none
    from crm_metrics.office.meetings.reviews import ReviewShelf  # which loads the same

    return ReviewShelf(opened(place_of(warehouse)), reader)
