"""The ids that customers go by, in every table that names them."""

from __future__ import annotations

from crm_metrics.warehouse.store import Warehouse

# Every input table that names a customer: some are known by what they did alone.
TABLES = (
    "customer", "customer_alias", "work_item", "interaction", "survey", "order_line", "subscription", "receivable",
    "loyalty_entry",
)  # fmt: skip


def by_digest(warehouse: Warehouse, digest: str) -> tuple[str, ...]:
    """The ids whose SHA-256, in hexadecimal digits, begins with `digest`; most often one, or none."""
    named = " union ".join(f"select customer_id from main.{table}" for table in TABLES)
    rows = warehouse.fetch(
        f"select customer_id from ({named}) as named where starts_with(sha256(customer_id), $digest) order by 1",
        {"digest": digest},
    )
    return tuple(customer for (customer,) in rows)
