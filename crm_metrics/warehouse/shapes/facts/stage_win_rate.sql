-- stage_win_rate: one row per process, status and month: of the items decided before it that ever stood there, those won.
-- kind: rows
-- tables: work_item, status_event
with decided as (                               -- an item decided, and the statuses in which it ever stood
  select distinct i.process, s.status, i.work_item_id, i.outcome = 'won' as won,
    cast(date_trunc('month', i.closed_at at time zone :time_zone) + interval 1 month as date) as known_on
  from main.work_item i
  join shape.item_state s on s.work_item = i.work_item_id and s.from_at < i.closed_at and s.to_at > i.opened_at
  where i.outcome in ('won', 'lost')
)
select
  known_on, process, status,
  cast(sum(count(*) filter (where won)) over so_far * 1e0 / sum(count(*)) over so_far as decimal(7, 6)) as win_rate
from decided group by process, status, known_on
window so_far as (partition by process, status order by known_on)
