"""The plans that people keep, as a board reads them; nothing is loaded for it before anybody kept something."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from crm_metrics.access import Reader, Scope
from crm_metrics.errors import CrmError
from crm_metrics.office.place import OfficePlace, office_beside
from crm_metrics.office.planning import PlanChange, WorkPlan
from crm_metrics.warehouse.store import Warehouse

if TYPE_CHECKING:
    from crm_metrics.office.plans import PlanShelf


def place_of(warehouse: Warehouse) -> OfficePlace:
    """Where what people keep beside this warehouse is."""
    return office_beside(warehouse.folder)


def data_day(warehouse: Warehouse) -> date:
    """The last day that any source tells of; before the first load nothing is late."""
    return warehouse.latest or date.min


def stamp_of(place: OfficePlace, *tables: str) -> int:
    """What changes when any row of these tables does; 0 before anybody kept something."""
    if not place.begun:
        return 0
    from crm_metrics.office.database import opened  # SQLAlchemy is slow to load, and who kept nothing needs none

    try:
        return opened(place).stamp(*tables)
    except CrmError:  # the page that shows them says why they can't be read
        return -1


def shelf_of(warehouse: Warehouse, reader: Reader) -> PlanShelf:
    """The plans as a reader has them, to be written too."""
    from crm_metrics.office.database import opened  # as above
    from crm_metrics.office.plans import PlanShelf  # which loads the same

    return PlanShelf(opened(place_of(warehouse)), reader)


def plans_of(warehouse: Warehouse, scope: Scope) -> tuple[WorkPlan, ...]:
    """The plans within a scope, the newest first."""
    return shelf_of(warehouse, Reader("", "executive", scope)).plans() if place_of(warehouse).begun else ()


def history_of(warehouse: Warehouse, plan: WorkPlan) -> tuple[PlanChange, ...]:
    """Every change of a plan, the newest first."""
    return shelf_of(warehouse, Reader("", "executive")).history(plan)
