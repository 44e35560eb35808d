-- item_process: one row per process of the cases: what its rows tell of them at all.
-- kind: rows
-- tables: work_item
-- linked: work_item, interaction
-- answered: work_item, interaction
-- statuses: work_item, status_event
-- steps: work_item, status_event
with contact as (
  select w.process, bool_or(i.handled and (i.direction = 'outbound' or i.answered_at is not null)) as answered
  from shape.interaction i join main.work_item w on w.work_item_id = i.work_item
  group by w.process
),
history as (
  select w.process, bool_or(e.attribute = 'status') as statuses, bool_or(e.attribute in ('priority', 'team')) as steps
  from main.status_event e join main.work_item w on w.work_item_id = e.entity_id
  where e.entity = 'work_item' group by w.process
),
item as (
  select process, count(qualified_at) > 0 as qualified, count(first_response_at) > 0 as answered
  from main.work_item group by process
)
select
  p.process,
  c.process is not null as linked,                 -- contacts name the case to which they belong
  p.answered or coalesce(c.answered, false) as answered,   -- a case, or a contact of it, says when it was answered
  p.qualified,                                     -- an item says when it was qualified
  coalesce(h.statuses, false) as statuses,         -- there is a history of status
  coalesce(h.steps, false) as steps                -- and one of what escalates: priority or team
from item p
left join contact c on c.process = p.process
left join history h on h.process = p.process
