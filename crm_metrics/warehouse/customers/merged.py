"""Under which id a customer goes today: what people keep names the id of then, and a later load may merge it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from crm_metrics.warehouse.store import Warehouse


def ids_today(warehouse: Warehouse, customers: Collection[str]) -> Mapping[str, str]:
    """Each of these ids → the id of today; the same where it stands for nobody else."""
    rows = warehouse.fetch(
        "select alias_id, customer from shape.customer_key"
        " where alias_id in (select unnest(cast($customers as varchar[])))",
        {"customers": sorted(customers)},
    )
    return {one: one for one in customers} | dict(rows)
