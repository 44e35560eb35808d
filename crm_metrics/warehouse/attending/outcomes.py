"""Whether customers bought or paid in the days after they stood on a list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from crm_metrics.warehouse.customers.merged import ids_today
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
left join shape.customer_key k on k.alias_id = s.customer  -- a load since then may have merged it into another one
join deal d on d.customer = coalesce(k.customer, s.customer) and d.day >= s.day and d.day < s.day + $within
"""
KNOWN = """
with known as (
  select customer from shape.customer_today
  union all select customer from shape.order_line
  union all select customer from shape.receivable
)
select 1 from known where customer in (select unnest(cast($customers as varchar[]))) limit 1
"""


def told(warehouse: Warehouse) -> tuple[str, ...]:
    """The input tables that tell what customers buy or pay; none where the data do not."""
    return tuple(table for table in TOLD_BY if warehouse.loaded(table) is not None)


def told_through(warehouse: Warehouse) -> date | None:
    """The last whole day of which the data tell what customers buy and pay; None where they don't.

    A source that is late leaves the others waiting; a table that is fed no more leaves nobody waiting for it.
    """
    tables = told(warehouse)
    live = [one for one in tables if any(one in source.tables and not source.ended for source in warehouse.sources)]
    reached = (warehouse.loaded(table) for table in live or tables)
    days = [reach.whole for reach in reached if reach is not None and reach.whole is not None]
    return min(days, default=None)


def dealt(warehouse: Warehouse, subjects: Sequence[tuple[str, date]], days: int) -> frozenset[tuple[str, date]]:
    """Those of these customers and days who bought or paid within so many days from their day on."""
    asked = {"customers": [one for one, _ in subjects], "days": [day for _, day in subjects], "within": days}
    return frozenset((customer, day) for customer, day in warehouse.fetch(OUTCOME, asked))


def any_known(warehouse: Warehouse, customers: Sequence[str]) -> bool:
    """Whether any of these customers, by the ids of today, is one of the data."""
    asked = {"customers": sorted(set(ids_today(warehouse, customers).values()))}
    return bool(warehouse.fetch(KNOWN, asked))
