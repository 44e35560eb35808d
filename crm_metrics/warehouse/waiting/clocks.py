"""How much is left of the promised clocks of open items at the close of a day, in open seconds of their calendars."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from crm_metrics.warehouse.store import Warehouse

KEPT = "clocks"  # in the memory of a warehouse: a day, and the clocks that ran at its close

# The clocks that ran at the close: what they had used by then, less the pauses begun by then. Of a past day the pauses
# after it do not count, so it is worked out anew; of the last day it is what `shape.clock_run` has as used.
LEFT = """
with running as (
  select c.work_item, c.clock, c.run, c.calendar_id, c.target_seconds, c.used, c.started_at, c.stopped_at,
    coalesce(p.pause_statuses, []) as pause_statuses,
    least(c.until_at, cast($day + 1 as timestamp) at time zone $zone) as close_at
  from shape.clock_run c
  join main.work_item w on w.work_item_id = c.work_item
  left join main.sla_policy p on p.policy_id = c.policy
    and p.valid_from <= cast(w.opened_at at time zone $zone as date)
    and (p.valid_to is null or cast(w.opened_at at time zone $zone as date) < p.valid_to)
  where c.policy is not null
    and c.started_at < cast($day + 1 as timestamp) at time zone $zone
    and (c.stopped_at is null or c.stopped_at >= cast($day + 1 as timestamp) at time zone $zone)
),
measured as (
  select r.*,
    coalesce(a.open_seconds_before + least(epoch(a.closes_at), epoch(r.started_at)) - epoch(a.opens_at), 0) as begun,
    coalesce(b.open_seconds_before + least(epoch(b.closes_at), epoch(r.close_at)) - epoch(b.opens_at), 0) as closing
  from running r
  asof left join shape.open_interval a on a.calendar_id = r.calendar_id and r.started_at >= a.opens_at
  asof left join shape.open_interval b on b.calendar_id = r.calendar_id and r.close_at >= b.opens_at
),
pause as (
  select m.work_item, m.clock, m.run, m.calendar_id, greatest(s.from_at, m.started_at) as from_at,
    least(s.to_at, m.close_at) as to_at, s.to_at > m.close_at as lasting
  from measured m
  join shape.item_state s on s.work_item = m.work_item and s.to_at > m.started_at and s.from_at < m.close_at
  where list_contains(m.pause_statuses, s.status) and (s.status_tracked or m.stopped_at is null)
),
paused as (
  select p.work_item, p.clock, p.run, bool_or(p.lasting) as paused, sum(
    coalesce(b.open_seconds_before + least(epoch(b.closes_at), epoch(p.to_at)) - epoch(b.opens_at), 0)
    - coalesce(a.open_seconds_before + least(epoch(a.closes_at), epoch(p.from_at)) - epoch(a.opens_at), 0)) as seconds
  from pause p
  asof left join shape.open_interval a on a.calendar_id = p.calendar_id and p.from_at >= a.opens_at
  asof left join shape.open_interval b on b.calendar_id = p.calendar_id and p.to_at >= b.opens_at
  group by p.work_item, p.clock, p.run
),
remaining as (
  select m.*, coalesce(p.paused, false) as paused,
    case when m.used is not null  -- else an end of it, or a change of its status, tells only a day
      then m.target_seconds - (m.closing - m.begun - coalesce(p.seconds, 0)) end as seconds_left
  from measured m left join paused p on p.work_item = m.work_item and p.clock = m.clock and p.run = m.run
),
aimed as (
  select *, case when seconds_left > 0 and not paused then closing + seconds_left end as due from remaining
)
select a.work_item, a.clock, a.run, a.target_seconds, cast(floor(a.seconds_left) as bigint), a.paused,
  case when a.due <= d.open_seconds_before + epoch(d.closes_at) - epoch(d.opens_at)
    then timezone($zone, d.opens_at + to_microseconds(cast(round((a.due - d.open_seconds_before) * 1000000) as bigint)))
    end as due_at
from aimed a asof left join shape.open_interval d on d.calendar_id = a.calendar_id and a.due > d.open_seconds_before
order by a.work_item, a.clock, a.run
"""


@dataclass(frozen=True, kw_only=True)
class RunningClock:
    """A promised clock of an item that nobody had stopped at the close of a day."""

    item: str
    """The work item."""
    clock: str
    """Which promise: first_response, next_response or resolution."""
    run: int
    """Of next_response: the how manieth answer that was waited for; else 1."""
    target_seconds: int
    """What was agreed, in open seconds."""
    seconds_left: int | None
    """What was left of it; negative once it had run out; None where an hour that it needs is not known."""
    paused: bool
    """Whether it stood still, because the item waits for somebody else."""
    due_at: datetime | None
    """When it runs out on the company's clocks, if nothing stops it; None for one that stands still or has run out."""

    @property
    def minutes_left(self) -> int | None:
        """The open minutes left, begun ones not counted; negative once they ran out; None where none can be told."""
        return None if self.seconds_left is None else self.seconds_left // 60

    @property
    def out(self) -> bool:
        """Whether its time has run out."""
        return self.seconds_left is not None and self.seconds_left <= 0

    @property
    def urgency(self) -> tuple[bool, bool, int]:
        """Its place in an order: the unknown last, before them those that stand still, of each the least time left."""
        return self.seconds_left is None, self.paused, self.seconds_left or 0


def most_urgent(clocks: Iterable[RunningClock]) -> RunningClock | None:
    """Of the clocks of a case the one that is told of it; None where none runs."""
    return min(clocks, key=lambda one: one.urgency, default=None)


def promised(warehouse: Warehouse, items: Collection[str]) -> frozenset[str]:
    """Those of these items to which a time was promised, whether or not its clock still runs."""
    if not items:
        return frozenset()
    rows = warehouse.fetch(
        "select distinct work_item from shape.clock_run"
        " where policy is not null and work_item in (select unnest($items))",
        {"items": sorted(set(items))},
    )
    return frozenset(item for (item,) in rows)


def promising(warehouse: Warehouse) -> frozenset[str]:
    """The processes of which any time is promised."""
    return frozenset(process for (process,) in warehouse.fetch("select distinct process from main.sla_policy"))


def clocks_left(warehouse: Warehouse, items: Collection[str], day: date) -> tuple[RunningClock, ...]:
    """The promised clocks of these items that ran at the close of a day, by item."""
    running = _running(warehouse, day)
    return tuple(clock for item in sorted(set(items)) for clock in running.get(item, ()))


def _running(warehouse: Warehouse, day: date) -> Mapping[str, Sequence[RunningClock]]:
    """All that ran then, by item: kept of the day that was asked last, for a board asks for items of it many times.

    To find those of a few items costs half of what all cost.
    """
    kept: tuple[date, Mapping[str, Sequence[RunningClock]]] | None = warehouse.memory.get(KEPT)
    if kept is None or kept[0] != day:
        found: dict[str, list[RunningClock]] = {}
        for item, clock, run, target, left, paused, due in warehouse.fetch(
            LEFT, {"day": day, "zone": warehouse.company.time_zone}
        ):
            found.setdefault(item, []).append(
                RunningClock(
                    item=item,
                    clock=clock,
                    run=run,
                    target_seconds=target,
                    seconds_left=left,
                    paused=paused,
                    due_at=due,
                )
            )
        kept = warehouse.memory[KEPT] = (day, found)
    return kept[1]
