"""What customers are called today; personal, so that who reads it has to be asked first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crm_metrics.warehouse.store import Warehouse


def called(warehouse: Warehouse, customers: Sequence[str]) -> Mapping[str, str]:
    """Customer → its name; without those that have none."""
    rows = warehouse.fetch(
        "select customer, name from shape.customer_today where name is not null"
        " and list_contains(cast($customers as varchar[]), customer)",
        {"customers": list(customers)},
    )
    return dict(rows)
