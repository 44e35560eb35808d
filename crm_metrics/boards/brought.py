"""Tables that the later loads of their source did not bring: of the days since then a board says nothing.

A quiet file is not a late one, so that a source reaches as far as its furthest load. Where a file is not in the loads
that reach more than two days further (decision 0008), nobody knows whether it was quiet: no day of it is a decline.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from crm_metrics.metrics.readings import Reading, because
from crm_metrics.names import TableId
from crm_metrics.periods import next_start
from crm_metrics.warehouse.doctor import LATE_DAYS
from crm_metrics.warehouse.store import Warehouse

# What happens day by day; a list of agents or targets is brought once.
DAILY = (
    "interaction",
    "work_item",
    "survey",
    "agent_time",
    "order_line",
    "subscription",
    "receivable",
    "loyalty_entry",
)
LATE = """
with reach as (
  select source, max(loaded_through) as through, max_by(source_ended, load_id) as ended
  from main.load_log group by source
), brought as (
  select l.source, l.table_name, max(l.loaded_through) as through from main.load_log l group by l.source, l.table_name
)
select b.table_name, min(b.through) from brought b join reach r on r.source = b.source
where not r.ended and b.through < r.through - $days group by b.table_name
"""


def brought(warehouse: Warehouse) -> Mapping[str, date]:
    """The tables that the later loads of their source did not bring, each with the last day of those that did."""
    if "brought" not in warehouse.memory:
        rows = warehouse.fetch(LATE, {"days": LATE_DAYS})
        warehouse.memory["brought"] = {table: through for table, through in rows if table in DAILY}
    known: Mapping[str, date] = warehouse.memory["brought"]
    return known


def told(
    warehouse: Warehouse, tables: Iterable[str], readings: Sequence[Reading], every: str, until: date
) -> tuple[Reading, ...]:
    """The readings of a metric made of these tables ("a|b": of any), those after a table's last day not complete.

    until: the last day asked, where a period of all days ends.
    """
    late = brought(warehouse)
    ends = {table: late[table] for need in tables for table in need.split("|") if table in late} if late else {}
    if not ends:
        return tuple(readings)
    table, last = min(ends.items(), key=lambda end: end[1])
    why = because("{table} is loaded through {day}", table=TableId(table), day=last)

    def end(reading: Reading) -> date:
        return until if every == "all" else min(until, next_start(every, reading.period) - timedelta(days=1))

    return tuple(
        replace(reading, complete=False, reason=why) if reading.complete and end(reading) > last else reading
        for reading in readings
    )
