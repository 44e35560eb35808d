"""Whether customers bought or paid in the days after they stood on a list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from crm_metrics.warehouse.store import Warehouse

TOLD_BY = ("order_line", "receivable")  # either tells it
OUTCOME = """
with subject as (
  select unnest(cast($customers as varchar[])) as customer, unnest(cast($days as date[])) as day
),
deal as (
  select customer, ordered_on as day from shape.order_line where sold
  union all select customer, entry_on from shape.receivable where kind = 'payment'
)
select distinct s.customer, s.day from subject s
join deal d on d.customer = s.customer and d.day >= s.day and d.day < s.day + $within
"""


def told(warehouse: Warehouse) -> tuple[str, ...]:
    """The input tables that tell what customers buy or pay; none where the data do not."""
    return tuple(table for table in TOLD_BY if warehouse.loaded(table) is not None)


def dealt(warehouse: Warehouse, subjects: Sequence[tuple[str, date]], days: int) -> frozenset[tuple[str, date]]:
    """Those of these customers and days who bought or paid within so many days from their day on."""
    asked = {"customers": [one for one, _ in subjects], "days": [day for _, day in subjects], "within": days}
    return frozenset((customer, day) for customer, day in warehouse.fetch(OUTCOME, asked))
