"""How the audits write their rows and read their answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.question import ask
from crm_metrics.metrics.readings import Reading
from crm_metrics.warehouse.store import Warehouse

House = Callable[..., Warehouse]
Row = dict[str, Any]
BOGOTA = ZoneInfo("America/Bogota")
SANTIAGO = ZoneInfo("America/Santiago")
JAN, FEB, MAR, APR = (date(2026, month, 1) for month in (1, 2, 3, 4))


def at(text: str, zone: ZoneInfo = BOGOTA) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def rows(table: str, **fields: Any) -> Row:
    usual: dict[str, Row] = {
        "work_item": {"process": "service", "kind": "request", "status": "open", "agent_id": "eva", "team": "north"},
        "interaction": {
            "process": "service",
            "touchpoint_id": "line",
            "direction": "inbound",
            "disposition": "handled",
        },
        "sla_policy": {"process": "service", "calendar_id": "company", "valid_from": JAN},
        "subscription": {"product_id": "plan", "starts_on": date(2025, 6, 1)},
        "order_line": {"line_no": 1, "product_id": "lamp", "quantity": 1, "amount": 10},
    }
    return {**usual[table], **fields}


def reading(shop: Warehouse, name: str, start: date, every: str = "month", **more: Any) -> Reading:
    result = ask(shop, [CATALOGUE[name]], every=every, since=start, **more)[name]
    return next(one for one in result.readings if one.period == start)


def parts(shop: Warehouse, name: str, start: date, every: str = "month", **more: Any) -> tuple[Any, Any]:
    found = reading(shop, name, start, every, **more)
    return found.numerator, found.denominator
