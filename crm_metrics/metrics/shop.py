"""The shop that a stranger opens: a warehouse that can be asked for metrics."""

from __future__ import annotations

from dataclasses import dataclass

from crm_metrics.metrics import question
from crm_metrics.warehouse.store import Warehouse


@dataclass(frozen=True)
class Shop(Warehouse):
    """A version of a warehouse, open for reading, that answers questions. Close it when its last reader is gone.

    A warehouse stands below the metrics and knows none of them: it gets its `ask` here, in this one place, and
    `metric.measure(shop)` takes whatever has it.
    """

    ask = question.ask


def shop_of(warehouse: Warehouse) -> Shop:
    """The same version over the same connection, ready to be asked."""
    return Shop(warehouse.folder, warehouse.version, warehouse.connection, warehouse.notice)
