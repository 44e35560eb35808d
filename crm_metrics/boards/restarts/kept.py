"""The baselines that people started anew beside a warehouse, as they stand now; read again when they changed."""

from __future__ import annotations

from collections.abc import Hashable
from functools import lru_cache

from crm_metrics.errors import CrmError
from crm_metrics.office.baselines.restarting import BaselineRestart
from crm_metrics.office.place import OfficePlace, office_of
from crm_metrics.warehouse.store import Warehouse


def all_of(warehouse: Warehouse) -> tuple[BaselineRestart, ...]:
    """All that were ever started, also those withdrawn, by number and day.

    None where they can't be read: a board judges by the usual baselines then, and says above itself what it lacks.
    """
    place = office_of(warehouse.folder)
    try:
        return _read(place, place.moment) if place is not None and place.begun else ()
    except CrmError:  # the form says why
        return ()


def standing(warehouse: Warehouse) -> tuple[BaselineRestart, ...]:
    """Those that were not withdrawn."""
    return tuple(one for one in all_of(warehouse) if one.stands)


def forget() -> None:
    """Read anew at the next question: this process has changed something itself."""
    _read.cache_clear()


@lru_cache(maxsize=8)
def _read(place: OfficePlace, _moment: Hashable) -> tuple[BaselineRestart, ...]:
    from crm_metrics.office.baselines.register import restarts  # SQLAlchemy is slow to load, and few need it
    from crm_metrics.office.database import opened  # which loads the same

    return restarts(opened(place))
