"""Rows as the tests of shapes write them: an item, a contact, a change, a promise of time; local hours of Bogotá."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

House = Callable[..., Any]
Row = dict[str, object]

BOGOTA = ZoneInfo("America/Bogota")
OPEN_END = date(9999, 12, 31)


def at(text: str, zone: ZoneInfo = BOGOTA) -> datetime:
    """The instant of a local time."""
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def item(name: str, opened: str, **more: object) -> Row:
    """An open case of service of customer c1."""
    base: Row = {"work_item_id": name, "process": "service", "kind": "request", "customer_id": "c1", "status": "open"}
    return base | {"opened_at": at(opened)} | more


def resolved(name: str, opened: str, when: str, **more: object) -> Row:
    """The same, resolved and closed at once."""
    ends: Row = {"first_resolved_at": at(when), "closed_at": at(when), "outcome": "resolved", "status": "closed"}
    return item(name, opened, **(ends | more))


def contact(name: str, offered: str = "2026-01-05 09:00", work_item: object = None, **more: object) -> Row:
    """A contact that customer c1 began and that was handled."""
    base: Row = {"interaction_id": name, "process": "service", "touchpoint_id": "line", "direction": "inbound"}
    base |= {"customer_id": "c1", "work_item_id": work_item, "disposition": "handled", "offered_at": at(offered)}
    return base | more


def change(
    entity_id: str, attribute: str, moment: str, old: str | None, new: str | None, entity: str = "work_item"
) -> Row:
    """A change of a tracked attribute."""
    base: Row = {"entity": entity, "entity_id": entity_id, "attribute": attribute, "changed_at": at(moment)}
    return base | {"old_value": old, "new_value": new}


def policy(name: str, clock: str, seconds: int, calendar: str = "always", **more: object) -> Row:
    """A promise of service for every priority and tier, in force for ever."""
    base: Row = {"policy_id": name, "process": "service", "clock": clock, "target_seconds": seconds}
    return base | {"calendar_id": calendar, "valid_from": date(2000, 1, 1)} | more


def hours(calendar: str, opens: str, closes: str, days: range = range(1, 6)) -> list[Row]:
    """The same opening on several weekdays, Monday to Friday unless said."""
    return [{"calendar_id": calendar, "weekday": day, "opens": opens, "closes": closes} for day in days]


def plan(customer: str, starts: date, ends: date | None = None, mrr: int = 10, **more: object) -> Row:
    """A recurring plan of a customer."""
    return {
        "subscription_id": f"s-{customer}-{starts}",
        "customer_id": customer,
        "product_id": "plan",
        "starts_on": starts,
        "ends_on": ends,
        "mrr": mrr,
    } | more


def moved(customer: str, attribute: str, day: str, old: str | None, new: str | None) -> Row:
    """A change of a tracked attribute of a customer, at nine in the morning."""
    return change(customer, attribute, f"{day} 09:00", old, new, entity="customer")


def person(customer: str, **more: object) -> Row:
    """A customer."""
    return {"customer_id": customer} | more


def items(shop: Any, columns: str) -> dict[str, Any]:
    """Columns of every work item, by its id."""
    rows = shop.fetch(f"select work_item, {columns} from shape.work_item order by work_item")
    return {row[0]: row[1] if len(row) == 2 else row[1:] for row in rows}
