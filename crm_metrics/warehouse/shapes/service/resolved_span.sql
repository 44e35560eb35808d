-- resolved_span: one row per item and stretch of time in which it stood resolved: until it was reopened, if it ever was.
-- kind: rows
-- tables: work_item
-- refresh: work_item
-- row of main.work_item: work_item_id as work_item
-- link of shape.item_stamp: work_item
-- link of shape.item_state: work_item
with item as (         -- what a day alone is followed by comes after that day
  select w.work_item_id, w.process, w.status, r.held_at as first_resolved_at, e.held_at as closed_at
  from main.work_item w
  left join shape.item_stamp r on r.work_item = w.work_item_id and r.anchor = 'first_resolved'
  left join shape.item_stamp e on e.work_item = w.work_item_id and e.anchor = 'closed'
),
tracked as (
  select i.process, s.work_item, s.status, s.from_at, s.to_at, i.first_resolved_at, i.closed_at
  from shape.item_state s join item i on i.work_item_id = s.work_item
  where s.status_tracked
),
later as (                                     -- what became of it after its first resolution
  select t.work_item, t.from_at,
    coalesce(k.working or lower(t.status) in ('reopened', 'reabierto'), false) as worked_on
  from tracked t left join shape.item_status k on k.process = t.process and k.status = t.status
  where t.from_at > t.first_resolved_at
),
turn as (
  select *, lag(worked_on, 1, false) over (partition by work_item order by from_at) as before from later
),
moment as (
  select i.work_item_id as work_item, i.first_resolved_at as moment_at, true as resolved
  from item i left join shape.item_status k on k.process = i.process and k.status = i.status
  where i.first_resolved_at is not null
    -- without a history the status of today tells that it was reopened, and not when: it never stood resolved
    and (i.closed_at is not null or i.work_item_id in (select work_item from tracked)
      or not k.working and not k.unsolved and lower(i.status) not in ('reopened', 'reabierto'))
  union all
  select work_item, from_at, not worked_on from turn where worked_on <> before
)
select moment_at as from_at, lead(moment_at, 1, timestamptz 'infinity') over (
    partition by work_item order by moment_at) as to_at, work_item
from moment
qualify resolved
