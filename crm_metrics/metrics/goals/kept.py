"""What people set on the page of objectives, as it stands now: read again when it changed, by whoever asks a goal."""

from __future__ import annotations

from collections.abc import Hashable
from functools import lru_cache

from crm_metrics.declared import Stamp
from crm_metrics.errors import CrmError
from crm_metrics.metrics.goals.cascade import Goal
from crm_metrics.metrics.goals.target import SET, Declared, Target, indexed
from crm_metrics.office.objectives import ObjectiveChange, SetObjective
from crm_metrics.office.place import OfficePlace, office_of, office_place
from crm_metrics.settings import Settings
from crm_metrics.warehouse.store import Warehouse


def kept(warehouse: Warehouse) -> Declared | None:
    """The objectives set on the page beside this warehouse; None where they can't be read."""
    place = office_of(warehouse.folder)
    return {} if place is None else standing(place)


def history_of(warehouse: Warehouse) -> tuple[ObjectiveChange, ...]:
    """What was changed on the page, the newest first; nothing where that can't be read."""
    place = office_of(warehouse.folder)
    if place is None or not place.begun:
        return ()
    from crm_metrics.office.aims import changes  # SQLAlchemy is slow to load, and who set nothing needs none
    from crm_metrics.office.database import opened  # which loads the same

    try:
        return changes(opened(place))
    except CrmError:
        return ()


def standing(place: OfficePlace) -> Declared | None:
    """The objectives set in a database, the same object as long as it does not move; None where it can't be read."""
    try:
        return _read(place, place.moment)[0] if place.begun else {}
    except CrmError:  # not kept: the next question asks again
        return None


def unreadable(warehouse: Warehouse) -> CrmError | None:
    """Why what people set and wrote beside this warehouse can't be read; None where it can, or where nobody did."""
    place = office_of(warehouse.folder)
    try:
        if place is not None and place.begun:
            _read(place, place.moment)
    except CrmError as error:
        return error
    return None


def changed(given: Settings) -> Stamp:
    """What changes with each change of an objective: what is drawn from the ones before is old then."""
    place = office_place(given)
    try:
        return ("objectives", _read(place, place.moment)[1] if place.begun else 0, 0)
    except CrmError:
        return ("objectives", -1, 0)


def forget() -> None:
    """Read anew at the next question: this process has changed something itself."""
    _read.cache_clear()


@lru_cache(maxsize=8)
def _read(place: OfficePlace, _moment: Hashable) -> tuple[Declared, int]:
    from crm_metrics.office.aims import objectives  # SQLAlchemy is slow to load, and who set nothing needs none
    from crm_metrics.office.database import opened  # which loads the same

    made = opened(place).stamp("objective")  # before the rows: who writes in between is read at the next question
    return indexed(_target(one) for one in objectives(opened(place))), made


def _target(one: SetObjective) -> Target:
    return Target(
        metric=one.aim.metric,
        cadence="month",
        scope=(one.aim.process or None, one.aim.team or None, None, None, None),
        goal=Goal(one.bands.good, one.tolerance),
        valid_from=one.aim.valid_from,
        valid_to=one.aim.valid_to,
        origin=SET,
        minimum=one.bands.minimum,
        excellent=one.bands.excellent,
        author=one.author,
        at=one.changed_at,
    )
