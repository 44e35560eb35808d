"""The campaigns beside a warehouse, as they stand now, and whom they hold out; read again when they changed."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from crm_metrics.errors import CrmError
from crm_metrics.office.campaigns.campaign import KeptCampaign
from crm_metrics.office.place import OfficePlace, office_of
from crm_metrics.warehouse.customers.merged import ids_today
from crm_metrics.warehouse.store import Warehouse

CAMPAIGN = "campaign"  # their table


def all_of(warehouse: Warehouse) -> tuple[KeptCampaign, ...]:
    """All that were ever drawn, also those withdrawn, the last to begin first; none where they can't be read."""
    place = office_of(warehouse.folder)
    try:
        return _read(place, _stamp(place)) if place is not None and place.begun else ()
    except CrmError:  # the page says why
        return ()


def held_on(warehouse: Warehouse, day: date) -> frozenset[str]:
    """Whom no list of a day asks to contact: those held out of a campaign one of whose days it is.

    Before its first day those to contact and those held out are alike to every list.
    """
    standing = (one.content for one in all_of(warehouse) if one.stands)
    return _by_now(warehouse, {customer for one in standing if one.begins <= day <= one.last for customer in one.held})


def held_now(warehouse: Warehouse, day: date) -> frozenset[str]:
    """Whom the newest list does not ask to contact: it is of a day, and is read until the next data come.

    Where they come once a week, a campaign begins while the list of a day before it is still the newest.
    """
    now = today(warehouse)
    return held_on(warehouse, day) | held_on(warehouse, now) if now > day else held_on(warehouse, day)


def held_from(warehouse: Warehouse, day: date) -> frozenset[str]:
    """Whom no campaign that begins on a day reaches: those held out of one that is not over by then."""
    standing = (one.content for one in all_of(warehouse) if one.stands)
    return _by_now(warehouse, {customer for one in standing if day <= one.last for customer in one.held})


def today(warehouse: Warehouse) -> date:
    """The day that it is on the company's clocks."""
    return datetime.now(ZoneInfo(warehouse.company.time_zone)).date()


def forget() -> None:
    """Read anew at the next question: this process has changed something itself."""
    _read.cache_clear()


def _by_now(warehouse: Warehouse, held: Collection[str]) -> frozenset[str]:
    """Them by the ids of today: nobody is let back in by a merge."""
    return frozenset(ids_today(warehouse, held).values()) if held else frozenset()


def _stamp(place: OfficePlace) -> int:
    from crm_metrics.office.database import opened  # SQLAlchemy is slow to load, and few need it

    return opened(place).stamp(CAMPAIGN)


# By what changes with a campaign and not with each note or mark: sixty campaigns of 20,000 are 24 MB of text. Two are
# kept, for each holds all ids.
@lru_cache(maxsize=2)
def _read(place: OfficePlace, _stamp: Hashable) -> tuple[KeptCampaign, ...]:
    from crm_metrics.office.campaigns.shelf import campaigns  # SQLAlchemy is slow to load, and few need it
    from crm_metrics.office.database import opened  # which loads the same

    return campaigns(opened(place))
